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
#include <linux/irqflags.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/string.h>

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
 * in variables that modules have to look for. From 5.7 on they cannot, but who
 * asks for a kprobe on a symbol is told where it is before it is refused.
 */
#ifdef PW_HAVE_GET_KRETPROBE

DECLARE_PER_CPU(struct kprobe *, pw_entering);

static inline bool pw_kretprobe_enter_init(void)
{
	return true;
}

#define pw_running_kprobe()	this_cpu_ptr(&pw_entering)
#define pw_is_active()		do { } while (0)

static inline bool pw_return_is_deadly(const char *function)
{
	return false;
}

#else

/* As this_cpu_ptr() takes them. */
struct pw_kprobe_state {
	struct kprobe * __percpu *current_kprobe;
	struct kprobe_ctlblk __percpu *ctlblk;
};

extern struct pw_kprobe_state pw_kprobe_state;

static inline void __percpu *pw_percpu_symbol(const char *name)
{
#ifdef PW_HAVE_KALLSYMS_LOOKUP_NAME
	return (void __percpu *)kallsyms_lookup_name(name);
#else
	struct kprobe kp = { .symbol_name = name };

	return register_kprobe(&kp) ? (void __percpu *)kp.addr : NULL;
#endif
}

static inline bool pw_kretprobe_enter_init(void)
{
	struct pw_kprobe_state *state = &pw_kprobe_state;

	if (!state->ctlblk) {
		state->current_kprobe = pw_percpu_symbol("current_kprobe");
		state->ctlblk = pw_percpu_symbol("kprobe_ctlblk");
	}
	return state->current_kprobe && state->ctlblk;
}

#define pw_running_kprobe()	this_cpu_ptr(pw_kprobe_state.current_kprobe)
#define pw_is_active() \
	(this_cpu_ptr(pw_kprobe_state.ctlblk)->kprobe_status = \
		KPROBE_HIT_ACTIVE)

/* The kernel itself calls it with that lock held, and says nothing there. */
static inline bool pw_return_is_deadly(const char *function)
{
	return !strncmp(function, "_raw_spin_", 10) ||
	       strstr(function, "spin_lock_slowpath") ||
	       strstr(function, "ticket_spin_lock");
}

#endif

/*
 * As when a kprobe has fired at the function's entry. In a callback of ftrace,
 * preemption off. What cannot be done now is counted as missed: what an NMI
 * calls, and what the entry itself does. Without interrupts, as the calls of
 * one that came here would be missed, too.
 */
static __always_inline void pw_kretprobe_enter(struct kretprobe *rp,
					       struct pt_regs *regs)
{
	struct kprobe **running = pw_running_kprobe();
	unsigned long flags;

	if (in_nmi() || *running) {
		rp->kp.nmissed++;
		return;
	}
	raw_local_irq_save(flags);
	*running = &rp->kp;
	pw_is_active();
	barrier();
	rp->kp.pre_handler(&rp->kp, regs);
	barrier();
	*running = NULL;
	raw_local_irq_restore(flags);
}

#endif
