/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parses a program image: after pw_image_parse() every section lies in the
 * buffer, every number that points at something points at something that is
 * there, and every size is within its limit. What programs do with it is the
 * verifier's task.
 *
 * The image comes from user space and is believed in nothing; it must not
 * change while and after it is parsed. Process context.
 */
#include "error.h"

#define refuse(err, ...) pw_refuse(err, PW_NOWHERE, PW_NOWHERE, __VA_ARGS__)

static bool in_words(u32 n)
{
	return n % 8 == 0;
}

static int check_head(const struct pw_image_header *h, size_t size,
		      struct pw_error *err)
{
	if (h->magic != PW_IMAGE_MAGIC)
		return refuse(err, "the image does not start with its magic");
	if (h->abi != PW_ABI)
		return refuse(err, "the image has ABI %u, this module has %u",
			      h->abi, PW_ABI);
	if (h->size != size)
		return refuse(err, "the image says it has %u bytes, it has %u",
			      h->size, (u32)size);
	if (h->max_load > 100)
		return refuse(err, "a load of %u percent is over 100",
			      h->max_load);
	if (h->loop_budget > PW_LOOP_BUDGET_MAX)
		return refuse(err, "a loop budget of %u is over %u",
			      h->loop_budget, PW_LOOP_BUDGET_MAX);
	if (!h->ring_bytes)
		return 0;
	if (h->ring_bytes < PW_RING_MIN || h->ring_bytes > PW_RING_MAX)
		return refuse(err, "a ring of %u bytes is not within %u and %u",
			      h->ring_bytes, PW_RING_MIN, PW_RING_MAX);
	if (h->ring_bytes & (h->ring_bytes - 1))
		return refuse(err, "a ring of %u bytes is no power of two",
			      h->ring_bytes);
	return 0;
}

/* A section's place and length; *at is where it starts. */
static int check_section(const struct pw_image *img, const char *name,
			 const struct pw_section *sec, u32 elem, u32 max,
			 const void **at, struct pw_error *err)
{
	u64 end = sec->offset + (u64)sec->count * elem;

	*at = img->buf;
	if (!in_words(sec->offset))
		return refuse(err, "section %s is not at a multiple of 8",
			      name);
	if (sec->count > max)
		return refuse(err, "section %s has %u elements, over %u", name,
			      sec->count, max);
	if (!sec->count && !sec->offset)
		return 0;
	if (sec->offset < sizeof(*img->head))
		return refuse(err, "section %s overlaps the header", name);
	if (end > img->head->size)
		return refuse(err, "section %s ends behind the image", name);
	*at = (const u8 *)img->buf + sec->offset;
	return 0;
}

