/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The overload guard: how much of a CPU's time programs take. Any context,
 * preemption off, no lock; everything belongs to this CPU.
 *
 * Usually one hit in about 64 is timed, at irregular distances so that no
 * pattern of hits hides from it, and stands for those before it. An interrupt,
 * or a host that takes the CPU away, in a timed hit looks like a long program
 * then, 64 times over. So when the estimate is over the limit, that is only a
 * suspicion: for the next second each hit is timed, and only what they took
 * ends the session.
 */
#include "run.h"

#define SECOND	1000000000ULL

/* Hits up to the next that is timed: 33 to 96. */
static pw_notrace u32 next_distance(struct pw_vm_cpu *cpu)
{
	if (cpu->exact)
		return 1;
	cpu->seed = cpu->seed * 1664525 + 1013904223;
	return 33 + (cpu->seed >> 26);
}

static pw_notrace void new_window(struct pw_vm_cpu *cpu, u64 now, bool exact)
{
	cpu->window = now;
	cpu->busy = 0;
	cpu->exact = exact;
}

pw_noinline pw_notrace void pw_load_begin(struct pw_run *run)
{
	run->since = run->vm->max_busy ? pw_nsecs() : 0;
}

pw_noinline pw_notrace void pw_load_end(struct pw_run *run)
{
	struct pw_vm_cpu *cpu = run->cpu;
	struct pw_vm *vm = run->vm;
	u64 now, took;

	/* Without a limit nothing is timed. */
	if (!vm->max_busy)
		return;
	now = pw_nsecs();
	took = now > run->since ? (now - run->since) * run->distance : 0;
	pw_local_add(&cpu->probes[run->probe].nsecs, took);
	pw_local_add(&cpu->busy, took);
	if (now - cpu->window >= SECOND)
		new_window(cpu, now, false);
	else if (cpu->busy > vm->max_busy && !cpu->exact)
		new_window(cpu, now, true);
	else if (cpu->busy > vm->max_busy)
		pw_vm_leave(vm, 0, true);
	run->distance = next_distance(cpu);
	run->left = run->distance;
}
