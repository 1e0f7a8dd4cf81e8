/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The image parser: a whole image is taken, and one with any single field wrong
 * is refused with a message that names what is wrong.
 */
#include <check.h>
#include "engine_image.h"

struct view {
	u8 *buf;
	u32 size;
	struct pw_image_header *h;
	struct pw_map_def *maps;
	struct pw_rec_def *recs;
	struct pw_seg *segs;
	struct pw_prog_def *progs;
	struct pw_probe_def *probes;
	char *strings;
};

static void build(struct view *v)
{
	static struct engine_image b;

	ei_init(&b);
	ei_constant(&b, "abcdefgh", 8);
	ei_map(&b, PW_MAP_COUNT, 16, 8, 64, 0);
	ei_map(&b, PW_MAP_VALUE, 0, 24, 1, PW_MAP_F_DELETE);
	ei_rec(&b);
	ei_seg(&b, PW_SEG_RAW, 0, 8);
	ei_seg(&b, PW_SEG_STR, 8, 64);
	ei_prog(&b, PW_PROG_ENTRY, 72, 0);
	ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
	ei_prog(&b, PW_PROG_RECORD, 8, 40);
	ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
	ei_prog(&b, PW_PROG_PLAIN, 0, 0);
	ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
	ei_probe(&b, PW_PROBE_KPROBE, 0, "kprobe:f", "f");
	ei_probe(&b, PW_PROBE_TRACEPOINT, 1, "tracepoint:a:b", "a:b");
	ei_probe(&b, PW_PROBE_INTERVAL, 2, "interval:s:1", "");
	v->buf = ei_finish(&b, &v->size);
	v->h = (void *)v->buf;
	v->maps = (void *)(v->buf + v->h->maps.offset);
	v->recs = (void *)(v->buf + v->h->recs.offset);
	v->segs = (void *)(v->buf + v->h->segs.offset);
	v->progs = (void *)(v->buf + v->h->progs.offset);
	v->probes = (void *)(v->buf + v->h->probes.offset);
	v->strings = (char *)v->buf + v->h->strings.offset;
}

/* The last probe made one that watches 8 bytes for writes. */
static struct pw_probe_def *watch(struct view *v)
{
	struct pw_probe_def *probe = &v->probes[2];

	probe->kind = PW_PROBE_WATCHPOINT;
	probe->target = v->probes[0].target;
	probe->address = 0x1000;
	probe->param = 8;
	probe->event = PW_WATCH_WRITE;
	return probe;
}

/* WRONG(name, what makes it wrong, piece of the message) */
#define WRONGS(WRONG) \
WRONG(magic, v->h->magic++, "magic") \
WRONG(abi, v->h->abi = 77, "ABI 77") \
WRONG(size_less, v->h->size -= 8, "bytes") \
WRONG(size_more, v->h->size += 8, "bytes") \
WRONG(head_load, v->h->max_load = 101, "over 100") \
WRONG(ring_small, v->h->ring_bytes = 2048, "ring of 2048") \
WRONG(ring_large, v->h->ring_bytes = 32 << 20, "ring of 33554432") \
WRONG(ring_odd, v->h->ring_bytes = 12288, "power of two") \
WRONG(budget, v->h->loop_budget = 1000001, "loop budget") \
WRONG(insns_place, v->h->insns.offset += 4, "insns") \
WRONG(insns_head, v->h->insns.offset = 8, "insns") \
WRONG(insns_head_0, v->h->insns.offset = 0, "insns") \
WRONG(insns_far, v->h->insns.offset = 0xfffffff8, "insns") \
WRONG(insns_end, v->h->insns.count = v->size / 16, "insns") \
WRONG(insns_many, v->h->insns.count = 0x10000001, "insns") \
WRONG(insns_less, v->h->insns.count = 2, "instructions that are not") \
WRONG(consts_end, v->h->constants.count = v->size, "constants") \
WRONG(consts_wrap, v->h->constants.count = ~0u, "constants") \
WRONG(strings_end, v->h->strings.count = v->size, "strings") \
WRONG(strings_none, v->h->strings.count = 0, "name of map 0") \
WRONG(strings_open, v->strings[v->h->strings.count - 1] = 'x', "terminated") \
WRONG(maps_many, v->h->maps.count = 257, "maps") \
WRONG(maps_place, v->h->maps.offset++, "maps") \
WRONG(recs_many, v->h->recs.count = 1025, "recs") \
WRONG(segs_many, v->h->segs.count = 65537, "segs") \
WRONG(segs_less, v->h->segs.count = 1, "segments that are not") \
WRONG(progs_many, v->h->progs.count = 1025, "progs") \
WRONG(progs_less, v->h->progs.count = 1, "program that is not") \
WRONG(probes_many, v->h->probes.count = 4097, "probes") \
WRONG(probes_end, v->h->probes.count = 9, "probes") \
WRONG(map_name, v->maps[1].name = 4096, "name of map 1") \
WRONG(map_name_far, v->maps[1].name = ~0u, "name of map 1") \
WRONG(map_kind, v->maps[0].kind = PW_MAP_KINDS, "unknown kind") \
WRONG(map_key_odd, v->maps[0].key_size = 12, "keys of 12") \
WRONG(map_key_large, v->maps[0].key_size = 15880, "keys of 15880") \
WRONG(map_value_odd, v->maps[1].value_size = 20, "values of 20") \
WRONG(map_value_none, v->maps[1].value_size = 0, "values of 0") \
WRONG(map_value_large, v->maps[1].value_size = 15880, \
      "values of 15880") \
