// SPDX-License-Identifier: GPL-2.0
/*
 * See output_fixture.h. Errors end the test: nothing here is what is tested.
 */
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "output_fixture.h"

static const char *names[] = { "kprobe:vfs_read", "kretprobe:vfs_write" };
static const char *funcs[] = { "vfs_read", "vfs_write" };

struct pw_type fix_kind(enum pw_type_kind kind)
{
	struct pw_type type;

	memset(&type, 0, sizeof(type));
	type.kind = kind;
	type.size = 8;
	return type;
}

struct pw_type fix_int(unsigned width, bool is_signed)
{
	struct pw_type type = fix_kind(PW_TYPE_INT);

	type.width = width;
	type.is_signed = is_signed;
	return type;
}

struct pw_type fix_pointer(void)
{
	struct pw_type type = fix_int(8, false);

	type.is_pointer = true;
	return type;
}

struct pw_type fix_string(uint32_t size)
{
	struct pw_type type = fix_kind(PW_TYPE_STRING);

	type.size = size;
	return type;
}

struct pw_type fix_inet(void)
{
	struct pw_type type = fix_kind(PW_TYPE_INET);

	type.size = 24;
	return type;
}

struct pw_type fix_buf(uint32_t length)
{
	struct pw_type type = fix_kind(PW_TYPE_BUF);

	type.size = 8 + (length + 7) / 8 * 8;
	type.length = length;
	return type;
}

struct pw_type fix_bytes(uint32_t length, unsigned width, bool is_signed)
{
	struct pw_type type = fix_kind(PW_TYPE_BYTES);

	type.size = (length + 7) / 8 * 8;
	type.length = length;
	type.width = width;
	type.is_signed = is_signed;
	return type;
}

struct pw_type fix_tuple(const struct pw_type *elems, uint32_t n)
{
	struct pw_type type = fix_kind(PW_TYPE_TUPLE);
	uint32_t i;

	type.size = 0;
	for (i = 0; i < n; i++)
		type.size += elems[i].size;
	type.n_elems = n;
	type.elems = elems;
	return type;
}

void fix_init(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->prog.image = &f->image;
	f->prog.image_size = sizeof(f->image);
	f->prog.actions = f->actions;
	f->prog.maps = f->maps;
	f->prog.probe_names = names;
	f->prog.probe_funcs = funcs;
	f->prog.n_probes = 2;
	f->image.head.recs.offset = (char *)f->image.recs - (char *)&f->image;
	f->image.head.segs.offset = (char *)f->image.segs - (char *)&f->image;
}

static void add_segs(struct fixture *f, const struct pw_type *type)
{
	struct pw_seg *seg;
	uint32_t i;

	if (type->kind == PW_TYPE_TUPLE) {
		for (i = 0; i < type->n_elems; i++)
			add_segs(f, &type->elems[i]);
		return;
	}
	ck_assert_int_lt(f->image.head.segs.count, FIX_SEGS);
	seg = &f->image.segs[f->image.head.segs.count++];
	seg->size = type->size;
	seg->kind = type->kind == PW_TYPE_STRING ? PW_SEG_STR : PW_SEG_RAW;
}

uint32_t fix_action(struct fixture *f, enum pw_action_kind kind,
		    const char *format, const struct pw_type *values,
		    uint32_t n)
{
	uint32_t number = f->prog.n_actions++, i;
	struct pw_rec_def *rec = &f->image.recs[number];

	ck_assert_int_lt(number, FIX_ACTIONS);
	f->actions[number].kind = kind;
	f->actions[number].format = format;
	f->actions[number].values = values;
	f->actions[number].n_values = n;
	rec->first_seg = f->image.head.segs.count;
	for (i = 0; i < n; i++)
		add_segs(f, &values[i]);
	rec->n_segs = f->image.head.segs.count - rec->first_seg;
	f->image.head.recs.count = f->prog.n_actions;
	return number;
}

uint32_t fix_map(struct fixture *f, const char *name,
		 const struct pw_type *keys, uint32_t n_keys,
		 struct pw_type value)
{
	uint32_t number = f->prog.n_maps++;

	ck_assert_int_lt(number, FIX_MAPS);
	f->maps[number].name = name;
	f->maps[number].keys = keys;
	f->maps[number].n_keys = n_keys;
	f->maps[number].value = value;
	f->image.head.maps.count = f->prog.n_maps;
	return number;
}

void fix_open(struct fixture *f)
{
	f->out = open_memstream(&f->out_text, &f->out_len);
	f->err = open_memstream(&f->err_text, &f->err_len);
	ck_assert(f->out && f->err);
	f->o = pw_output_new(&f->prog, &f->opt, f->out, f->err);
	ck_assert_msg(f->o != NULL, "the sink refuses the program");
}

void fix_close(struct fixture *f)
{
	pw_output_free(f->o);
	fclose(f->out);
	fclose(f->err);
	free(f->out_text);
	free(f->err_text);
}

void fix_begin(struct fixture *f, uint32_t action, uint64_t nsecs)
{
	struct pw_record *rec = (struct pw_record *)f->record;

	memset(f->record, 0, sizeof(f->record));
	rec->rec = action;
	rec->nsecs = nsecs;
	f->used = sizeof(*rec);
}

void fix_raw(struct fixture *f, const void *bytes, uint32_t size)
{
	ck_assert_int_le(f->used + size, sizeof(f->record));
	memcpy((char *)f->record + f->used, bytes, size);
	f->used += (size + 7) / 8 * 8;
}

void fix_u64(struct fixture *f, uint64_t v)
{
	fix_raw(f, &v, sizeof(v));
}

void fix_str(struct fixture *f, const char *text, bool cut)
{
	struct pw_str str = { strlen(text), cut };

	fix_raw(f, &str, sizeof(str));
	fix_raw(f, text, str.len);
}

int fix_send(struct fixture *f)
{
	struct pw_record *rec = (struct pw_record *)f->record;

	rec->size = f->used;
	return pw_output_record(f->o, rec);
}

const char *fix_out(struct fixture *f)
{
	const char *text;

	fflush(f->out);
	text = f->out_text + f->out_seen;
	f->out_seen = f->out_len;
	return text;
}

const char *fix_err(struct fixture *f)
{
	const char *text;

	fflush(f->err);
	text = f->err_text + f->err_seen;
	f->err_seen = f->err_len;
	return text;
}
