// SPDX-License-Identifier: GPL-2.0
/*
 * Types that a script does not declare: a table is made here of C that this
 * file contains too, so that sizes and offsets are compared with those of the
 * compiler. Values come from script_run.h's memory: int32_t 1 … 8, -9, 10 … 32
 * at DATA.
 */
#include <check.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "script_run.h"
#include "type_table.h"
#include "types/btf.h"
#include "types/table.h"

#define KERNEL \
	typedef unsigned int u_int; \
	typedef struct { int counter; } atomic_t; \
	enum colour { RED = 1, GREEN, BLUE = 40 }; \
	enum { LOOSE = -7, WIDE = 0x123456789ll }; \
	struct gone; \
	struct inner { short s[3]; char c; }; \
	union both { int i; unsigned char bytes[4]; }; \
	struct sock { \
		int first; \
		union { \
			int second; \
			struct { short low, high; }; \
		}; \
		struct sock *next; \
		struct inner in[2]; \
		unsigned int a:3, b:7; \
		int c:9; \
		unsigned long long d:40; \
		unsigned char e:1; \
		enum colour colour; \
		const volatile atomic_t refs; \
		char name[12]; \
		int (*call)(int, long); \
		struct gone *gone; \
		union both both; \
		double real; \
		_Bool flag; \
		struct { int x, y; } point; \
		int grid[2][3]; \
		struct sock **table; \
		long tail[]; \
	}; \
	struct data { int one, two, three, four, five, six, seven, eight; \
		      int nine; enum colour colour[3]; }; \
	struct task_struct { struct task_struct *self, *parent; int pid, pad; \
			     char comm[16]; };

KERNEL

#define TEXT_(...) #__VA_ARGS__
#define TEXT(...) TEXT_(__VA_ARGS__)

static const char source[] = TEXT(KERNEL);
static const char functions[] =
	"struct pair { long a, b; };\n"
	"struct large { long a, b, c; };\n"
	"enum colour choose(struct sock *, struct pair, unsigned char, "
	"struct large, int, int, int);\n"
	"void nothing(void);\n"
	"long unnamed(int, int);\n"
	"struct sock *first;\n"
	"struct data data;\n"
	"int __traceiter_sys_enter(void *, struct sock *, short);\n"
	"struct pw_functions { typeof(choose) *choose; "
	"typeof(__traceiter_sys_enter) *__traceiter_sys_enter; "
	"typeof(nothing) *nothing; typeof(unnamed) *unnamed; };\n";
static const char defined[] =
	"struct pair { long a, b; };\n"
	"enum colour choose(struct sock *sk, struct pair pair, "
	"unsigned char small, int more, ...) { return 1; }\n"
	"void nothing(void) { }\n"
	"struct sock *first;\n"
	"struct data data;\n"
	"struct task_struct task;\n";
static const char about[] =
	"release 1.2.3-test\n"
	"functions 83\n"
	"__traceiter_sys_enter __data sk id\n"
	"choose sk pair small big last over more\n"
	"nothing\n"
	"macros\n"
	"A_MASK (BIT(3) | BIT(0))\n"
	"BIG (1ULL << 40)\n"
	"BIT(nr) (UL(1) << (nr))\n"
	"CAST ((u_int)-1)\n"
	"CHAR 'c'\n"
	"COMPARE (-1 < 0U)\n"
	"COND (3 > 2 && !(2 == 3) || 0)\n"
	"EXPR 7 - 2 - 1 * 3 / 2 % 4\n"
	"FORCED ((__force u_int)(LOOSE + 9))\n"
	"FUNC(a,b) ((a) * (b))\n"
	"GLUE FUNC(__UL(6), 7)\n"
	"HEX 0xffffffff\n"
	"HOW sizeof(struct sock *)\n"
	"LOOP LOOP2\n"
	"LOOP2 LOOP\n"
	"NAME \"a name\"\n"
	"NEGATIVE -5\n"
	"NONSENSE 1 +\n"
	"OCTAL 0755\n"
	"SELF SELF\n"
	"UL(x) (_UL(x))\n"
	"ZERO (1 / 0)\n"
	"_AC(X,Y) __AC(X,Y)\n"
	"_UL(x) (_AC(x, UL))\n"
	"__AC(X,Y) (X##Y)\n"
	"__UL(x) x ## UL\n";

