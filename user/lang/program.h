/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What compiling a script gives: the image for the module, and what the command
 * must know to print what comes back. user/lang makes it; user/output and
 * user/command read it. Nothing here knows of netlink.
 */
#ifndef PW_LANG_PROGRAM_H
#define PW_LANG_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>
#include <probewire/image.h>
#include "lang/config.h"

enum pw_type_kind {
	PW_TYPE_NONE,
	PW_TYPE_INT,		/* 8 bytes in a slot; width and is_signed */
	PW_TYPE_BOOL,		/* 8 bytes */
	PW_TYPE_STRING,		/* a string slot */
	PW_TYPE_BYTES,		/* length bytes: an array as C lays it out, of
				 * integers of width or of what `of` says */
	PW_TYPE_BUF,		/* buf(): u64 how many, then at most length
				 * bytes; printed as text with \x00 */
	PW_TYPE_STRUCT,		/* record: as C lays it out */
	PW_TYPE_INET,		/* ntop(): u64 family, 16 bytes address */
	PW_TYPE_PROBE,		/* number of a probe, printed as its name */
	PW_TYPE_FUNC,		/* number of a probe, printed as its function;
				 * PW_FUNC_TAG may be set */
	PW_TYPE_MAC,		/* macaddr(): 6 bytes */
	PW_TYPE_USER,		/* number of a user, printed as its name */
	PW_TYPE_KSYM,		/* address in the kernel, printed as the name
				 * of its symbol; or FUNC with PW_FUNC_TAG */
	PW_TYPE_USYM,		/* address in a process: as a stack of one */
	PW_TYPE_KSTACK,		/* number of a stack, of at most length frames,
				 * printed as width, an enum pw_stack_mode */
	PW_TYPE_USTACK,		/* the same of a process */
	PW_TYPE_TIME,		/* strftime(): ns, printed by format, of
				 * CLOCK_BOOTTIME, or since 1970 if is_signed */
	PW_TYPE_CGROUP_PATH,	/* number of a cgroup, printed as where it is
				 * in hierarchies that format matches */
	PW_TYPE_DISK,		/* number of a disk, printed as its name */
	PW_TYPE_CALL,		/* argstr(): u64 number of a probe, its args */
	PW_TYPE_RETURN,		/* retstr(): the same, u64 what is returned */
	PW_TYPE_SYSCALL,	/* argstr() of a system call: see lang/call.h */
	PW_TYPE_SYSRET,		/* retstr() of it: u64 number, u64 result */
	PW_TYPE_TUPLE,		/* elems one behind the other; with names it is
				 * a record, (a=1, b=2) */
	/* Values of aggregates; as a number 8 bytes, is_signed. */
	PW_TYPE_COUNT,
	PW_TYPE_SUM,
	PW_TYPE_MIN,
	PW_TYPE_MAX,
	PW_TYPE_AVG,		/* in its map 16 bytes: sum, how many */
	PW_TYPE_STATS,		/* the same, but never a number */
	PW_TYPE_HIST,		/* each bucket an entry of its map, with its */
	PW_TYPE_LHIST,		/* number as last 8 bytes of the key */
	PW_TYPE_TSERIES,	/* likewise each interval */
	PW_TYPE_ARGS,		/* args itself: only for its fields */
	PW_TYPE_PORTS		/* a list option: only to compare with */
};

/* No address of the kernel, nor of a process. */
#define PW_FUNC_TAG	(1ull << 62)

/* A struct or union; a member's type says how its bytes are read. */
struct pw_struct {
	const char *name;	/* "struct sock"; without a tag "struct" */
	bool is_union;
	bool is_complete;	/* its members are known */
	bool has_tag;
	uint32_t size, align;
	uint32_t n_members;
	const struct pw_member *members;	/* those of unnamed ones too */
	struct pw_lazy *lazy;	/* its members may not have been read yet: see
				 * pw_struct_load(); NULL: the script's own */
};

struct pw_enumerator {
	const char *name;
	int64_t value;
};

struct pw_enum {
	const char *name;	/* without "enum"; "" if it has none */
	unsigned int width;
	bool is_complete;
	uint32_t n_values;
	const struct pw_enumerator *values;
};

/* A type and its place in the frame, a key, a value or a record. */
struct pw_type {
	enum pw_type_kind kind;
	uint32_t size;		/* bytes of the slot, a multiple of 8 */
	uint8_t width;		/* INT: bytes that count: 1, 2, 4, 8 */
	bool is_signed;		/* INT */
	bool is_pointer;	/* INT: print as 0x… where bpftrace does */
	bool is_flexible;	/* INT: of a literal that fits either sign; for
				 * the type check only */
	uint8_t space;		/* INT: pointer by kptr() or uptr(): 1 + enum
				 * pw_space; 0: the address tells */
	uint32_t length;	/* BYTES, BUF: bytes; elements are of width.
				 * STRING: bytes with the NUL, for messages */
	uint32_t n_elems;	/* TUPLE */
	const struct pw_type *elems;
	const char *const *names;	/* TUPLE: of a record; or NULL */
	const struct pw_type *of;	/* INT: what a pointer points to, NULL:
					 * void; BYTES: elements */
	const struct pw_struct *record;	/* STRUCT */
	const struct pw_enum *enumeration;	/* INT; or NULL */
	const char *format;	/* TIME, CGROUP_PATH */
};

