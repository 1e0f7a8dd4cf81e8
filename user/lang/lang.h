/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The compiler's door. Pure: it opens no file and no socket; all that it asks
 * of the machine goes through struct pw_lang_env.
 */
#ifndef PW_LANG_LANG_H
#define PW_LANG_LANG_H

#include <stdio.h>
#include "lang/config.h"
#include "lang/program.h"
#include "lang/source.h"

/* A field of a tracepoint's record; see user/types/format.h. */
struct pw_tp_field {
	const char *name;
	const char *type_text;	/* as the format file writes it: "char[16]" */
	uint32_t offset;	/* bytes in the record */
	uint32_t size;		/* bytes; 4 for a __data_loc descriptor */
	bool is_signed;
	enum {
		PW_FIELD_INT,		/* size 1, 2, 4, 8 */
		PW_FIELD_CHARS,		/* char x[size]: a string */
		PW_FIELD_DATA_LOC,	/* __data_loc char[]: a string */
		PW_FIELD_REL_LOC,	/* __rel_loc char[] */
		PW_FIELD_ARRAY,		/* other arrays; see elem_size */
		PW_FIELD_OTHER		/* a struct, a __data_loc array … */
	} kind;
	uint32_t elem_size;	/* ARRAY */
	bool is_pointer;
};

struct pw_tp_format {
	bool is_backport;	/* the module's own */
	uint64_t id;		/* event id; 0 for a backport */
	uint32_t size;		/* bytes up to the end of the last field */
	uint32_t n_fields;
	const struct pw_tp_field *fields;	/* without common_ ones */
	/* Of the kernel's: the module's, which has fields that this lacks. */
	const struct pw_tp_format *newer;
};

/* A named parameter of the script as given on the command line. */
struct pw_option {
	const char *name;
	const char *value;	/* "" or NULL for a flag that is set */
	bool is_list;		/* comma-separated numbers, each of which a
				 * comparison with getopt() may match */
	bool is_probe;		/* bcc's way to write a set of probes */
	bool is_trace;		/* specs of bcc's trace, one a line */
	bool is_argdist;	/* specs of bcc's argdist, likewise */
	bool is_usual;		/* nobody gave it: the tool's default */
};

/* Attach points of a tool, as its script writes them. */
struct pw_choice {
	const char *const *names;
	uint32_t n;
	bool is_optional;	/* each may be missing; otherwise the first that
				 * is there is meant, and no other */
};

enum pw_load_kind {
	PW_LOAD_IMPORT,		/* beside the file it is imported from */
	PW_LOAD_QUOTED,		/* #include "…": there, then as the next */
	PW_LOAD_SYSTEM		/* #include <…> */
};

enum pw_mode {
	PW_MODE_RUN,	/* all but test and bench */
	PW_MODE_TEST,	/* --test: begin, end and test */
	PW_MODE_BENCH	/* --bench: begin, end and bench */
};

/* Kept by the env. */
struct pw_user_place {
	const char *path;
	const char *function;	/* in whose code it is; "": nobody knows */
	uint64_t offset;	/* bytes from the file's start */
	uint64_t address;	/* as the file is linked */
	uint64_t from_entry;	/* bytes from where the function begins, or,
				 * if nobody knows of one, the file's code */
};

/* A variable or a function of a file. */
struct pw_user_symbol {
	uint64_t address;	/* as the file is linked */
	uint64_t place;		/* of the code that was asked for, likewise */
	uint64_t size;		/* bytes; 0: unknown */
	bool is_fixed;		/* that is where it is in every process */
};

/* A probe that a file brings along; kept by the env. */
struct pw_usdt_place {
	const char *path;
	const char *provider;
	const char *name;
	const char *args;	/* see user/symbols/usdt.h */
	uint64_t offset;	/* bytes from the file's start */
	uint64_t semaphore;	/* likewise; 0: none */
};

