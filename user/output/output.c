// SPDX-License-Identifier: GPL-2.0
/*
 * The sink: takes records and prints them by their actions. What can be known
 * beforehand (segments, formats, sizes) is made from the program's image once.
 * A record is laid out again as it lay in the frame, so that printing reads
 * slots whose sizes the compiler gave, whatever the record claims. One thread;
 * no locks.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "output/json.h"
#include "output/sink.h"

#define STDIO_BUFFER	(64u << 10)

static const struct pw_seg *find_segs(const struct pw_program *prog,
				      uint32_t action, uint32_t *n)
{
	const struct pw_image_header *head = prog->image;
	const struct pw_rec_def *rec;
	const char *image = prog->image;

	rec = (const struct pw_rec_def *)(image + head->recs.offset) + action;
	*n = rec->n_segs;
	return (const struct pw_seg *)(image + head->segs.offset) +
	       rec->first_seg;
}

static bool section_fits(const struct pw_program *prog,
			 const struct pw_section *section, size_t element)
{
	return section->offset % 8 == 0 &&
	       section->offset <= prog->image_size &&
	       section->count <= (prog->image_size - section->offset) / element;
}

static bool image_fits(const struct pw_program *prog)
{
	const struct pw_image_header *head = prog->image;
	const struct pw_rec_def *recs;
	uint32_t i;

	if (prog->image_size < sizeof(*head) ||
	    head->recs.count != prog->n_actions ||
	    head->maps.count != prog->n_maps ||
	    !section_fits(prog, &head->recs, sizeof(struct pw_rec_def)) ||
	    !section_fits(prog, &head->segs, sizeof(struct pw_seg)))
		return false;
	recs = (const void *)((const char *)prog->image + head->recs.offset);
	for (i = 0; i < head->recs.count; i++) {
		if (recs[i].first_seg > head->segs.count ||
		    recs[i].n_segs > head->segs.count - recs[i].first_seg)
			return false;
	}
	return true;
}

/* The bytes of an action's values, 0 if they are not what is sent. */
static bool values_fit(const struct pw_action *action,
		       const struct pw_plan *plan, size_t *bytes)
{
	uint64_t sent = 0, wanted = 0;
	uint32_t i;

	for (i = 0; i < plan->n_segs; i++) {
		if (!plan->segs[i].size || plan->segs[i].size % 8 ||
		    plan->segs[i].size > PW_FRAME_MAX)
			return false;
		sent += plan->segs[i].size;
	}
	for (i = 0; i < action->n_values; i++) {
		if (!pw_type_check(&action->values[i]))
			return false;
		wanted += action->values[i].size;
	}
	if (action->kind == PW_ACTION_PRINT_VALUE && action->n_values != 1)
		return false;
	*bytes = sent;
	return sent == wanted;
}

static bool has_format(enum pw_action_kind kind)
{
	return kind == PW_ACTION_PRINTF || kind == PW_ACTION_ERRORF ||
	       kind == PW_ACTION_WARNF || kind == PW_ACTION_CAT ||
	       kind == PW_ACTION_SYSTEM || kind == PW_ACTION_DEBUGF;
}

static int make_plans(struct pw_output *o)
{
	const struct pw_program *prog = o->prog;
	size_t bytes, most = 8;
	uint32_t i;

	if (!image_fits(prog))
		return EINVAL;
	o->plans = calloc(prog->n_actions + 1, sizeof(*o->plans));
	if (!o->plans)
		return ENOMEM;
	for (i = 0; i < prog->n_actions; i++) {
		const struct pw_action *action = &prog->actions[i];
		struct pw_plan *plan = &o->plans[i];

		plan->segs = find_segs(prog, i, &plan->n_segs);
		if (!values_fit(action, plan, &bytes))
			return EINVAL;
		if (bytes > most)
			most = bytes;
		plan->is_row = pw_rows_takes(o, action);
		if (!has_format(action->kind))
			continue;
		plan->format = pw_format_new(plan->is_row ?
				pw_rows_message(o, action) : action->format);
		if (!plan->format)
			return ENOMEM;
	}
	o->slots = malloc(most);
	return o->slots ? 0 : ENOMEM;
}

