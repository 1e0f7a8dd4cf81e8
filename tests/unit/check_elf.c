/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions of ELF files, and files by their names. The file that is read is
 * this program itself: what a function's code is, the program can see.
 */
#include <check.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "symbols/binary.h"
#include "symbols/elf.h"
#include "symbols/usdt.h"

#define CODE	16	/* bytes to compare */

static char dir[] = "/tmp/check_elf_XXXXXX";

/* Called by nobody: looked at. */
__attribute__((noinline, used)) static int marker(int n)
{
	__asm__ volatile("" : "+r" (n));
	return n * 5 + 7;
}

/* A probe of this program's own, as sys/sdt.h writes it down. */
static unsigned short semaphore
	__attribute__((section(".probes"), used)) = 77;
static int counted __attribute__((used)) = 5;

extern char probe_place[];

static void has_probe(void)
{
	__asm__ volatile(".globl probe_place\nprobe_place: nop\n"
		".pushsection .note.stapsdt,\"\",\"note\"\n"
		".balign 4\n"
		".4byte 992f-991f, 994f-993f, 3\n"
		"991: .asciz \"stapsdt\"\n"
		"992: .balign 4\n"
		"993: .8byte probe_place\n"
		".8byte 0\n"
		".8byte semaphore\n"
		".asciz \"unit\"\n"
		".asciz \"probe\"\n"
		".asciz \"-4@$3 4@counted(%%rip) 4@counted+4(%%rip)\"\n"
		"994: .balign 4\n"
		".popsection\n" : : );
}

static void make_dir(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void remove_dir(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", dir);
	ck_assert_int_eq(system(command), 0);
	strcpy(dir, "/tmp/check_elf_XXXXXX");
}

/* Whether the file has the code of marker() at this place. */
static void check_code(const char *path, uint64_t offset)
{
	unsigned char code[CODE];
	FILE *file = fopen(path, "r");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fseek(file, (long)offset, SEEK_SET), 0);
	ck_assert_uint_eq(fread(code, 1, CODE, file), CODE);
	fclose(file);
	ck_assert_mem_eq(code, (const void *)(uintptr_t)marker, CODE);
}

START_TEST(a_function_is_found_by_name_and_by_address)
{
	const struct pw_elf_function *f;
	struct pw_elf *elf;
	uint64_t offset;

	ck_assert_int_eq(pw_elf_open("/proc/self/exe", &elf), 0);
	f = pw_elf_find(elf, "marker");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_gt(f->size, 4);
	ck_assert(pw_elf_offset(elf, f->address, &offset));
	check_code("/proc/self/exe", offset);
	ck_assert_ptr_eq(pw_elf_at(elf, f->address), f);
	ck_assert_ptr_eq(pw_elf_at(elf, f->address + f->size - 1), f);
	ck_assert_ptr_ne(pw_elf_at(elf, f->address + f->size), f);
	ck_assert_ptr_null(pw_elf_find(elf, "markers"));
	ck_assert_ptr_null(pw_elf_find(elf, "marke"));
	ck_assert_ptr_null(pw_elf_find(elf, ""));
	/* Neither what is linked in, nor data. */
	ck_assert_ptr_null(pw_elf_find(elf, "dir"));
	ck_assert(!pw_elf_offset(elf, ~0ULL, &offset));
	pw_elf_free(elf);
}
END_TEST

START_TEST(variables_are_found_apart_from_functions)
{
	const struct pw_elf_function *v, *f;
	uint64_t offset, address;
	struct pw_elf *elf;

	ck_assert_int_eq(pw_elf_open("/proc/self/exe", &elf), 0);
	v = pw_elf_find_data(elf, "counted");
	f = pw_elf_find(elf, "marker");
	ck_assert_ptr_nonnull(v);
	ck_assert_uint_eq(v->size, sizeof(counted));
	/* Both are as far apart as they are here. */
	ck_assert_uint_eq(v->address - f->address,
			  (uintptr_t)&counted - (uintptr_t)marker);
	ck_assert_ptr_null(pw_elf_find(elf, "counted"));
	ck_assert_ptr_null(pw_elf_find_data(elf, "marker"));
	ck_assert(pw_elf_offset(elf, f->address, &offset));
	ck_assert(pw_elf_address(elf, offset, &address));
	ck_assert_uint_eq(address, f->address);
	ck_assert(!pw_elf_address(elf, 1ULL << 40, &address));
	pw_elf_free(elf);
}
END_TEST