static char *path;
static struct pw_table *table;
static struct pw_btf *btf;
static const struct pw_type_source *types;

static char *make(const char *flags, const char *text)
{
	char *all = malloc(sizeof(source) + sizeof(functions));
	char *file;

	strcpy(all, source);
	strcat(all, "\n");
	strcat(all, functions);
	file = type_table_make(all, flags, text);
	free(all);
	return file;
}

static void open_table(const char *flags)
{
	path = make(flags, about);
	ck_assert_int_eq(pw_table_open(path, &table), 0);
	types = pw_table_source(table);
}

static void setup(void)
{
	open_table("-gdwarf-4");
}

static void setup_unsigned(void)
{
	open_table("-gdwarf-4 -funsigned-char");
}

static void setup_5(void)
{
	open_table("-gdwarf-5");
}

/* The same types as the kernel tells them of itself; gcc 12 can write that. */
static void setup_btf(void)
{
	char *all = malloc(sizeof(source) + sizeof(defined));

	strcpy(all, source);
	strcat(all, "\n");
	strcat(all, defined);
	path = type_table_btf(all);
	free(all);
	ck_assert_int_eq(pw_btf_open(path, NULL, 0, &btf), 0);
	types = pw_btf_source(btf);
}

static void teardown(void)
{
	pw_table_close(table);
	pw_btf_close(btf);
	unlink(path);
	free(path);
}

static void run(const char *text, const char *expected)
{
	struct pw_lang_env env;
	char *is;

	script_env(&env);
	env.types = types;
	is = script_run(text, &env, 1);
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      text, expected, is);
	free(is);
}

static void refuse(const char *text, const char *expected)
{
	struct pw_lang_env env;
	char *is, *at;

	script_env(&env);
	env.types = types;
	is = script_messages(text, &env);
	while ((at = strstr(is, path))) {
		memcpy(at, "FILE", 4);
		memmove(at + 4, at + strlen(path), strlen(at + strlen(path)) +
			1);
	}
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      text, expected, is);
	free(is);
}

static void print_offset(const char *expression, size_t expected)
{
	char text[256], number[32];

	snprintf(text, sizeof(text), "begin { print(%s); }", expression);
	snprintf(number, sizeof(number), "%zu\n", expected);
	run(text, number);
}

#define OFFSET(type, member) \
	print_offset("offsetof(" #type ", " #member ")", \
		     offsetof(type, member))
#define SIZE(type) print_offset("sizeof(" #type ")", sizeof(type))

START_TEST(check_layout)
{
	SIZE(struct sock);
	SIZE(union both);
	SIZE(struct data);
	SIZE(enum colour);
	SIZE(u_int);
	SIZE(atomic_t);
	OFFSET(struct sock, second);
	OFFSET(struct sock, low);
	OFFSET(struct sock, high);
	OFFSET(struct sock, next);
	OFFSET(struct sock, in);
	OFFSET(struct sock, colour);
	OFFSET(struct sock, refs);
	OFFSET(struct sock, refs.counter);
	OFFSET(struct sock, name);
	OFFSET(struct sock, call);
	OFFSET(struct sock, gone);
	OFFSET(struct sock, both.bytes);
	OFFSET(struct sock, real);
	OFFSET(struct sock, flag);
	OFFSET(struct sock, point.y);
	OFFSET(struct sock, grid);
	OFFSET(struct sock, table);
	OFFSET(struct sock, tail);
}
END_TEST

#define DATA "0xffff800000003000"

/* Bit-fields against the compiler's: it reads the same bytes. None is extended
 * by its sign, as in bpftrace. */
