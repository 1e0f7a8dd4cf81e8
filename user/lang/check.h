/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the parser and the code generator: probes resolved, names bound,
 * types known. check_probe.c turns the heads of blocks into probes and units;
 * check.c goes over all units until no type changes any more, then once more to
 * report what is wrong.
 */
#ifndef PW_LANG_CHECK_H
#define PW_LANG_CHECK_H

#include "lang/arena.h"
#include "lang/ast.h"
#include "lang/diag.h"
#include "lang/lang.h"

#define PW_BUCKETS 64u	/* of a table of names, a power of two */

/* What makes a variable. */
enum pw_origin {
	PW_BY_ASSIGNMENT,
	PW_BY_LET,
	PW_BY_LOOP
};

/* A variable or a map. */
struct pw_symbol {
	const char *name;
	struct pw_type type;	/* of its value; NONE while not known */
	bool is_fixed;		/* a variable declared with this type */
	struct pw_symbol *next;	/* in the bucket */

	/* Maps. */
	uint32_t number;
	struct pw_span span;	/* where it is first named */
	bool is_used;		/* with or without keys: decided */
	bool has_keys;
	uint32_t n_keys;	/* 0 while not known */
	struct pw_type *keys;
	bool is_deleted;	/* a program deletes keys */
	struct pw_map_decl *decl;	/* or NULL */
	bool has_args;		/* of a histogram: known */
	int64_t args[3];	/* as in struct pw_map_def */
	struct pw_symbol *next_map;

	/* Variables. */
	bool is_addressed;	/* &$x: it lies in the frame */
	enum pw_origin origin;
	struct pw_span made;	/* where it was */
	bool is_assigned;	/* so far, in the last pass */
	bool in_register;	/* while code is generated: where it is */
	uint32_t place;		/* register or frame offset */
};

/* getopt.c: the option that was given, of that name of `len` bytes; or NULL. */
const struct pw_option *pw_find_option(const struct pw_lang_env *env,
				       const char *name, size_t len);

/* A block for one kind of probe, and one layout of fields: a program. */
struct pw_unit {
	struct pw_block *block;
	enum pw_prog_ctx ctx;
	enum pw_probe_kind kind;		/* of its first probe */
	const struct pw_tp_format *format;	/* RECORD, if args is used */
	const char *target;			/* of that probe: "cat:name" */
	const char *usdt_args;			/* where they lie; or NULL */
	uint64_t place;				/* its param */
	uint32_t number;
	struct pw_unit *next;
};

struct pw_probe {
	enum pw_probe_kind kind;
	uint32_t flags;		/* PW_PROBE_F_* */
	const char *name;
	const char *func;
	const char *target;
	uint64_t param;
	uint32_t event;		/* of struct pw_probe_def */
	uint64_t address;	/* see struct pw_probe_def */
	uint32_t process;	/* likewise */
	const char *usdt_args;	/* of a usdt: see user/symbols/usdt.h */
	const struct pw_tp_format *format;
	struct pw_unit *unit;
};

/* What a getopt() declares. */
struct pw_getopt {
	const char *name;
	const struct pw_expr *value;	/* the default, or NULL */
	const char *about;		/* or NULL */
	struct pw_getopt *next;
};

/* One compilation. */
struct pw_compile {
	struct pw_arena *arena;
	struct pw_diags *diags;
	const struct pw_lang_env *env;
	uint32_t max_strlen, max_map_keys, max_probes;
	enum pw_stack_mode stack_mode;	/* never UNSET */
	enum pw_missing missing_probes;
	struct pw_script *script;

	struct pw_getopt *getopts;
	struct pw_unit *units, **units_tail;
	uint32_t n_units;
	struct pw_probe *probes;
	size_t n_probes, probes_room;
	uint32_t n_tests, n_benches;	/* that are not in this mode */
	uint32_t n_wanted;		/* probes, those over the limit too */
	uint32_t n_expanded;		/* one by one; see max_bpf_progs */
	struct pw_span over_span;	/* of what went over max_probes */
	uint32_t max_bpf_progs;
	uint32_t name_length;	/* of the longest probe's name, with the NUL */
	/* Two probes have the same name: then a number does not tell it. */
	bool probe_is_string, func_is_string;
	bool uses_shapes;	/* argstr() or retstr() is called */
	/* A func is a number, the same in all probes of a function: it may be
	 * mixed with what ksym() gives, or is compared at the return. */
	bool uses_ksym;

	struct pw_symbol *buckets[PW_BUCKETS];	/* maps */
	struct pw_symbol *maps, **maps_tail;
	uint32_t n_maps;
};

/* The field of that name, or NULL. */
const struct pw_tp_field *pw_find_field(const struct pw_tp_format *format,
					const char *name);

/* "kprobe", "tracepoint" … */
const char *pw_probe_kind_name(enum pw_probe_kind kind);
/* Whether a program asks if it is the process of -p that a probe of this kind
 * fired in. */
bool pw_kind_is_of_process(enum pw_probe_kind kind);
/* Whose hits alone run the program of a probe; 0: all. */
uint32_t pw_pid_filter(const struct pw_lang_env *env, enum pw_probe_kind kind);

/* What the builtin probetype says: "special" for begin and end. */
const char *pw_probe_type_name(enum pw_probe_kind kind);

/* Percent of a CPU's time that probes may take; 0: all. */
uint32_t pw_max_load(const struct pw_compile *c);

/* Fills units and probes. */
void pw_check_probes(struct pw_compile *c);
/* Fills maps, types and symbols of all nodes; folds constants. */
void pw_check_types(struct pw_compile *c);

/* A list option, in pw_expr.info of an expression of type PORTS. */
struct pw_ports {
	const char *name;
	uint32_t n;
	const uint64_t *numbers;
};

#endif
