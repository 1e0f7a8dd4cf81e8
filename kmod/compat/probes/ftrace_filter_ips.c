/* 5.18: sets many at once. exported: ftrace_set_filter_ips */
#include <linux/ftrace.h>

int pw_probe(struct ftrace_ops *ops, unsigned long *ips, unsigned int n)
{
	return ftrace_set_filter_ips(ops, ips, n, 0, 0);
}