START_TEST(check_bits)
{
	int32_t words[sizeof(struct sock) / 4 + 1];
	struct sock sk;
	char expected[128];

	for (size_t i = 0; i < sizeof(words) / 4; i++)
		words[i] = i == 8 ? -9 : (int32_t)i + 1;
	memcpy(&sk, words, sizeof(sk));
	snprintf(expected, sizeof(expected), "%u %u %d %llu %u %d %d\n", sk.a,
		 sk.b, sk.c & 511, (unsigned long long)sk.d, sk.e, sk.low,
		 sk.high);
	run("begin { $s = (struct sock *)" DATA "; printf(\"%d %d %d %d %d %d "
	    "%d\\n\", $s->a, $s->b, $s->c, $s->d, $s->e, $s->low, "
	    "$s->high); }", expected);
}
END_TEST

START_TEST(check_values)
{
	run("begin { $d = (struct data *)" DATA "; print(($d->one, $d.eight, "
	    "$d->nine)); print($d->colour); print($d->colour[1]); }",
	    "(1, 8, -9)\n[10,11,12]\n11\n");
	run("begin { print(((enum colour)2, (enum colour)40)); "
	    "printf(\"%s %d\\n\", GREEN, BLUE); }",
	    "(GREEN, BLUE)\nGREEN 40\n");
	run("begin { print((LOOSE, WIDE, sizeof(RED))); }",
	    "(LOOSE, WIDE, 8)\n");
	run("begin { $s = (struct sock *)" DATA "; print(($s->first, "
	    "$s->second, $s->in[0].s[1], $s->both.i == $s->both.bytes[0])); "
	    "print($s->refs.counter); print($s->point); }",
	    "(1, 2, 0, true)\n12\n{ .x = 26, .y = 27 }\n");
	run("begin { $p = (struct data **)0xffff800000004000; "
	    "print(((*$p)->three, $p[1]->one, (*$p + 1)->one)); }",
	    "(3, 3, 13)\n");
	run("begin { @[((struct data *)" DATA ")->two] = "
	    "*(union both *)" DATA "; }",
	    "@[2]: { .i = 1, .bytes = [1,0,0,0] }\n");
	run("begin { $d = (struct data *)" DATA "; "
	    "print(container_of(" DATA " + 8, struct data, three) == $d); "
	    "print((u_int)-1); print((atomic_t *)0); }",
	    "true\n4294967295\n0x0\n");
}
END_TEST

/* The script's own goes before the table's, and may contain the table's. */
START_TEST(check_own)
{
	run("struct data { short x; short y; } "
	    "begin { $d = (struct data *)" DATA "; print(($d->x, $d->y, "
	    "sizeof(struct data))); }", "(1, 0, 4)\n");
	run("struct mine { char c; struct inner i; atomic_t a; enum colour e; "
	    "struct sock *sk; } begin { print((sizeof(struct mine), "
	    "offsetof(struct mine, i), offsetof(struct mine, a))); "
	    "print(((struct mine *)" DATA ")->sk->first); }",
	    "(32, 2, 12)\n0\n"
	    "t:1:181: WARNING: memory reads failed: 1 time.\n");
	run("enum colour { MAUVE = 3 } begin { print((MAUVE, LOOSE)); "
	    "print((enum colour)3); }", "(MAUVE, LOOSE)\nMAUVE\n");
}
END_TEST