struct pw_member {
	const char *name;
	struct pw_type type;	/* NONE: one that cannot be read */
	uint32_t offset;	/* bytes from the struct's start */
	uint32_t size;		/* bytes there */
	/* A bit-field: `bits` bits above the lowest `shift` of the `load`
	 * bytes at offset; bits is 0 for other members. */
	uint8_t bits, shift, load;
};

/* What the command does when a record arrives. */
enum pw_action_kind {
	PW_ACTION_PRINTF,	/* format, values */
	PW_ACTION_PRINT_VALUE,	/* print(expr): one value */
	PW_ACTION_PRINT_MAP,	/* print(@m): map; top, div (0: absent) */
	PW_ACTION_CLEAR_MAP,
	PW_ACTION_ZERO_MAP,
	PW_ACTION_TIME,		/* time(format) */
	/* Their format and values give the text. */
	PW_ACTION_ERRORF,	/* a message with the call's place */
	PW_ACTION_WARNF,
	PW_ACTION_CAT,		/* the name of a file that is printed */
	PW_ACTION_SYSTEM,	/* a command that is run */
	PW_ACTION_DEBUGF,	/* a line for the kernel's trace buffer */
	PW_ACTION_NO_KEY,	/* -k: a map has no such key; format: what
				 * would look it up in bpftrace */
	PW_ACTION_FAULT,	/* -k: a read failed; the value is its address,
				 * format what follows "probe_read_user" */
	PW_ACTION_PACKET,	/* a buf() for the pcap file called format */
	PW_ACTION_JOIN		/* values up to the first empty string, with
				 * format between them */
};

struct pw_source_pos {
	uint32_t line, column;	/* from 1 */
	const char *file;	/* NULL: the script */
};

/* One for each pw_rec_def of the image, same order. */
struct pw_action {
	enum pw_action_kind kind;
	const char *format;
	uint32_t n_values;
	const struct pw_type *values;
	uint32_t map;
	uint32_t top, div;
	struct pw_source_pos pos;	/* ERRORF, WARNF: of the call */
	const char *place;		/* "1:9-62" */
	const char *trace;		/* lines below the message, or NULL */
};

/* One for each pw_map_def of the image, same order. */
struct pw_map_info {
	const char *name;		/* without the '@' */
	uint32_t n_keys;		/* 0: a scalar */
	const struct pw_type *keys;	/* one behind the other in the key */
	struct pw_type value;
	int64_t arg[3];			/* of its pw_map_def */
};

/* What is known of the function that a probe is on. */
struct pw_shape {
	bool is_known;
	uint32_t n_params;
	const char *const *names;
	const struct pw_type *types;
	const uint8_t *regs;	/* of the arguments; PW_ON_STACK: in none */
	struct pw_type returns;	/* NONE: nothing */
};

#define PW_ON_STACK	0xffu

/* An option that the script asks for with getopt(). */
struct pw_program_option {
	const char *name;
	const char *about;		/* or NULL */
};

struct pw_program {
	void *image;
	uint32_t image_size;
	uint32_t n_actions;
	struct pw_action *actions;
	uint32_t n_maps;
	struct pw_map_info *maps;
	bool hides_maps;		/* they are not printed at the end */
	bool keeps_mangled;		/* C++ names stay as files have them */
	bool shows_lines;		/* of source, in stacks of processes */
	uint32_t max_cat_bytes;
	uint32_t max_load;		/* percent of a CPU's time; 0: all */
	uint32_t n_options;
	struct pw_program_option *options;
	const char *str_trunc_trailer;	/* NULL: the usual one */
	enum pw_missing missing_probes;	/* never UNSET */
	uint32_t n_probes;		/* of the image */
	/* Probes of other modes, which the image does not have. */
	uint32_t n_tests, n_benches;
	const char **probe_names;	/* "kprobe:vfs_read" */
	const char **probe_funcs;	/* "vfs_read" */
	const struct pw_shape *shapes;	/* one a probe; NULL: nobody asks */
	uint32_t n_insns;
	struct pw_source_pos *positions; /* of each instruction */
	void *arena;			/* owns all of the above */
};

/* The probes in the image, n_probes of them. */
static inline struct pw_probe_def *pw_program_probes(const struct pw_program *p)
{
	const struct pw_image_header *head = p->image;

	return (void *)((char *)p->image + head->probes.offset);
}

static inline const char *pw_program_target(const struct pw_program *p,
					    const struct pw_probe_def *def)
{
	const struct pw_image_header *head = p->image;

	return (const char *)p->image + head->strings.offset + def->target;
}

#endif
