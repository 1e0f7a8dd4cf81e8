/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kprobes and kretprobes. Attaching and detaching: process context. The
 * handlers run in any context with preemption off; they take no lock.
 *
 * Probes are registered by the function's name ("function" or
 * "module:function"), disabled at first: then the address is known and what
 * must not be probed can be refused before anything fires.
 */
#include <linux/kallsyms.h>
#include <linux/module.h>
#include "compat/entry.h"
#include "compat/kretprobe.h"
#include "probe.h"

struct pw_kprobe {
	struct pw_vm *vm;
	u32 number;
	struct kprobe kp;
};

struct pw_kretprobe {
	struct pw_vm *vm;
	u32 number;
	struct kretprobe rp;
};

static pw_notrace int kprobe_hit(struct kprobe *kp, struct pt_regs *regs)
{
	struct pw_kprobe *impl = container_of(kp, struct pw_kprobe, kp);
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, regs);
	hit.at_entry = !kp->offset;
	pw_vm_hit(impl->vm, impl->number, &hit);
	return 0;
}

static pw_notrace int kretprobe_hit(struct kretprobe_instance *ri,
				    struct pt_regs *regs)
{
	struct kretprobe *rp = get_kretprobe(ri);
	struct pw_kretprobe *impl;
	struct pw_hit hit pw_uninit;

	/* Being unregistered. */
	if (unlikely(!rp))
		return 0;
	pw_hit_init(&hit, regs);
	hit.ip = pw_return_address(ri, regs);
	/* What an entry handler has left there; others' programs do not ask. */
	hit.given = (const u64 *)ri->data;
	impl = container_of(rp, struct pw_kretprobe, rp);
	pw_vm_hit(impl->vm, impl->number, &hit);
	return 0;
}

const char *pw_target_function(const char *target)
{
	const char *colon = strchr(target, ':');

	return colon ? colon + 1 : target;
}

static int check_name(const char *target, struct pw_error *err)
{
	const char *function = pw_target_function(target);

	if (!*function)
		return pw_fail(err, -EINVAL, "no function to probe is named");
	if (pw_never_probed(function))
		return pw_fail(err, -EINVAL, "%s is never probed: probes "
			       "themselves go through it", target);
	return 0;
}

/* The kernel adds an offset to an address without a look at the function. */
static bool is_behind(const struct kprobe *kp)
{
	char text[KSYM_SYMBOL_LEN];	/* "function+0xOFFSET/0xSIZE" */
	unsigned long offset;
	const char *plus;

	if (!kp->offset)
		return false;
	sprint_symbol(text, (unsigned long)kp->addr);
	plus = strchr(text, '+');
	return !plus || sscanf(plus, "+0x%lx/", &offset) != 1 ||
	       offset != kp->offset;
}

int pw_kprobe_check(const char *target, unsigned long address,
		    struct pw_error *err)
{
	int error = check_name(target, err);

	if (error)
		return error;
	if (within_module_core(address, THIS_MODULE))
		return pw_fail(err, -EINVAL, "%s is never probed: it is a "
			       "part of probewire", target);
	if (pw_is_entry_code(address))
		return pw_fail(err, -EINVAL, "%s is never probed: the kernel "
			       "is entered or left there", target);
	return 0;
}

static int check_address(const struct kprobe *kp, const char *target,
			 struct pw_error *err)
{
	if (is_behind(kp))
		return pw_fail(err, -EINVAL, "%s is shorter than %u bytes",
			       target, kp->offset);
	return pw_kprobe_check(target, (unsigned long)kp->addr, err);
}

/* What the kernel's refusal means. */
static int explain(int error, const char *target, u32 offset,
		   struct pw_error *err)
{
	switch (error) {
	case -ENOENT:
		return pw_fail(err, error, "the kernel has no function %s that "
			       "can be probed: see /proc/kallsyms for its "
			       "exact name", target);
	case -EILSEQ:
		return pw_fail(err, error, "%s+%u is not the start of an "
			       "instruction", target, offset);
	case -EINVAL:
	case -EADDRNOTAVAIL:
	case -EOPNOTSUPP:
		if (!offset)
			return pw_fail(err, error, "the kernel does not allow "
				       "%s to be probed (it is on its "
				       "blacklist, or no plain code)", target);
		return pw_fail(err, error, "the kernel does not allow %s+%u to "
			       "be probed: not the start of an instruction, "
			       "behind the function, or on its blacklist",
			       target, offset);
	case -ENOMEM:
		return pw_fail(err, error, "no memory to probe %s", target);
	case -EBUSY:
	case -EPERM:
		return pw_fail(err, error, "%s cannot be probed: ftrace is in "
			       "use or kprobes are disarmed by "
			       "/sys/kernel/debug/kprobes/enabled", target);
	default:
		return pw_fail(err, error, "the kernel refused to probe %s "
			       "(error %d)", target, -error);
	}
}

int pw_kprobe_register(struct kprobe *kp, const char *target,
		       struct pw_error *err)
{
	int error = check_name(target, err);

	if (error)
		return error;
	kp->symbol_name = target;
	kp->flags = KPROBE_FLAG_DISABLED;
	error = register_kprobe(kp);
	if (error)
		return explain(error, target, kp->offset, err);
	error = check_address(kp, target, err);
	if (!error) {
		error = enable_kprobe(kp);
		if (!error)
			return 0;
		error = explain(error, target, kp->offset, err);
	}
	unregister_kprobe(kp);
	return error;
}