/* comptime looks at no branch that is for other kernels. */
START_TEST(check_has)
{
	run("begin { print((kernel_has(\"struct sock\"), "
	    "kernel_has(\"struct sock.low\"), kernel_has(\"union both\"), "
	    "kernel_has(\"u_int\"), kernel_has(\"GREEN\"), "
	    "kernel_has(\"A_MASK\"), kernel_has(\"greeting\"))); }",
	    "(true, true, true, true, true, true, true)\n");
	run("begin { print((kernel_has(\"struct socks\"), "
	    "kernel_has(\"struct sock.lower\"), kernel_has(\"struct gone\"), "
	    "kernel_has(\"u_int.x\"), kernel_has(\"PURPLE\"), "
	    "kernel_has(\"\"), kernel_has(\"u_int*[\"))); }",
	    "(false, false, false, false, false, false, false)\n");
	run("begin { if comptime (kernel_has(\"struct socks\")) { "
	    "print(sizeof(struct socks)); print(kaddr(\"nothing\")); } "
	    "else { print(\"older\"); } }", "older\n");
	refuse("begin { kernel_has(comm); }",
	       "1:9-25: ERROR: kernel_has() expects a string literal (string "
	       "provided)");
}
END_TEST

START_TEST(check_macros)
{
	static const struct {
		const char *name, *value;
	} rows[] = {
		{ "A_MASK", "9" }, { "BIG", "1099511627776" },
		{ "CAST", "4294967295" }, { "CHAR", "99" },
		/* As unsigned, -1 is the greatest number. */
		{ "COMPARE", "0" }, { "COND", "1" },
		{ "EXPR", "4" }, { "FORCED", "2" }, { "GLUE", "42" },
		{ "HEX", "4294967295" }, { "HOW", "8" }, { "NAME", "a name" },
		{ "NEGATIVE", "-5" }, { "OCTAL", "493" },
		/* A macro's text is put in, not its value. */
		{ "EXPR * 2", "8" },
	};
	char text[128], expected[64];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(text, sizeof(text), "begin { print(%s); }",
			 rows[i].name);
		snprintf(expected, sizeof(expected), "%s\n", rows[i].value);
		run(text, expected);
	}
	refuse("begin { print(LOOP); }",
	       "1:15-19: ERROR: Unknown identifier: 'LOOP'\n"
	       "HINT: did you mean LOOSE?\n"
	       "HINT: names are looked up in the type table FILE");
	refuse("begin { print(SELF); print(NONSENSE); print(ZERO); "
	       "print(BIT); }",
	       "1:15-19: ERROR: Unknown identifier: 'SELF'\n"
	       "HINT: names are looked up in the type table FILE\n"
	       "1:28-36: ERROR: Unknown identifier: 'NONSENSE'\n"
	       "HINT: names are looked up in the type table FILE\n"
	       "1:45-49: ERROR: Unknown identifier: 'ZERO'\n"
	       "HINT: names are looked up in the type table FILE\n"
	       "1:58-61: ERROR: Unknown identifier: 'BIT'\n"
	       "HINT: names are looked up in the type table FILE");
}
END_TEST

START_TEST(check_errors)
{
	refuse("begin { $s = (struct sokc *)0; }",
	       "1:15-28: ERROR: Cannot resolve unknown type \"struct sokc\"\n"
	       "HINT: did you mean struct sock?\n"
	       "HINT: names are looked up in the type table FILE");
	refuse("begin { $s = (struct gone *)0; }",
	       "1:15-28: ERROR: Cannot resolve unknown type \"struct gone\"\n"
	       "HINT: names are looked up in the type table FILE");
	refuse("begin { $s = (struct sock *)0; print($s->colur); }",
	       "1:38-47: ERROR: Struct/union of type 'struct sock' does not "
	       "contain a field named 'colur'\n"
	       "HINT: did you mean colour?\n"
	       "HINT: names are looked up in the type table FILE");
	refuse("begin { $s = (struct sock *)0; print($s->gone->x); }",
	       "1:38-49: ERROR: Unknown struct/union: 'struct gone'\n"
	       "HINT: names are looked up in the type table FILE");
	refuse("begin { $s = (enum color)1; }",
	       "1:14-26: ERROR: Unknown enum: color\n"
	       "HINT: did you mean enum colour?\n"
	       "HINT: names are looked up in the type table FILE");
	refuse("begin { print(offsetof(struct sock, tial)); }",
	       "1:15-42: ERROR: 'struct sock' has no field named 'tial'\n"
	       "HINT: did you mean tail or real?\n"
	       "HINT: names are looked up in the type table FILE");
	refuse("begin { $s = (struct sock *)0; print($s->real); }",
	       "1:38-46: ERROR: 'real' has unsupported type");
}
END_TEST