/* The arguments of hist() and lhist(), which divide and shift. */
static bool hist_fits(const struct pw_map_info *map)
{
	const int64_t *arg = map->arg;

	if (map->value.kind == PW_TYPE_HIST)
		return arg[0] >= 0 && arg[0] <= PW_HIST_BITS_MAX;
	if (map->value.kind == PW_TYPE_LHIST)
		return arg[0] >= 0 && arg[1] >= arg[0] && arg[2] > 0 &&
		       (arg[1] - arg[0]) / arg[2] <= PW_LHIST_MAX;
	if (map->value.kind == PW_TYPE_TSERIES)
		return arg[0] > 0 && arg[1] > 0 && arg[1] <= PW_TSERIES_MAX;
	return true;
}

static int check_maps(const struct pw_program *prog)
{
	uint32_t i, k;

	for (i = 0; i < prog->n_maps; i++) {
		const struct pw_map_info *map = &prog->maps[i];

		if (!pw_type_check(&map->value) || !hist_fits(map))
			return EINVAL;
		for (k = 0; k < map->n_keys; k++) {
			if (!pw_type_check(&map->keys[k]))
				return EINVAL;
		}
	}
	return 0;
}

/* stdio takes its buffer's size only together with a buffer. */
static int set_buffering(struct pw_output *o)
{
	enum pw_buffering mode = o->opt.buffering;
	int fd = fileno(o->out);

	if (fd < 0)
		return 0;
	if (mode == PW_BUFFER_NONE)
		return setvbuf(o->out, NULL, _IONBF, 0) ? EINVAL : 0;
	if (mode == PW_BUFFER_AUTO && isatty(fd))
		mode = PW_BUFFER_LINE;
	o->stdio_buffer = malloc(STDIO_BUFFER);
	if (!o->stdio_buffer)
		return ENOMEM;
	return setvbuf(o->out, o->stdio_buffer, mode == PW_BUFFER_LINE ?
		       _IOLBF : _IOFBF, STDIO_BUFFER) ? EINVAL : 0;
}

struct pw_output *pw_output_new(const struct pw_program *prog,
				const struct pw_output_options *opt,
				FILE *out, FILE *err)
{
	struct pw_output *o = calloc(1, sizeof(*o));
	int error = ENOMEM;

	if (!o)
		goto err_free;
	o->prog = prog;
	o->opt = *opt;
	o->out = out;
	o->err = err;
	o->json = opt->format == PW_OUTPUT_JSON;
	pw_clock_init(&o->clock);
	o->env.prog = prog;
	o->env.clock = &o->clock;
	o->env.symbols = opt->symbols;
	pw_rows_init(o);
	if (opt->format == PW_OUTPUT_SVG) {
		o->flame = pw_flame_new();
		if (!o->flame)
			goto err_free;
	}
	error = make_plans(o);
	if (!error)
		error = check_maps(prog);
	if (!error)
		error = set_buffering(o);
	if (!error)
		return o;
err_free:
	pw_output_free(o);
	errno = error;
	return NULL;
}

void pw_output_free(struct pw_output *o)
{
	uint32_t i;

	if (!o)
		return;
	if (o->stdio_buffer) {
		fflush(o->out);
		/* The stream lives on; the buffer does not. */
		setvbuf(o->out, NULL, _IONBF, 0);
		free(o->stdio_buffer);
	}
	for (i = 0; o->plans && i < o->prog->n_actions; i++)
		pw_format_free(o->plans[i].format);
	free(o->plans);
	free(o->slots);
	pw_flame_free(o->flame);
	pw_pcap_close(&o->pcaps);
	pw_buf_free(&o->buf);
	free(o);
}

/* stdio does not always say why; then it is an I/O error. */
static int write_error(struct pw_output *o)
{
	o->error = errno ? -errno : -EIO;
	return o->error;
}

