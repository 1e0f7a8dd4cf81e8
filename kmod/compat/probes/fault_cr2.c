/* Before 4.20 no hypervisor is in the way of CR2 that modules may not see. */
#include <linux/ftrace.h>
#include <asm/special_insns.h>
#include <asm/ptrace.h>

#ifdef CONFIG_PARAVIRT_XXL
#error "CR2 is behind a table of the hypervisor's"
#endif

void pw_probe(struct ftrace_ops *ops)
{
	write_cr2(read_cr2());
	ftrace_set_filter(ops, NULL, 0, 1);
}
