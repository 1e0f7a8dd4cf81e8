/* SPDX-License-Identifier: GPL-2.0 */
/*
 * See script_run.h.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/engine.h"
#include "output/output.h"
#include "symbols/match.h"
#include "script_run.h"

struct script {
	struct pw_program *prog;
	struct pw_image img;
	struct pw_vm vm;
	struct pw_output *o;
	FILE *out;
	char *text;
	size_t len;
	uint64_t received;
	struct pw_symbols symbols;
};

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
	false, 77, sizeof(struct script_record), N_FIELDS, near_fields
};
static const struct pw_tp_format far_format = {
	true, 0, sizeof(struct script_record) + 64, N_FIELDS, far_fields
};

bool script_is_json;
bool script_is_folded;

static int find_tracepoint(void *data, const char *category, const char *name,
			   const struct pw_tp_format **out)
{
	(void)data;
	if (!strcmp(name, "gone") || !strcmp(category, "missing"))
		return -ENOENT;
	*out = strcmp(category, "other") ? &near_format : &far_format;
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
	if (!is_tool && strcmp(file, "/lib/lib.so"))
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
	env->usdt = usdt;
	env->n_cpus = 8;
}

/* What stands below an error in the output is not of interest here. */
static char *only_messages(char *text)
{
	char *from = text, *to = text, *line;
	size_t len;

	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		if (strncmp(line, "t:", 2) && strncmp(line, "HINT", 4) &&
		    strncmp(line, "ERROR", 5) && !strstr(line, "fatal error"))
			continue;
		from = strncmp(line, "t:", 2) ? line : line + 2;
		len = strlen(from);
		memmove(to, from, len);
		to += len;
		*to++ = '\n';
	}
	if (to > text)
		to--;
	*to = '\0';
	return text;
}

static struct pw_program *compile(const char *text,
				  const struct pw_lang_env *env,
				  char **messages)
{
	struct pw_lang_env usual;
	struct pw_program *prog;
	size_t len = 0;
	FILE *err;

	*messages = NULL;
	err = open_memstream(messages, &len);
	script_env(&usual);
	prog = pw_compile("t", text, env ? env : &usual, err);
	fclose(err);
	return prog;
}

char *script_messages(const char *text, const struct pw_lang_env *env)
{
	char *messages, *copy;

	pw_program_free(compile(text, env, &messages));
	/* One byte more, for the newline that is put behind each. */
	copy = malloc(strlen(messages) + 2);
	strcpy(copy, messages);
	free(messages);
	return only_messages(copy);
}

static void wake(struct pw_vm *vm)
{
	(void)vm;
}

static void print_map(struct script *s, uint32_t map, uint32_t top,
		      uint32_t div, bool at_exit)
{
	static uint64_t entries[65536];
	uint32_t pos = 0, size;

	size = pw_map_read(s->vm.maps[map], &pos, entries, sizeof(entries));
	if (at_exit)
		pw_output_map_exit(s->o, map, entries, size);
	else
		pw_output_map(s->o, map, entries, size, top, div);
}

static int map_action(void *data, const struct pw_action *action,
		      const struct pw_record *rec)
{
	struct script *s = data;

	(void)rec;
	if (action->kind == PW_ACTION_PRINT_MAP)
		print_map(s, action->map, action->top, action->div, false);
	else if (action->kind == PW_ACTION_CLEAR_MAP)
		return pw_map_clear(s->vm.maps[action->map]);
	else
		pw_map_zero(s->vm.maps[action->map]);
	return 0;
}

static const struct pw_stack *find_stack(void *data, uint64_t number)
{
	static u64 buf[PW_STACK_HEAD_WORDS + PW_STACK_DEPTH_MAX];
	struct script *s = data;

	if (!pw_stacks_read(&s->vm, (u32)number, buf, sizeof(buf)))
		return NULL;
	return (const void *)buf;
}

static void name_kernel(void *data, uint64_t address, struct pw_where *where)
{
	(void)data;
	where->offset = address - SCRIPT_TEXT;
	if (where->offset < 512)
		where->name = "greeting";
}

/* main at 0x1000, and after 0x2000 a file without symbols. */
static void name_process(void *data, const struct pw_stack *stack,
			 uint64_t address, struct pw_where *where)
{
	(void)data;
	if (stack->pid != 1234 || stack->mm != SCRIPT_MM || address < 0x1000 ||
	    address >= 0x3000)
		return;
	where->module = "/bin/game;x";
	where->file_offset = address - 0x1000;
	where->has_build_id = true;
	memset(where->build_id, 0xab, sizeof(where->build_id));
	where->offset = address - 0x1000;
	if (address < 0x2000)
		where->name = "main;loop";
}

