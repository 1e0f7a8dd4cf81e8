/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoints' differences: probes are registered by name or on the tracepoint
 * itself; and all tracepoints are gone through by an iterator, or the kernel's
 * own by a function and each module's after it has announced itself.
 *
 *   pw_tp_init(), pw_tp_exit()		of the module
 *   pw_tp_each(take, ctx)		calls take(ctx, tracepoint, module or
 *					NULL) until it returns not 0, and
 *					returns that; the module stays meanwhile
 *   pw_tp_register(tp, probe, data)	0 or -errno
 *   pw_tp_unregister(tp, probe, data)
 */
#ifndef PW_COMPAT_TRACEPOINT_H
#define PW_COMPAT_TRACEPOINT_H

#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>

typedef int pw_tp_take(void *ctx, struct tracepoint *tp, struct module *mod);

#ifdef PW_HAVE_TRACEPOINT_ITER

#define pw_tp_register(tp, probe, data) \
	tracepoint_probe_register((tp)->name, probe, data)
#define pw_tp_unregister(tp, probe, data) \
	tracepoint_probe_unregister((tp)->name, probe, data)

static inline int pw_tp_init(void)
{
	return 0;
}

static inline void pw_tp_exit(void)
{
}

/*
 * The iterator's module may go while it is looked at: module_mutex, which would
 * keep it, is held by who loads and unloads.
 */
static inline int pw_tp_each(pw_tp_take *take, void *ctx)
{
	struct tracepoint_iter iter;
	struct module *mod;
	int ret = 0;

	tracepoint_iter_reset(&iter);
	mutex_lock(&module_mutex);
	for (tracepoint_iter_start(&iter); !ret && iter.tracepoint;
	     tracepoint_iter_next(&iter)) {
		preempt_disable();
		mod = __module_address((unsigned long)*iter.tracepoint);
		preempt_enable();
		ret = take(ctx, *iter.tracepoint, mod);
	}
	mutex_unlock(&module_mutex);
	tracepoint_iter_stop(&iter);
	return ret;
}

#else

#define pw_tp_register(tp, probe, data) \
	tracepoint_probe_register(tp, probe, data)
#define pw_tp_unregister(tp, probe, data) \
	tracepoint_probe_unregister(tp, probe, data)

struct pw_tp_module {
	struct list_head list;
	struct module *mod;
};

static LIST_HEAD(pw_tp_modules);
static DEFINE_MUTEX(pw_tp_modules_lock);

static inline void pw_tp_forget(struct module *mod)
{
	struct pw_tp_module *m, *next;

	list_for_each_entry_safe(m, next, &pw_tp_modules, list) {
		if (mod && m->mod != mod)
			continue;
		list_del(&m->list);
		kfree(m);
	}
}

/* One without memory for it is only not found. */
static inline int pw_tp_notify(struct notifier_block *nb, unsigned long action,
			       void *data)
{
	struct tp_module *tp_mod = data;
	struct pw_tp_module *m;

	mutex_lock(&pw_tp_modules_lock);
	if (action == MODULE_STATE_COMING) {
		m = kmalloc(sizeof(*m), GFP_KERNEL);
		if (m) {
			m->mod = tp_mod->mod;
			list_add_tail(&m->list, &pw_tp_modules);
		}
	} else if (action == MODULE_STATE_GOING) {
		pw_tp_forget(tp_mod->mod);
	}
	mutex_unlock(&pw_tp_modules_lock);
	return NOTIFY_OK;
}

static struct notifier_block pw_tp_nb = {
	.notifier_call = pw_tp_notify,
};

static inline int pw_tp_init(void)
{
	return register_tracepoint_module_notifier(&pw_tp_nb);
}

static inline void pw_tp_exit(void)
{
	unregister_tracepoint_module_notifier(&pw_tp_nb);
	pw_tp_forget(NULL);
}

#ifdef PW_HAVE_TRACEPOINT_PTR_DEREF
#define pw_tp_of(mod, i) \
	tracepoint_ptr_deref(&(mod)->tracepoints_ptrs[i])
#else
#define pw_tp_of(mod, i)	((mod)->tracepoints_ptrs[i])
#endif

struct pw_tp_walk {
	pw_tp_take *take;
	void *ctx;
	int ret;
};

static inline void pw_tp_step(struct tracepoint *tp, void *data)
{
	struct pw_tp_walk *walk = data;

	if (!walk->ret)
		walk->ret = walk->take(walk->ctx, tp, NULL);
}

static inline int pw_tp_each(pw_tp_take *take, void *ctx)
{
	struct pw_tp_walk walk = { take, ctx, 0 };
	struct pw_tp_module *m;
	unsigned int i;

	for_each_kernel_tracepoint(pw_tp_step, &walk);
	mutex_lock(&pw_tp_modules_lock);
	list_for_each_entry(m, &pw_tp_modules, list)
		for (i = 0; !walk.ret && i < m->mod->num_tracepoints; i++)
			walk.ret = take(ctx, pw_tp_of(m->mod, i), m->mod);
	mutex_unlock(&pw_tp_modules_lock);
	return walk.ret;
}

#endif
#endif
