// SPDX-License-Identifier: GPL-2.0
/*
 * System calls as text: what argstr() and retstr() print of values as a hit
 * makes them, the table of calls, and sets of them. Expected values are what
 * strace(1) prints of such calls.
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include "lang/call.h"
#include "lang/syscalls.h"
#include "lang/texts.h"
#include "output/buf.h"
#include "output/syscall.h"
#include "output/value.h"
#include "script_run.h"

#define ROOM	64u
#define SIZE	(PW_SYSCALL_TEXT_AT + PW_SYSCALL_TEXTS * (8 + ROOM))

static struct pw_buf buf;
static const struct pw_value_env nothing;

/* A call in the making. */
static uint8_t slot[SIZE];
static unsigned int n_texts;

static void teardown(void)
{
	pw_buf_free(&buf);
	memset(&buf, 0, sizeof(buf));
}

static void begin(uint64_t number, uint64_t a, uint64_t b, uint64_t c,
		  uint64_t d, uint64_t e)
{
	uint64_t words[1 + PW_CALL_ARGS] = { number, a, b, c, d, e, 0 };

	memset(slot, 0, sizeof(slot));
	memcpy(slot, words, sizeof(words));
	n_texts = 0;
}

/* What was read of an argument; length 0: a string. */
static void text(unsigned int arg, const void *bytes, uint32_t size,
		 uint32_t length)
{
	uint8_t *at = slot + PW_SYSCALL_TEXT_AT + n_texts++ * (8 + ROOM);
	uint64_t head = arg + 1 + ((uint64_t)length << 8);

	memcpy(at, &head, sizeof(head));
	memcpy(at + 8, bytes, size);
}

static void is(const char *expected)
{
	struct pw_type type = { .kind = PW_TYPE_SYSCALL, .size = SIZE,
				.length = 32 };

	ck_assert(pw_type_check(&type));
	buf.len = 0;
	pw_value_text(&buf, &nothing, &type, slot);
	pw_buf_char(&buf, '\0');
	ck_assert_str_eq(buf.data, expected);
}

static void returns(int64_t number, int64_t value, const char *expected)
{
	struct pw_type type = { .kind = PW_TYPE_SYSRET, .size = 16 };
	int64_t words[2] = { number, value };

	ck_assert(pw_type_check(&type));
	buf.len = 0;
	pw_value_text(&buf, &nothing, &type, (const uint8_t *)words);
	pw_buf_char(&buf, '\0');
	ck_assert_str_eq(buf.data, expected);
}

START_TEST(test_files)
{
	begin(SYS_openat, (uint32_t)-100, 0x1000, 02000000, 0x99, 0);
	text(1, "/proc/\"x\"\n", 10, 0);
	is("AT_FDCWD, \"/proc/\\\"x\\\"\\n\", O_RDONLY|O_CLOEXEC");
	/* A mode only where it counts; what cannot be read is an address. */
	begin(SYS_open, 0x7fff1000, 01101, 0640, 0, 0);
	is("0x7fff1000, O_WRONLY|O_CREAT|O_TRUNC, 0640");
	begin(SYS_open, 0, 020200002, 0600, 0, 0);
	is("NULL, O_RDWR|O_TMPFILE, 0600");
	begin(SYS_close, (uint32_t)-1, 7, 7, 7, 7);
	is("-1");
	begin(SYS_renameat, 3, 0x1, (uint32_t)-100, 0x2, 0);
	text(1, "a", 1, 0);
	text(3, "b", 1, 0);
	is("3, \"a\", AT_FDCWD, \"b\"");
	begin(SYS_lseek, 4, (uint64_t)-3000000000ll, 2, 0, 0);
	is("4, -3000000000, SEEK_END");
	begin(SYS_access, 0x1, 0, 0, 0, 0);
	text(0, "/x", 2, 0);
	is("\"/x\", F_OK");
	begin(SYS_chmod, 0x1, 04755, 0, 0, 0);
	text(0, "s", 1, 0);
	is("\"s\", 04755");
}
END_TEST

START_TEST(test_cut)
{
	uint8_t bytes[ROOM];

	/* The mark of a string that was cut is its slot's last byte. */
	memset(bytes, 'p', ROOM);
	bytes[ROOM - 2] = 0;
	bytes[ROOM - 1] = 1;
	begin(SYS_unlink, 0x1, 0, 0, 0, 0);
	text(0, bytes, ROOM, 0);
	buf.len = 0;
	is("\"pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp"
	   "\"...");
}
END_TEST

START_TEST(test_data)
{
	begin(SYS_write, 1, 0x1000, 5, 0, 0);
	text(1, "\0\1\0019\377", 5, 5);
	is("1, \"\\0\\1\\0019\\377\", 5");
	begin(SYS_write, 1, 0x1000, 4096, 0, 0);
	text(1, "0123456789012345678901234567890123456789", 40, 40);
	is("1, \"01234567890123456789012345678901\"..., 4096");
	/* Of a read as much as came. */
	begin(SYS_read, 3, 0x1000, 4096, 0, 0);
	text(1, "abc", 3, 3);
	is("3, \"abc\", 4096");
	begin(SYS_read, 3, 0x1000, 4096, 0, 0);
	is("3, 0x1000, 4096");
}
END_TEST

