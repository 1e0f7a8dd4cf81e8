/* Before 5.11 who needs no guard against recursion says so, later who does. */
#include <linux/ftrace.h>

unsigned long pw_probe(void)
{
	return FTRACE_OPS_FL_RECURSION_SAFE;
}