START_TEST(names_are_sorted_and_no_function_comes_twice)
{
	struct pw_elf *elf;
	size_t i;

	ck_assert_int_eq(pw_elf_open("/proc/self/exe", &elf), 0);
	ck_assert_uint_gt(elf->n, 5);
	for (i = 1; i < elf->n; i++) {
		const struct pw_elf_function *a = &elf->function[i - 1];
		const struct pw_elf_function *b = &elf->function[i];
		int order = strcmp(a->name, b->name);

		ck_assert(order < 0 ||
			  (order == 0 && a->address < b->address));
	}
	pw_elf_free(elf);
}
END_TEST

static void strip_into(const char *commands)
{
	char command[1024];

	snprintf(command, sizeof(command), "set -e; cp /proc/%d/exe %s/a; "
		 "cd %s; objcopy --only-keep-debug a a.debug; strip a; %s",
		 getpid(), dir, dir, commands);
	ck_assert_int_eq(system(command), 0);
}

static void check_stripped(bool is_found)
{
	const struct pw_elf_function *f;
	struct pw_elf *elf;
	uint64_t offset;
	char path[64];

	snprintf(path, sizeof(path), "%s/a", dir);
	ck_assert_int_eq(pw_elf_open(path, &elf), 0);
	f = pw_elf_find(elf, "marker");
	ck_assert_int_eq(f != NULL, is_found);
	if (f) {
		ck_assert(pw_elf_offset(elf, f->address, &offset));
		check_code(path, offset);
	}
	pw_elf_free(elf);
}

START_TEST(a_stripped_file_has_no_names)
{
	strip_into("rm a.debug");
	check_stripped(false);
}
END_TEST

START_TEST(a_debug_link_is_followed)
{
	strip_into("objcopy --add-gnu-debuglink=a.debug a");
	check_stripped(true);
}
END_TEST

START_TEST(a_debug_link_is_followed_into_its_folder)
{
	strip_into("objcopy --add-gnu-debuglink=a.debug a; mkdir .debug; "
		   "mv a.debug .debug");
	check_stripped(true);
}
END_TEST

static void read_own(uint64_t offset, void *to, size_t size)
{
	FILE *file = fopen("/proc/self/exe", "r");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fseek(file, (long)offset, SEEK_SET), 0);
	ck_assert_uint_eq(fread(to, 1, size, file), size);
	fclose(file);
}

START_TEST(a_note_tells_of_a_probe)
{
	long to_counted = (char *)&counted - probe_place;
	unsigned short value;
	struct pw_usdts all;
	char code[CODE], args[128];

	has_probe();
	ck_assert_int_eq(pw_usdt_read("/proc/self/exe", &all), 0);
	ck_assert_uint_eq(all.n, 1);
	ck_assert_str_eq(all.list[0].provider, "unit");
	ck_assert_str_eq(all.list[0].name, "probe");
	snprintf(args, sizeof(args), "-4@$3 4@%ld(%%rip) 4@%ld(%%rip)",
		 to_counted, to_counted + 4);
	ck_assert_str_eq(all.list[0].args, args);
	read_own(all.list[0].offset, code, CODE);
	ck_assert_mem_eq(code, probe_place, CODE);
	read_own(all.list[0].semaphore, &value, sizeof(value));
	ck_assert_uint_eq(value, 77);
	pw_usdt_free(&all);
}
END_TEST

START_TEST(files_without_probes)
{
	struct pw_usdts all;

	ck_assert_int_eq(pw_usdt_read("/proc/self/exe.not", &all), -ENOENT);
	ck_assert_int_eq(pw_usdt_read("/etc/passwd", &all), -ENOEXEC);
	pw_usdt_free(&all);
}
END_TEST

START_TEST(other_files_are_told)
{
	struct pw_elf *elf;

	ck_assert_int_eq(pw_elf_open("/etc/passwd", &elf), -ENOEXEC);
	ck_assert_ptr_null(elf);
	ck_assert_int_eq(pw_elf_open("/nothing/there", &elf), -ENOENT);
	ck_assert_int_eq(pw_elf_open("/dev/null", &elf), -ENOEXEC);
}
END_TEST

