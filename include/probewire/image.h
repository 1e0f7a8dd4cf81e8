/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The program image: what the command compiles a script to and the module
 * verifies and runs. One buffer: this header, then sections of arrays, each at
 * an offset that is a multiple of 8. Host byte order. The image never leaves
 * the machine and is never stored.
 */
#ifndef PROBEWIRE_IMAGE_H
#define PROBEWIRE_IMAGE_H

#include <linux/types.h>
#include <probewire/opcodes.h>
#include <probewire/stack.h>

#define PW_IMAGE_MAGIC	0x49575750u	/* "PWWI" */
#ifndef PW_ABI	/* a test builds the command with another one */
#define PW_ABI		7	/* of image, protocol and records */
#endif

/* Limits, checked by the module; the command names them in its errors. */
#define PW_IMAGE_MAX	(4u << 20)	/* bytes */
#define PW_INSNS_MAX	65536u		/* in one image */
#define PW_PROG_INSNS_MAX 4096u		/* in one program */
#define PW_MAPS_MAX	256u
/* A key and its value fit into one message, and so does a record. */
#define PW_KEY_MAX	15872u		/* bytes */
#define PW_VALUE_MAX	15872u		/* bytes */
#define PW_ENTRIES_MAX	(1u << 20)	/* of one map */
#define PW_HIST_BITS_MAX 5u
#define PW_TSERIES_MAX	1000000u	/* intervals */
#define PW_LHIST_MAX	1000u		/* buckets, beside the two outer ones */
#define PW_MAP_BYTES_MAX (256u << 20)	/* of all maps of a session */
#define PW_RECS_MAX	1024u
#define PW_SEGS_MAX	64u		/* in one record */
#define PW_RECORD_MAX	32192u		/* bytes, header included */
#define PW_PROGS_MAX	1024u
#define PW_PROBES_MAX	32768u
#define PW_NAME_MAX	256u		/* bytes of a name, with its NUL */
#define PW_RING_MIN	4096u		/* bytes for each CPU */
#define PW_RING_MAX	(16u << 20)
#define PW_RING_DEFAULT	(512u << 10)
#define PW_LOOP_BUDGET_MAX	1000000u
#define PW_LOOP_BUDGET_DEFAULT	100000u

struct pw_section {
	__u32 offset;	/* bytes from the start of the image, multiple of 8 */
	__u32 count;	/* elements; bytes for constants and strings */
};

struct pw_image_header {
	__u32 magic;		/* PW_IMAGE_MAGIC */
	__u32 abi;		/* PW_ABI */
	__u32 size;		/* bytes of the whole image */
	__u32 ring_bytes;	/* for each CPU, a power of two; 0: default */
	__u32 loop_budget;	/* instructions a hit may spend by going back;
				 * 0: default */
	__u32 max_load;		/* percent of a CPU's time that programs may
				 * take before the session is ended; 0: all */
	struct pw_section insns;	/* struct pw_insn */
	struct pw_section constants;	/* bytes */
	struct pw_section strings;	/* NUL-terminated names, back to back */
	struct pw_section maps;		/* struct pw_map_def */
	struct pw_section recs;		/* struct pw_rec_def */
	struct pw_section segs;		/* struct pw_seg */
	struct pw_section progs;	/* struct pw_prog_def */
	struct pw_section probes;	/* struct pw_probe_def */
};

enum pw_map_kind {
	PW_MAP_VALUE,	/* a value that programs set and read */
	/* Aggregates: each CPU has its part, programs only add to it. */
	PW_MAP_COUNT,	/* 8 bytes */
	PW_MAP_SUM,	/* 8 bytes */
	PW_MAP_AVG,	/* 16 bytes: the sum, how many */
	PW_MAP_MIN,	/* 8 bytes */
	PW_MAP_MAX,	/* 8 bytes */
	/* Counts, with the number of a bucket as last 8 bytes of the key. */
	PW_MAP_HIST,	/* see pw_hist_bucket() in kmod/engine/aggregate.h */
	PW_MAP_LHIST,
	/* Values of the last intervals, with the number of one of them as last
	 * 8 bytes of the key: what it adds up to, how many (time of the last
	 * one without a function), which interval since 1970. 24 bytes */
	PW_MAP_TSERIES,
	PW_MAP_KINDS
};

/* What an interval of TSERIES keeps of its numbers. */
enum pw_tseries {
	PW_TSERIES_LAST,
	PW_TSERIES_AVG,
	PW_TSERIES_MAX_OF,
	PW_TSERIES_MIN_OF,
	PW_TSERIES_SUM,
	PW_TSERIES_KINDS
};

#define PW_MAP_F_DELETE	1	/* a program of this image deletes keys */
#define PW_MAP_F_SIGNED	2	/* AVG, MIN, MAX: of signed numbers */
#define PW_MAP_F_EVICT	4	/* a new key may take an old one's place; with
				 * PW_MAP_F_DELETE, and keys */