WRONG(map_count, v->maps[0].value_size = 16, "adds up in 16") \
WRONG(map_avg, v->maps[0].kind = PW_MAP_AVG, "adds up in 8") \
WRONG(map_hist_key, (v->maps[1].kind = PW_MAP_HIST, v->maps[1].flags = 0, \
		     v->maps[1].value_size = 8), "no key for its buckets") \
WRONG(map_hist_evict, (v->maps[0].kind = PW_MAP_HIST, \
		       v->maps[0].flags = PW_MAP_F_DELETE | PW_MAP_F_EVICT), \
      "evicts no keys") \
WRONG(map_hist_bits, (v->maps[0].kind = PW_MAP_HIST, v->maps[0].arg[0] = 6), \
      "arguments") \
WRONG(map_hist_less, (v->maps[0].kind = PW_MAP_HIST, v->maps[0].arg[0] = -1), \
      "arguments") \
WRONG(map_lhist_step, (v->maps[0].kind = PW_MAP_LHIST, \
		       v->maps[0].arg[1] = 9), "arguments") \
WRONG(map_lhist_range, (v->maps[0].kind = PW_MAP_LHIST, \
			v->maps[0].arg[1] = -1, v->maps[0].arg[2] = 1), \
      "arguments") \
WRONG(map_lhist_many, (v->maps[0].kind = PW_MAP_LHIST, \
		       v->maps[0].arg[0] = INT64_MIN, \
		       v->maps[0].arg[1] = INT64_MAX, \
		       v->maps[0].arg[2] = 1), "arguments") \
WRONG(map_args, v->maps[0].arg[1] = 1, "arguments") \
WRONG(map_no_room, v->maps[0].max_entries = 0, "room for 0") \
WRONG(map_much_room, v->maps[0].max_entries = (1 << 20) + 1, "1048577") \
WRONG(map_scalar, v->maps[1].max_entries = 2, "no key") \
WRONG(map_flags, v->maps[1].flags = 8, "flags") \
WRONG(map_evict, v->maps[0].flags = PW_MAP_F_EVICT, "evicts keys") \
WRONG(map_evict_keys, v->maps[1].flags = 5, "evicts keys") \
WRONG(seg_kind, v->segs[0].kind = 2, "segment 0") \
WRONG(seg_place, v->segs[0].offset = 4, "segment 0") \
WRONG(seg_size, v->segs[1].size = 60, "segment 1") \
WRONG(seg_empty, v->segs[1].size = 0, "segment 1") \
WRONG(seg_far, v->segs[1].offset = 0xfffffff8, "segment 1") \
WRONG(seg_far_end, v->segs[1].offset = 131072 - 56, "segment 1") \
WRONG(seg_huge, v->segs[1].size = 0xfffffff8, "segment 1") \
WRONG(seg_pad, v->segs[1].pad = 1, "segment 1") \
WRONG(rec_first, v->recs[0].first_seg = 1, "record 0") \
WRONG(rec_first_wrap, v->recs[0].first_seg = ~0u, "record 0") \
WRONG(rec_many, v->recs[0].n_segs = 65, "65 segments") \
WRONG(rec_large, v->segs[0].size = 32192 - 16 - 64, "record 0") \
WRONG(prog_empty, v->progs[0].n_insns = 0, "program 0") \
WRONG(prog_large, v->progs[0].n_insns = 4097, "4097 instructions") \
WRONG(prog_end, v->progs[2].n_insns = 2, "program 2") \
WRONG(prog_wrap, v->progs[2].first_insn = ~0u, "program 2") \
WRONG(prog_frame_odd, v->progs[1].frame_size = 9, "frame of 9") \
WRONG(prog_frame_large, v->progs[1].frame_size = 131080, \
      "frame of 131080") \
