/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The preprocessor, #include and import: what is read, in which order, and
 * where messages say that it stands. Files are invented.
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

struct row {
	const char *source;
	const char *output;
};

#define N(rows) (sizeof(rows) / sizeof(rows[0]))

static void compare(const char *source, const char *expected, char *is)
{
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      source, expected, is);
	free(is);
}

static const struct {
	const char *name, *text;
} files[] = {
	{ "one.bt", "macro one() { 1 }\n"
	  "begin { print(\"one begins\"); }\n" },
	{ "two.bt", "import \"one.bt\";\nmacro two() { one + one }\n" },
	{ "lib/a.bt", "macro a() { \"a\" }\n" },
	{ "lib/b.bt", "macro b() { \"b\" }\n" },
	{ "bad.bt", "\nbegin { print($x); }\n" },
	{ "config.bt", "config = { max_strlen=5 }\n" },
	{ "self.bt", "import \"self.bt\"; begin { print(\"self\"); }\n" },
	{ "late.bt", "begin {\n  errorf(\"n=%d\", 5);\n}\n" },
	{ "c.h", "#ifndef C_H\n#define C_H\n#define PORT 80\n"
	  "static inline int f(int a) { return a + 1; }\n"
	  "extern int g(char *p, ...);\n"
	  "#define TWICE(x) ((x) * 2)\n#include \"d.h\"\n#endif\n" },
	{ "d.h", "#define NAME \"from d\"\n" },
};

static int load(void *data, const char *from, const char *name,
		enum pw_load_kind kind,
		void (*add)(void *ctx, const char *name, const char *text),
		void *ctx)
{
	size_t len = strlen(name), n = 0;

	(void)data;
	(void)from;
	if (!strcmp(name, "open"))
		return -EPERM;
	if (kind == PW_LOAD_SYSTEM && !strncmp(name, "linux/", 6))
		return 0;
	for (size_t i = 0; i < N(files); i++) {
		if (strcmp(files[i].name, name) &&
		    (strncmp(files[i].name, name, len) ||
		     files[i].name[len] != '/'))
			continue;
		add(ctx, files[i].name, files[i].text);
		n++;
	}
	return n ? 0 : -ENOENT;
}

static struct pw_lang_env *world(void)
{
	static struct pw_lang_env env;

	script_env(&env);
	env.load = load;
	env.kernel_version = (3 << 16) + (10 << 8);
	return &env;
}

static const struct row run_rows[] = {
	{ "#define MIN(a, b) ((a) < (b) ? (a) : (b))\n"
	  "begin { $x = 7; print((MIN($x, 5), MIN(2, MIN(3, 1)))); }",
	  "(5, 1)\n" },
	{ "#define ZERO() 0\n#define F(x) x\nbegin { print(ZERO()); "
	  "print(F(ZERO())); }", "0\n0\n" },
	/* In brackets: not 1 + 2 * 3. */
	{ "#define N 1 + 2\n#define M(x) x * 3\nbegin { print(N * 3); "
	  "print(M(1 + 2)); }", "9\n9\n" },
	{ "#define A 1\n#undef A\n#define A 2\nbegin { print(A); }", "2\n" },
	{ "#define LONG 1 + \\\n  2\nbegin { print(LONG); }", "3\n" },
	{ "#define DEBUG\n#ifdef DEBUG\nbegin { print(\"debug\"); }\n#else\n"
	  "begin { nonsense(( }\n#endif\n", "debug\n" },
	{ "#ifndef DEBUG\nbegin { print(1); }\n#endif\n#ifdef DEBUG\n"
	  "begin { print(2); }\n#endif", "1\n" },
	{ "begin {\n#if 0\n  print(1);\n#elif defined(X) || 1\n  print(2);\n"
	  "#else\n  print(3);\n#endif\n}", "2\n" },
	{ "#if 0\n#if 1\nbroken((\n#else\n#endif\n#endif\nbegin { print(4); }",
	  "4\n" },
	{ "#define V 3\n#if V == 3 && !defined W && (1 << 2) > 3\n"
	  "begin { print(\"yes\"); }\n#endif", "yes\n" },
	{ "#if LINUX_VERSION_CODE >= KERNEL_VERSION(3, 10, 0)\n"
	  "begin { print(\"new\"); }\n#endif\n"
	  "#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 0, 0)\n"
	  "begin { print(\"newer\"); }\n#endif\n", "new\n" },
	{ "#ifndef BPFTRACE_HAVE_BTF\n#include <nothing/here.h>\n#endif\n"
	  "#pragma once\nbegin { print(5); }", "5\n" },
	{ "#include <linux/sched.h>\n#include \"c.h\"\n#include \"c.h\"\n"
	  "begin { printf(\"%s %d\\n\", NAME, TWICE(PORT)); }",
	  "from d 160\n" },
	{ "import \"two.bt\"; begin { print(two); }", "one begins\n2\n" },
	{ "import \"one.bt\"; import \"two.bt\"; begin { print(two); }",
	  "one begins\n2\n" },
	{ "import \"lib\"; begin { print((a, b)); }", "(a, b)\n" },
	{ "import \"self.bt\"; begin { print(1); }", "self\n1\n" },
	/* In a block; its own blocks are before that. */
	{ "begin { import \"two.bt\"; import \"one.bt\"; print(two) }",
	  "one begins\n2\n" },
	{ "begin { print(one) } end { import \"one.bt\" }",
	  "1\none begins\n" },
	/* The library is there anyway, a part of it only then. */
	{ "import \"stdlib\"; begin { import \"stdlib/strings.bt\"; "
	  "print(is_err(-5)); }", "true\n" },
	{ "import \"stdlib/test\"; begin { print(__always_true()); }", "1\n" },
	{ "import \"c.h\"; begin { print(PORT); }", "80\n" },
};