struct pw_map_def {
	__u32 name;		/* offset in strings, without the '@' */
	__u32 kind;		/* enum pw_map_kind */
	__u32 key_size;		/* bytes, multiple of 8; 0: one value, no key */
	__u32 value_size;	/* bytes, multiple of 8 */
	__u32 max_entries;	/* keys; 1 when key_size is 0 */
	__u32 flags;		/* PW_MAP_F_* */
	__s64 arg[3];		/* HIST: bits, 0, 0; LHIST: least, greatest,
				 * width of a bucket; TSERIES: ns of an
				 * interval, how many, enum pw_tseries;
				 * others: 0 */
};

enum pw_seg_kind {
	PW_SEG_RAW,	/* size bytes as they are; size is a multiple of 8 */
	PW_SEG_STR	/* a string slot of size bytes, sent without its tail */
};

/* A piece of the frame that goes into a record. */
struct pw_seg {
	__u32 offset;	/* in the frame */
	__u32 size;	/* bytes in the frame, a multiple of 8 */
	__u32 kind;	/* enum pw_seg_kind */
	__u32 pad;
};

/* A record that programs emit. The command knows what it means. */
struct pw_rec_def {
	__u32 first_seg;
	__u32 n_segs;
};

/* What a program finds when it runs; a probe's kind must match. */
enum pw_prog_ctx {
	PW_PROG_PLAIN,		/* begin, end, interval: nothing */
	PW_PROG_ENTRY,		/* kprobe: arg0 to arg5 */
	PW_PROG_RETURN,		/* kretprobe: retval */
	PW_PROG_RECORD,		/* tracepoint: a record */
	PW_PROG_RAW,		/* rawtracepoint: given 0 to given 11 */
	PW_PROG_EXIT,		/* fexit: given 0 to given 5, retval */
	PW_PROG_CTXS
};

struct pw_prog_def {
	__u32 first_insn;
	__u32 n_insns;
	__u32 frame_size;	/* bytes, multiple of 8 */
	__u32 ctx;		/* enum pw_prog_ctx */
	__u32 rec_size;		/* bytes of the record that it needs */
	__u32 pad;
};

enum pw_probe_kind {
	PW_PROBE_BEGIN,		/* once, in the command's context, first */
	PW_PROBE_END,		/* once, in the command's context, last */
	PW_PROBE_INTERVAL,	/* param: period, ns */
	PW_PROBE_KPROBE,	/* target: [module:]function; param: offset */
	PW_PROBE_KRETPROBE,	/* target: [module:]function; param: maxactive,
				 * 0: the module chooses */
	PW_PROBE_TRACEPOINT,	/* target: category:name; param: event id */
	PW_PROBE_BACKPORT,	/* target: category:name, one of the module's */
	PW_PROBE_RAWTRACEPOINT,	/* target: name */
	PW_PROBE_FENTRY,	/* target: [module:]function */
	PW_PROBE_FEXIT,		/* the same, and param as of a kretprobe */
	PW_PROBE_PROFILE,	/* on every CPU; param: period, ns */
	PW_PROBE_UPROBE,	/* target: path of a file, a colon, and what
				 * the function is called; param: bytes from
				 * the file's start; address: of the 16-bit
				 * counter that tells processes of listeners,
				 * likewise, 0: none */
	PW_PROBE_URETPROBE,	/* the same, at the function's return */
	PW_PROBE_USDT,		/* as a uprobe */
	PW_PROBE_SOFTWARE,	/* target: name of an event; event; param: fires
				 * once in so many of them on a CPU */
	PW_PROBE_HARDWARE,	/* the same */
	PW_PROBE_WATCHPOINT,	/* target: address as text; address; param:
				 * bytes: 1, 2, 4 or 8; event: PW_WATCH_* */
	/* Only when RUN asks for them. */
	PW_PROBE_SIGNAL,
	PW_PROBE_TEST,
	PW_PROBE_BENCH,
	PW_PROBE_KINDS
};

/* So many kprobes at the entry of functions, and kretprobes, are attached at
 * once, if the addresses are known; fewer one by one: nobody needs to look. */
#define PW_MASS_MIN	16u

#define PW_PROBE_F_OPTIONAL 1	/* one of a wildcard's: when it cannot be
				 * attached, the others go on without it */

#define PW_PROBE_F_INSIDE 2	/* UPROBE, USDT: behind a function's first
				 * instruction; the frame may be set up */

/* As the kernel has them; READ | WRITE, WRITE or EXECUTE. */
#define PW_WATCH_READ	1
#define PW_WATCH_WRITE	2
#define PW_WATCH_EXECUTE 4

struct pw_probe_def {
	__u32 kind;	/* enum pw_probe_kind */
	__u32 flags;	/* PW_PROBE_F_* */
	__u32 prog;
	__u32 name;	/* offset in strings: the probe as the script says it,
			 * wildcards resolved: "kprobe:vfs_read" */
	__u32 target;	/* offset in strings; "" where there is none */
	__u32 event;	/* SOFTWARE, HARDWARE: which one, config of struct
			 * perf_event_attr; WATCHPOINT: see there; else 0 */
	__u32 process;	/* SOFTWARE, HARDWARE, WATCHPOINT: the process, as the
			 * pid namespace of the command numbers it, and what it
			 * starts; 0: all */
	__u32 pad;
	__u64 param;
	__u64 address;	/* KPROBE, KRETPROBE: of the function, if known: then
			 * many can be attached at once. UPROBE, WATCHPOINT: see
			 * there. Else 0 */
};

#endif
