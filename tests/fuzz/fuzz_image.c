/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Any bytes as a program image: what the parser and the verifier take must run,
 * whatever it is. An input either is the image itself, or (first byte odd) a
 * series of decisions out of which generate.h makes programs that mostly are
 * valid, some bytes of which are then changed.
 *
 * A program that was taken runs in two vms whose registers and frames hold
 * different bytes. All that can be seen afterwards must be the same: so nothing
 * was read that had not been written. Every hit and every record must be
 * accounted for.
 *
 * With clang it is a libFuzzer target:
 *
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -std=gnu99 \
 *	-DFUZZ_LIBRARY -Iinclude -Ikmod -Itests/unit -o /tmp/fuzz_image \
 *	tests/fuzz/fuzz_image.c kmod/engine/?*.c
 *   /tmp/fuzz_image -max_len=4096 /tmp/corpus
 *
 * Without, main() makes the inputs: PROGRAM [-s SEED] [-t SECONDS] [FILE...].
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "engine_image.h"
#include "engine/map.h"
#include "engine/run.h"
#include "generate.h"

#define ROUNDS	3	/* hits of each probe */
#define OUT_MAX	(1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long n_taken, n_hits, n_insns_seen[PW_OP_MAX];

#define must(x) do { \
	if (!(x)) { \
		fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, \
			#x); \
		abort(); \
	} \
} while (0)

/* One run's visible results. */
struct outcome {
	u8 *bytes;
	u32 size;
};

static void keep(struct outcome *out, const void *p, u32 n)
{
	must(out->size + n <= OUT_MAX);
	memcpy(out->bytes + out->size, p, n);
	out->size += n;
}

static u8 memory[2][8192];

static void set_world(void)
{
	static const u64 stack[] = {
		GEN_KERNEL, GEN_KERNEL + 1, 5, ~0ULL, 7, GEN_USER, 9, 10, 0
	};
	u32 i;

	memset(&pw_host, 0, sizeof(pw_host));
	pw_host.cpu = 1;
	pw_host.level = PW_LEVEL_NMI;	/* its work space is the last */
	pw_host.pid = 4711;
	pw_host.hides_frame = true;
	pw_host.mm = 4712;
	pw_host.kernel_stack = stack;
	pw_host.user_stack = stack + 5;
	memcpy(pw_host.comm, "fuzz\0garbage!!!", 16);
	for (i = 0; i < sizeof(memory[0]); i++) {
		memory[0][i] = i % 61 ? 'a' + i % 26 : 0;
		memory[1][i] = i % 1021 ? 'A' + i % 26 : 0;
	}
	pw_host_region[0].addr = GEN_KERNEL;
	pw_host_region[1].addr = GEN_USER;
	for (i = 0; i < 2; i++) {
		pw_host_region[i].size = sizeof(memory[i]);
		pw_host_region[i].bytes = memory[i];
	}
}

static void no_wake(struct pw_vm *vm)
{
	(void)vm;
}

static struct pw_work *work(struct pw_vm *vm, u32 level)
{
	struct pw_vm_cpu *cpu = vm->cpu[1];

	return (void *)(cpu->work + level * cpu->work_size);
}

/* Records: whole ones, each as large as its definition allows. */
static void take_records(struct pw_vm *vm, struct outcome *out, u64 *received)
{
	static u8 buf[PW_RECORD_MAX];
	struct pw_record rec;
	u32 n = 0;
	u32 got, at;

	while ((got = pw_ring_read(vm, 1, buf, sizeof(buf), &n)) > 0) {
		for (at = 0; at < got; at += rec.size) {
			memcpy(&rec, buf + at, sizeof(rec));
			must(rec.size >= 16 && rec.size % 8 == 0);
			must(rec.size <= vm->img.record_size);
			must(rec.size <= got - at);
			must(rec.rec < vm->img.head->recs.count);
			must(rec.probe < vm->img.head->probes.count);
			(*received)++;
		}
		if (out->size < OUT_MAX / 4)
			keep(out, buf, got);
	}
}

/* As many values as a hit of the probe's kind brings, and no byte more. */
static u64 *given_to(const struct pw_vm *vm, u32 probe)
{
	const struct pw_image *img = &vm->img;
	u32 ctx = img->progs[img->probes[probe].prog].ctx;
	u32 n = ctx == PW_PROG_RAW ? 12 : ctx == PW_PROG_EXIT ? 6 : 0;
	u64 *given = malloc(n * sizeof(*given) + !n);
	u32 i;

	must(given != NULL);
	for (i = 0; i < n; i++)
		given[i] = i % 2 ? GEN_KERNEL + i : i * 1000;
	return given;
}