/* The current task, and what is not mapped. */
START_TEST(check_curtask)
{
	run("kprobe:f { print((curtask->pid, curtask->comm, "
	    "curtask->parent->comm, curtask->self->pid)); "
	    "print(curtask == curtask->self); @[curtask] = count(); }",
	    "(1235, bash, leader, 77)\nfalse\n@[0xffff800000abc000]: 1\n");
	run("begin { $s = (struct sock *)0; print($s->next->next->first); }",
	    "0\nt:1:38: WARNING: memory reads failed: 3 times, here first.\n");
}
END_TEST

START_TEST(check_arguments)
{
	/* A struct of 16 bytes takes two registers, one of 24 none. */
	run("fentry:choose { print((args.small, args.last, args.over)); "
	    "print(args.sk); }", "(13, 8192, 4096)\n0xa\n");
	run("fentry:choose { print(args); @[args] = 1; clear(@); }",
	    "{ .sk = 0xa, .small = 13, .last = 8192, .over = 4096 }\n");
	refuse("kprobe:unnamed { print(args); }",
	       "1:24-28: ERROR: the parameters of unnamed are not known\n"
	       "HINT: names are looked up in the type table FILE\n"
	       "HINT: arg0 to arg5 are there for any function");
	run("fexit:choose { print((args.small, retval)); }", "(23, 4294967291)\n");
	run("rawtracepoint:sys_enter { print((args.sk, args.id)); }",
	    "(0x14, 21)\n");
	refuse("rawtracepoint:sys_enter { print(args.__data); }",
	       "1:33-44: ERROR: Can't find function parameter __data\n"
	       "HINT: its parameters are: sk, id");
	run("kprobe:choose { print(argstr()); }", "sk=0xa, pair={...}, "
	    "small=13, big={...}, last=8192, over=4096, more=?\n");
	run("fexit:choose { printf(\"%s = %s\\n\", argstr(), retstr()); }",
	    "sk=0x14, pair={...}, small=23, big={...}, last=24, over=25, "
	    "more=? = 4294967291\n");
	run("kprobe:nothing { printf(\"[%s]\\n\", argstr()); } "
	    "kretprobe:nothing { printf(\"[%s]\\n\", retstr()); }",
	    "[]\n[]\n");
	refuse("fentry:choose { print(args.pair); print(args.more); }",
	       "1:23-32: ERROR: args.pair is struct pair, which cannot be read\n"
	       "1:41-50: ERROR: args.more is on the stack, which cannot be "
	       "read");
	refuse("fentry:choose { print(args.lots); }",
	       "1:23-32: ERROR: Can't find function parameter lots\n"
	       "HINT: its parameters are: sk, pair, small, big, last, over, "
	       "more");
	refuse("kprobe:unnamed { print(args.a); }",
	       "1:24-30: ERROR: the parameters of unnamed are not known\n"
	       "HINT: names are looked up in the type table FILE\n"
	       "HINT: arg0 to arg5 are there for any function");
}
END_TEST

START_TEST(check_btf)
{
	run("begin { $d = (struct data *)" DATA "; print(($d->one, $d.eight, "
	    "$d->nine)); print($d->colour); print(GREEN); "
	    "$s = (struct sock *)" DATA "; print($s->in[0]); "
	    "print($s->point); }",
	    "(1, 8, -9)\n[10,11,12]\nGREEN\n{ .s = [5,0,6], .c = 0 }\n"
	    "{ .x = 26, .y = 27 }\n");
	run("fentry:choose { print((args.sk, args.small, args.more)); }",
	    "(0xa, 13, 8192)\n");
	run("fexit:choose { print(retval); }", "4294967291\n");
	refuse("fentry:nothing { print(args.x); }",
	       "1:24-30: ERROR: Can't find function parameter x\n"
	       "HINT: its parameters are: none");
	refuse("begin { print(((struct gone *)0)->x); }",
	       "1:16-30: ERROR: Cannot resolve unknown type \"struct gone\"\n"
	       "HINT: names are looked up in the kernel's BTF, "
	       "/sys/kernel/btf/vmlinux");
}
END_TEST

