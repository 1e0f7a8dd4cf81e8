/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Any bytes as a script: no crash, no leak, no hang; a message if there is no
 * program, and if there is one, the engine's verifier takes it. With clang it
 * is a libFuzzer target:
 *
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -std=gnu99 \
 *	-DFUZZ_LIBRARY -Iinclude -Iuser -Ikmod -o /tmp/fuzz_source \
 *	tests/fuzz/fuzz_source.c user/lang/?*.c kmod/engine/?*.c
 *   /tmp/fuzz_source -dict=tests/fuzz/source.dict /tmp/corpus \
 *	tests/fuzz/corpus/source
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lang/lang.h"
#include "engine/engine.h"

#ifndef FUZZ_LIBRARY
#define FUZZ_CORPUS "tests/fuzz/corpus/source"
#define FUZZ_DICTIONARY "tests/fuzz/source.dict"
#include "driver.h"
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Everything is formatted and nothing kept. */
static FILE *sink(void)
{
	static FILE *out;

	if (!out)
		out = fopen("/dev/null", "w");
	if (!out)
		abort();
	return out;
}

/* Fields of each kind, by the names that the corpus uses. */
static const struct pw_tp_field fields[] = {
	{ "skaddr", "const void *", 8, 8, false, PW_FIELD_INT, 0, true },
	{ "oldstate", "int", 16, 4, true, PW_FIELD_INT, 0, false },
	{ "newstate", "int", 20, 4, true, PW_FIELD_INT, 0, false },
	{ "sport", "__u16", 24, 2, false, PW_FIELD_INT, 0, false },
	{ "dport", "__u16", 26, 2, false, PW_FIELD_INT, 0, false },
	{ "family", "__u16", 28, 2, false, PW_FIELD_INT, 0, false },
	{ "protocol", "__u16", 30, 2, false, PW_FIELD_INT, 0, false },
	{ "comm", "char[16]", 32, 16, true, PW_FIELD_CHARS, 1, false },
	{ "filename", "__data_loc char[]", 48, 4, false, PW_FIELD_DATA_LOC, 1,
	  false },
	{ "rel", "__rel_loc char[]", 52, 4, false, PW_FIELD_REL_LOC, 1, false },
	{ "saddr", "__u8[4]", 56, 4, false, PW_FIELD_ARRAY, 1, false },
	{ "saddr_v6", "__u8[16]", 60, 16, false, PW_FIELD_ARRAY, 1, false },
	{ "daddr", "__u8[4]", 76, 4, false, PW_FIELD_ARRAY, 1, false },
	{ "daddr_v6", "__u8[16]", 80, 16, false, PW_FIELD_ARRAY, 1, false },
	{ "rest", "struct x", 96, 24, false, PW_FIELD_OTHER, 0, false },
};

static const struct pw_tp_format format = {
	.id = 100,
	.size = 120,
	.n_fields = sizeof(fields) / sizeof(fields[0]),
	.fields = fields,
};

static const struct pw_tp_format backport = {
	.is_backport = true,
	.size = 120,
	.n_fields = sizeof(fields) / sizeof(fields[0]),
	.fields = fields,
};

static int tracepoint(void *data, const char *category, const char *name,
		      const struct pw_tp_format **out)
{
	(void)data;
	if (!strcmp(category, "bad"))
		return -EACCES;
	if (!strcmp(name, "none"))
		return -ENOENT;
	*out = strcmp(category, "sock") ? &format : &backport;
	return 0;
}

static int expand(void *data, enum pw_probe_kind kind, const char *pattern,
		  void (*add)(void *ctx, const char *target), void *ctx)
{
	(void)data;
	if (strchr(pattern, '?'))
		return 0;
	if (kind == PW_PROBE_TRACEPOINT) {
		add(ctx, "sched:sched_switch");
		add(ctx, "sock:inet_sock_set_state");
	} else if (kind == PW_PROBE_UPROBE || kind == PW_PROBE_URETPROBE) {
		add(ctx, "/bin/bash:readline");
		add(ctx, "/lib/libc.so.6:malloc");
	} else {
		add(ctx, "vfs_read");
		add(ctx, "ext4:ext4_read");
	}
	return 0;
}

