/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probes: the things a session has hung on the kernel so that its programs
 * run. Begin and end are none: the session runs their programs itself.
 *
 * A kind of probe is a struct pw_probe_ops. Its functions are called in process
 * context by the session, under its lock, and may sleep; only what a kind hangs
 * on the kernel runs in other contexts, and that calls pw_vm_hit() and nothing
 * else.
 */
#ifndef PW_PROBE_H
#define PW_PROBE_H

#include <linux/kprobes.h>
#include "error.h"

struct module;
struct pw_mass;
struct pw_probe;
struct tracepoint;

/* Kprobes that are taken off together, for one grace period in all. */
struct pw_detach {
	struct kprobe **kps;
	struct kretprobe **rps;
	u32 n_kps;
	u32 n_rps;
	bool any_raw;		/* a raw tracepoint was taken off */
	bool any_uprobe;	/* a uprobe or a uretprobe was taken off */
};

struct pw_probe_ops {
	/* 0, or a negative errno and *err; then nothing is left behind. */
	int (*attach)(struct pw_probe *probe, struct pw_error *err);
	/*
	 * Hits may end later; p->impl is still used until pw_sync_hits().
	 * Kprobes are put into *batch instead of being taken off.
	 */
	void (*detach)(struct pw_probe *probe, struct pw_detach *batch);
	/* Of two on the same place the one attached last fires first. */
	bool last_is_first;
	/* Hits that the kernel dropped; any time while p->impl is there. */
	u64 (*missed)(const struct pw_probe *probe);
};

struct pw_probe {
	const struct pw_probe_ops *ops;	/* NULL: begin, end */
	struct pw_vm *vm;
	u32 number;
	const struct pw_probe_def *def;
	const char *target;
	u32 maxactive;		/* for a kretprobe that names none */
	s32 error;		/* why an optional probe is not attached */
	bool in_mass;		/* attached by mass.c; impl is NULL, or of a
				 * kretprobe whose entry is seen there */
	u64 missed;		/* kept when impl is gone */
	void *impl;		/* the kind's; NULL: not attached */
};

struct pw_probes {
	struct pw_probe *probe;
	u32 n;
	struct pw_mass *mass;	/* those hung together; NULL: none */
	struct pw_detach batch;
};

/* Room for the probes of a vm. 0 or -ENOMEM. */
int pw_probes_create(struct pw_probes *probes, struct pw_vm *vm);
/*
 * All or nothing, but for optional probes. -EINTR when the process is to end
 * before all is attached.
 */
int pw_probes_attach(struct pw_probes *probes, struct pw_error *err);
/* When it returns no hit runs. */
void pw_probes_detach(struct pw_probes *probes);
void pw_probes_destroy(struct pw_probes *probes);
/* Sets missed and error. */
void pw_probes_stats(const struct pw_probes *probes, u32 number,
		     struct pw_probe_stats *stats);

/* The kinds. */
extern const struct pw_probe_ops pw_kprobe_ops;
extern const struct pw_probe_ops pw_kretprobe_ops;
extern const struct pw_probe_ops pw_tracepoint_ops;
extern const struct pw_probe_ops pw_interval_ops;
extern const struct pw_probe_ops pw_backport_ops;
extern const struct pw_probe_ops pw_fexit_ops;
extern const struct pw_probe_ops pw_profile_ops;
extern const struct pw_probe_ops pw_event_ops;
extern const struct pw_probe_ops pw_clock_ops;
extern const struct pw_probe_ops pw_watchpoint_ops;
extern const struct pw_probe_ops pw_raw_ops;
extern const struct pw_probe_ops pw_uprobe_ops;
extern const struct pw_probe_ops pw_uretprobe_ops;

/*
 * Which of n functions, whose names are back to back, may be probed: there[i]
 * is 1 or 0. None is, at any time: they are registered without being armed.
 * Process context. 0, or -ENOMEM.
 */
int pw_kprobe_find(const char *names, u32 n, u8 *there, struct pw_error *err);

/*
 * Registers without letting it fire, refuses what must never be probed, then
 * lets it fire. `target` is for the error's text.
 */
int pw_kprobe_register(struct kprobe *kp, const char *target,
		       struct pw_error *err);
int pw_kretprobe_register(struct kretprobe *rp, const char *target,
			  struct pw_error *err);

/*
 * What a kind of probe made of a kretprobe is made with; see struct
 * pw_probe_ops. entry: NULL, or a handler that puts data_size bytes into the
 * instance's data, which a hit's `given` then points to.
 */
int pw_kretprobe_attach(struct pw_probe *probe, kretprobe_handler_t entry,
			size_t data_size, struct pw_error *err);
void pw_kretprobe_detach(struct pw_probe *probe, struct pw_detach *batch);
u64 pw_kretprobe_missed(const struct pw_probe *probe);
struct kretprobe *pw_kretprobe_of(const struct pw_probe *probe);
/* One that has not fired is taken off at once. */
void pw_kretprobe_drop(struct pw_probe *probe);

/* 0, or -EINVAL and *err if this function must never be probed. */
int pw_kprobe_check(const char *target, unsigned long address,
		    struct pw_error *err);
/* A target without its module's name. */
const char *pw_target_function(const char *target);

/* Whether a function, without its module's name, must never be probed. */
bool pw_never_probed(const char *function);

/* Of the module: raw tracepoints. */
int pw_raw_init(void);
void pw_raw_exit(void);

/* A tracepoint, and the module whose it is, referenced; NULL: vmlinux. */
struct pw_raw_place {
	struct tracepoint *tp;
	struct module *mod;
};

/* Makes the tracepoint of that name call called(data, ...). */
int pw_raw_hang(struct pw_raw_place *place, const char *name, void *called,
		void *data, struct pw_error *err);
void pw_raw_take_off(struct pw_raw_place *place, void *called, void *data,
		     struct pw_detach *batch);
/* Hits of raw tracepoints that were taken off have ended. */
void pw_raw_sync(void);
/* Calls take() for each tracepoint, until that returns not 0. */
void pw_raw_each(int (*take)(void *ctx, const char *module, const char *name),
		 void *ctx);

#define PW_KPROBES_MAX	8	/* of one probe; kretprobes likewise */
#define PW_MAXACTIVE_MAX 65536u

#endif