static void hit_all(struct pw_vm *vm, struct outcome *out, u64 *received)
{
	struct pt_regs regs = { { GEN_KERNEL, GEN_USER, 3, 0, ~0ULL, 5 }, -5,
				{ 0 } };
	u32 n_probes = vm->img.head->probes.count;
	struct pw_hit hit;
	u64 *given;
	u8 *rec;
	u32 i;

	for (i = 0; i < ROUNDS * n_probes && i < 600; i++) {
		memset(&hit, 0, sizeof(hit));
		hit.regs = &regs;
		given = given_to(vm, i % n_probes);
		hit.given = given;
		/* no byte more than the program asked for, or some more */
		hit.rec_size = vm->start[i % n_probes].rec_size;
		if (hit.rec_size > 1 << 20)
			hit.rec_size = 1 << 20;
		hit.rec_size += i / n_probes * 20;
		rec = malloc(hit.rec_size + !hit.rec_size);
		must(rec != NULL);
		memset(rec, i / n_probes * 3, hit.rec_size);
		hit.rec = rec;
		pw_vm_hit(vm, i % n_probes, &hit);
		n_hits++;
		free(rec);
		free(given);
		if (i % 5 == 4)
			take_records(vm, out, received);
	}
	take_records(vm, out, received);
}

static void check_counts(struct pw_vm *vm, u64 received, struct outcome *out)
{
	u32 n = vm->img.head->probes.count;
	u32 hits = ROUNDS * n < 600 ? ROUNDS * n : 600;
	struct pw_session_stats st;
	struct pw_probe_stats ps;
	u64 sum = 0;
	u32 i, s;

	pw_vm_stats(vm, &st);
	must(st.emitted == received + st.lost[PW_LOSS_RING_FULL] +
	     st.lost[PW_LOSS_TOO_BIG]);
	keep(out, &st, sizeof(st));
	for (i = 0; i < n; i++) {
		pw_vm_probe_stats(vm, i, &ps);
		sum += ps.ran;
		for (s = 0; s < PW_SKIP_MAX; s++)
			sum += ps.skipped[s];
	}
	must(sum == hits);
	keep(out, &vm->exit_status, sizeof(vm->exit_status));
}

static void read_maps(struct pw_vm *vm, struct outcome *out)
{
	static u8 buf[3 * (PW_KEY_MAX + PW_VALUE_MAX)];
	struct pw_map *map;
	u32 i, pos, got, n;

	for (i = 0; i < vm->img.head->maps.count; i++) {
		map = vm->maps[i];
		pos = n = 0;
		while ((got = pw_map_read(map, &pos, buf, sizeof(buf))) > 0) {
			n += got / pw_map_entry_size(map);
			if (out->size < OUT_MAX / 2)
				keep(out, buf, got);
		}
		must(n <= vm->img.maps[i].max_entries);
		pw_map_zero(map);
	}
}

/* The image in a vm whose work space is full of `fill`. */
static bool run(const struct pw_image *img, int fill, struct outcome *out)
{
	struct pw_error err;
	struct pw_vm vm;
	u64 received = 0;
	u32 size, i;
	u8 *p;

	set_world();
	if (pw_vm_create(&vm, img, &err))
		return false;
	vm.wake = no_wake;
	vm.running = 1;
	size = PW_LEVELS * vm.cpu[1]->work_size;
	memset(vm.cpu[1]->work, fill, size);
	hit_all(&vm, out, &received);
	/* Nothing but the level's own registers and frame was touched. */
	p = vm.cpu[1]->work;
	for (i = 0; p + i < (u8 *)work(&vm, PW_LEVEL_NMI); i++)
		must(p[i] == (u8)fill);
	p = (u8 *)work(&vm, PW_LEVEL_NMI)->frame + img->frame_size;
	for (; p < vm.cpu[1]->work + size; p++)
		must(*p == (u8)fill);
	check_counts(&vm, received, out);
	read_maps(&vm, out);
	pw_vm_destroy(&vm);
	return true;
}