/* Who folds stacks gets nothing else. */
static FILE *written_to(const struct pw_output *o)
{
	return (o->opt.format == PW_OUTPUT_FOLDED || o->flame) &&
	       !o->is_folding ? o->err : o->out;
}

int pw_output_emit(struct pw_output *o)
{
	bool whole = !o->buf.failed;
	size_t len = o->buf.len;

	o->buf.len = 0;
	o->buf.failed = false;
	if (o->error)
		return o->error;
	if (!whole)
		return -ENOMEM;
	if (o->flame && o->is_folding)
		return pw_flame_add(o->flame, o->buf.data, len);
	errno = 0;
	if (len && fwrite(o->buf.data, 1, len, written_to(o)) != len)
		return write_error(o);
	return 0;
}

int pw_output_draw(struct pw_output *o)
{
	if (!o->flame)
		return 0;
	pw_flame_draw(o->flame, &o->buf);
	pw_flame_free(o->flame);
	o->flame = NULL;
	return pw_output_emit(o);
}

int pw_output_flush(struct pw_output *o)
{
	if (o->error)
		return o->error;
	errno = 0;
	return fflush(o->out) ? write_error(o) : 0;
}

void pw_output_open(struct pw_output *o, const char *type)
{
	pw_buf_str(&o->buf, "{\"type\": \"");
	pw_buf_str(&o->buf, type);
	pw_buf_str(&o->buf, "\", \"data\": ");
}

void pw_output_close(struct pw_output *o)
{
	pw_buf_str(&o->buf, "}\n");
}

int pw_output_attached(struct pw_output *o, uint32_t n)
{
	if (o->opt.tool && o->opt.tool->n_columns && !o->opt.tool->n_tables &&
	    !o->json && pw_rows_have_titles(o->opt.tool)) {
		pw_rows_head(o);
		return pw_output_emit(o);
	}
	if (o->opt.quiet)
		return 0;
	if (!o->json) {
		fprintf(o->err, "Attached %u probe%s\n", n, n == 1 ? "" : "s");
		return 0;
	}
	pw_buf_str(&o->buf, "{\"type\": \"attached_probes\", \"count\": ");
	pw_buf_unsigned(&o->buf, n);
	pw_buf_str(&o->buf, ", \"data\": {\"probes\": ");
	pw_buf_unsigned(&o->buf, n);
	pw_buf_str(&o->buf, "}}\n");
	return pw_output_emit(o);
}

bool pw_output_full(const struct pw_output *o)
{
	return o->opt.max_rows && o->rows.printed == o->opt.max_rows;
}

int pw_output_end(struct pw_output *o)
{
	/* bpftrace ends its records so; a table needs no end. */
	if (o->opt.format == PW_OUTPUT_TEXT && !o->opt.tool)
		pw_buf_str(&o->buf, "\n\n");
	return pw_output_emit(o);
}

/* Lays a segment out as it lay in the frame. Returns the bytes it took of
 * `in`, 0 if they are not one. */
static size_t unpack(const struct pw_seg *seg, const uint8_t *in, size_t bytes,
		     uint8_t *slot)
{
	struct pw_str str;
	size_t padded;

	if (seg->kind == PW_SEG_RAW) {
		if (bytes < seg->size)
			return 0;
		memcpy(slot, in, seg->size);
		return seg->size;
	}
	if (bytes < sizeof(str))
		return 0;
	memcpy(&str, in, sizeof(str));
	/* A NUL ends every string; one that was cut has its mark behind. */
	if (str.len > seg->size - 1 - (str.cut != 0))
		return 0;
	padded = (str.len + 7) / 8 * 8;
	if (bytes - sizeof(str) < padded)
		return 0;
	memcpy(slot, in + sizeof(str), str.len);
	memset(slot + str.len, 0, seg->size - str.len);
	slot[seg->size - 1] = str.cut != 0;
	return sizeof(str) + padded;
}

