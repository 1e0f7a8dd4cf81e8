// SPDX-License-Identifier: GPL-2.0
/*
 * Opens BTF, and lists what it has for people. It may be cut off or be nothing
 * of the kind: every number in it is checked before it is followed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "types/btf_file.h"

#define MAGIC		0xeb9f
#define SIZE_MAX_FILE	(64u << 20)

/* What is behind it; -1: nobody knows. */
static int64_t size_behind(const struct type *t)
{
	switch (kind_of(t)) {
	case KIND_INT:
	case KIND_VAR:
	case KIND_DECL_TAG:
		return 4;
	case KIND_ARRAY:
		return 12;
	case KIND_STRUCT:
	case KIND_UNION:
	case KIND_DATASEC:
	case KIND_ENUM64:
		return 12 * count_of(t);
	case KIND_ENUM:
	case KIND_PROTO:
		return 8 * count_of(t);
	default:
		return kind_of(t) && kind_of(t) <= KIND_ENUM64 ? 0 : -1;
	}
}

static int index_types(struct pw_btf *btf, const char *p, const char *end)
{
	/* Each type takes at least its own twelve bytes. */
	btf->types = calloc((size_t)(end - p) / sizeof(struct type) + 2,
			    sizeof(*btf->types));
	if (!btf->types)
		return -ENOMEM;
	btf->first = btf->base ? btf->base->n_types : 1;
	for (btf->n_types = btf->first; p < end; btf->n_types++) {
		const struct type *t = (const void *)p;
		int64_t more;

		if ((size_t)(end - p) < sizeof(*t))
			return -EINVAL;
		more = size_behind(t);
		p += sizeof(*t);
		if (more < 0 || more > end - p)
			return -EINVAL;
		btf->types[btf->n_types - btf->first] = t;
		p += more;
	}
	return 0;
}

static int parse(struct pw_btf *btf)
{
	const struct header *h = (const void *)btf->data;
	uint64_t types, strings;

	if (btf->size < sizeof(*h) || h->magic != MAGIC)
		return -EINVAL;
	types = (uint64_t)h->size + h->types;
	strings = (uint64_t)h->size + h->strings;
	if (types + h->types_size > btf->size || types % 4 ||
	    strings + h->strings_size > btf->size || !h->strings_size ||
	    btf->data[strings + h->strings_size - 1])
		return -EINVAL;
	btf->strings = btf->data + strings;
	btf->strings_size = h->strings_size;
	return index_types(btf, btf->data + types,
			   btf->data + types + h->types_size);
}

static int read_all(struct pw_btf *btf, int fd)
{
	const size_t usual = btf->base ? 256u << 10 : 8u << 20;
	size_t room = 0;
	char *larger;
	ssize_t n;

	for (;;) {
		if (btf->size == room) {
			room = room ? 2 * room : usual;
			larger = room <= SIZE_MAX_FILE ?
				 realloc(btf->data, room) : NULL;
			if (!larger)
				return -ENOMEM;
			btf->data = larger;
		}
		n = read(fd, btf->data + btf->size, room - btf->size);
		if (n < 0)
			return -errno;
		if (!n)
			return 0;
		btf->size += (size_t)n;
	}
}

/* ---- for people ---- */

/* "const struct path *": what is behind the stars in `stars`, and these. */
static void print_type(struct pw_btf *btf, uint32_t id, const char *stars,
		       unsigned int depth, FILE *out)
{
	const struct type *t = type_at(btf, id);
	char more[MAX_DEPTH + 1];

	if (!t || depth == MAX_DEPTH) {
		fprintf(out, "void%s%s", *stars ? " " : "", stars);
		return;
	}
	switch (kind_of(t)) {
	case KIND_PTR:
		snprintf(more, sizeof(more), "*%s", stars);
		print_type(btf, t->size, more, depth + 1, out);
		break;
	case KIND_CONST:
		/* Of a pointer itself nobody asks. */
		if (type_at(btf, t->size) &&
		    kind_of(type_at(btf, t->size)) != KIND_PTR)
			fputs("const ", out);
		/* fall through */
	case KIND_VOLATILE:
	case KIND_RESTRICT:
	case KIND_TYPE_TAG:
		print_type(btf, t->size, stars, depth + 1, out);
		break;
	default:
		fprintf(out, "%s%s%s%s", kind_of(t) == KIND_STRUCT ||
			(kind_of(t) == KIND_FWD && !has_flag(t)) ? "struct " :
			kind_of(t) == KIND_UNION || kind_of(t) == KIND_FWD ?
			"union " : kind_of(t) == KIND_ENUM ||
			kind_of(t) == KIND_ENUM64 ? "enum " : "",
			t->name ? string(btf, t->name) : "void",
			*stars ? " " : "", stars);
	}
}

static void show_type(struct pw_btf *btf, uint32_t id, FILE *out)
{
	fputs("    ", out);
	print_type(btf, id, "", 0, out);
}

bool pw_btf_print_function(struct pw_btf *btf, const char *function,
			   enum pw_shown shown, FILE *out)
{
	const struct type *t = pw_btf_function(btf, function);
	const struct param *param;

	if (!t)
		return false;
	param = (const void *)(t + 1);
	for (uint32_t i = 0; i < count_of(t) && param[i].name; i++) {
		const char *name = string(btf, param[i].name);

		if (!pw_shows_param(shown, i))
			continue;
		show_type(btf, param[i].type, out);
		pw_show_name(shown, i, name, (int)strlen(name), out);
	}
	if (pw_shows_return(shown) && t->size) {
		show_type(btf, t->size, out);
		fputs(" retval\n", out);
	} else if (shown == PW_SHOW_RETURN) {
		fputs("    void\n", out);
	}
	return true;
}

/* ---- the door ---- */

const struct pw_type_source *pw_btf_source(struct pw_btf *btf)
{
	return &btf->source;
}

void pw_btf_close(struct pw_btf *btf)
{
	if (!btf)
		return;
	free(btf->functions);
	free(btf->types);
	free(btf->data);
	free(btf);
}

int pw_btf_open(const char *path, const struct pw_btf *base, uint32_t module,
		struct pw_btf **out)
{
	struct pw_btf *btf = calloc(1, sizeof(*btf));
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = fd < 0 ? -errno : btf ? 0 : -ENOMEM;

	*out = NULL;
	if (!err)
		err = read_all(btf, fd);
	if (fd >= 0)
		close(fd);
	if (!err) {
		btf->base = base;
		btf->mark = PW_BTF_PLACE | (uint64_t)module << 32;
		err = parse(btf);
	}
	if (err) {
		pw_btf_close(btf);
		return err;
	}
	pw_btf_set_source(btf);
	*out = btf;
	return 0;
}
