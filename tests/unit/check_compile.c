/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The compiler from outside: what pw_compile() returns and prints, what the
 * program tells the command, and the disassembly.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "script_run.h"

static char *printed;
static size_t printed_len;

static struct pw_program *compile(const char *text,
				  const struct pw_lang_env *env)
{
	struct pw_lang_env usual;
	struct pw_program *prog;
	FILE *err;

	free(printed);
	printed = NULL;
	err = open_memstream(&printed, &printed_len);
	script_env(&usual);
	prog = pw_compile("x.bt", text, env ? env : &usual, err);
	fclose(err);
	return prog;
}

START_TEST(test_messages)
{
	struct pw_lang_env env;
	struct pw_program *prog;

	ck_assert(!compile("begin {\n\tprint(nope);\n}\n", NULL));
	ck_assert_str_eq(printed,
			 "x.bt:2:8-12: ERROR: Unknown identifier: 'nope'\n"
			 "    print(nope);\n"
			 "          ~~~~\n");
	/* No stage speaks after one that found an error. */
	ck_assert(!compile("foo:x { print(nope); }", NULL));
	ck_assert(strstr(printed, "Invalid probe type: foo"));
	ck_assert(!strstr(printed, "nope'"));
	ck_assert(!compile("begin { @x = ; print(nope); }", NULL));
	ck_assert(strstr(printed, "syntax error"));
	ck_assert(!strstr(printed, "nope'"));

	prog = compile("begin { print($1); }", NULL);
	ck_assert(prog != NULL);
	ck_assert_str_eq(printed,
			 "x.bt:1:15-17: WARNING: Positional parameter $1 is "
			 "empty or not provided.\n"
			 "begin { print($1); }\n"
			 "              ~~\n");
	pw_program_free(prog);
	script_env(&env);
	env.no_warnings = true;
	prog = compile("begin { print($1); }", &env);
	ck_assert(prog != NULL);
	ck_assert_str_eq(printed, "");
	pw_program_free(prog);
	pw_program_free(NULL);
}
END_TEST

START_TEST(test_nothing)
{
	struct pw_program *prog = compile("// nothing\n", NULL);

	ck_assert(prog != NULL);
	ck_assert_int_eq(prog->n_probes, 0);
	ck_assert_int_eq(prog->n_insns, 0);
	ck_assert_int_eq(prog->n_maps, 0);
	ck_assert_int_eq(prog->n_actions, 0);
	pw_program_free(prog);
}
END_TEST

START_TEST(test_probes)
{
	struct pw_program *prog;
	const struct pw_probe_def *probes;
	const struct pw_image_header *head;
	static const struct {
		const char *name, *func, *target;
		unsigned int kind, flags, param;
	} expected[] = {
		{ "begin", "begin", "", PW_PROBE_BEGIN, 0, 0 },
		{ "interval:ms:20", "20", "", PW_PROBE_INTERVAL, 0, 20000000 },
		{ "interval:hz:100", "100", "", PW_PROBE_INTERVAL, 0,
		  10000000 },
		{ "interval:us:3", "3", "", PW_PROBE_INTERVAL, 0, 3000 },
		{ "kprobe:vfs_read", "vfs_read", "vfs_read", PW_PROBE_KPROBE,
		  PW_PROBE_F_OPTIONAL, 0 },
		{ "kprobe:vfs_write", "vfs_write", "vfs_write",
		  PW_PROBE_KPROBE, PW_PROBE_F_OPTIONAL, 0 },
		{ "kprobe:m:f+18", "f", "m:f", PW_PROBE_KPROBE, 0, 18 },
		{ "kretprobe:g", "g", "g", PW_PROBE_KRETPROBE, 0, 0 },
		{ "tracepoint:sock:a", "a", "sock:a", PW_PROBE_TRACEPOINT, 0,
		  77 },
		{ "tracepoint:other:a", "a", "other:a", PW_PROBE_BACKPORT, 0,
		  0 },
		{ "end", "end", "", PW_PROBE_END, 0, 0 },
	};

	prog = compile("BEGIN, i:ms:20, interval:hz:100, i:3us, k:vfs_*, "
		       "k:m:f+0x12, kr:g, t:sock:a, t:other:a, END { }", NULL);
	ck_assert_msg(prog != NULL, "%s", printed);
	head = prog->image;
	probes = (const void *)((const char *)head + head->probes.offset);
	ck_assert_int_eq(prog->n_probes,
			 sizeof(expected) / sizeof(expected[0]));
	ck_assert_int_eq(head->probes.count, prog->n_probes);
	for (uint32_t i = 0; i < prog->n_probes; i++) {
		const char *strings = (const char *)head + head->strings.offset;

		ck_assert_str_eq(prog->probe_names[i], expected[i].name);
		ck_assert_str_eq(prog->probe_funcs[i], expected[i].func);
		ck_assert_str_eq(strings + probes[i].name, expected[i].name);
		ck_assert_str_eq(strings + probes[i].target,
				 expected[i].target);
		ck_assert_int_eq(probes[i].kind, expected[i].kind);
		ck_assert_int_eq(probes[i].flags, expected[i].flags);
		ck_assert_int_eq(probes[i].param, expected[i].param);
		ck_assert_int_eq(probes[i].prog, 0);
	}
	pw_program_free(prog);
}
END_TEST

