/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A loaded image: made, counted, freed. Process context, but for pw_note().
 */
#include "error.h"
#include "map.h"
#include "run.h"

static u32 work_size(const struct pw_image *img)
{
	u32 size = sizeof(struct pw_work) + img->frame_size;

	/* Levels do not share a cache line. */
	return (size + 63) & ~63u;
}

static void create_runs(struct pw_vm *vm, struct pw_vm_cpu *cpu, int nr)
{
	struct pw_run *run;
	u32 level;

	for (level = 0; level < PW_LEVELS; level++) {
		run = &cpu->run[level];
		run->vm = vm;
		run->cpu = cpu;
		run->work = (void *)(cpu->work + cpu->work_size * level);
		run->guard = pw_guard_of(nr) + level;
		run->cpu_nr = nr;
		run->level = level;
		run->distance = 64;
		run->left = run->distance;
	}
}

static int create_cpu(struct pw_vm *vm, int nr)
{
	u32 n_probes = vm->img.head->probes.count;
	struct pw_vm_cpu *cpu = pw_alloc_cpu(sizeof(*cpu), nr);

	if (!cpu)
		return -ENOMEM;
	vm->cpu[nr] = cpu;
	cpu->work_size = work_size(&vm->img);
	cpu->work = pw_alloc_cpu(PW_LEVELS * (size_t)cpu->work_size, nr);
	cpu->probes = pw_alloc_cpu(n_probes * sizeof(*cpu->probes) + 8, nr);
	if (!cpu->work || !cpu->probes)
		return -ENOMEM;
	create_runs(vm, cpu, nr);
	return pw_ring_init(&cpu->ring, vm->ring_bytes, vm->img.record_size,
			    nr);
}

static int create_cpus(struct pw_vm *vm)
{
	int ret = 0;
	int nr;

	vm->cpu = pw_alloc(pw_nr_cpus() * sizeof(*vm->cpu));
	if (!vm->cpu)
		return -ENOMEM;
	for (nr = 0; !ret && nr < pw_nr_cpus(); nr++)
		if (pw_cpu_possible(nr))
			ret = create_cpu(vm, nr);
	return ret;
}

static int create_maps(struct pw_vm *vm, struct pw_error *err)
{
	const struct pw_map_def *def = vm->img.maps;
	u32 n = vm->img.head->maps.count;
	u64 bytes = 0;
	u32 i;

	for (i = 0; i < n; i++)
		bytes += pw_map_bytes(&def[i]);
	if (bytes > PW_MAP_BYTES_MAX)
		return pw_refuse(err, PW_NOWHERE, PW_NOWHERE, "the maps need "
				 "%llu MB on this machine's CPUs, at most %u "
				 "may be: give them less room for keys",
				 (unsigned long long)((bytes - 1) >> 20) + 1,
				 PW_MAP_BYTES_MAX >> 20);
	vm->maps = pw_alloc(n * sizeof(*vm->maps) + 8);
	if (!vm->maps)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		vm->maps[i] = pw_map_create(&def[i]);
		if (!vm->maps[i])
			return -ENOMEM;
	}
	return 0;
}

static int create_starts(struct pw_vm *vm)
{
	const struct pw_image *img = &vm->img;
	const struct pw_probe_def *probe;
	const struct pw_prog_def *prog;
	u32 i;

	vm->start = pw_alloc(img->head->probes.count * sizeof(*vm->start) + 8);
	if (!vm->start)
		return -ENOMEM;
	for (i = 0; i < img->head->probes.count; i++) {
		probe = &img->probes[i];
		prog = &img->progs[probe->prog];
		vm->start[i].insns = img->insns + prog->first_insn;
		vm->start[i].rec_size = prog->rec_size;
		vm->start[i].always = probe->kind == PW_PROBE_BEGIN ||
				      probe->kind == PW_PROBE_END ||
				      probe->kind == PW_PROBE_TEST ||
				      probe->kind == PW_PROBE_BENCH;
	}
	return 0;
}

int pw_vm_create(struct pw_vm *vm, const struct pw_image *img,
		 struct pw_error *err)
{
	int ret;

