/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Raw tracepoints: a probe on the tracepoint itself, which is called with the
 * tracepoint's own arguments. Attaching and detaching: process context. The
 * handler runs in any context, on some kernels with preemption on; it takes no
 * lock.
 *
 * One function serves all tracepoints: it takes as many arguments as any
 * tracepoint has. Where there are fewer, the others are what happens to lie in
 * the registers and on the stack of the caller, which always has as much. Of an
 * argument narrower than 64 bits the upper bytes may be anything.
 */
#include "compat/tracepoint.h"
#include "probe.h"

#define N_GIVEN	12

struct pw_raw {
	struct pw_vm *vm;
	u32 number;
	struct pw_raw_place place;
};

static pw_notrace void raw_hit(void *data, u64 a0, u64 a1, u64 a2, u64 a3,
			       u64 a4, u64 a5, u64 a6, u64 a7, u64 a8, u64 a9,
			       u64 a10, u64 a11)
{
	const u64 given[N_GIVEN] = {
		a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11
	};
	struct pw_raw *impl = data;
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, NULL);
	hit.given = given;
	preempt_disable_notrace();
	pw_vm_hit(impl->vm, impl->number, &hit);
	preempt_enable_notrace();
}

struct wanted {
	const char *name;
	struct pw_raw_place *place;
};

static int compare(void *ctx, struct tracepoint *tp, struct module *mod)
{
	const struct wanted *wanted = ctx;

	if (strcmp(tp->name, wanted->name))
		return 0;
	/* Being unloaded: there may be another of that name. */
	if (mod && !try_module_get(mod))
		return 0;
	wanted->place->tp = tp;
	wanted->place->mod = mod;
	return 1;
}

int pw_raw_hang(struct pw_raw_place *place, const char *name, void *called,
		void *data, struct pw_error *err)
{
	struct wanted wanted = { name, place };
	int error;

	if (!pw_tp_each(compare, &wanted))
		return pw_fail(err, -ENOENT, "the kernel has no tracepoint %s",
			       name);
	error = pw_tp_register(place->tp, called, data);
	if (!error)
		return 0;
	module_put(place->mod);
	return pw_fail(err, error, "the kernel refused raw tracepoint %s "
		       "(error %d)", name, -error);
}

void pw_raw_take_off(struct pw_raw_place *place, void *called, void *data,
		     struct pw_detach *batch)
{
	pw_tp_unregister(place->tp, called, data);
	module_put(place->mod);
	batch->any_raw = true;
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	struct pw_raw *impl;
	int error;

	if (IS_ENABLED(CONFIG_CFI_CLANG) || IS_ENABLED(CONFIG_CFI))
		return pw_fail(err, -EOPNOTSUPP, "this kernel checks the types "
			       "of functions that it calls (CONFIG_CFI): use "
			       "the tracepoint instead of the rawtracepoint %s",
			       probe->target);
	impl = pw_alloc(sizeof(*impl));
	if (!impl)
		return pw_fail(err, -ENOMEM, "no memory for raw tracepoint %s",
			       probe->target);
	impl->vm = probe->vm;
	impl->number = probe->number;
	error = pw_raw_hang(&impl->place, probe->target, (void *)raw_hit, impl,
			    err);
	if (error)
		pw_free(impl);
	else
		probe->impl = impl;
	return error;
}

static void detach(struct pw_probe *probe, struct pw_detach *batch)
{
	struct pw_raw *impl = probe->impl;

	pw_raw_take_off(&impl->place, (void *)raw_hit, impl, batch);
}

void pw_raw_sync(void)
{
	tracepoint_synchronize_unregister();
}

struct teller {
	int (*take)(void *ctx, const char *module, const char *name);
	void *ctx;
};

static int tell(void *ctx, struct tracepoint *tp, struct module *mod)
{
	const struct teller *teller = ctx;

	return teller->take(teller->ctx, mod ? module_name(mod) : "vmlinux",
			    tp->name);
}

void pw_raw_each(int (*take)(void *ctx, const char *module, const char *name),
		 void *ctx)
{
	struct teller teller = { take, ctx };

	pw_tp_each(tell, &teller);
}

int pw_raw_init(void)
{
	return pw_tp_init();
}

void pw_raw_exit(void)
{
	pw_tp_exit();
}

const struct pw_probe_ops pw_raw_ops = {
	.attach = attach,
	.detach = detach,
};
