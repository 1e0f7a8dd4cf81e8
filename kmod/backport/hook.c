/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a backported tracepoint hangs on: kprobes, kretprobes, callbacks of
 * ftrace, and at most one tracepoint of the kernel. Attaching and detaching:
 * process context. The handlers run in any context and take no lock.
 */
#include "compat/ftrace.h"
#include "compat/kretprobe.h"
#include "backport.h"

struct hooked {
	struct kretprobe rp;	/* at a function's beginning: rp.kp alone */
#ifdef PW_HAVE_FTRACE_MASS
	struct ftrace_ops ops;	/* instead, if by_ftrace */
#endif
	const struct pw_hook *hook;
	struct pw_hooks *all;
	bool is_on;
};

/* In one piece with hooked[n] and, behind these, what each CPU has. */
struct pw_hooks {
	struct pw_vm *vm;
	u32 number;
	u32 n;
	struct pw_raw_place place;
	void *called;		/* from there; NULL: from none */
	u8 *cpus;
	size_t cpu_size;
	struct hooked hooked[];
};

pw_notrace void *pw_hooks_cpu(struct pw_hooks *hooks)
{
	return hooks->cpus + hooks->cpu_size * pw_cpu();
}

pw_notrace void pw_hooks_report(struct pw_hooks *hooks, struct pw_hit *hit,
				void *rec, u32 size)
{
	struct pw_record_common *common = rec;

	common->type = 0;
	common->flags = 0;
	common->preempt_count = 0;
	common->pid = current->pid;
	hit->rec = rec;
	hit->rec_size = size;
	pw_vm_hit(hooks->vm, hooks->number, hit);
}

static pw_notrace int entry_hit(struct kprobe *kp, struct pt_regs *regs)
{
	struct hooked *hooked = container_of(kp, struct hooked, rp.kp);
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, regs);
	hit.at_entry = 1;
	hooked->hook->entry(hooked->all, &hit, regs);
	return 0;
}

static pw_notrace int keep(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct kretprobe *rp = get_kretprobe(ri);
	const struct hooked *hooked = container_of(rp, struct hooked, rp);
	u64 *kept = (u64 *)ri->data;

	if (!rp)
		return 1;
	if (hooked->hook->keep) {
		hooked->hook->keep(kept, regs);
	} else {
		kept[0] = pw_arg(regs, 0);
		kept[1] = pw_arg(regs, 1);
	}
	return 0;
}

static pw_notrace int return_hit(struct kretprobe_instance *ri,
				 struct pt_regs *regs)
{
	struct kretprobe *rp = get_kretprobe(ri);
	const struct hooked *hooked = container_of(rp, struct hooked, rp);
	struct pw_hit hit pw_uninit;

	if (!rp)
		return 0;
	pw_hit_init(&hit, regs);
	hit.ip = pw_return_address(ri, regs);
	hooked->hook->ret(hooked->all, &hit, (u64 *)ri->data,
			  pw_retval(regs));
	return 0;
}

#ifdef PW_HAVE_FTRACE_MASS

static pw_notrace void traced_hit(unsigned long ip, unsigned long parent,
				  struct ftrace_ops *ops,
				  struct pw_ftrace_arg *arg)
{
	struct hooked *hooked = container_of(ops, struct hooked, ops);
	struct pt_regs *regs = pw_ftrace_regs(arg);
	struct pw_hit hit pw_uninit;

	if (unlikely(!regs))
		return;
	pw_hit_init(&hit, regs);
	hit.at_entry = 1;
	preempt_disable_notrace();
	hooked->hook->entry(hooked->all, &hit, regs);
	preempt_enable_notrace();
}

static void untrace(struct hooked *hooked)
{
	unregister_ftrace_function(&hooked->ops);
	ftrace_set_filter(&hooked->ops, NULL, 0, 1);
}

static int trace(struct hooked *hooked, struct pw_error *err)
{
	const char *function = hooked->hook->function;
	struct ftrace_ops *ops = &hooked->ops;
	int error;

	ops->func = traced_hit;
	ops->flags = PW_FTRACE_FLAGS;
	error = ftrace_set_filter(ops, (unsigned char *)function,
				  strlen(function), 0);
	if (!error) {
		error = register_ftrace_function(ops);
		if (!error)
			return 0;
	}
	ftrace_set_filter(ops, NULL, 0, 1);
	return pw_fail(err, -ENOENT, "%s cannot be traced on this kernel",
		       function);
}

#else

static void untrace(struct hooked *hooked)
{
}

static int trace(struct hooked *hooked, struct pw_error *err)
{
	return pw_fail(err, -ENOENT, "this kernel has no callbacks of ftrace "
		       "that a module may use");
}

