// SPDX-License-Identifier: GPL-2.0
/*
 * What the invented machine of script_run.h answers the compiler.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "symbols/match.h"
#include "script_run.h"

#define FIELD(name, text, is_signed, kind, elem, pointer, shift) \
	{ #name, text, offsetof(struct script_record, name) + (shift), \
	  sizeof(((struct script_record *)0)->name), is_signed, kind, elem, \
	  pointer }
#define FIELDS(shift) { \
	FIELD(skaddr, "const void *", false, PW_FIELD_INT, 0, true, shift), \
	FIELD(oldstate, "int", true, PW_FIELD_INT, 0, false, shift), \
	FIELD(newstate, "int", true, PW_FIELD_INT, 0, false, shift), \
	FIELD(sport, "__u16", false, PW_FIELD_INT, 0, false, shift), \
	FIELD(family, "__u16", false, PW_FIELD_INT, 0, false, shift), \
	FIELD(saddr, "__u8[4]", false, PW_FIELD_ARRAY, 1, false, shift), \
	FIELD(saddr_v6, "__u8[16]", false, PW_FIELD_ARRAY, 1, false, shift), \
	FIELD(task, "char[16]", true, PW_FIELD_CHARS, 0, false, shift), \
	FIELD(name, "__data_loc char[]", true, PW_FIELD_DATA_LOC, 0, false, \
	      shift), \
	FIELD(small, "s8", true, PW_FIELD_INT, 0, false, shift), \
	FIELD(pad, "struct pad", false, PW_FIELD_OTHER, 0, false, shift), \
	FIELD(path, "const char *", false, PW_FIELD_INT, 0, true, shift), \
	FIELD(shorts, "__u16[4]", false, PW_FIELD_ARRAY, 2, false, shift), \
	FIELD(argv, "const char *const *", false, PW_FIELD_INT, 0, true, \
	      shift), \
}
#define N_FIELDS 14

static const struct pw_tp_field near_fields[] = FIELDS(0);
static const struct pw_tp_field far_fields[] = FIELDS(64);
static const struct pw_tp_format near_format = {
	false, 77, sizeof(struct script_record), N_FIELDS, near_fields, NULL
};
static const struct pw_tp_format far_format = {
	true, 0, sizeof(struct script_record) + 64, N_FIELDS, far_fields, NULL
};
/* Three fields of the kernel's own, the others are the module's. */
static const struct pw_tp_format old_format = {
	false, 78, sizeof(struct script_record), 3, near_fields, &far_format
};

/* What 4.12 has of requests; where fields lie is where such numbers are. */
#define REQUEST_FIELD(name, at) \
	{ #name, "unsigned int", offsetof(struct script_record, at), 4, false, \
	  PW_FIELD_INT, 0, false }
static const struct pw_tp_field request_fields[] = {
	REQUEST_FIELD(nr_sector, oldstate),
	REQUEST_FIELD(bytes, saddr_v6[4])
};
static const struct pw_tp_field other_request_fields[] = {
	REQUEST_FIELD(nr_sector, saddr_v6[4]),
	REQUEST_FIELD(bytes, skaddr)
};
static const struct pw_tp_field end_fields[] = {
	REQUEST_FIELD(errors, oldstate)
};
static const struct pw_tp_format request_formats[] = {
	{ false, 79, sizeof(struct script_record), 2, request_fields, NULL },
	{ false, 80, sizeof(struct script_record), 2, other_request_fields,
	  NULL },
	{ false, 81, sizeof(struct script_record), 1, end_fields, NULL }
};

static const struct pw_tp_format *find_request(const char *name)
{
	return &request_formats[!strcmp(name, "block_rq_complete") ? 2 :
				!strcmp(name, "block_rq_insert")];
}

static int find_tracepoint(void *data, const char *category, const char *name,
			   const struct pw_tp_format **out)
{
	(void)data;
	if (!strcmp(name, "gone") || !strcmp(category, "missing"))
		return -ENOENT;
	*out = !strcmp(category, "old") ? &old_format :
	       !strcmp(category, "block") ? find_request(name) :
	       !strcmp(category, "other") ? &far_format : &near_format;
	return 0;
}

static int expand(void *data, enum pw_probe_kind kind, const char *pattern,
		  void (*add)(void *ctx, const char *target), void *ctx)
{
	static const char *const functions[] = {
		"vfs_read", "vfs_write", "vmlinux:vfs_read",
		"vmlinux:vfs_write", "mod:mod_open", NULL
	};
	static const char *const tracepoints[] = {
		"sock:a", "sock:b", "other:a", "syscalls:a", NULL
	};
	static const char *const raw[] = {
		"vmlinux:sys_enter", "vmlinux:sys_exit", "mod:mod_event", NULL
	};
	static const char *const user[] = {
		"/bin/tool:run", "/bin/tool:read", "/lib/lib.so:read", NULL
	};
	bool in_user = kind == PW_PROBE_UPROBE || kind == PW_PROBE_URETPROBE;
	const char *const *p = kind == PW_PROBE_TRACEPOINT ? tracepoints :
			       kind == PW_PROBE_RAWTRACEPOINT ? raw :
			       in_user ? user : functions;

	(void)data;
	for (; *p; p++)
		if (pw_match(pattern, *p) && (kind == PW_PROBE_TRACEPOINT ||
		    !strchr(pattern, ':') == !strchr(*p, ':')))
			add(ctx, *p);
	return 0;
}