START_TEST(test_network)
{
	static const uint8_t in[16] = { AF_INET, 0, 0x1f, 0x90, 127, 0, 0, 1 };
	static const uint8_t in6[28] = { AF_INET6, 0, 0, 53, 0, 0, 0, 0,
					 [23] = 1 };

	begin(SYS_socket, 2, 02004001, 6, 0, 0);
	is("AF_INET, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, 6");
	begin(SYS_connect, 3, 0x1000, 16, 0, 0);
	text(1, in, 16, 16);
	is("3, {sa_family=AF_INET, sin_port=htons(8080), "
	   "sin_addr=inet_addr(\"127.0.0.1\")}, 16");
	begin(SYS_bind, 3, 0x1000, 28, 0, 0);
	text(1, in6, 28, 28);
	is("3, {sa_family=AF_INET6, sin6_port=htons(53), "
	   "sin6_addr=inet_pton(\"::1\")}, 28");
	begin(SYS_connect, 3, 0x1000, 7, 0, 0);
	text(1, "\1\0/log\0", 7, 7);
	is("3, {sa_family=AF_UNIX, sun_path=\"/log\"}, 7");
	begin(SYS_connect, 3, 0x1000, 6, 0, 0);
	text(1, "\1\0\0abc", 6, 6);
	is("3, {sa_family=AF_UNIX, sun_path=@\"abc\"}, 6");
	begin(SYS_sendto, 3, 0x1, 2, 0x4040, 0x2);
	text(1, "hi", 2, 2);
	text(4, in, 16, 16);
	is("3, \"hi\", 2, MSG_DONTWAIT|MSG_NOSIGNAL, {sa_family=AF_INET, "
	   "sin_port=htons(8080), sin_addr=inet_addr(\"127.0.0.1\")}, 0");
}
END_TEST

START_TEST(test_others)
{
	static const int64_t half[2] = { 1, 500000000 };
	static const int32_t ends[2] = { 3, 4 };

	begin(SYS_mmap, 0, 4096, 3, 0x22, (uint32_t)-1);
	is("NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, "
	   "0");
	begin(SYS_mprotect, 0x1000, 4096, 0, 0, 0);
	is("0x1000, 4096, PROT_NONE");
	begin(SYS_kill, 181, 15, 0, 0, 0);
	is("181, SIGTERM");
	begin(SYS_kill, (uint32_t)-1, 0, 0, 0, 0);
	is("-1, 0");
	begin(SYS_clone, 0x01200011, 0, 0, 0x5, 0);
	is("CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, NULL, NULL, 0x5, "
	   "0");
	begin(SYS_nanosleep, 0x1, 0, 0, 0, 0);
	text(0, half, sizeof(half), sizeof(half));
	is("{tv_sec=1, tv_nsec=500000000}, NULL");
	begin(SYS_pipe2, 0x1, 02000000, 0, 0, 0);
	text(0, ends, sizeof(ends), sizeof(ends));
	is("[3, 4], O_RDONLY|O_CLOEXEC");
	begin(SYS_futex, 0x10, 128, 1, 0, 0);
	is("0x10, FUTEX_WAIT|FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0");
	begin(SYS_fcntl, 3, 1030, 0, 0, 0);
	is("3, F_DUPFD_CLOEXEC, 0");
	begin(SYS_getpid, 1, 2, 3, 4, 5);
	is("");
	/* Bits without a name, and a call that nobody has described. */
	begin(SYS_unlinkat, 3, 0x1, 0x80000200, 0, 0);
	is("3, 0x1, AT_REMOVEDIR|0x80000000");
	begin(184, 1, 0x20, 3, 4, 5);
	is("0x1, 0x20, 0x3, 0x4, 0x5, 0x0");
	begin(99999, 1, 2, 3, 4, 5);
	is("0x1, 0x2, 0x3, 0x4, 0x5, 0x0");
}
END_TEST

START_TEST(test_results)
{
	returns(SYS_openat, 3, "3");
	returns(SYS_openat, -ENOENT, "-2 (ENOENT)");
	returns(SYS_read, -512, "-512 (ERESTARTSYS)");
	returns(SYS_read, -4000, "-4000");
	returns(SYS_mmap, 0x7f0000001000, "0x7f0000001000");
	returns(SYS_mmap, -ENOMEM, "-12 (ENOMEM)");
	returns(SYS_umask, 022, "022");
	returns(99999, -38, "-38 (ENOSYS)");
}
END_TEST

/* A length that the module cannot have sent. */
START_TEST(test_broken)
{
	struct pw_type type = { .kind = PW_TYPE_SYSCALL, .size = 64 };

	ck_assert(!pw_type_check(&type));
	begin(SYS_write, 1, 0x1000, 5, 0, 0);
	text(1, "x", 1, 0x7fffffff);
	is("1, \"x\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0"
	   "\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\", 5");
	begin(SYS_connect, 3, 0x1000, 1, 0, 0);
	text(1, "\2", 1, 1);
	is("3, \"\\2\", 1");
}
END_TEST