int pw_kprobe_find(const char *names, u32 n, u8 *there, struct pw_error *err)
{
	struct kprobe *kps = pw_alloc(n * sizeof(*kps));
	struct kprobe **found = pw_alloc(n * sizeof(*found));
	struct pw_error why;
	u32 n_found = 0, i;

	for (i = 0; kps && found && i < n; i++) {
		struct kprobe *kp = &kps[i];

		kp->symbol_name = names;
		kp->flags = KPROBE_FLAG_DISABLED;
		there[i] = !check_name(names, &why) && !register_kprobe(kp);
		if (there[i]) {
			found[n_found++] = kp;
			there[i] = !check_address(kp, names, &why);
		}
		names += strlen(names) + 1;
	}
	if (n_found)
		unregister_kprobes(found, n_found);
	pw_free(found);
	pw_free(kps);
	return kps && found ? 0 :
	       pw_fail(err, -ENOMEM, "no memory to look functions up");
}

/* Without letting it fire. */
static int register_quiet(struct kretprobe *rp, const char *target,
			  struct pw_error *err)
{
	int error = check_name(target, err);

	if (error)
		return error;
	if (pw_return_is_deadly(pw_target_function(target)))
		return pw_fail(err, -EINVAL, "the return of %s is never "
			       "probed: the kernel would wait for itself",
			       target);
	rp->kp.symbol_name = target;
	rp->kp.flags = KPROBE_FLAG_DISABLED;
	error = register_kretprobe(rp);
	if (error)
		return explain(error, target, 0, err);
	error = check_address(&rp->kp, target, err);
	if (error)
		unregister_kretprobe(rp);
	return error;
}

int pw_kretprobe_register(struct kretprobe *rp, const char *target,
			  struct pw_error *err)
{
	int error = register_quiet(rp, target, err);

	if (error)
		return error;
	error = enable_kretprobe(rp);
	if (!error)
		return 0;
	unregister_kretprobe(rp);
	return explain(error, target, 0, err);
}

static int attach_kprobe(struct pw_probe *probe, struct pw_error *err)
{
	struct pw_kprobe *impl;
	int error;

	if (probe->def->param > UINT_MAX)
		return pw_fail(err, -EINVAL, "an offset into %s is too large",
			       probe->target);
	impl = pw_alloc(sizeof(*impl));
	if (!impl)
		return pw_fail(err, -ENOMEM, "no memory to probe %s",
			       probe->target);
	impl->vm = probe->vm;
	impl->number = probe->number;
	impl->kp.offset = probe->def->param;
	impl->kp.pre_handler = kprobe_hit;
	error = pw_kprobe_register(&impl->kp, probe->target, err);
	if (error)
		pw_free(impl);
	else
		probe->impl = impl;
	return error;
}

int pw_kretprobe_attach(struct pw_probe *probe, kretprobe_handler_t entry,
			size_t data_size, struct pw_error *err)
{
	struct pw_kretprobe *impl;
	int error;

	if (probe->def->param > PW_MAXACTIVE_MAX)
		return pw_fail(err, -EINVAL, "maxactive is at most %u",
			       PW_MAXACTIVE_MAX);
	impl = pw_alloc(sizeof(*impl));
	if (!impl)
		return pw_fail(err, -ENOMEM, "no memory to probe %s",
			       probe->target);
	impl->vm = probe->vm;
	impl->number = probe->number;
	impl->rp.maxactive = probe->def->param ? probe->def->param :
						 probe->maxactive;
	impl->rp.data_size = data_size;
	impl->rp.entry_handler = entry;
	impl->rp.handler = kretprobe_hit;
	/* In a mass, its entry is seen by the hook of all. */
	error = probe->in_mass ?
		register_quiet(&impl->rp, probe->target, err) :
		pw_kretprobe_register(&impl->rp, probe->target, err);
	if (error)
		pw_free(impl);
	else
		probe->impl = impl;
	return error;
}

struct kretprobe *pw_kretprobe_of(const struct pw_probe *probe)
{
	struct pw_kretprobe *impl = probe->impl;

	return &impl->rp;
}

void pw_kretprobe_drop(struct pw_probe *probe)
{
	unregister_kretprobe(pw_kretprobe_of(probe));
	pw_free(probe->impl);
	probe->impl = NULL;
}

static int attach_kretprobe(struct pw_probe *probe, struct pw_error *err)
{
	return pw_kretprobe_attach(probe, NULL, 0, err);
}

static void detach_kprobe(struct pw_probe *probe, struct pw_detach *batch)
{
	struct pw_kprobe *impl = probe->impl;

	batch->kps[batch->n_kps++] = &impl->kp;
}

void pw_kretprobe_detach(struct pw_probe *probe, struct pw_detach *batch)
{
	struct pw_kretprobe *impl = probe->impl;

	batch->rps[batch->n_rps++] = &impl->rp;
}

static u64 missed_kprobe(const struct pw_probe *probe)
{
	const struct pw_kprobe *impl = probe->impl;

	return READ_ONCE(impl->kp.nmissed);
}

/* Entries dropped as any kprobe's, and those beyond maxactive. */
u64 pw_kretprobe_missed(const struct pw_probe *probe)
{
	const struct pw_kretprobe *impl = probe->impl;

	return READ_ONCE(impl->rp.kp.nmissed) +
	       (unsigned int)READ_ONCE(impl->rp.nmissed);
}

const struct pw_probe_ops pw_kprobe_ops = {
	.last_is_first = true,
	.attach = attach_kprobe,
	.detach = detach_kprobe,
	.missed = missed_kprobe,
};

const struct pw_probe_ops pw_kretprobe_ops = {
	.attach = attach_kretprobe,
	.detach = pw_kretprobe_detach,
	.missed = pw_kretprobe_missed,
};