	memset(vm, 0, sizeof(*vm));
	vm->img = *img;
	vm->ring_bytes = img->head->ring_bytes;
	if (!vm->ring_bytes)
		vm->ring_bytes = PW_RING_DEFAULT;
	vm->loop_budget = img->head->loop_budget;
	if (!vm->loop_budget)
		vm->loop_budget = PW_LOOP_BUDGET_DEFAULT;
	vm->max_busy = img->head->max_load * 10000000ULL;
	ret = create_maps(vm, err);
	if (!ret)
		ret = create_starts(vm);
	if (!ret)
		ret = create_cpus(vm);
	if (!ret)
		ret = pw_stacks_create(vm);
	if (ret)
		pw_vm_destroy(vm);
	return ret;
}

void pw_vm_destroy(struct pw_vm *vm)
{
	struct pw_vm_cpu *cpu;
	int nr;
	u32 i;

	for (nr = 0; vm->cpu && nr < pw_nr_cpus(); nr++) {
		cpu = vm->cpu[nr];
		if (!cpu)
			continue;
		pw_ring_free(&cpu->ring);
		pw_free(cpu->probes);
		pw_free(cpu->work);
		pw_free(cpu->stack);
		pw_free(cpu);
	}
	pw_free(vm->cpu);
	pw_free(vm->start);
	for (i = 0; vm->maps && i < vm->img.head->maps.count; i++)
		pw_map_destroy(vm->maps[i]);
	pw_free(vm->maps);
	pw_stacks_destroy(vm);
	memset(vm, 0, sizeof(*vm));
}

pw_noinline pw_notrace void pw_note(struct pw_run *run, enum pw_note note,
				    const struct pw_insn *insn)
{
	u32 *first = &run->vm->note_insn[note];

	pw_local_add(&run->cpu->note[note], 1);
	if (!READ_ONCE(*first))
		pw_cmpxchg(first, 0u, (u32)(insn - run->vm->img.insns) + 1);
	if (note == PW_NOTE_READ_FAULT)
		run->fault = 1;
}

pw_noinline pw_notrace u64 pw_take_fault(struct pw_run *run)
{
	u32 fault = run->fault;

	run->fault = 0;
	return fault;
}

pw_noinline pw_notrace u64 pw_wrong(struct pw_run *run, enum pw_note note,
				    const struct pw_insn *insn)
{
	pw_note(run, note, insn);
	return 0;
}

void pw_vm_stats(const struct pw_vm *vm, struct pw_session_stats *out)
{
	const struct pw_vm_cpu *cpu;
	u32 i;
	int nr;

	memset(out, 0, sizeof(*out));
	out->n_probes = vm->img.head->probes.count;
	for (nr = 0; nr < pw_nr_cpus(); nr++) {
		cpu = vm->cpu[nr];
		if (!cpu)
			continue;
		out->emitted += READ_ONCE(cpu->emitted);
		for (i = 0; i < PW_LOSS_MAX; i++)
			out->lost[i] += READ_ONCE(cpu->lost[i]);
		out->lost[PW_LOSS_UNSENT] += READ_ONCE(cpu->ring.discarded);
		for (i = 0; i < PW_NOTE_MAX; i++)
			out->note[i] += READ_ONCE(cpu->note[i]);
	}
	for (i = 0; i < PW_NOTE_MAX; i++)
		if (out->note[i] && vm->note_insn[i])
			out->note_insn[i] = vm->note_insn[i] - 1;
}

void pw_vm_probe_stats(const struct pw_vm *vm, u32 probe,
		       struct pw_probe_stats *out)
{
	const struct pw_probe_count *count;
	u32 i;
	int nr;

	memset(out, 0, sizeof(*out));
	for (nr = 0; nr < pw_nr_cpus(); nr++) {
		if (!vm->cpu[nr])
			continue;
		count = &vm->cpu[nr]->probes[probe];
		out->ran += READ_ONCE(count->ran);
		out->nsecs += READ_ONCE(count->nsecs);
		for (i = 0; i < PW_SKIP_MAX; i++)
			out->skipped[i] += READ_ONCE(count->skipped[i]);
	}
}
