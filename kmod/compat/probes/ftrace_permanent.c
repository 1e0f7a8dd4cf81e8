/* 5.6: not to be switched off by the sysctl ftrace_enabled. */
#include <linux/ftrace.h>

unsigned long pw_probe(void)
{
	return FTRACE_OPS_FL_PERMANENT;
}
