/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names of what is at an address of a process: of this one, of one that it has
 * forked, of processes that are invented in a directory like /proc.
 */
#define _GNU_SOURCE
#include <check.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "symbols/demangle.h"
#include "symbols/process.h"

/* As /proc/PID/stat says. */
static uint64_t own_mm(void)
{
	FILE *file = fopen("/proc/self/stat", "r");
	unsigned long long mm = 0;
	char line[2048], *p;
	int i;

	ck_assert(file && fgets(line, sizeof(line), file));
	fclose(file);
	p = strrchr(line, ')') + 2;
	for (i = 3; i < 28; i++)
		p = strchr(p, ' ') + 1;
	mm = strtoull(p, NULL, 10);
	ck_assert(mm != 0);
	return mm;
}

static __attribute__((noinline)) int known_function(int n)
{
	return n + getppid();
}

#define AT(fn) ((uint64_t)(uintptr_t)(fn))

START_TEST(test_self)
{
	struct pw_processes *ps = pw_processes_new("/proc", false);
	struct pw_in_process in;
	uint64_t mm = own_mm();

	pw_processes_find(ps, getpid(), mm, AT(known_function) + 3, &in);
	ck_assert_str_eq(in.name, "known_function");
	ck_assert_int_eq(in.offset, 3);
	ck_assert(strstr(in.path, "check_process") != NULL);
	/* A library's, wherever libc has it. */
	pw_processes_find(ps, getpid(), mm, AT(qsort), &in);
	ck_assert(in.name && strstr(in.name, "qsort"));
	ck_assert(in.offset == 0);
	pw_processes_find(ps, getpid(), mm, 16, &in);
	ck_assert(!in.name && !in.path);
	pw_processes_free(ps);
}
END_TEST

/* One that was seen, and one that nobody has seen; both have ended. */
START_TEST(test_ended)
{
	struct pw_processes *ps = pw_processes_new("/proc", false);
	struct pw_in_process in;
	struct pw_unnamed unnamed;
	uint64_t mm = own_mm();
	pid_t seen, unseen;

	known_function(1);
	seen = fork();
	if (!seen) {
		pause();
		_exit(0);
	}
	pw_processes_see(ps, seen, mm);
	kill(seen, SIGKILL);
	waitpid(seen, NULL, 0);
	pw_processes_find(ps, seen, mm, AT(known_function), &in);
	ck_assert_str_eq(in.name, "known_function");
	unseen = fork();
	if (!unseen)
		_exit(0);
	waitpid(unseen, NULL, 0);
	/* It was forked from the same exec, which is known. */
	pw_processes_find(ps, unseen, mm, AT(known_function), &in);
	ck_assert_str_eq(in.name, "known_function");
	pw_processes_unnamed(ps, &unnamed);
	ck_assert_int_eq(unnamed.n_ended, 0);
	/* This one was not. */
	pw_processes_find(ps, unseen, mm - 16, AT(known_function), &in);
	ck_assert(!in.name && !in.path);
	pw_processes_find(ps, unseen, mm - 16, AT(known_function), &in);
	pw_processes_unnamed(ps, &unnamed);
	ck_assert_int_eq(unnamed.n_ended, 1);
	pw_processes_free(ps);
}
END_TEST

static char proc[64];

static void put(const char *pid, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", proc, pid);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/%s/%s", proc, pid, name);
	file = fopen(path, "w");
	ck_assert(file != NULL);
	fputs(text, file);
	fclose(file);
}

static void put_process(const char *pid, uint64_t mm, const char *maps)
{
	char text[256];

	snprintf(text, sizeof(text), "%s (a) b ) S 1 2 3 4 5 6 7 8 9 10 11 12 "
		 "13 14 15 16 17 18 19 20 21 22 23 24 %" PRIu64 " 26\n", pid,
		 mm);
	put(pid, "stat", text);
	put(pid, "maps", maps);
}

START_TEST(test_invented)
{
	struct pw_unnamed unnamed;
	struct pw_processes *ps;
	struct pw_in_process in;

	strcpy(proc, "/tmp/check-process-XXXXXX");
	ck_assert(mkdtemp(proc) != NULL);
	ps = pw_processes_new(proc, false);
	put_process("7", 4096,
		    "1000-2000 r--p 00000000 08:01 5 /bin/a b\n"
		    "2000-3000 r-xp 00001000 08:01 5 /bin/a b\n"
		    "garbage\n"
		    "3000-4000 r-xp 00000000 00:00 0 \n"
		    "5000-6000 r-xp 00000000 00:00 0 [vsyscall]\n");
	pw_processes_find(ps, 7, 4096, 0x2010, &in);
	ck_assert_str_eq(in.path, "/bin/a b");
	ck_assert(in.file_offset == 0x1010 && !in.name && !in.functions);
	pw_processes_find(ps, 7, 4096, 0x1010, &in);
	ck_assert(!in.path);
	pw_processes_find(ps, 7, 4096, 0x3010, &in);
	ck_assert(!in.path);
	pw_processes_find(ps, 7, 4096, 0x5fff, &in);
	ck_assert_str_eq(in.path, "[vsyscall]");
	pw_processes_unnamed(ps, &unnamed);
	ck_assert_str_eq(unnamed.file, "/bin/a b");
	ck_assert_int_eq(unnamed.n_ended, 0);
	/* What it was before exec is not what it is now. */
	pw_processes_find(ps, 7, 4112, 0x2010, &in);
	ck_assert(!in.path);
	pw_processes_unnamed(ps, &unnamed);
	ck_assert_int_eq(unnamed.n_ended, 1);
	/* A stack where nothing is random says nothing of relatives. */
	put_process("8", 0x7fffffffe000, "2000-3000 r-xp 0 08:01 6 /bin/c\n");
	pw_processes_find(ps, 8, 0x7fffffffe000, 0x2010, &in);
	ck_assert_str_eq(in.path, "/bin/c");
	pw_processes_find(ps, 9, 0x7fffffffe000, 0x2010, &in);
	ck_assert(!in.path);
	/* A library comes later. */
	put_process("8", 0x7fffffffe000, "2000-3000 r-xp 0 08:01 6 /bin/c\n"
		    "9000-a000 r-xp 0 08:01 7 /lib/d\n");
	usleep(120000);
	pw_processes_find(ps, 8, 0x7fffffffe000, 0x9010, &in);
	ck_assert_str_eq(in.path, "/lib/d");
	pw_processes_free(ps);
	ck_assert_int_eq(system("rm -r /tmp/check-process-??????"), 0);
}
END_TEST

