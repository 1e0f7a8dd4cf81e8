/* Are functions patched one by one, and are the registers handed over? 3.7 on
 * x86. exported: ftrace_set_filter_ip */
#include <linux/ftrace.h>

#ifndef CONFIG_DYNAMIC_FTRACE_WITH_REGS
#error "no registers"
#endif

unsigned long pw_probe(struct ftrace_ops *ops)
{
	ops->flags = FTRACE_OPS_FL_SAVE_REGS;
	ftrace_set_filter(ops, NULL, 0, 1);
	return ftrace_set_filter_ip(ops, 0, 0, 0) +
	       register_ftrace_function(ops) + unregister_ftrace_function(ops);
}
