/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Many functions at once. A kprobe is armed and disarmed one at a time, and
 * each time the kernel looks through all functions that it could patch: some
 * hundred probes of a wildcard take seconds. A session's kprobes, when they are
 * many, are instead hung together on the hook that single kprobes at a
 * function's entry are hung on, too: one look for all. Kretprobes are kprobes
 * that change where the function returns to; they are registered, but never
 * armed, and told of entries by the same hook.
 *
 * Process context, under the session's lock.
 */
#ifndef PW_MASS_H
#define PW_MASS_H

#include "probe.h"

/*
 * Hangs those kprobes and kretprobes of a session that can be hung together,
 * and sets their in_mass. Those that cannot be are left as they are: no
 * functions that the kernel's hook knows, or none that may be probed, which
 * then is told in trying. Fails never: whatever goes wrong, all are left.
 */
void pw_mass_attach(struct pw_probes *probes);
/* Takes all down; when it returns none of their hits runs. */
void pw_mass_detach(struct pw_probes *probes);

#endif