WRONG(prog_ctx, v->progs[2].ctx = PW_PROG_CTXS, "context 6") \
WRONG(prog_record, v->progs[0].rec_size = 8, "needs a record") \
WRONG(prog_pad, v->progs[0].pad = 1, "padding") \
WRONG(probe_kind, v->probes[0].kind = PW_PROBE_KINDS, "unknown kind") \
WRONG(probe_kind_far, v->probes[0].kind = ~0u, "unknown kind") \
WRONG(probe_flags, v->probes[0].flags = 4, "flags") \
WRONG(probe_event, v->probes[0].event = 1, "an event") \
WRONG(probe_prog, v->probes[0].prog = 3, "program that is not there") \
WRONG(probe_entry, v->probes[0].prog = 1, "another kind") \
WRONG(probe_record, v->probes[1].prog = 0, "another kind") \
WRONG(probe_plain, v->probes[2].prog = 0, "another kind") \
WRONG(probe_return, v->probes[0].kind = PW_PROBE_KRETPROBE, "another kind") \
WRONG(probe_name, v->probes[0].name = 4096, "name of probe 0") \
WRONG(probe_target, v->probes[0].target = 4096, "name of probe target 0") \
WRONG(probe_nowhere, v->probes[0].target = 0, "no target") \
WRONG(probe_period, v->probes[2].param = 0, "no period") \
WRONG(probe_often, (v->probes[2].kind = PW_PROBE_SOFTWARE, \
		    v->probes[2].target = v->probes[0].target, \
		    v->probes[2].param = 0), "no period") \
WRONG(probe_pad, v->probes[0].pad = 1, "be of a process") \
WRONG(probe_process, v->probes[0].process = 1, "be of a process") \
WRONG(watch_nothing, watch(v)->address = 0, "watches nothing") \
WRONG(watch_length, watch(v)->param = 3, "watches nothing") \
WRONG(watch_mode, watch(v)->event = PW_WATCH_READ, "watches nothing") \
WRONG(watch_modes, watch(v)->event = 7, "watches nothing") \
WRONG(watch_target, watch(v)->target = 0, "no target")

#define WRONG(name, change, text) \
static void make_##name(struct view *v) { (void)(change); }
WRONGS(WRONG)
#undef WRONG

static const struct {
	const char *name;
	void (*make)(struct view *v);
	const char *text;
} wrong[] = {
#define WRONG(name, change, text) { #name, make_##name, text },
	WRONGS(WRONG)
#undef WRONG
};

START_TEST(test_whole)
{
	struct pw_image img;
	struct pw_error err;
	struct view v;

	build(&v);
	ck_assert_int_eq(pw_image_parse(&img, v.buf, v.size, &err), 0);
	ck_assert(img.buf == v.buf);
	ck_assert_int_eq(img.frame_size, 72);
	/* 16 of header, 8, and 8 + 64 of the string */
	ck_assert_int_eq(img.record_size, 96);
	ck_assert_str_eq(img.strings + img.probes[1].target, "a:b");
	ck_assert(!memcmp(img.constants, "abcdefgh", 8));
	free(v.buf);
}
END_TEST