/* What was printed before it goes first. */
static void debug(void *data, const char *text)
{
	struct script *s = data;

	fprintf(s->out, "debug: %s\n", text);
}

static void load(struct script *s, const char *text,
		 const struct pw_lang_env *env)
{
	struct pw_output_options opt;
	struct pw_error err;
	char *messages;

	memset(s, 0, sizeof(*s));
	memset(&err, 0, sizeof(err));
	memset(&opt, 0, sizeof(opt));
	s->prog = compile(text, env, &messages);
	ck_assert_msg(s->prog != NULL, "%s\n%s", text, messages);
	free(messages);
	ck_assert_msg(!pw_image_parse(&s->img, s->prog->image,
				      s->prog->image_size, &err) &&
		      !pw_verify(&s->img, &err) &&
		      !pw_vm_create(&s->vm, &s->img, &err),
		      "%s\nrefused: instruction %u: %s", text, err.insn,
		      err.text);
	s->vm.wake = wake;
	s->vm.began = 900;
	s->vm.running = 1;
	s->vm.pid_ns = s;
	opt.source_name = "t";
	opt.map_action = map_action;
	opt.map_data = s;
	s->symbols.data = s;
	s->symbols.stack = find_stack;
	s->symbols.kernel = name_kernel;
	s->symbols.process = name_process;
	opt.symbols = &s->symbols;
	opt.debug = debug;
	opt.debug_data = s;
	opt.format = script_is_json ? PW_OUTPUT_JSON :
		     script_is_folded ? PW_OUTPUT_FOLDED : PW_OUTPUT_TEXT;
	s->out = open_memstream(&s->text, &s->len);
	s->o = pw_output_new(s->prog, &opt, s->out, s->out);
	ck_assert(s->o != NULL);
}

/* As the engine's environment of tests says a task is. */
struct task {
	u64 parent, leader, pid;
	char comm[16];
};

static const struct task tasks[3] = {
	{ SCRIPT_TASKS + sizeof(struct task),
	  SCRIPT_TASKS + 2 * sizeof(struct task), 1235, "bash" },
	{ SCRIPT_TASKS, SCRIPT_TASKS, 77, "sshd" },
	{ SCRIPT_TASKS, SCRIPT_TASKS, 1234, "leader" },
};

static void set_world(void)
{
	/* Reads take more than the string, as far as the page goes. */
	static const char text[512] = "hello, world";
	static const char path[512] = "/etc/passwd";

	static const u64 argv[] = { SCRIPT_PATH, SCRIPT_TEXT, 0 };
	static const u64 offsets[8] = { 100, 200, 300, 400 };
	static const u64 table[] = {
		SCRIPT_DATA, SCRIPT_DATA + 8, SCRIPT_TEXT, 0
	};
	static int32_t data[32];
	static const u64 kernel_stack[] = {
		SCRIPT_TEXT + 5, SCRIPT_TEXT + 300, 0xffffffff00000000, 0
	};
	static const u64 user_stack[] = { 0x1005, 0x2fff, 0x5000, 0 };

	memset(&pw_host, 0, sizeof(pw_host));
	pw_host.nsecs = 999;
	pw_host.pid = 1234;
	pw_host.tid = 1235;
	pw_host.cgroup = 5000000021;
	pw_host.uid = 1000;
	pw_host.gid = 100;
	pw_host.jiffies = 4295000000ull;
	pw_host.node = 3;
	pw_host.task = SCRIPT_TASKS;
	strcpy(pw_host.comm, "bash");
	pw_host.mm = SCRIPT_MM;
	pw_host.kernel_stack = kernel_stack;
	pw_host.user_stack = user_stack;
	pw_host_region[0].addr = SCRIPT_TEXT;
	pw_host_region[0].bytes = text;
	pw_host_region[0].size = sizeof(text);
	pw_host_region[1].addr = SCRIPT_PATH;
	pw_host_region[1].bytes = path;
	pw_host_region[1].size = sizeof(path);
	pw_host_region[2].addr = SCRIPT_ARGV;
	pw_host_region[2].bytes = argv;
	pw_host_region[2].size = sizeof(argv);
	pw_host_region[3].addr = SCRIPT_OFFSETS;
	pw_host_region[3].bytes = offsets;
	pw_host_region[3].size = sizeof(offsets);
	pw_host_region[4].addr = SCRIPT_TASKS;
	pw_host_region[4].bytes = tasks;
	pw_host_region[4].size = sizeof(tasks);
	for (int i = 0; i < 32; i++)
		data[i] = i == 8 ? -9 : i + 1;
	pw_host_region[5].addr = SCRIPT_DATA;
	pw_host_region[5].bytes = data;
	pw_host_region[5].size = sizeof(data);
	pw_host_region[6].addr = SCRIPT_TABLE;
	pw_host_region[6].bytes = table;
	pw_host_region[6].size = sizeof(table);
}