struct pw_lang_env {
	void *data;
	/* Calls `add` with name and text of each file that `name` means in
	 * the file called `from`: for a directory all in it, for a header that
	 * exists but is not needed none. 0, -ENOENT or another -errno; -EPERM:
	 * anybody may have put it there. NULL: there are no other files. */
	int (*load)(void *data, const char *from, const char *name,
		    enum pw_load_kind kind,
		    void (*add)(void *ctx, const char *name, const char *text),
		    void *ctx);
	/* The format of a tracepoint: 0 and *out (kept by the env), -ENOENT if
	 * there is none, another -errno. */
	int (*tracepoint)(void *data, const char *category, const char *name,
			  const struct pw_tp_format **out);
	/* Call `add` for each target that a pattern with '*', '?' or '[]'
	 * means, or that is called so: functions for kprobe and fentry and
	 * their returns ("f" or "module:f"), "cat:name" for tracepoint,
	 * "module:name" for rawtracepoint, "path:f" for uprobe and uretprobe.
	 * 0, or -errno. */
	int (*expand)(void *data, enum pw_probe_kind kind, const char *pattern,
		      void (*add)(void *ctx, const char *target), void *ctx);
	/* Names like this one, nearest first, for errors: writes up to `max`
	 * pointers (kept by the env) to out, returns how many. */
	unsigned (*nearest)(void *data, enum pw_probe_kind kind,
			    const char *target, const char **out, unsigned max);
	/* Which of n functions, "f" or "module:f", may be probed: there[i] is 1
	 * or 0. 0, or -errno; NULL: nobody can be asked. */
	int (*functions)(void *data, const char *const *names, uint32_t n,
			 uint8_t *there);
	/* Is this module, or vmlinux, loaded? */
	bool (*module)(void *data, const char *name);
	/* The function at an address: 0, *function (kept by the env) and the
	 * bytes behind its beginning; -ENOENT or -errno. */
	int (*function_at)(void *data, uint64_t address, const char **function,
			   uint64_t *offset);
	/* A place in a program or a library ("bash", "libc", a path): a
	 * function and `number` bytes, or where that is NULL the address
	 * `number`. 0; -ENOENT: no such file; -ENOEXEC: it is no ELF file;
	 * -ESRCH: no such function; -ERANGE: beyond its end; -EFAULT: no code
	 * is there; another -errno. */
	int (*user_place)(void *data, const char *file, const char *function,
			  uint64_t number, struct pw_user_place *out);
	/* The statement at a line, and column if that is not 0, of a file of
	 * source. As user_place; -ENODATA: no debug info; -ESRCH: `why` says
	 * what is wrong. */
	int (*user_line)(void *data, const char *file, const char *source,
			 uint64_t line, uint64_t column,
			 struct pw_user_place *out, char *why, size_t size);
	/* Symbol `name` of the file `path`, and the code `offset` bytes from
	 * that file's start. As user_place. */
	int (*user_symbol)(void *data, const char *path, const char *name,
			   uint64_t offset, struct pw_user_symbol *out);
	/* Calls add() for each place of the probes that `file` brings along and
	 * that "PROVIDER:NAME", either with wildcards, means. 0, as for
	 * user_place, or -errno. */
	int (*usdt)(void *data, const char *file, const char *name,
		    void (*add)(void *ctx, const struct pw_usdt_place *place),
		    void *ctx);
	/* --probe-filter: is a probe of this name to be there? NULL: all. */
	bool (*wanted)(void *data, const char *name);
	/* Types of the kernel; NULL: there are none. */
	const struct pw_type_source *types;
	/* The address of a symbol of the kernel: 0, -ENOENT or -errno. */
	int (*kaddr)(void *data, const char *name, uint64_t *address);
	/* The number of the cgroup with that directory: 0 or -errno. */
	int (*cgroup)(void *data, const char *path, uint64_t *id);
	const struct pw_option *options;
	uint32_t n_options;
	/* The script is a tool: see choose.h. */
	bool is_tool;
	bool *wrong_value;	/* set if what it was given cannot be */
	/* Of a file that people have: what older versions of bpftrace took is
	 * taken, with a warning. */
	bool is_file;
	const struct pw_choice *choices;
	uint32_t n_choices;
	const char *const *headers;	/* to be included first */
	uint32_t n_headers;
	const char *const *params;	/* $1, $2 … */
	uint32_t n_params;
	uint32_t max_strlen;		/* bytes; 0: 64 */
	uint32_t max_map_keys;		/* 0: 4096 */
	uint32_t max_probes;		/* 0: 1024 */
	/* Of probes that bpftrace makes a program each for: wildcards in
	 * blocks that use `probe`, and others; 0: 1024. */
	uint32_t max_bpf_progs;
	/* -p: a process id, 0 for none. The blocks of kprobe, kretprobe and
	 * tracepoint then run only for hits in that process: as if their
	 * predicate had `pid == pid_filter &&` in front. begin, end and
	 * interval are not concerned. */
	uint32_t pid_filter;
	bool in_pid_ns;		/* pid, tid are not the initial namespace's */
	uint32_t child;			/* process of -c; 0: there is none */
	uint32_t n_cpus;		/* that this machine may have */
	uint32_t kernel_version;	/* as LINUX_VERSION_CODE; 0: unknown */
	/* ns from CLOCK_MONOTONIC to CLOCK_BOOTTIME and CLOCK_TAI. */
	uint64_t boot_delta, tai_delta;
	/* For tests: the map without keys that has the time for tseries(). */
	const char *clock_map;
	enum pw_stack_mode stack_mode;	/* goes before the script's */
	bool no_warnings;		/* print errors only */
	bool tells_faults;		/* -k: warn of each read that fails */
	bool is_unsafe;			/* system() may be called */
	enum pw_missing missing_probes;	/* goes before the script's setting */
	/* Look each function up now. Otherwise one that is not there is found
	 * when it is attached, and no good script waits for the list. */
	bool checks_functions;
	enum pw_mode mode;		/* which probes there are */
	/* 1 + percent of a CPU's time that probes may take; 0: not set. */
	uint32_t max_load;
};

/*
 * Compiles `text` (NUL-terminated) called `name` in messages ("stdin" for -e).
 * Returns NULL after an error; messages go to `err`, as
 *   NAME:LINE:COL-COL: ERROR: what
 *   the line
 *      ~~~
 * Free the result with pw_program_free().
 */
struct pw_program *pw_compile(const char *name, const char *text,
			      const struct pw_lang_env *env, FILE *err);
void pw_program_free(struct pw_program *prog);

/* -d: what a stage made, for people. */
void pw_dump_ast(const char *name, const char *text, FILE *out);
void pw_dump_types(const struct pw_program *prog, FILE *out);
void pw_disassemble(const struct pw_program *prog, FILE *out);

#endif