static bool unpack_record(struct pw_output *o, const struct pw_plan *plan,
			  const struct pw_record *rec)
{
	const uint8_t *in = (const uint8_t *)rec + sizeof(*rec);
	size_t bytes = rec->size - sizeof(*rec);
	uint8_t *slot = o->slots;
	uint32_t i;

	for (i = 0; i < plan->n_segs; i++) {
		size_t taken = unpack(&plan->segs[i], in, bytes, slot);

		if (!taken)
			return false;
		in += taken;
		bytes -= taken;
		slot += plan->segs[i].size;
	}
	return bytes == 0;
}

static void print_printf(struct pw_output *o, const struct pw_action *action,
			 const struct pw_plan *plan)
{
	size_t start;

	if (o->json)
		pw_output_open(o, "printf");
	start = o->buf.len;
	pw_format_print(plan->format, &o->buf, &o->env, action->values,
			action->n_values, o->slots);
	if (o->json) {
		pw_json_quote(&o->buf, start);
		pw_output_close(o);
	}
}

static void print_value(struct pw_output *o, const struct pw_action *action,
			const struct pw_plan *plan, const struct pw_record *rec)
{
	if (plan->is_row) {
		if (!pw_output_full(o))
			pw_rows_print(o, action->values, rec);
	} else if (o->json) {
		pw_output_open(o, "value");
		pw_value_json(&o->buf, &o->env, action->values, o->slots);
		pw_output_close(o);
	} else {
		pw_value_text(&o->buf, &o->env, action->values, o->slots);
		pw_buf_char(&o->buf, '\n');
	}
}

static void print_time(struct pw_output *o, const struct pw_action *action,
		       uint64_t nsecs)
{
	const char *format = action->format ? action->format : "%H:%M:%S\n";
	size_t start;

	if (o->json)
		pw_output_open(o, "time");
	start = o->buf.len;
	pw_clock_format(&o->clock, &o->buf, format, nsecs);
	if (o->json) {
		pw_json_quote(&o->buf, start);
		pw_output_close(o);
	}
}

int pw_output_record(struct pw_output *o, const struct pw_record *rec)
{
	const struct pw_action *action;
	const struct pw_plan *plan;

	if (o->error)
		return o->error;
	if (rec->size < sizeof(*rec) || rec->rec >= o->prog->n_actions)
		return -EBADMSG;
	action = &o->prog->actions[rec->rec];
	plan = &o->plans[rec->rec];
	if (!unpack_record(o, plan, rec))
		return -EBADMSG;
	switch (action->kind) {
	case PW_ACTION_PRINTF:
		if (!plan->is_row)
			print_printf(o, action, plan);
		else if (!pw_output_full(o))
			pw_rows_printf(o, action, plan->format, rec);
		break;
	case PW_ACTION_PRINT_VALUE:
		print_value(o, action, plan, rec);
		break;
	case PW_ACTION_TIME:
		print_time(o, action, rec->nsecs);
		break;
	case PW_ACTION_ERRORF:
	case PW_ACTION_WARNF:
		pw_run_message(o, action, plan);
		break;
	case PW_ACTION_NO_KEY:
	case PW_ACTION_FAULT:
		pw_run_fault(o, action);
		break;
	case PW_ACTION_CAT:
		pw_run_cat(o, action, plan);
		break;
	case PW_ACTION_DEBUGF:
		pw_run_debug(o, action, plan);
		break;
	case PW_ACTION_SYSTEM:
		pw_run_system(o, action, plan);
		break;
	case PW_ACTION_JOIN:
		pw_run_join(o, action);
		break;
	case PW_ACTION_PACKET:
		pw_run_packet(o, action, rec->nsecs);
		break;
	case PW_ACTION_PRINT_MAP:
	case PW_ACTION_CLEAR_MAP:
	case PW_ACTION_ZERO_MAP:
		return o->opt.map_action(o->opt.map_data, action, rec);
	}
	return pw_output_emit(o);
}
