/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A session's probes, attached one by one and detached together. Process
 * context, under the session's lock.
 */
#include <linux/perf_event.h>
#include <linux/signal.h>
#include "compat/uprobe.h"
#include "mass.h"
#include "probe.h"

/*
 * Returns that can be watched at the same time, for all of a session's
 * kretprobes that name no number: each takes about 64 bytes. One alone gets
 * enough for every thread of a busy server to sit in accept(); of a wildcard's
 * thousands none gets less than runs on all CPUs at once.
 */
#define RETURNS_TOTAL	65536u
#define RETURNS_MAX	4096u

static const struct pw_probe_ops *const kinds[PW_PROBE_KINDS] = {
	[PW_PROBE_INTERVAL] = &pw_interval_ops,
	[PW_PROBE_KPROBE] = &pw_kprobe_ops,
	[PW_PROBE_KRETPROBE] = &pw_kretprobe_ops,
	[PW_PROBE_TRACEPOINT] = &pw_tracepoint_ops,
	[PW_PROBE_BACKPORT] = &pw_backport_ops,
	[PW_PROBE_RAWTRACEPOINT] = &pw_raw_ops,
	[PW_PROBE_FENTRY] = &pw_kprobe_ops,
	[PW_PROBE_FEXIT] = &pw_fexit_ops,
	[PW_PROBE_PROFILE] = &pw_profile_ops,
	[PW_PROBE_UPROBE] = &pw_uprobe_ops,
	[PW_PROBE_URETPROBE] = &pw_uretprobe_ops,
	[PW_PROBE_USDT] = &pw_uprobe_ops,
	[PW_PROBE_SOFTWARE] = &pw_event_ops,
	[PW_PROBE_HARDWARE] = &pw_clock_ops,
	[PW_PROBE_WATCHPOINT] = &pw_watchpoint_ops,
};

static const struct pw_probe_ops *ops_of(const struct pw_probe_def *def)
{
	if (def->kind == PW_PROBE_SOFTWARE &&
	    (def->event == PERF_COUNT_SW_CPU_CLOCK ||
	     def->event == PERF_COUNT_SW_TASK_CLOCK))
		return &pw_clock_ops;
	return kinds[def->kind];
}

static u32 share_returns(const struct pw_image *img)
{
	u32 least = clamp_t(u32, 2 * num_possible_cpus(), 32, 256);
	u32 i, n = 0;

	for (i = 0; i < img->head->probes.count; i++)
		n += img->probes[i].kind == PW_PROBE_KRETPROBE ||
		     img->probes[i].kind == PW_PROBE_FEXIT;
	return clamp_t(u32, RETURNS_TOTAL / max(n, 1u), least, RETURNS_MAX);
}

int pw_probes_create(struct pw_probes *probes, struct pw_vm *vm)
{
	const struct pw_image *img = &vm->img;
	u32 n = img->head->probes.count;
	u32 maxactive = share_returns(img);
	struct pw_probe *probe;
	u32 i;

	probes->n = n;
	/* One more than there are: no allocation of nothing. */
	probes->probe = pw_alloc((n + 1) * sizeof(*probe));
	probes->batch.kps = pw_alloc((n + 1) * PW_KPROBES_MAX *
				     sizeof(*probes->batch.kps));
	probes->batch.rps = pw_alloc((n + 1) * PW_KPROBES_MAX *
				     sizeof(*probes->batch.rps));
	if (!probes->probe || !probes->batch.kps || !probes->batch.rps) {
		pw_probes_destroy(probes);
		return -ENOMEM;
	}
	for (i = 0; i < n; i++) {
		probe = &probes->probe[i];
		probe->vm = vm;
		probe->number = i;
		probe->def = &img->probes[i];
		probe->target = img->strings + probe->def->target;
		probe->ops = ops_of(probe->def);
		probe->maxactive = maxactive;
	}
	return 0;
}

void pw_probes_destroy(struct pw_probes *probes)
{
	pw_free(probes->probe);
	pw_free(probes->batch.kps);
	pw_free(probes->batch.rps);
	memset(probes, 0, sizeof(*probes));
}

static bool is_pending(int sig)
{
	return sigismember(&current->pending.signal, sig) ||
	       sigismember(&current->signal->shared_pending.signal, sig);
}

/*
 * Attaching thousands takes its time. Other signals, a child's death for one,
 * are no reason to give up; these are, blocked or not. A signal missed because
 * the sets are looked at without their lock is seen at the next probe.
 */
static bool is_told_to_end(void)
{
	return fatal_signal_pending(current) || is_pending(SIGINT) ||
	       is_pending(SIGTERM) || is_pending(SIGHUP);
}

static int attach_one(struct pw_probe *probe, struct pw_error *err)
{
	int error;

	if (is_told_to_end())
		return pw_fail(err, -EINTR, "interrupted while attaching");
	error = probe->ops->attach(probe, err);
	if (!error)
		return 0;
	probe->error = error;
	cond_resched();
	if (probe->def->flags & PW_PROBE_F_OPTIONAL)
		return 0;
	err->probe = probe->number;
	return error;
}

/* To be attached by itself. */
static bool is_single(const struct pw_probe *probe)
{
	return probe->ops && !probe->in_mass;
}

/*
 * Probes on the same place fire in the order of the script: some kinds are
 * called in the order in which they were attached, some in the other.
 */
int pw_probes_attach(struct pw_probes *probes, struct pw_error *err)
{
	struct pw_probe *probe;
	int error = 0;
	u32 i;

	pw_mass_attach(probes);
	for (i = 0; !error && i < probes->n; i++) {
		probe = &probes->probe[i];
		if (is_single(probe) && !probe->ops->last_is_first)
			error = attach_one(probe, err);
	}
	for (i = probes->n; !error && i > 0; i--) {
		probe = &probes->probe[i - 1];
		if (is_single(probe) && probe->ops->last_is_first)
			error = attach_one(probe, err);
	}
	if (error)
		pw_probes_detach(probes);
	return error;
}

static u64 missed(const struct pw_probe *probe)
{
	return probe->impl && probe->ops->missed ?
		probe->ops->missed(probe) : probe->missed;
}

void pw_probes_detach(struct pw_probes *probes)
{
	struct pw_detach *batch = &probes->batch;
	struct pw_probe *probe;
	bool any = false;
	u32 i;

	pw_mass_detach(probes);
	batch->n_kps = 0;
	batch->n_rps = 0;
	batch->any_raw = false;
	batch->any_uprobe = false;
	for (i = 0; i < probes->n; i++) {
		probe = &probes->probe[i];
		if (!probe->impl)
			continue;
		probe->ops->detach(probe, batch);
		any = true;
	}
	if (batch->n_rps)
		unregister_kretprobes(batch->rps, batch->n_rps);
	if (batch->n_kps)
		unregister_kprobes(batch->kps, batch->n_kps);
	if (batch->any_raw)
		pw_raw_sync();
	if (batch->any_uprobe)
		pw_uprobe_sync();
	if (any)
		pw_sync_hits();
	for (i = 0; i < probes->n; i++) {
		probe = &probes->probe[i];
		if (!probe->impl)
			continue;
		probe->missed = missed(probe);
		pw_free(probe->impl);
		probe->impl = NULL;
	}
}

void pw_probes_stats(const struct pw_probes *probes, u32 number,
		     struct pw_probe_stats *stats)
{
	const struct pw_probe *probe = &probes->probe[number];

	stats->missed = missed(probe);
	stats->error = probe->error;
}