/* A file cut short anywhere must do no harm. */
START_TEST(a_broken_file_does_no_harm)
{
	struct pw_usdts all;
	struct pw_elf *elf;
	char path[64];
	struct stat st;
	off_t size;

	strip_into("cp /proc/$PPID/exe a 2>/dev/null || true");
	snprintf(path, sizeof(path), "%s/a", dir);
	ck_assert_int_eq(stat(path, &st), 0);
	for (size = st.st_size; size > 0; size = size * 7 / 8) {
		ck_assert_int_eq(truncate(path, size), 0);
		if (!pw_elf_open(path, &elf))
			pw_elf_free(elf);
		pw_usdt_read(path, &all);
		pw_usdt_free(&all);
	}
}
END_TEST

static const char *only(const char *spec, pid_t pid)
{
	static char path[PATH_MAX];
	struct pw_names names = { NULL, 0, 0 };

	ck_assert_int_eq(pw_binary_find(spec, pid, &names), 0);
	ck_assert_uint_eq(names.n, 1);
	snprintf(path, sizeof(path), "%s", names.name[0]);
	pw_names_free(&names);
	return path;
}

START_TEST(names_along_path)
{
	char command[128], *old = strdup(getenv("PATH"));

	snprintf(command, sizeof(command), "cp /proc/%d/exe %s/prog; "
		 "echo text > %s/text", getpid(), dir, dir);
	ck_assert_int_eq(system(command), 0);
	setenv("PATH", dir, 1);
	snprintf(command, sizeof(command), "%s/prog", dir);
	ck_assert_str_eq(only("prog", 0), command);
	ck_assert_str_eq(only(command, 0), command);
	ck_assert_str_eq(only("pr*", 0), command);
	snprintf(command, sizeof(command), "%s/*", dir);
	/* What is no ELF file is not meant. */
	ck_assert_str_eq(strrchr(only(command, 0), '/'), "/prog");
	setenv("PATH", old, 1);
	free(old);
}
END_TEST

START_TEST(libraries_by_name)
{
	const char *path = only("libc", 0);

	ck_assert_ptr_nonnull(strstr(path, "/libc.so.6"));
	ck_assert_int_eq(access(path, R_OK), 0);
	ck_assert_ptr_nonnull(strstr(only("libc.so.6", 0), "/libc.so.6"));
}
END_TEST

START_TEST(what_a_process_has_mapped)
{
	struct pw_names names = { NULL, 0, 0 };
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	bool has_libc = false;
	size_t i;

	ck_assert_int_gt(n, 0);
	self[n] = '\0';
	ck_assert_int_eq(pw_binary_find("*", getpid(), &names), 0);
	ck_assert(pw_names_has(&names, self));
	for (i = 0; i < names.n; i++)
		has_libc |= strstr(names.name[i], "/libc") != NULL;
	ck_assert(has_libc);
	pw_names_free(&names);
}
END_TEST

START_TEST(names_of_nothing)
{
	struct pw_names names = { NULL, 0, 0 };

	ck_assert_int_eq(pw_binary_find("no_such_program", 0, &names), -ENOENT);
	ck_assert_int_eq(pw_binary_find("/etc/passwd", 0, &names), -ENOENT);
	ck_assert_int_eq(pw_binary_find("/etc", 0, &names), -ENOENT);
	ck_assert_int_eq(pw_binary_find("/nothing/*", 0, &names), -ENOENT);
	pw_names_free(&names);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("elf");
	TCase *tc = tcase_create("elf");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tc, make_dir, remove_dir);
	tcase_add_test(tc, a_function_is_found_by_name_and_by_address);
	tcase_add_test(tc, variables_are_found_apart_from_functions);
	tcase_add_test(tc, names_are_sorted_and_no_function_comes_twice);
	tcase_add_test(tc, a_stripped_file_has_no_names);
	tcase_add_test(tc, a_debug_link_is_followed);
	tcase_add_test(tc, a_debug_link_is_followed_into_its_folder);
	tcase_add_test(tc, a_note_tells_of_a_probe);
	tcase_add_test(tc, files_without_probes);
	tcase_add_test(tc, other_files_are_told);
	tcase_add_test(tc, a_broken_file_does_no_harm);
	tcase_add_test(tc, names_along_path);
	tcase_add_test(tc, libraries_by_name);
	tcase_add_test(tc, what_a_process_has_mapped);
	tcase_add_test(tc, names_of_nothing);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