START_TEST(test_run)
{
	for (size_t i = 0; i < N(run_rows); i++)
		compare(run_rows[i].source, run_rows[i].output,
			script_run(run_rows[i].source, world(), 1));
}
END_TEST

static const struct row message_rows[] = {
	{ "#define F(x) x\nbegin { print(F(1, 2)); }",
	  "2:15-22: ERROR: F() takes 1 argument, 2 given" },
	{ "import \"no.bt\"; begin { }", "1:1-15: ERROR: cannot import no.bt: "
	  "No such file or directory" },
	{ "import \"open\"; begin { }", "1:1-14: ERROR: cannot import open: "
	  "everybody may write to its directory" },
	{ "begin { import \"x.bpf.c\"; }", "1:9-25: ERROR: cannot import "
	  "x.bpf.c: programs for BPF are not supported" },
	{ "begin { import \"no.bt\" print(1); }", "1:24-29: ERROR: syntax "
	  "error, unexpected identifier, expecting ;" },
	{ "begin { print(__always_true()); }", "1:15-30: ERROR: Unknown "
	  "function: '__always_true'" },
	{ "import one; begin { }", "1:8-11: ERROR: syntax error, unexpected "
	  "identifier, expecting string" },
	{ "#include <lol/no.h>\nbegin { }", "definitions.h:2:10:"
	  " fatal error: 'lol/no.h' file not found" },
	{ "k:f {\n#include <a.h>\n}",
	  "2:1-15: ERROR: #include must stand before probes" },
	{ "#ifdef A\nbegin { }", "1:1-9: ERROR: #if without #endif" },
	{ "#else\nbegin { }", "1:1-6: ERROR: #else without #if" },
};

START_TEST(test_messages)
{
	for (size_t i = 0; i < N(message_rows); i++)
		compare(message_rows[i].source, message_rows[i].output,
			script_messages(message_rows[i].source, world()));
}
END_TEST

static char *printed(const char *source)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	pw_program_free(pw_compile("x.bt", source, world(), out));
	fclose(out);
	return text;
}

/* A message names the file it is about, and shows its line. */
START_TEST(test_places)
{
	struct pw_program *prog;

	compare("bad.bt", "bad.bt:2:15-17: ERROR: Undefined or undeclared "
		"variable: $x\nbegin { print($x); }\n              ~~\n",
		printed("import \"bad.bt\"; end { }"));
	compare("config.bt", "config.bt:1:1-7: ERROR: an imported script "
		"cannot have a config block\nconfig = { max_strlen=5 }\n"
		"~~~~~~\n", printed("import \"config.bt\"; end { }"));
	compare("x.bt", "x.bt:1:28-30: ERROR: Undefined or undeclared "
		"variable: $y\nimport \"one.bt\"; end { _ = $y; }\n"
		"                           ~~\n",
		printed("import \"one.bt\"; end { _ = $y; }"));
	prog = pw_compile("x.bt", "import \"late.bt\"; end { }", world(),
			  stderr);
	ck_assert_ptr_ne(prog, NULL);
	ck_assert_str_eq(prog->actions[0].pos.file, "late.bt");
	ck_assert_str_eq(prog->actions[0].place, "2:3-20");
	pw_program_free(prog);
}
END_TEST

/* What doubles 40 times is not read 2^40 times. */
START_TEST(test_growth)
{
	char source[4096] = "#define D0 1 + 1\n#define E0(x) x + x\n", line[128];
	char *messages;

	for (int i = 1; i < 40; i++) {
		snprintf(line, sizeof(line), "#define D%d D%d + D%d\n"
			 "#define E%d(x) E%d(x) + E%d(x)\n", i, i - 1, i - 1,
			 i, i - 1, i - 1);
		strcat(source, line);
	}
	strcat(source, "begin { print(D39); print(E39(1)); }");
	messages = script_messages(source, world());
	ck_assert_msg(strstr(messages, "#define expands to too much"), "%s",
		      messages);
	free(messages);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("include");
	TCase *tcase = tcase_create("include");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, test_run);
	tcase_add_test(tcase, test_messages);
	tcase_add_test(tcase, test_places);
	tcase_add_test(tcase, test_growth);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