static bool module(void *data, const char *name)
{
	(void)data;
	return !strcmp(name, "mod") || !strcmp(name, "m");
}

static int function_at(void *data, uint64_t address, const char **function,
		       uint64_t *offset)
{
	(void)data;
	*function = "vfs_read";
	*offset = address - SCRIPT_TEXT;
	return address >= SCRIPT_TEXT && *offset < 32 ? 0 : -ENOENT;
}

/* run() is at 0x100 and 32 bytes long, read() 16 at 0x200. */
static int user_place(void *data, const char *file, const char *function,
		      uint64_t number, struct pw_user_place *out)
{
	bool is_tool = !strcmp(file, "/bin/tool") || !strcmp(file, "tool");
	bool is_run = function ? !strcmp(function, "run") : number < 0x200;
	uint64_t entry = is_run ? 0x100 : 0x200;

	(void)data;
	if (!is_tool && strcmp(file, "/lib/lib.so") && strcmp(file, "/bin/pie"))
		return !strcmp(file, "text") ? -ENOEXEC : -ENOENT;
	if (function && strcmp(function, "read") && (!is_run || !is_tool))
		return -ESRCH;
	if (!function && number < 0x100)
		return -EFAULT;
	out->from_entry = function ? number : number - entry;
	if (out->from_entry >= (is_run ? 32 : 16))
		return -ERANGE;
	out->path = is_tool ? "/bin/tool" : file;
	out->function = is_run ? "run" : "read";
	out->offset = entry + out->from_entry;
	return 0;
}

/* Linked a page behind where it lies in the file; /bin/tool runs just there. */
static int user_symbol(void *data, const char *path, const char *name,
		       uint64_t offset, struct pw_user_symbol *out)
{
	static const struct {
		const char *name;
		uint64_t address, size;
	} symbols[] = {
		{ "byte", 1, 1 }, { "half", 4, 2 }, { "number", 8, 4 },
		{ "wide", 0, 8 }, { "table", 8, 40 }, { "run", 0, 0 },
	};
	size_t i;

	(void)data;
	if (!strcmp(path, "/lib/lib.so"))
		return -EACCES;
	for (i = 0; i < 6 && strcmp(symbols[i].name, name); i++)
		;
	if (i == 6)
		return -ESRCH;
	out->is_fixed = !strcmp(path, "/bin/tool");
	out->address = symbols[i].address +
		       (out->is_fixed ? SCRIPT_ARGV : 0x2000);
	out->size = symbols[i].size;
	out->place = offset + 0x1000;
	return 0;
}

/* tool brings lab:one at two places, and lab:odd. */
static int usdt(void *data, const char *file, const char *name,
		void (*add)(void *ctx, const struct pw_usdt_place *place),
		void *ctx)
{
	static const struct pw_usdt_place places[] = {
		{ "/bin/tool", "lab", "one", "-4@%eax 8@-8(%rbp)", 16, 0 },
		{ "/bin/tool", "lab", "one", "-4@$7 8@%r12", 32, 0 },
		{ "/bin/tool", "lab", "odd",
		  "8@%st(1) 3@%rax 8@(%rax 1@%bh 4@%r9d 2@%sil 8@$-1 "
		  "8@16(%rax,%rbx,8) 4@8(%rip) 8@(,%rcx,2) @%rax 8@%rax+1",
		  48, 64 },
	};
	char full[64];

	(void)data;
	if (strcmp(file, "tool") && strcmp(file, "*"))
		return -ENOENT;
	for (size_t i = 0; i < 3; i++) {
		snprintf(full, sizeof(full), "%s:%s", places[i].provider,
			 places[i].name);
		if (pw_match(name, full))
			add(ctx, &places[i]);
	}
	return 0;
}

static unsigned int nearest(void *data, enum pw_probe_kind kind,
			    const char *target, const char **out,
			    unsigned int max)
{
	(void)data;
	(void)max;
	if (kind != PW_PROBE_TRACEPOINT || strcmp(target, "sock:gone"))
		return 0;
	out[0] = "sock:go";
	out[1] = "sock:gonna";
	return 2;
}

static int kaddr(void *data, const char *name, uint64_t *address)
{
	(void)data;
	if (!strcmp(name, "__per_cpu_offset"))
		*address = SCRIPT_OFFSETS;
	else if (!strcmp(name, "counter"))
		*address = 0x1000;
	else
		*address = SCRIPT_TEXT;
	return strcmp(name, "greeting") && *address == SCRIPT_TEXT ? -ENOENT :
	       0;
}

void script_env(struct pw_lang_env *env)
{
	memset(env, 0, sizeof(*env));
	env->tracepoint = find_tracepoint;
	env->expand = expand;
	env->nearest = nearest;
	env->module = module;
	env->function_at = function_at;
	env->kaddr = kaddr;
	env->user_place = user_place;
	env->user_symbol = user_symbol;
	env->usdt = usdt;
	env->n_cpus = 8;
}
