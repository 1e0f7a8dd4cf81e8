/* The unwinder (4.9). exported: __unwind_start */
#include <linux/sched.h>
#include <asm/unwind.h>

unsigned long question(struct pt_regs *regs)
{
	struct unwind_state state;

	unwind_start(&state, current, regs, NULL);
	if (!unwind_done(&state))
		unwind_next_frame(&state);
	return unwind_get_return_address(&state);
}