/* The kernel's own, until a block names a field that only the module's has. */
START_TEST(test_newer_fields)
{
	static const struct {
		const char *script;
		unsigned int kind;
	} expected[] = {
		{ "t:old:a { print(1); }", PW_PROBE_TRACEPOINT },
		{ "t:old:a { print(args.newstate); }", PW_PROBE_TRACEPOINT },
		{ "t:old:a { print(args.newstate + args.sport); }",
		  PW_PROBE_BACKPORT },
		{ "t:old:a /args.sport/ { print(1); }", PW_PROBE_BACKPORT },
	};

	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		struct pw_program *prog = compile(expected[i].script, NULL);
		const struct pw_image_header *head;
		const struct pw_probe_def *probes;

		ck_assert_msg(prog != NULL, "%s", printed);
		head = prog->image;
		probes = (const void *)((const char *)head +
					head->probes.offset);
		ck_assert_int_eq(probes[0].kind, expected[i].kind);
		pw_program_free(prog);
	}
	/* What neither has is missed in the kernel's own. */
	ck_assert(!compile("t:old:a { print(args.sport + args.nosuch); }",
			   NULL));
	ck_assert(strstr(printed, "its fields are: skaddr, oldstate, "
			 "newstate\n") != NULL);
}
END_TEST

START_TEST(test_maps)
{
	struct pw_lang_env env;
	struct pw_program *prog;
	const struct pw_image_header *head;
	const struct pw_map_def *maps;

	script_env(&env);
	env.max_map_keys = 100;
	prog = compile("k:f { @c[comm, pid] = count(); @s = 1; "
		       "@t[arg0] = str(arg1); delete(@t, 1); }", &env);
	ck_assert_msg(prog != NULL, "%s", printed);
	head = prog->image;
	maps = (const void *)((const char *)head + head->maps.offset);
	ck_assert_int_eq(prog->n_maps, 3);
	ck_assert_str_eq(prog->maps[0].name, "c");
	ck_assert_int_eq(prog->maps[0].n_keys, 2);
	ck_assert_int_eq(prog->maps[0].keys[0].kind, PW_TYPE_STRING);
	ck_assert_int_eq(prog->maps[0].keys[0].size, 16);
	ck_assert_int_eq(prog->maps[0].keys[1].kind, PW_TYPE_INT);
	ck_assert_int_eq(prog->maps[0].keys[1].width, 4);
	ck_assert_int_eq(prog->maps[0].value.kind, PW_TYPE_COUNT);
	ck_assert_int_eq(maps[0].kind, PW_MAP_COUNT);
	ck_assert_int_eq(maps[0].key_size, 24);
	ck_assert_int_eq(maps[0].value_size, 8);
	ck_assert_int_eq(maps[0].max_entries, 100);
	ck_assert_int_eq(maps[0].flags, 0);
	ck_assert_int_eq(prog->maps[1].n_keys, 0);
	ck_assert_int_eq(maps[1].kind, PW_MAP_VALUE);
	ck_assert_int_eq(maps[1].key_size, 0);
	ck_assert_int_eq(maps[1].max_entries, 1);
	ck_assert_int_eq(maps[2].flags, PW_MAP_F_DELETE);
	/* 1023 bytes, and the two that may mark it as cut. */
	ck_assert_int_eq(maps[2].value_size, 1032);
	pw_program_free(prog);
}
END_TEST