START_TEST(test_wrong)
{
	struct pw_image img;
	struct pw_error err;
	struct view v;
	int ret;

	build(&v);
	wrong[_i].make(&v);
	err.text[0] = 0;
	ret = pw_image_parse(&img, v.buf, v.size, &err);
	ck_assert_msg(ret == -EINVAL, "%s: taken", wrong[_i].name);
	ck_assert_msg(strstr(err.text, wrong[_i].text) != NULL, "%s: %s",
		      wrong[_i].name, err.text);
	ck_assert(err.text[strlen(err.text) - 1] != '.');
	if (!strncmp(wrong[_i].name, "probe_", 6))
		ck_assert_msg(err.probe < 3, "%s: no probe", wrong[_i].name);
	free(v.buf);
}
END_TEST

/* Cut anywhere, an image is refused and nothing behind the cut is touched. */
START_TEST(test_short)
{
	struct pw_image img;
	struct pw_error err;
	struct view v;
	u8 *cut;
	u32 n;

	build(&v);
	for (n = 0; n < v.size; n++) {
		cut = malloc(n ? n : 1);
		memcpy(cut, v.buf, n);
		if (n >= sizeof(*v.h))
			((struct pw_image_header *)cut)->size = n;
		ck_assert_int_eq(pw_image_parse(&img, cut, n, &err), -EINVAL);
		free(cut);
	}
	free(v.buf);
}
END_TEST

START_TEST(test_large)
{
	struct pw_image img;
	struct pw_error err;
	u8 *buf = calloc(1, (4 << 20) + 8);

	ck_assert_int_eq(pw_image_parse(&img, buf, (4 << 20) + 8, &err),
			 -EINVAL);
	ck_assert(strstr(err.text, "4194304") != NULL);
	ck_assert_int_eq(pw_image_parse(&img, buf + 4, 4096, &err), -EINVAL);
	ck_assert(strstr(err.text, "aligned") != NULL);
	free(buf);
}
END_TEST

START_TEST(test_long_name)
{
	static struct engine_image b;
	struct pw_image img;
	struct pw_error err;
	char name[257];
	void *buf;
	u32 size;
	int len;

	memset(name, 'n', sizeof(name));
	for (len = 255; len <= 256; len++) {
		name[len] = 0;
		ei_init(&b);
		ei_prog(&b, PW_PROG_PLAIN, 0, 0);
		ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
		ei_probe(&b, PW_PROBE_BEGIN, 0, name, "");
		buf = ei_finish(&b, &size);
		ck_assert_int_eq(pw_image_parse(&img, buf, size, &err),
				 len == 255 ? 0 : -EINVAL);
		free(buf);
		name[len] = 'n';
	}
	ck_assert(strstr(err.text, "256 bytes") != NULL);
}
END_TEST

/* Each program may have 4096 instructions, all together 65536: by sharing. */
START_TEST(test_total_insns)
{
	static struct engine_image b;
	struct pw_image img;
	struct pw_error err;
	struct pw_prog_def *progs;
	u32 size, i;
	u8 *buf;
	u8 *all;

	ei_init(&b);
	for (i = 0; i < 4096; i++)
		ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
	buf = ei_finish(&b, &size);
	all = calloc(1, size + 17 * sizeof(*progs));
	memcpy(all, buf, size);
	progs = (void *)(all + size);
	for (i = 0; i < 17; i++)
		progs[i].n_insns = 4096;
	for (i = 16; i <= 17; i++) {
		((struct pw_image_header *)all)->progs.offset = size;
		((struct pw_image_header *)all)->progs.count = i;
		((struct pw_image_header *)all)->size =
			size + 17 * sizeof(*progs);
		ck_assert_int_eq(pw_image_parse(&img, all,
						size + 17 * sizeof(*progs),
						&err), i == 16 ? 0 : -EINVAL);
	}
	ck_assert(strstr(err.text, "65536") != NULL);
	free(all);
	free(buf);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("image");
	TCase *t = tcase_create("parse");
	SRunner *r;
	int failed;

	tcase_add_test(t, test_whole);
	tcase_add_loop_test(t, test_wrong, 0,
			    sizeof(wrong) / sizeof(*wrong));
	tcase_add_test(t, test_short);
	tcase_add_test(t, test_large);
	tcase_add_test(t, test_long_name);
	tcase_add_test(t, test_total_insns);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