#endif

static int hook_one(struct hooked *hooked, struct pw_error *err)
{
	const char *function = hooked->hook->function;
	int error;

	if (hooked->hook->by_ftrace) {
		error = trace(hooked, err);
	} else if (hooked->hook->entry) {
		hooked->rp.kp.pre_handler = entry_hit;
		error = pw_kprobe_register(&hooked->rp.kp, function, err);
	} else {
		hooked->rp.entry_handler = keep;
		hooked->rp.handler = return_hit;
		hooked->rp.data_size = PW_KEPT * sizeof(u64);
		/* None sleeps long: some for each CPU will do. */
		hooked->rp.maxactive = 4 * num_possible_cpus() + 32;
		error = pw_kretprobe_register(&hooked->rp, function, err);
	}
	hooked->is_on = !error;
	return error == -ENOENT && hooked->hook->optional ? 0 : error;
}

static void unhook(struct pw_hooks *hooks)
{
	struct hooked *hooked = hooks->hooked + hooks->n;

	while (hooked-- > hooks->hooked) {
		if (!hooked->is_on)
			continue;
		if (hooked->hook->by_ftrace)
			untrace(hooked);
		else if (hooked->hook->entry)
			unregister_kprobe(&hooked->rp.kp);
		else
			unregister_kretprobe(&hooked->rp);
	}
}

static struct pw_hooks *create(const struct pw_probe *probe,
			       const struct pw_backport *backport)
{
	size_t cpu_size = ALIGN(backport->cpu_size, SMP_CACHE_BYTES);
	struct pw_hooks *hooks;
	size_t size;
	u32 i, n = 0;

	while (backport->hooks[n].function)
		n++;
	size = sizeof(*hooks) + n * sizeof(hooks->hooked[0]);
	hooks = pw_alloc(size + cpu_size * pw_nr_cpus());
	if (!hooks)
		return NULL;
	hooks->vm = probe->vm;
	hooks->number = probe->number;
	hooks->n = n;
	hooks->called = backport->called;
	hooks->cpus = (u8 *)hooks + size;
	hooks->cpu_size = cpu_size;
	for (i = 0; i < n; i++) {
		hooks->hooked[i].hook = &backport->hooks[i];
		hooks->hooked[i].all = hooks;
	}
	return hooks;
}

static bool is_any_on(const struct pw_hooks *hooks)
{
	u32 i;

	for (i = 0; i < hooks->n; i++)
		if (hooks->hooked[i].is_on)
			return true;
	return false;
}

int pw_hooks_attach(struct pw_probe *probe, const struct pw_backport *backport,
		    struct pw_error *err)
{
	struct pw_hooks *hooks = create(probe, backport);
	int error = 0;
	u32 i;

	if (!hooks)
		return pw_fail(err, -ENOMEM, "no memory to probe %s",
			       probe->target);
	for (i = 0; !error && i < hooks->n; i++)
		if (!hooks->hooked[i].hook->otherwise || !is_any_on(hooks))
			error = hook_one(&hooks->hooked[i], err);
	if (!error && hooks->n && !is_any_on(hooks))
		error = pw_fail(err, -ENOENT, "this kernel has none of the "
				"functions that %s hangs on", probe->target);
	if (!error && backport->tracepoint)
		error = pw_raw_hang(&hooks->place, backport->tracepoint,
				    hooks->called, hooks, err);
	if (error) {
		unhook(hooks);
		pw_free(hooks);
		return error;
	}
	probe->impl = hooks;
	return 0;
}

void pw_hooks_detach(struct pw_probe *probe, struct pw_detach *batch)
{
	struct pw_hooks *hooks = probe->impl;
	struct hooked *hooked = hooks->hooked + hooks->n;

	if (hooks->called)
		pw_raw_take_off(&hooks->place, hooks->called, hooks, batch);
	while (hooked-- > hooks->hooked) {
		if (!hooked->is_on)
			continue;
		if (hooked->hook->by_ftrace)
			untrace(hooked);
		else if (hooked->hook->entry)
			batch->kps[batch->n_kps++] = &hooked->rp.kp;
		else
			batch->rps[batch->n_rps++] = &hooked->rp;
	}
}

u64 pw_hooks_missed(const struct pw_probe *probe)
{
	const struct pw_hooks *hooks = probe->impl;
	u64 n = 0;
	u32 i;

	for (i = 0; i < hooks->n; i++)
		n += READ_ONCE(hooks->hooked[i].rp.kp.nmissed) +
		     (unsigned int)READ_ONCE(hooks->hooked[i].rp.nmissed);
	return n;
}
