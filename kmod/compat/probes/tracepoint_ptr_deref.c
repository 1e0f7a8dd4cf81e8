/* 4.19: a module's list of tracepoints may be of offsets. */
#include <linux/module.h>
#include <linux/tracepoint.h>

struct tracepoint *pw_probe(struct module *mod)
{
	return tracepoint_ptr_deref(mod->tracepoints_ptrs);
}
