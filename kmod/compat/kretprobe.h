/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the function of a kretprobe returns to: newer kernels put it into the
 * registers; older ones say there only that they are in their trampoline. And
 * entries of functions whose returns are to be watched, where it is not a
 * kprobe that has seen the entry.
 */
#ifndef PW_COMPAT_KRETPROBE_H
#define PW_COMPAT_KRETPROBE_H

#include <linux/hardirq.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/percpu.h>

static __always_inline u64
pw_return_address(const struct kretprobe_instance *ri,
		  const struct pt_regs *regs)
{
#ifdef CONFIG_KRETPROBE_ON_RETHOOK
	return regs->ip;
#else
	return (unsigned long)ri->ret_addr;
#endif
}

/*
 * Before 5.11 a return's handlers run with a lock held that each entry takes.
 * The kernel keeps entries out by saying on the CPU that a kprobe is running,
 * in a variable that modules have to look for. From 5.7 on they cannot, but
 * who asks for a kprobe on a symbol is told where it is before it is refused.
 */
#ifdef PW_HAVE_GET_KRETPROBE

DECLARE_PER_CPU(struct kprobe *, pw_entering);

static inline bool pw_kretprobe_enter_init(void)
{
	return true;
}

#define pw_running_kprobe()	this_cpu_ptr(&pw_entering)

#else

extern struct kprobe **pw_current_kprobe;	/* as this_cpu_ptr takes it */

static inline bool pw_kretprobe_enter_init(void)
{
#ifdef PW_HAVE_KALLSYMS_LOOKUP_NAME
	if (!pw_current_kprobe)
		pw_current_kprobe =
			(void *)kallsyms_lookup_name("current_kprobe");
#else
	struct kprobe kp = { .symbol_name = "current_kprobe" };

	if (!pw_current_kprobe && register_kprobe(&kp))
		pw_current_kprobe = (void *)kp.addr;
#endif
	return pw_current_kprobe;
}

#define pw_running_kprobe() \
	this_cpu_ptr((struct kprobe * __percpu *)pw_current_kprobe)

#endif

/*
 * As when a kprobe has fired at the function's entry. In a callback of ftrace,
 * preemption off. What cannot be done now is counted as missed.
 */
static __always_inline void pw_kretprobe_enter(struct kretprobe *rp,
					       struct pt_regs *regs)
{
	struct kprobe **running = pw_running_kprobe();

	if (in_nmi() || *running) {
		rp->kp.nmissed++;
		return;
	}
	*running = &rp->kp;
	barrier();
	rp->kp.pre_handler(&rp->kp, regs);
	barrier();
	*running = NULL;
}

#endif