START_TEST(test_actions)
{
	struct pw_program *prog;
	const struct pw_image_header *head;
	const struct pw_rec_def *recs;
	const struct pw_seg *segs;
	static const enum pw_action_kind kinds[] = {
		PW_ACTION_PRINTF, PW_ACTION_PRINT_VALUE, PW_ACTION_PRINT_MAP,
		PW_ACTION_CLEAR_MAP, PW_ACTION_ZERO_MAP, PW_ACTION_TIME,
		PW_ACTION_TIME
	};

	prog = compile("begin { @y = 1; printf(\"%d %d %s %d\", pid, 1, comm, "
		       "2); print((1, comm)); @x[1] = 1; print(@x, 3, 4); "
		       "clear(@x); zero(@y); time(); time(\"%H\"); }", NULL);
	ck_assert_msg(prog != NULL, "%s", printed);
	head = prog->image;
	recs = (const void *)((const char *)head + head->recs.offset);
	segs = (const void *)((const char *)head + head->segs.offset);
	ck_assert_int_eq(prog->n_actions, 7);
	for (unsigned int i = 0; i < 7; i++)
		ck_assert_int_eq(prog->actions[i].kind, kinds[i]);
	ck_assert_str_eq(prog->actions[0].format, "%d %d %s %d");
	ck_assert_int_eq(prog->actions[0].n_values, 4);
	ck_assert_int_eq(prog->actions[0].values[2].kind, PW_TYPE_STRING);
	/* Two numbers, a string, a number. */
	ck_assert_int_eq(recs[0].n_segs, 3);
	ck_assert_int_eq(segs[0].kind, PW_SEG_RAW);
	ck_assert_int_eq(segs[0].size, 16);
	ck_assert_int_eq(segs[1].kind, PW_SEG_STR);
	ck_assert_int_eq(segs[1].size, 16);
	ck_assert_int_eq(segs[2].size, 8);
	/* A tuple goes as it is. */
	ck_assert_int_eq(prog->actions[1].values[0].kind, PW_TYPE_TUPLE);
	ck_assert_int_eq(recs[1].n_segs, 1);
	ck_assert_int_eq(segs[3].kind, PW_SEG_RAW);
	ck_assert_int_eq(segs[3].size, 24);
	ck_assert_int_eq(prog->actions[2].map, 1);
	ck_assert_int_eq(prog->actions[2].top, 3);
	ck_assert_int_eq(prog->actions[2].div, 4);
	ck_assert_int_eq(prog->actions[4].map, 0);
	ck_assert_str_eq(prog->actions[5].format, "%H:%M:%S\n");
	ck_assert_str_eq(prog->actions[6].format, "%H");
	pw_program_free(prog);
}
END_TEST

START_TEST(test_disassembly)
{
	struct pw_program *prog;
	char *text = NULL;
	size_t len;
	FILE *out;

	prog = compile("k:f\n/pid == 5/\n{\n\t@[comm] = count();\n"
		       "\tprintf(\"%s\\n\", comm);\n}", NULL);
	ck_assert_msg(prog != NULL, "%s", printed);
	out = open_memstream(&text, &len);
	pw_disassemble(prog, out);
	fclose(out);
	ck_assert_str_eq(text,
		"map 0 @[string[16]]: count_t; key 16, value 8, entries 4096\n"
		"record 0 printf \"%s\\n\" (string[16]); str [0..16)\n"
		"probe 0 kprobe:f: program 0\n"
		"program 0: entry, frame 16\n"
		"   0  2:2    ctx r0 pid\n"
		"   1  2:2    jne r0 5 -> 6\n"
		"   2  4:4    comm [0] 16\n"
		"   3  4:2    count @[0]\n"
		"   4  5:17   comm [0] 16\n"
		"   5  5:2    emit 0\n"
		"   6  1:1    end\n");
	ck_assert_int_eq(prog->n_insns, 7);
	ck_assert_int_eq(prog->positions[3].line, 4);
	ck_assert_int_eq(prog->positions[3].column, 2);
	free(text);
	pw_program_free(prog);
}
END_TEST

/* A long script costs as its length says: no step looks back at all of it. */
static double seconds_for(unsigned int n_blocks)
{
	size_t size = 200u * n_blocks, at = 0;
	struct timespec from, to;
	struct pw_program *prog;
	char *text = malloc(size);

	for (unsigned int i = 0; i < n_blocks; i++)
		at += snprintf(text + at, size - at,
			       "kprobe:f%u /pid != %u/ {\n\t$x = arg0 + %u;\n"
			       "\t@m[comm, $x] = count();\n"
			       "\t@n[\"text %u\"] = nsecs - $x;\n}\n", i, i, i,
			       i);
	clock_gettime(CLOCK_MONOTONIC, &from);
	prog = compile(text, NULL);
	clock_gettime(CLOCK_MONOTONIC, &to);
	ck_assert_msg(prog != NULL, "%s", printed);
	pw_program_free(prog);
	free(text);
	return (double)(to.tv_sec - from.tv_sec) +
	       (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

START_TEST(test_long_scripts)
{
	double few = seconds_for(50), many = seconds_for(1000);

	/* 20 times as long; a quadratic step would make it 400 times. */
	ck_assert_msg(many < 100 * few + 0.5, "50 blocks: %f s, 1000: %f s",
		      few, many);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compile");
	TCase *tcase = tcase_create("compile");
	SRunner *runner = srunner_create(suite);
	int n_failed;

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, test_messages);
	tcase_add_test(tcase, test_nothing);
	tcase_add_test(tcase, test_probes);
	tcase_add_test(tcase, test_newer_fields);
	tcase_add_test(tcase, test_maps);
	tcase_add_test(tcase, test_actions);
	tcase_add_test(tcase, test_disassembly);
	tcase_add_test(tcase, test_long_scripts);
	srunner_run_all(runner, CK_NORMAL);
	n_failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	free(printed);
	return n_failed ? 1 : 0;
}