static void fill_record(struct script_record *rec, uint32_t shift)
{
	static const struct script_record model = {
		1, SCRIPT_TEXT, 7, -2, 8080, 2, { 127, 0, 0, 1 },
		{ 0x20, 0x01, 0x0d, 0xb8, [15] = 1 }, "sshd\0garbage", 0, -1,
		{ 0 }, SCRIPT_PATH, { 0, 0 }, SCRIPT_ARGV, "eth0"
	};
	static const uint16_t shorts[4] = { 1, 2, 3, 65535 };

	*rec = model;
	memcpy(rec->shorts, shorts, sizeof(shorts));
	rec->name = (uint32_t)offsetof(struct script_record, tail) + shift +
		    (5u << 16);
}

static void read_ring(struct script *s)
{
	static uint64_t buf[PW_RECORD_MAX / 8 * 4];
	uint32_t size, n = 0, at;

	while ((size = pw_ring_read(&s->vm, 0, buf, sizeof(buf), &n)) != 0) {
		for (at = 0; at < size;) {
			const struct pw_record *rec;

			rec = (const void *)((const char *)buf + at);
			ck_assert_int_eq(pw_output_record(s->o, rec), 0);
			at += rec->size;
		}
	}
	s->received += n;
}

static void fire(struct script *s, uint32_t probe)
{
	struct pt_regs regs = {
		{ 10, 11, 12, 13, SCRIPT_PATH, SCRIPT_TEXT }, (u64)-5,
		{ [4] = 104, [16] = SCRIPT_TEXT + 1 }
	};
	const char *name = s->prog->probe_names[probe];
	uint32_t shift = strstr(name, ":other:") ? 64 : 0;
	uint64_t rec[(64 + sizeof(struct script_record)) / 8];
	const u64 given[12] = {
		20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	};
	struct pw_hit hit = { .regs = &regs, .given = given };

	memset(rec, 0xee, sizeof(rec));
	fill_record((void *)((char *)rec + shift), shift);
	hit.rec = rec;
	hit.rec_size = sizeof(struct script_record) + shift;
	pw_vm_hit(&s->vm, probe, &hit);
	read_ring(s);
}

static void finish(struct script *s)
{
	struct pw_session_stats session;
	struct pw_probe_stats *probes;
	struct pw_counters counters;
	uint32_t order[PW_MAPS_MAX], i;

	pw_output_map_order(s->o, order);
	for (i = 0; i < s->prog->n_maps && !s->prog->hides_maps; i++)
		print_map(s, order[i], 0, 0, true);
	probes = calloc(s->prog->n_probes + 1, sizeof(*probes));
	pw_vm_stats(&s->vm, &session);
	for (i = 0; i < s->prog->n_probes; i++)
		pw_vm_probe_stats(&s->vm, i, &probes[i]);
	counters.session = &session;
	counters.probes = probes;
	counters.received = s->received;
	pw_output_finish(s->o, &counters);
	free(probes);
}

char *script_run(const char *text, const struct pw_lang_env *env,
		 unsigned int times)
{
	struct script s;
	uint32_t probe;

	set_world();
	load(&s, text, env);
	for (; times; times--)
		for (probe = 0; probe < s.prog->n_probes; probe++)
			fire(&s, probe);
	finish(&s);
	pw_output_free(s.o);
	fclose(s.out);
	pw_vm_destroy(&s.vm);
	pw_program_free(s.prog);
	return s.text;
}

char *script_code(const char *text, const struct pw_lang_env *env)
{
	char *messages, *code = NULL, *from, *to, *line;
	struct pw_program *prog = compile(text, env, &messages);
	bool in_program = false;
	size_t len = 0;
	FILE *out;

	ck_assert_msg(prog != NULL, "%s\n%s", text, messages);
	free(messages);
	out = open_memstream(&code, &len);
	pw_disassemble(prog, out);
	fclose(out);
	pw_program_free(prog);
	to = code;
	for (line = strtok(code, "\n"); line; line = strtok(NULL, "\n")) {
		in_program = in_program || !strncmp(line, "program", 7);
		/* "   0  1:21   comm [0] 16" */
		from = line;
		if (*line == ' ')
			from = strchr(line, ':') + 6;
		if (!in_program)
			continue;
		memmove(to, from, strlen(from));
		to += strlen(from);
		*to++ = '\n';
		/* strtok looks at what is behind the line it gave. */
	}
	*to = '\0';
	return code;
}
