// SPDX-License-Identifier: GPL-2.0
/*
 * From a type's name in a script to the type. What is behind the first word
 * goes from left to right: "int32*[4]" is an array of four pointers.
 */
#include <stdlib.h>
#include <string.h>
#include "lang/ctype.h"

static bool tag_after(const char *name, const char *word, const char **tag)
{
	size_t len = strlen(word);

	if (strncmp(name, word, len) || name[len] != ' ')
		return false;
	*tag = name + len + 1;
	return true;
}

/* The type that the words before '*' and '[' mean. */
static bool base_type(struct pw_ctypes *types, const char *name,
		      const struct pw_type *of, struct pw_type *out)
{
	const struct pw_struct *record;
	const struct pw_enum *enumeration;
	struct pw_ctype ctype;
	const char *tag;

	memset(out, 0, sizeof(*out));
	if (!strcmp(name, "void"))
		return true;
	if (!strcmp(name, "string") || !strcmp(name, "buffer")) {
		*out = *name == 's' ? pw_type_string(0) :
		       pw_type_bytes(0, 0, false);
		return true;
	}
	if (!strcmp(name, "typeof")) {
		*out = *of;
		return true;
	}
	if (tag_after(name, "struct", &tag) || tag_after(name, "union", &tag)) {
		record = pw_struct_find(types, name);
		if (!record || !record->is_complete)
			return false;
		*out = pw_type_struct(record);
		return true;
	}
	if (tag_after(name, "enum", &tag)) {
		enumeration = pw_enum_find(types, tag);
		if (!enumeration || !enumeration->is_complete)
			return false;
		*out = pw_type_enum(enumeration);
		return true;
	}
	if (!pw_typedef_find(types, name, &ctype))
		return false;
	*out = ctype.type;
	return true;
}

/* string, buffer and inet have a size where others are arrays. */
static bool give_size(struct pw_type *type, const char *name, uint32_t n)
{
	if (!strcmp(name, "string"))
		*type = pw_type_string(n);
	else if (!strcmp(name, "buffer"))
		*type = pw_type_bytes(n, 0, false);
	else
		return !strcmp(name, "inet");
	return true;
}

bool pw_type_resolve(struct pw_ctypes *types, const char *text,
		     const struct pw_type *of, struct pw_type *out,
		     const char **unknown)
{
	struct pw_arena *arena = pw_ctypes_arena(types);
	size_t len = strcspn(text, "*["), end = len;
	const char *p = text + len;
	bool is_first = true;
	unsigned long n;
	char *name;

	while (end && text[end - 1] == ' ')
		end--;
	name = pw_arena_strndup(arena, text, end);
	*unknown = name;
	if (!base_type(types, name, of, out))
		return false;
	for (; *p; is_first = false) {
		if (*p++ == '*') {
			*out = pw_type_pointer(arena, out);
			continue;
		}
		n = strtoul(p, NULL, 10);
		if (n > INT32_MAX)
			n = INT32_MAX;
		p = strchr(p, ']') + 1;
		if (!is_first || !give_size(out, name, (uint32_t)n))
			*out = pw_type_array(arena, out, (uint32_t)n);
	}
	return true;
}
