/* 5.11: the registers come in a wrapper. */
#include <linux/ftrace.h>

struct pt_regs *pw_probe(struct ftrace_regs *fregs)
{
	return ftrace_get_regs(fregs);
}