/* Not every image that is right is small enough to be run here. */
static bool is_small(const struct pw_image *img)
{
	u64 bytes = 0;
	u32 i;

	for (i = 0; i < img->head->maps.count; i++)
		bytes += pw_map_bytes(&img->maps[i]);
	return bytes < 8 << 20 && img->head->ring_bytes <= 1 << 20 &&
	       img->head->probes.count <= 64 &&
	       img->head->loop_budget <= 10000;
}

static void try_image(const void *buf, u32 size)
{
	static u8 bytes[2][OUT_MAX];
	struct outcome a = { bytes[0], 0 };
	struct outcome b = { bytes[1], 0 };
	struct pw_image img;
	struct pw_error err;
	u32 i;

	memset(&err, 0x5a, sizeof(err));
	if (pw_image_parse(&img, buf, size, &err)) {
		must(memchr(err.text, 0, sizeof(err.text)) != err.text);
		return;
	}
	if (pw_verify(&img, &err)) {
		must(memchr(err.text, 0, sizeof(err.text)) != err.text);
		must(err.insn < img.head->insns.count);
		return;
	}
	if (!is_small(&img))
		return;
	n_taken++;
	for (i = 0; i < img.head->insns.count; i++)
		if (img.insns[i].op < PW_OP_MAX)
			n_insns_seen[img.insns[i].op]++;
	if (run(&img, 0xa5, &a) && run(&img, 0x00, &b)) {
		must(a.size == b.size);
		must(!memcmp(a.bytes, b.bytes, a.size));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	u32 image_size;
	u8 *buf;

	if (!size)
		return 0;
	if (data[0] & 1) {
		buf = gen_image(data + 1, size - 1, &image_size);
	} else {
		image_size = size - 1;
		buf = malloc(size);
		must(buf != NULL);
		memcpy(buf, data + 1, image_size);
	}
	try_image(buf, image_size);
	free(buf);
	return 0;
}

#ifndef FUZZ_LIBRARY
#define INPUT_MAX 1024

static u8 input[INPUT_MAX];
static size_t input_size;
static char crash_file[512];

/* Leaves the input that did it behind. */
static void die(int sig)
{
	FILE *f = fopen(crash_file, "w");

	signal(SIGABRT, SIG_DFL);
	if (f) {
		fwrite(input, 1, input_size, f);
		fclose(f);
	}
	if (sig == SIGALRM)
		fprintf(stderr, "one input took too long\n");
	abort();
}

/* Mostly decisions; they end somewhere, and then are all zero. */
static void make_input(u64 *state)
{
	size_t i;

	for (i = 0; i < INPUT_MAX; i++) {
		*state ^= *state << 13;
		*state ^= *state >> 7;
		*state ^= *state << 17;
		input[i] = *state >> 24;
	}
	input_size = 16 + (*state >> 8) % (INPUT_MAX - 16);
	if (*state >> 40 & 15)
		input[0] |= 1;
}

static int replay(const char *path)
{
	FILE *f = fopen(path, "r");

	if (!f) {
		perror(path);
		return 1;
	}
	input_size = fread(input, 1, INPUT_MAX, f);
	fclose(f);
	return LLVMFuzzerTestOneInput(input, input_size);
}

int main(int argc, char **argv)
{
	unsigned long seed = 1, n = 0;
	time_t end = time(NULL) + 1;
	unsigned int missing = 0;
	u64 state;
	int option, i;

	while ((option = getopt(argc, argv, "s:t:")) != -1) {
		if (option == 's')
			seed = strtoul(optarg, NULL, 0);
		else if (option == 't')
			end = time(NULL) + strtoul(optarg, NULL, 0);
		else
			return 2;
	}
	snprintf(crash_file, sizeof(crash_file), "%s.crash", argv[0]);
	signal(SIGABRT, die);
	signal(SIGALRM, die);
	if (optind < argc) {
		for (i = optind; i < argc; i++)
			if (replay(argv[i]))
				return 1;
		return 0;
	}
	state = seed * 0x9e3779b97f4a7c15ULL | 1;
	do {
		make_input(&state);
		if (n++ % 64 == 0)
			alarm(60);
		LLVMFuzzerTestOneInput(input, input_size);
	} while (time(NULL) < end);
	for (i = 0; i < PW_OP_MAX; i++)
		missing += !n_insns_seen[i];
	printf("%lu images, %lu taken, %lu hits, %u of %u instructions never "
	       "in one\n", n, n_taken, n_hits, missing, PW_OP_MAX);
	return !n_taken || missing;
}
#endif