static bool is_word(const char *word, size_t len)
{
	static const char *const kinds[] = {
		"d", "l", "u", "x", "o", "p", "fd", "at", "path", "str", "buf",
		"out", "fds", "ts", "addr", "mode",
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i]) == len && !memcmp(kinds[i], word, len))
			return true;
	return pw_flags_text(&buf, word, len, 0);
}

START_TEST(test_table)
{
	uint32_t n = pw_texts_count(PW_TEXTS_SYSCALLS), known = 0;
	const char *word;
	size_t len;

	for (uint32_t i = 0; i < n; i++) {
		const char *args = pw_syscall_args(i);

		if (!args)
			continue;
		known++;
		for (unsigned int at = 0;
		     (len = pw_syscall_word(args, at, &word)); at++) {
			if (*word == '=' && !at) {
				word++;
				len--;
			}
			ck_assert_msg(is_word(word, len), "%s: %.*s",
				      pw_texts_get(PW_TEXTS_SYSCALLS, i),
				      (int)len, word);
			ck_assert(at <= PW_CALL_ARGS);
		}
	}
	/* All but those that no kernel since 3.10 has, and the newest. */
	ck_assert(known > 325);
}
END_TEST

START_TEST(test_sets)
{
	bool set[512];
	int len;
	const char *bad;

	ck_assert(!pw_syscall_set("open,close", set, 512, &len));
	ck_assert(set[SYS_open] && set[SYS_close] && !set[SYS_read]);
	ck_assert(!pw_syscall_set("%file", set, 512, &len));
	ck_assert(set[SYS_open] && set[SYS_execve] && set[SYS_newfstatat] &&
		  set[SYS_getcwd] && !set[SYS_read] && !set[SYS_fstat]);
	ck_assert(!pw_syscall_set("%network,kill", set, 512, &len));
	ck_assert(set[SYS_connect] && set[SYS_sendto] && set[SYS_kill] &&
		  !set[SYS_open]);
	ck_assert(!pw_syscall_set("!%desc,futex", set, 512, &len));
	ck_assert(!set[SYS_read] && !set[SYS_futex] && set[SYS_getpid] &&
		  !set[SYS_mmap] && !set[SYS_poll]);
	ck_assert(!pw_syscall_set("%process,%signal,%memory", set, 512, &len));
	ck_assert(set[SYS_clone] && set[SYS_wait4] && set[SYS_rt_sigaction] &&
		  set[SYS_brk] && !set[SYS_write]);
	ck_assert(!pw_syscall_set("all", set, 512, &len) && set[SYS_getuid]);
	ck_assert(!pw_syscall_set("", set, 512, &len) && set[SYS_getuid]);
	bad = pw_syscall_set("open,opan,close", set, 512, &len);
	ck_assert(bad && len == 4 && !memcmp(bad, "opan", 4));
	bad = pw_syscall_set("%files", NULL, 0, &len);
	ck_assert(bad && len == 6);
}
END_TEST

static void messages(const char *script, const char *expected)
{
	struct pw_lang_env env;
	char *are;

	script_env(&env);
	are = script_messages(script, &env);
	ck_assert_msg(strstr(are, expected) != NULL, "%s: %s", script, are);
	free(are);
}

START_TEST(test_places)
{
	struct pw_lang_env env;
	char *out;

	messages("begin { print(argstr()); }", "argstr() is there where a "
		 "function is entered");
	messages("kprobe:vfs_read { print(retstr()); }", "retstr() is there "
		 "where a function returns");
	messages("kprobe:vfs_read { print(argstr(3)); }", "argstr() of a "
		 "function takes no arguments");
	messages("begin { print(syscall_in(1, \"read,nope\")); }",
		 "no system call or class of them is called 'nope'");
	script_env(&env);
	out = script_run("begin { print((syscall_in(0, \"read\"), "
			 "syscall_in(1, \"read\"), syscall_in(-1, \"!read\"), "
			 "syscall_in(57, \"%process\"))); }", &env, 1);
	ck_assert_str_eq(out, "(true, false, true, true)\n");
	free(out);
	/* Nobody declares the function. */
	out = script_run("kprobe:vfs_read { printf(\"%s(%s)\\n\", func, "
			 "argstr()); } kretprobe:vfs_read { print(retstr()); }",
			 &env, 1);
	ck_assert_str_eq(out, "vfs_read(...)\n0xfffffffffffffffb\n");
	free(out);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("syscalls");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, test_files);
	tcase_add_test(tc, test_cut);
	tcase_add_test(tc, test_data);
	tcase_add_test(tc, test_network);
	tcase_add_test(tc, test_others);
	tcase_add_test(tc, test_results);
	tcase_add_test(tc, test_broken);
	tcase_add_test(tc, test_table);
	tcase_add_test(tc, test_sets);
	tcase_add_test(tc, test_places);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? 1 : 0;
}
