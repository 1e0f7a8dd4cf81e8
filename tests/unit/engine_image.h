/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Builds program images by hand for the engine's tests, and loads them. The
 * fuzzer uses it, too, hence a header.
 */
#ifndef TESTS_ENGINE_IMAGE_H
#define TESTS_ENGINE_IMAGE_H

#include <stdlib.h>
#include "engine/engine.h"

#define EI_MAX 4096

struct engine_image {
	struct pw_image_header head;
	struct pw_insn insns[EI_MAX];
	u8 constants[EI_MAX];
	char strings[EI_MAX];
	struct pw_map_def maps[16];
	struct pw_rec_def recs[16];
	struct pw_seg segs[128];
	struct pw_prog_def progs[16];
	struct pw_probe_def probes[16];
};

static inline void ei_init(struct engine_image *b)
{
	memset(b, 0, sizeof(*b));
	b->head.magic = PW_IMAGE_MAGIC;
	b->head.abi = PW_ABI;
	b->head.strings.count = 1;	/* offset 0: "" */
}

static inline u32 ei_string(struct engine_image *b, const char *s)
{
	u32 at = b->head.strings.count;

	strcpy(b->strings + at, s);
	b->head.strings.count += strlen(s) + 1;
	return at;
}

static inline u32 ei_constant(struct engine_image *b, const void *p, u32 n)
{
	u32 at = b->head.constants.count;

	memcpy(b->constants + at, p, n);
	b->head.constants.count += n;
	return at;
}

static inline u32 ei_map(struct engine_image *b, u32 kind, u32 key_size,
			 u32 value_size, u32 max_entries, u32 flags)
{
	struct pw_map_def *m = &b->maps[b->head.maps.count];

	m->name = ei_string(b, "m");
	m->kind = kind;
	m->key_size = key_size;
	m->value_size = value_size;
	m->max_entries = max_entries;
	m->flags = flags;
	return b->head.maps.count++;
}

/* Begins a record; its segments follow. */
static inline u32 ei_rec(struct engine_image *b)
{
	b->recs[b->head.recs.count].first_seg = b->head.segs.count;
	return b->head.recs.count++;
}

static inline void ei_seg(struct engine_image *b, u32 kind, u32 offset,
			  u32 size)
{
	struct pw_seg *s = &b->segs[b->head.segs.count++];

	s->kind = kind;
	s->offset = offset;
	s->size = size;
	b->recs[b->head.recs.count - 1].n_segs++;
}

static inline struct pw_insn *ei_insn(struct engine_image *b, u8 op, u8 dst,
				      u8 src, u8 aux, u32 off)
{
	struct pw_insn *i = &b->insns[b->head.insns.count++];

	i->op = op;
	i->dst = dst;
	i->src = src;
	i->aux = aux;
	i->off = off;
	i->imm = 0;
	if (b->head.progs.count)
		b->progs[b->head.progs.count - 1].n_insns++;
	return i;
}

static inline void ei_imm(struct engine_image *b, u8 op, u8 dst, u8 src,
			  u32 off, s64 imm)
{
	ei_insn(b, op, dst, src, PW_IMM, off)->imm = imm;
}

static inline void ei_lohi(struct engine_image *b, u8 op, u8 dst, u8 src,
			   u8 aux, u32 off, u32 lo, u32 hi)
{
	struct pw_insn *i = ei_insn(b, op, dst, src, aux, off);

	i->lo = lo;
	i->hi = hi;
}

/* Begins a program; its instructions follow. */
static inline u32 ei_prog(struct engine_image *b, u32 ctx, u32 frame_size,
			  u32 rec_size)
{
	struct pw_prog_def *p = &b->progs[b->head.progs.count];

	p->first_insn = b->head.insns.count;
	p->frame_size = frame_size;
	p->ctx = ctx;
	p->rec_size = rec_size;
	return b->head.progs.count++;
}

static inline u32 ei_probe(struct engine_image *b, u32 kind, u32 prog,
			   const char *name, const char *target)
{
	struct pw_probe_def *p = &b->probes[b->head.probes.count];

	p->kind = kind;
	p->prog = prog;
	p->name = ei_string(b, name);
	p->target = *target ? ei_string(b, target) : 0;
	p->param = kind == PW_PROBE_INTERVAL ? 1000000000 : 0;
	return b->head.probes.count++;
}

static inline void *ei_put(u8 **to, u8 *buf, struct pw_section *sec,
			   const void *from, u32 elem)
{
	void *at = *to;

	sec->offset = *to - buf;
	memcpy(at, from, (size_t)sec->count * elem);
	*to += (sec->count * elem + 7) / 8 * 8;
	return at;
}

/* The image in one buffer, to be freed. */
static inline void *ei_finish(struct engine_image *b, u32 *size)
{
	u8 *buf = calloc(1, sizeof(*b));
	u8 *to = buf + sizeof(b->head);

	ei_put(&to, buf, &b->head.insns, b->insns, sizeof(*b->insns));
	ei_put(&to, buf, &b->head.constants, b->constants, 1);
	ei_put(&to, buf, &b->head.strings, b->strings, 1);
	ei_put(&to, buf, &b->head.maps, b->maps, sizeof(*b->maps));
	ei_put(&to, buf, &b->head.recs, b->recs, sizeof(*b->recs));
	ei_put(&to, buf, &b->head.segs, b->segs, sizeof(*b->segs));
	ei_put(&to, buf, &b->head.progs, b->progs, sizeof(*b->progs));
	ei_put(&to, buf, &b->head.probes, b->probes, sizeof(*b->probes));
	*size = b->head.size = to - buf;
	memcpy(buf, &b->head, sizeof(b->head));
	/* No byte behind the image, so that a read of one is seen. */
	return realloc(buf, *size);
}

/* An image that is loaded. */
struct engine_load {
	void *buf;
	u32 size;
	struct pw_image img;
	struct pw_error err;
	struct pw_vm vm;
};

static u32 ei_wakes;

static inline void ei_wake(struct pw_vm *vm)
{
	(void)vm;
	__atomic_fetch_add(&ei_wakes, 1, __ATOMIC_SEQ_CST);
}

/* 0, or what refused it; l->err says why. */
static inline int ei_load(struct engine_load *l, struct engine_image *b)
{
	int ret;

	memset(l, 0, sizeof(*l));
	l->buf = ei_finish(b, &l->size);
	ret = pw_image_parse(&l->img, l->buf, l->size, &l->err);
	if (!ret)
		ret = pw_verify(&l->img, &l->err);
	if (!ret)
		ret = pw_vm_create(&l->vm, &l->img, &l->err);
	if (ret) {
		free(l->buf);
		return ret;
	}
	l->vm.wake = ei_wake;
	l->vm.running = 1;
	return 0;
}

static inline void ei_unload(struct engine_load *l)
{
	pw_vm_destroy(&l->vm);
	free(l->buf);
}

#endif
