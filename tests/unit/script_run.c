/* SPDX-License-Identifier: GPL-2.0 */
/*
 * See script_run.h.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/engine.h"
#include "output/output.h"
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

bool script_is_json;
bool script_is_folded;
bool script_is_svg;
bool script_has_lines;
const struct pw_tool *script_tool;

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

/* main at 0x1000, and after 0x2000 a file without symbols. The process is 1234,
 * and 234 where the session's numbers are from. */
static void name_process(void *data, const struct pw_stack *stack,
			 uint64_t address, struct pw_where *where)
{
	(void)data;
	if (stack->pid != 234 || stack->mm != SCRIPT_MM || address < 0x1000 ||
	    address >= 0x3000)
		return;
	where->module = "/bin/game;x";
	where->file_offset = address - 0x1000;
	where->has_build_id = true;
	memset(where->build_id, 0xab, sizeof(where->build_id));
	where->offset = address - 0x1000;
	if (address < 0x2000)
		where->name = "main;loop";
	/* One function lies in the first, and one in that. */
	if (script_has_lines && address < 0x2000) {
		where->lines[0] = (struct pw_line){ "deep", "/src/game.c", 7 };
		where->lines[1] = (struct pw_line){ "mid", NULL, 0 };
		where->lines[2] = (struct pw_line){ NULL, "game.c", 12 };
		where->n_lines = 3;
	}
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
	opt.tool = script_tool;
	opt.format = script_is_json ? PW_OUTPUT_JSON :
		     script_is_folded ? PW_OUTPUT_FOLDED :
		     script_is_svg ? PW_OUTPUT_SVG : PW_OUTPUT_TEXT;
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

	/* See user_symbol(): what is linked at 0x2000 is SCRIPT_ARGV. */
	if (s->img.probes[probe].kind == PW_PROBE_UPROBE ||
	    s->img.probes[probe].kind == PW_PROBE_URETPROBE)
		hit.ip = SCRIPT_ARGV - 0x1000 + s->img.probes[probe].param;
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