static int user_place(void *data, const char *file, const char *function,
		      uint64_t number, struct pw_user_place *out)
{
	(void)data;
	if (!strcmp(file, "none"))
		return -ENOENT;
	if (function && !strcmp(function, "none"))
		return -ESRCH;
	if (number > 100)
		return -ERANGE;
	out->path = file;
	out->function = function ? function : "";
	out->offset = 0x1000 + number;
	out->from_entry = number;
	return 0;
}

static int usdt(void *data, const char *file, const char *name,
		void (*add)(void *ctx, const struct pw_usdt_place *place),
		void *ctx)
{
	struct pw_usdt_place place = {
		"/bin/tool", "prov", "name",
		"-4@%eax 8@-8(%rbp) 8@(%rax,%rbx,4) 1@%ah 2@$-3 8@what 4@%r9d",
		64, 4096
	};

	(void)data;
	(void)file;
	add(ctx, &place);
	/* The same at another place, and what is not understood. */
	place.args = strchr(name, '*') ? name : "8@%rdi";
	add(ctx, &place);
	return 0;
}

static unsigned nearest(void *data, enum pw_probe_kind kind,
			const char *target, const char **out, unsigned max)
{
	(void)data;
	(void)kind;
	(void)target;
	if (!max)
		return 0;
	out[0] = "vfs_read";
	return 1;
}

/* A script that imports, and a header that includes, itself among others. */
static int load(void *data, const char *from, const char *name,
		enum pw_load_kind kind,
		void (*add)(void *ctx, const char *name, const char *text),
		void *ctx)
{
	(void)data;
	(void)from;
	if (!strcmp(name, "open"))
		return -EPERM;
	if (!strcmp(name, "none"))
		return -ENOENT;
	if (kind == PW_LOAD_IMPORT)
		add(ctx, name, "import \"again.bt\"; macro im(x) { x + 1 }\n"
		    "begin { print(im(1)); $y = }");
	else
		add(ctx, name, "#ifndef H\n#define H 1\n#include \"h.h\"\n"
		    "#define HX(a, b) a + b\nint f(void) { return 1; }\n"
		    "struct s { int a; };\n#endif");
	return 0;
}

static const struct pw_option options[] = {
	{ "port", "80,443", true },
	{ "name", "abc", false },
	{ "flag", "", false },
};

static const char *const params[] = { "1", "abc" };

static int user_symbol(void *data, const char *path, const char *name,
		       uint64_t offset, struct pw_user_symbol *out)
{
	(void)data;
	if (!strcmp(name, "none"))
		return -ESRCH;
	out->address = 0x8000;
	out->place = offset;
	out->size = strlen(name) % 9;
	out->is_fixed = strlen(path) % 2;
	return 0;
}

static int user_line(void *data, const char *file, const char *source,
		     uint64_t line, uint64_t column, struct pw_user_place *out,
		     char *why, size_t size)
{
	if (line > 100 || column > 100) {
		snprintf(why, size, "%s has no line %llu", source,
			 (unsigned long long)line);
		return line % 2 ? -ESRCH : -ENODATA;
	}
	out->address = line;
	return user_place(data, file, NULL, column, out);
}

static const struct pw_lang_env env = {
	.tracepoint = tracepoint,
	.expand = expand,
	.nearest = nearest,
	.user_place = user_place,
	.user_symbol = user_symbol,
	.user_line = user_line,
	.usdt = usdt,
	.load = load,
	.kernel_version = 0x30a00,
	.options = options,
	.n_options = sizeof(options) / sizeof(options[0]),
	.params = params,
	.n_params = sizeof(params) / sizeof(params[0]),
};

/* What the compiler made must be what the module takes. */
static void verify(const struct pw_program *prog)
{
	struct pw_image image;
	struct pw_error error;

	memset(&error, 0, sizeof(error));
	if (pw_image_parse(&image, prog->image, prog->image_size, &error) ||
	    pw_verify(&image, &error)) {
		fprintf(stderr, "refused: probe %d, instruction %d: %s\n",
			(int)error.probe, (int)error.insn, error.text);
		pw_disassemble(prog, stderr);
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct pw_program *prog;

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	pw_dump_ast("fuzz", text, sink());
	prog = pw_compile("fuzz", text, &env, sink());
	if (prog) {
		pw_disassemble(prog, sink());
		verify(prog);
	}
	pw_program_free(prog);
	free(text);
	return 0;
}
