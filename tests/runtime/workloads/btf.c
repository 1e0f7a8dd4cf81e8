/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel itself says of its types, in /sys/kernel/btf/vmlinux, made a
 * script that says where the language sees it otherwise:
 *
 *   btf STRUCT...      prints the script; it prints each difference, and at its
 *                      end how many members of how many structs it looked at
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As Documentation/bpf/btf.rst has it. */
struct header {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t header_size;
	uint32_t types, types_size, strings, strings_size;
};

struct type {
	uint32_t name, info, size;	/* or the number of a type */
};

struct member {
	uint32_t name, type, offset;
};

enum { INT = 1, ARRAY = 3, STRUCT, UNION, ENUM, FUNC_PROTO = 13, VAR,
       DATASEC, DECL_TAG = 17, ENUM64 = 19 };

static const char *strings;
static const struct type **types;
static uint32_t n_types;
static unsigned int n_members;

static uint32_t kind_of(const struct type *t)
{
	return t->info >> 24 & 31;
}

static uint32_t count_of(const struct type *t)
{
	return t->info & 0xffff;
}

static uint32_t size_behind(const struct type *t)
{
	switch (kind_of(t)) {
	case INT:
	case VAR:
	case DECL_TAG:
		return 4;
	case ARRAY:
		return 12;
	case STRUCT:
	case UNION:
	case DATASEC:
	case ENUM64:
		return 12 * count_of(t);
	case ENUM:
	case FUNC_PROTO:
		return 8 * count_of(t);
	default:
		return 0;
	}
}

static void die(const char *what)
{
	fprintf(stderr, "btf: %s\n", what);
	exit(1);
}

static char *read_all(const char *path)
{
	size_t have = 0, room = 1 << 20;
	char *data = NULL;
	ssize_t n;
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		die("this kernel has no BTF");
	do {
		room *= 2;
		data = realloc(data, room);
		while (data && have < room &&
		       (n = read(fd, data + have, room - have)) > 0)
			have += (size_t)n;
	} while (data && have == room);
	close(fd);
	if (!data || have < sizeof(struct header))
		die("cannot read it");
	return data;
}

static void index_types(const char *data)
{
	const struct header *h = (const void *)data;
	const char *p = data + h->header_size + h->types;
	const char *end = p + h->types_size;

	if (h->magic != 0xeb9f)
		die("this is no BTF");
	strings = data + h->header_size + h->strings;
	types = calloc(h->types_size / sizeof(struct type) + 1,
		       sizeof(*types));
	for (n_types = 1; types && p < end; n_types++) {
		types[n_types] = (const void *)p;
		p += sizeof(struct type) + size_behind(types[n_types]);
	}
}

/* The members, those of unnamed structs and unions too. */
static void check_members(const char *of, const struct type *t, uint32_t base)
{
	const struct member *m = (const void *)(t + 1);
	uint32_t i, offset;

	for (i = 0; i < count_of(t); i++, m++) {
		const char *name = strings + m->name;

		/* The upper byte is the size of a bit-field. */
		offset = t->info >> 31 ? m->offset & 0xffffff : m->offset;
		offset += base;
		if (!*name) {
			check_members(of, types[m->type], offset);
			continue;
		}
		n_members++;
		printf("\tif (offsetof(struct %s, %s) != %u) { printf(\""
		       "struct %s has %s at %%d, BTF at %u\\n\", "
		       "offsetof(struct %s, %s)); }\n", of, name, offset / 8,
		       of, name, offset / 8, of, name);
	}
}

/* The one with the most members, should there be several of that name. */
static const struct type *find(const char *name)
{
	const struct type *best = NULL;
	uint32_t i;

	for (i = 1; i < n_types; i++)
		if (kind_of(types[i]) == STRUCT &&
		    !strcmp(strings + types[i]->name, name) &&
		    (!best || count_of(types[i]) > count_of(best)))
			best = types[i];
	return best;
}

int main(int argc, char **argv)
{
	int i, n = 0;

	index_types(read_all("/sys/kernel/btf/vmlinux"));
	printf("begin {\n");
	for (i = 1; i < argc; i++) {
		const struct type *t = find(argv[i]);

		if (!t) {
			fprintf(stderr, "btf: no struct %s\n", argv[i]);
			continue;
		}
		n++;
		printf("\tif (sizeof(struct %s) != %u) { printf(\"struct %s "
		       "has %%d bytes, in BTF %u\\n\", sizeof(struct %s)); "
		       "}\n", argv[i], t->size, argv[i], t->size, argv[i]);
		check_members(argv[i], t, 0);
	}
	printf("\tprintf(\"%d structs, %u members\\n\");\n\texit();\n}\n", n,
	       n_members);
	return 0;
}