/* Files that are no ELF files, and an empty one. */
START_TEST(test_no_elf)
{
	static const char *const texts[] = { "", "\177ELF", "#!/bin/sh\n" };
	uint8_t id[PW_FUNCTIONS_ID_SIZE];
	struct pw_functions *functions;
	uint64_t offset;
	size_t i;
	FILE *file;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		file = tmpfile();
		fputs(texts[i], file);
		fflush(file);
		functions = pw_functions_new(dup(fileno(file)), "x",
						     false);
		fclose(file);
		ck_assert(!pw_functions_find(functions, 1, &offset));
		ck_assert(!pw_functions_any(functions));
		ck_assert(!pw_functions_build_id(functions, id));
		pw_functions_free(functions);
	}
}
END_TEST

/* Where the C++ runtime is not installed names stay as they are. */
/* A place in a function that is put into another one. */
extern uint64_t put_in_place;

enum { PLACE_LINE = __LINE__ + 4, CALL_LINE = __LINE__ + 15 };

static inline __attribute__((always_inline)) int put_in(int n)
{
	__asm__ volatile("nop\n77: nop\n"
			 ".pushsection .data.rel,\"aw\"\n"
			 ".globl put_in_place\nput_in_place: .quad 77b\n"
			 ".popsection" : "+r" (n));
	return n;
}

/* Called by nobody: looked at. */
__attribute__((noinline, used)) static int around(int n)
{
	n *= 3;
	n = put_in(n);
	return n + 1;
}

static bool ends(const char *text, const char *end)
{
	size_t a = strlen(text), b = strlen(end);

	return a >= b && !strcmp(text + a - b, end);
}

START_TEST(test_lines)
{
	struct pw_processes *ps = pw_processes_new("/proc", true);
	struct pw_line lines[PW_LINES_MAX];
	struct pw_in_process in;

	pw_processes_find(ps, getpid(), own_mm(), put_in_place, &in);
	ck_assert_str_eq(in.name, "around");
	ck_assert_uint_eq(pw_functions_lines(in.functions, in.file_offset,
					     lines), 2);
	ck_assert_str_eq(lines[0].function, "put_in");
	ck_assert(ends(lines[0].file, "/check_process.c"));
	ck_assert_int_eq(lines[0].line, PLACE_LINE);
	ck_assert_ptr_null(lines[1].function);
	ck_assert(ends(lines[1].file, "/check_process.c"));
	ck_assert_int_eq(lines[1].line, CALL_LINE);
	/* At a function's beginning there is nothing in it. */
	pw_processes_find(ps, getpid(), own_mm(), AT(around), &in);
	ck_assert_uint_eq(pw_functions_lines(in.functions, in.file_offset,
					     lines), 1);
	ck_assert_ptr_null(lines[0].function);
	/* Nothing is there. */
	ck_assert_uint_eq(pw_functions_lines(in.functions, 1ull << 40, lines),
			  0);
	pw_processes_free(ps);
	/* Who did not ask for lines has none. */
	ps = pw_processes_new("/proc", false);
	pw_processes_find(ps, getpid(), own_mm(), AT(around), &in);
	ck_assert_uint_eq(pw_functions_lines(in.functions, in.file_offset,
					     lines), 0);
	pw_processes_free(ps);
}
END_TEST

START_TEST(test_demangle)
{
	const char *name = pw_demangle("_ZN3foo3barEi");

	ck_assert(!strcmp(name, "foo::bar(int)") ||
		  !strcmp(name, "_ZN3foo3barEi"));
	ck_assert_str_eq(pw_demangle("main"), "main");
	ck_assert_str_eq(pw_demangle("_Z"), "_Z");
	ck_assert_str_eq(pw_demangle(""), "");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("process");
	TCase *t = tcase_create("process");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_test(t, test_self);
	tcase_add_test(t, test_ended);
	tcase_add_test(t, test_invented);
	tcase_add_test(t, test_no_elf);
	tcase_add_test(t, test_lines);
	tcase_add_test(t, test_demangle);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