/* Cut off anywhere, it is refused or has fewer types. */
START_TEST(check_btf_cut)
{
	struct pw_btf *other;
	char *data = malloc(65536);
	FILE *file = fopen(path, "r");
	size_t size = fread(data, 1, 65536, file);

	fclose(file);
	ck_assert(size > 500 && size < 65536);
	for (size_t n = 0; n < size; n += n < 300 ? 1 : 61) {
		file = fopen(path, "w");
		fwrite(data, 1, n, file);
		fclose(file);
		if (!pw_btf_open(path, NULL, 0, &other))
			pw_btf_close(other);
	}
	/* Not one byte may be missing from what the header announces. */
	ck_assert_int_eq(pw_btf_open(path, NULL, 0, &other), -EINVAL);
	ck_assert_int_eq(pw_btf_open("/nowhere/at.all", NULL, 0, &other), -ENOENT);
	free(data);
}
END_TEST

static void try_open(const char *name, int expected)
{
	struct pw_table *other = NULL;

	ck_assert_int_eq(pw_table_open(name, &other), expected);
	ck_assert(!other == !!expected);
	pw_table_close(other);
}

START_TEST(check_files)
{
	static const char *const wrong[] = {
		"", "\n", "release 1", "release 1\n", "release 1\nfunctions\n",
		"release 1\nfunctions 2\nf\nmacros", "functions 0\nmacros\n",
		"release 1\nfunctions 9\nf\nmacros\n",
		"release 1\nfunctions 10\nf\nmacros\n",
		"release 1\nfunctions 1\nf\nmacros\n",
		"release 1\nfunctions 2\nf\nmacros\nM 1",
	};
	char *other;

	ck_assert_str_eq(pw_table_release(table), "1.2.3-test");
	try_open("/nowhere/at.all", -ENOENT);
	try_open("/proc/self/exe", -EINVAL);
	try_open("/proc/version", -EINVAL);
	other = make("", NULL);
	try_open(other, -EINVAL);
	unlink(other);
	free(other);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		other = make("-g0", wrong[i]);
		try_open(other, -EINVAL);
		unlink(other);
		free(other);
	}
}
END_TEST

static void add_btf(Suite *suite)
{
	TCase *tc = tcase_create("BTF");

	if (!type_table_has_btf())
		return;
	tcase_add_checked_fixture(tc, setup_btf, teardown);
	tcase_add_test(tc, check_layout);
	tcase_add_test(tc, check_bits);
	tcase_add_test(tc, check_own);
	tcase_add_test(tc, check_curtask);
	tcase_add_test(tc, check_btf);
	tcase_add_test(tc, check_btf_cut);
	suite_add_tcase(suite, tc);
}

static void add_case(Suite *suite, const char *name, void (*first)(void))
{
	TCase *tc = tcase_create(name);

	tcase_add_checked_fixture(tc, first, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, check_layout);
	tcase_add_test(tc, check_bits);
	tcase_add_test(tc, check_values);
	tcase_add_test(tc, check_own);
	tcase_add_test(tc, check_has);
	tcase_add_test(tc, check_macros);
	tcase_add_test(tc, check_errors);
	tcase_add_test(tc, check_curtask);
	tcase_add_test(tc, check_arguments);
	tcase_add_test(tc, check_files);
	suite_add_tcase(suite, tc);
}

int main(void)
{
	Suite *suite = suite_create("kernel types");
	SRunner *runner;
	int failed;

	add_case(suite, "DWARF 4", setup);
	add_case(suite, "DWARF 5", setup_5);
	add_case(suite, "unsigned char", setup_unsigned);
	add_btf(suite);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
