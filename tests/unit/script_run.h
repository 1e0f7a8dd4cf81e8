/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs a script as far as a machine without the module can: compiled with an
 * invented kernel's names, verified, its probes fired one after another in the
 * engine, what it prints made text by user/output.
 *
 * The invented world: process 1234, thread 1235, user 1000, group 100, "bash",
 * CPU 0 of 8, memory node 3, 4295000000 ticks, the session began at 900 ns and
 * the first hit is at 1000; arg0 is 10 and so on (20 in
 * rawtracepoint and fexit), retval is -5; the string "hello, world" at
 * SCRIPT_TEXT; vfs_read, vfs_write and "mod:mod_open" are all functions; each
 * tracepoint of category "sock" has the fields of struct script_record, and
 * those of "other" the same at other places. The kernel's stack is greeting+5,
 * greeting+300 and an address without a name; the process's "main;loop"+5 and
 * 0x2fff in "/bin/game;x", and 0x5000 in no file. sock:gone and missing:* are not
 * there. block:block_rq_issue has 7 sectors and 0 bytes, block:block_rq_insert
 * no sectors and 4096 bytes.
 */
#ifndef SCRIPT_RUN_H
#define SCRIPT_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include "lang/lang.h"

#define SCRIPT_TEXT	0xffff800000001000ull	/* of the kernel */
#define SCRIPT_PATH	0x7f0000002000ull	/* a process's: "/etc/passwd" */
#define SCRIPT_DATA	0xffff800000003000ull	/* int32_t 1 … 8, -9, 10 … 32 */
#define SCRIPT_TABLE	0xffff800000004000ull	/* SCRIPT_DATA, 8 behind it,
						 * SCRIPT_TEXT, 0 */
#define SCRIPT_ARGV	0x7f0000004000ull	/* both, and NULL */
#define SCRIPT_OFFSETS	0xffff800000002000ull	/* of CPUs: 100, 200 … */
#define SCRIPT_MM	0xffff800000abd000ull	/* of its memory */
#define SCRIPT_TASKS	0xffff800000abc000ull	/* the current one; its parent
						 * is 77, "sshd", its leader
						 * 1234, "leader" */

struct script_record {
	uint64_t common;
	uint64_t skaddr;	/* SCRIPT_TEXT */
	int32_t oldstate;	/* 7 */
	int32_t newstate;	/* -2 */
	uint16_t sport;		/* 8080 */
	uint16_t family;	/* 2 */
	uint8_t saddr[4];	/* 127.0.0.1 */
	uint8_t saddr_v6[16];	/* 2001:db8::1 */
	char task[16];		/* "sshd" and garbage behind the NUL */
	uint32_t name;		/* __data_loc: "eth0" */
	int8_t small;		/* -1 */
	uint8_t pad[3];
	uint64_t path;		/* SCRIPT_PATH */
	uint32_t shorts[2];	/* as uint16_t: 1, 2, 3, 65535 */
	uint64_t argv;		/* SCRIPT_ARGV */
	char tail[8];		/* where name is */
};

/* What script_run() prints is JSON, or folded stacks. */
extern bool script_is_json;
extern bool script_is_folded;
extern bool script_is_svg;
/* Debug info is known for "main;loop". */
extern bool script_has_lines;
/* The head that the script has as a tool, or NULL. */
extern const struct pw_tool *script_tool;

/* That world; options and parameters are added by the caller. */
void script_env(struct pw_lang_env *env);

/* Errors and hints, "LINE:COL-COL: ERROR: …" each; "" if there is none. */
char *script_messages(const char *text, const struct pw_lang_env *env);

/*
 * Compiles and fires each probe `times` times. What was printed, then the maps
 * as at the end of a run, then what was counted as lost or wrong. A script that
 * is refused fails the test. To be freed.
 */
char *script_run(const char *text, const struct pw_lang_env *env,
		 unsigned int times);

/* The disassembly of the programs alone, without positions. To be freed. */
char *script_code(const char *text, const struct pw_lang_env *env);

#endif