static int check_sections(struct pw_image *img, struct pw_error *err)
{
	const struct pw_image_header *h = img->head;
	const void *at;
	int ret;

#define SECTION(name, elem, max) \
	ret = check_section(img, #name, &h->name, elem, max, &at, err); \
	if (ret) \
		return ret; \
	img->name = at

	SECTION(insns, sizeof(struct pw_insn), PW_INSNS_MAX);
	SECTION(constants, 1, PW_IMAGE_MAX);
	SECTION(strings, 1, PW_IMAGE_MAX);
	SECTION(maps, sizeof(struct pw_map_def), PW_MAPS_MAX);
	SECTION(recs, sizeof(struct pw_rec_def), PW_RECS_MAX);
	SECTION(segs, sizeof(struct pw_seg), PW_RECS_MAX * PW_SEGS_MAX);
	SECTION(progs, sizeof(struct pw_prog_def), PW_PROGS_MAX);
	SECTION(probes, sizeof(struct pw_probe_def), PW_PROBES_MAX);
#undef SECTION
	if (h->strings.count && img->strings[h->strings.count - 1])
		return refuse(err, "the last name is not terminated");
	return 0;
}

/* The section ends with a NUL, so that a name's end is always found. */
static int check_name(const struct pw_image *img, u32 offset, const char *what,
		      u32 number, struct pw_error *err)
{
	if (offset >= img->head->strings.count)
		return refuse(err, "the name of %s %u is not in the names",
			      what, number);
	if (strlen(img->strings + offset) >= PW_NAME_MAX)
		return refuse(err, "the name of %s %u has %u bytes or more",
			      what, number, PW_NAME_MAX);
	return 0;
}

/* An average's sum and how many; everything else that is added to is a word. */
static u32 aggregate_size(u32 kind)
{
	return kind == PW_MAP_AVG ? 16 : kind == PW_MAP_TSERIES ? 24 : 8;
}

static bool valid_args(const struct pw_map_def *map)
{
	const s64 *arg = map->arg;

	if (map->kind == PW_MAP_HIST)
		return arg[0] >= 0 && arg[0] <= PW_HIST_BITS_MAX && !arg[1] &&
		       !arg[2];
	if (map->kind == PW_MAP_LHIST)
		return arg[1] >= arg[0] && arg[2] > 0 &&
		       ((u64)arg[1] - (u64)arg[0]) / (u64)arg[2] <=
		       PW_LHIST_MAX;
	if (map->kind == PW_MAP_TSERIES)
		return arg[0] > 0 && arg[1] > 0 && arg[1] <= PW_TSERIES_MAX &&
		       arg[2] >= 0 && arg[2] < PW_TSERIES_KINDS;
	return !arg[0] && !arg[1] && !arg[2];
}

/* What only aggregates have. */
static int check_aggregate(const struct pw_map_def *map, u32 i,
			   struct pw_error *err)
{
	bool is_hist = map->kind >= PW_MAP_HIST;

	if (map->kind != PW_MAP_VALUE &&
	    map->value_size != aggregate_size(map->kind))
		return refuse(err, "map %u adds up in %u bytes, its kind has "
			      "%u", i, map->value_size,
			      aggregate_size(map->kind));
	if (is_hist && !map->key_size)
		return refuse(err, "map %u has no key for its buckets", i);
	if (is_hist && map->flags & PW_MAP_F_EVICT)
		return refuse(err, "map %u is a histogram, which evicts no "
			      "keys", i);
	if (!valid_args(map))
		return refuse(err, "map %u has arguments that its kind does "
			      "not take", i);
	return 0;
}

static int check_map(const struct pw_image *img, u32 i, struct pw_error *err)
{
	const struct pw_map_def *map = &img->maps[i];
	int ret;

	if (map->kind >= PW_MAP_KINDS)
		return refuse(err, "map %u is of unknown kind %u", i,
			      map->kind);
	if (!in_words(map->key_size) || map->key_size > PW_KEY_MAX)
		return refuse(err, "map %u has keys of %u bytes, which is over "
			      "%u or no multiple of 8", i, map->key_size,
			      PW_KEY_MAX);
	if (!in_words(map->value_size) || !map->value_size ||
	    map->value_size > PW_VALUE_MAX)
		return refuse(err, "map %u has values of %u bytes, which is 0, "
			      "over %u or no multiple of 8", i,
			      map->value_size, PW_VALUE_MAX);
	if (!map->max_entries || map->max_entries > PW_ENTRIES_MAX)
		return refuse(err, "map %u has room for %u keys, which is 0 or "
			      "over %u", i, map->max_entries, PW_ENTRIES_MAX);
	if (!map->key_size && map->max_entries != 1)
		return refuse(err, "map %u has no key but %u entries", i,
			      map->max_entries);
	if (map->flags & ~(PW_MAP_F_DELETE | PW_MAP_F_SIGNED | PW_MAP_F_EVICT))
		return refuse(err, "map %u has unknown flags", i);
	if (map->flags & PW_MAP_F_EVICT &&
	    (!map->key_size || !(map->flags & PW_MAP_F_DELETE)))
		return refuse(err, "map %u evicts keys, but has none or is "
			      "not marked as one that keys are deleted from", i);
	ret = check_aggregate(map, i, err);
	return ret ? ret : check_name(img, map->name, "map", i, err);
}

static int check_seg(const struct pw_image *img, u32 i, struct pw_error *err)
{
	const struct pw_seg *seg = &img->segs[i];

	if (seg->kind != PW_SEG_RAW && seg->kind != PW_SEG_STR)
		return refuse(err, "segment %u is of unknown kind %u", i,
			      seg->kind);
	if (!in_words(seg->offset) || !in_words(seg->size) || !seg->size)
		return refuse(err, "segment %u is empty or not in steps of 8",
			      i);
	if (seg->size > PW_FRAME_MAX || seg->offset > PW_FRAME_MAX - seg->size)
		return refuse(err, "segment %u ends behind the largest frame",
			      i);
	if (seg->pad)
		return refuse(err, "segment %u has padding that is not zero",
			      i);
	return 0;
}

static int check_rec(struct pw_image *img, u32 i, struct pw_error *err)
{
	const struct pw_rec_def *rec = &img->recs[i];
	u32 size = sizeof(struct pw_record);
	u32 s;

	if (rec->n_segs > PW_SEGS_MAX)
		return refuse(err, "record %u has %u segments, over %u", i,
			      rec->n_segs, PW_SEGS_MAX);
	if ((u64)rec->first_seg + rec->n_segs > img->head->segs.count)
		return refuse(err, "record %u has segments that are not there",
			      i);
	for (s = rec->first_seg; s < rec->first_seg + rec->n_segs; s++) {
		size += img->segs[s].size;
		if (img->segs[s].kind == PW_SEG_STR)
			size += sizeof(struct pw_str);
	}
	if (size > PW_RECORD_MAX)
		return refuse(err, "record %u may have %u bytes, over %u", i,
			      size, PW_RECORD_MAX);
	if (size > img->record_size)
		img->record_size = size;
	return 0;
}

static int check_prog(struct pw_image *img, u32 i, u32 *total,
		      struct pw_error *err)
{
	const struct pw_prog_def *prog = &img->progs[i];

	if (!prog->n_insns || prog->n_insns > PW_PROG_INSNS_MAX)
		return refuse(err, "program %u has %u instructions, which is 0 "
			      "or over %u", i, prog->n_insns,
			      PW_PROG_INSNS_MAX);
	if ((u64)prog->first_insn + prog->n_insns > img->head->insns.count)
		return refuse(err, "program %u has instructions that are not "
			      "there", i);
	/* Programs may share instructions, but each is verified by itself. */
	*total += prog->n_insns;
	if (*total > PW_INSNS_MAX)
		return refuse(err, "the programs have more than %u "
			      "instructions", PW_INSNS_MAX);
	if (!in_words(prog->frame_size) || prog->frame_size > PW_FRAME_MAX)
		return refuse(err, "program %u has a frame of %u bytes, which "
			      "is over %u or no multiple of 8", i,
			      prog->frame_size, PW_FRAME_MAX);
	if (prog->ctx >= PW_PROG_CTXS)
		return refuse(err, "program %u runs in unknown context %u", i,
			      prog->ctx);
	if (prog->ctx != PW_PROG_RECORD && prog->rec_size)
		return refuse(err, "program %u needs a record but runs without",
			      i);
	if (prog->pad)
		return refuse(err, "program %u has padding that is not zero",
			      i);
	if (prog->frame_size > img->frame_size)
		img->frame_size = prog->frame_size;
	return 0;
}

/* What the probe brings; a program of PW_PROG_PLAIN needs nothing. */
static const u8 kind_ctx[PW_PROBE_KINDS] = {
	[PW_PROBE_BEGIN]	= PW_PROG_PLAIN,
	[PW_PROBE_END]		= PW_PROG_PLAIN,
	[PW_PROBE_INTERVAL]	= PW_PROG_PLAIN,
	[PW_PROBE_KPROBE]	= PW_PROG_ENTRY,
	[PW_PROBE_KRETPROBE]	= PW_PROG_RETURN,
	[PW_PROBE_TRACEPOINT]	= PW_PROG_RECORD,
	[PW_PROBE_BACKPORT]	= PW_PROG_RECORD,
	[PW_PROBE_RAWTRACEPOINT] = PW_PROG_RAW,
	[PW_PROBE_FENTRY]	= PW_PROG_ENTRY,
	[PW_PROBE_FEXIT]	= PW_PROG_EXIT,
	[PW_PROBE_PROFILE]	= PW_PROG_PLAIN,
	[PW_PROBE_UPROBE]	= PW_PROG_ENTRY,
	[PW_PROBE_URETPROBE]	= PW_PROG_RETURN,
	[PW_PROBE_USDT]		= PW_PROG_ENTRY,
	[PW_PROBE_SOFTWARE]	= PW_PROG_PLAIN,
	[PW_PROBE_HARDWARE]	= PW_PROG_PLAIN,
	[PW_PROBE_WATCHPOINT]	= PW_PROG_PLAIN,
	[PW_PROBE_SIGNAL]	= PW_PROG_PLAIN,
	[PW_PROBE_TEST]		= PW_PROG_PLAIN,
	[PW_PROBE_BENCH]	= PW_PROG_PLAIN,
};

static bool is_event(u32 kind)
{
	return kind == PW_PROBE_SOFTWARE || kind == PW_PROBE_HARDWARE;
}

/* What a perf counter counts, and of which process. */
static bool is_counted(u32 kind)
{
	return is_event(kind) || kind == PW_PROBE_WATCHPOINT;
}

/* What the processor can watch. */
static bool is_watch(const struct pw_probe_def *probe)
{
	return probe->address && (probe->event == PW_WATCH_EXECUTE ||
	       probe->event == PW_WATCH_WRITE ||
	       probe->event == (PW_WATCH_READ | PW_WATCH_WRITE)) &&
	       (probe->param == 1 || probe->param == 2 || probe->param == 4 ||
		probe->param == 8);
}

static bool has_target(u32 kind)
{
	return (kind >= PW_PROBE_KPROBE && kind <= PW_PROBE_FEXIT) ||
	       (kind >= PW_PROBE_UPROBE && kind <= PW_PROBE_USDT) ||
	       is_counted(kind);
}

static int check_probe(const struct pw_image *img, u32 i, struct pw_error *err)
{
	const struct pw_probe_def *probe = &img->probes[i];
	u32 ctx;

	if (probe->kind >= PW_PROBE_KINDS)
		return pw_refuse(err, i, PW_NOWHERE,
				 "probe %u is of unknown kind %u", i,
				 probe->kind);
	if (probe->flags & ~(PW_PROBE_F_OPTIONAL | PW_PROBE_F_INSIDE) ||
	    (probe->event && !is_counted(probe->kind)))
		return pw_refuse(err, i, PW_NOWHERE,
				 "probe %u has unknown flags or an event", i);
	if (probe->pad || (probe->process && !is_counted(probe->kind)))
		return pw_refuse(err, i, PW_NOWHERE,
				 "probe %u cannot be of a process", i);
	if (probe->kind == PW_PROBE_WATCHPOINT && !is_watch(probe))
		return pw_refuse(err, i, PW_NOWHERE,
				 "probe %u watches nothing that can be watched",
				 i);
	if (probe->prog >= img->head->progs.count)
		return pw_refuse(err, i, PW_NOWHERE,
				 "probe %u has a program that is not there", i);
	ctx = img->progs[probe->prog].ctx;
	if (ctx != PW_PROG_PLAIN && ctx != kind_ctx[probe->kind])
		return pw_refuse(err, i, PW_NOWHERE,
				 "probe %u is of another kind than its program",
				 i);
	if (check_name(img, probe->name, "probe", i, err) ||
	    check_name(img, probe->target, "probe target", i, err)) {
		err->probe = i;
		return -EINVAL;
	}
	if (has_target(probe->kind) && !img->strings[probe->target])
		return pw_refuse(err, i, PW_NOWHERE, "probe %u has no target",
				 i);
	if ((probe->kind == PW_PROBE_INTERVAL ||
	     probe->kind == PW_PROBE_PROFILE || is_event(probe->kind)) &&
	    !probe->param)
		return pw_refuse(err, i, PW_NOWHERE, "probe %u has no period",
				 i);
	return 0;
}

/* Segments before the records that add them up, programs before probes. */
static int check_elements(struct pw_image *img, struct pw_error *err)
{
	const struct pw_image_header *h = img->head;
	u32 total = 0;
	u32 i;
	int ret = 0;

	for (i = 0; !ret && i < h->maps.count; i++)
		ret = check_map(img, i, err);
	for (i = 0; !ret && i < h->segs.count; i++)
		ret = check_seg(img, i, err);
	for (i = 0; !ret && i < h->recs.count; i++)
		ret = check_rec(img, i, err);
	for (i = 0; !ret && i < h->progs.count; i++)
		ret = check_prog(img, i, &total, err);
	for (i = 0; !ret && i < h->probes.count; i++)
		ret = check_probe(img, i, err);
	return ret;
}

int pw_image_parse(struct pw_image *img, const void *buf, size_t size,
		   struct pw_error *err)
{
	int ret;

	memset(img, 0, sizeof(*img));
	if (size < sizeof(*img->head) || size > PW_IMAGE_MAX)
		return refuse(err, "an image of %lu bytes is shorter than its "
			      "header or over %u", (unsigned long)size,
			      PW_IMAGE_MAX);
	if ((unsigned long)buf % 8)
		return refuse(err, "the image is not aligned to 8 bytes");
	img->buf = buf;
	img->head = buf;
	ret = check_head(img->head, size, err);
	if (!ret)
		ret = check_sections(img, err);
	if (!ret)
		ret = check_elements(img, err);
	return ret;
}
