/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPUs that come and go, for kinds of probes that have a part on each CPU.
 */
#ifndef PW_PROBE_CPUS_H
#define PW_PROBE_CPUS_H

/* Of the module. */
int pw_cpus_init(void);
void pw_cpus_exit(void);

/*
 * Each kind's own: what it had on this CPU is void; make it anew if the CPU is
 * online, else drop it. Process context.
 */
void pw_counter_renew(int cpu);
void pw_profile_renew(int cpu);

#endif
