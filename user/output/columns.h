/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table in the head of a tool's script: its name, options, examples and
 * columns. Option parsing, --help, the rows and the JSON keys come from it.
 *
 * Lines that begin with "//:" above the first line of code:
 *   //: tool NAME "one sentence"
 *   //: option LETTER NAME[=LIST|=SIGNALS|=N|=STRING|=DISK|=CALLS]
 *             "what it does"
 *             [default=VALUE]
 *   //: param NAME=N|=STRING|=PROBE|=FILE "what the next word without a dash is"
 *             [default=VALUE | required]
 *   //: exclusive NAME NAME...
 *   //: example "command line" "what it shows"
 *   //: column KEY TITLE FORMAT [wide=FORMAT]
 *                 [source=time|elapsed|unix|message]
 *                 [if=OPTION,...] [unless=OPTION,...] [before="text"]
 *                 [after="text"] [join="text"] [cut="text"] [scale=N]
 *                 [divide=N] [omit=empty] [as=blanks] [only=json]
 *                 [OPTION=TITLE]...
 *   //: table @MAP[,@MAP...] [sort=KEY,...|$OPTION] [unless=OPTION]
 *   //: histogram UNIT|$key [OPTION=UNIT]... [key=TITLE]
 *   //: events
 *   //: stacks INDENT [offsets=OPTION] [delimiter=OPTION]
 *             [above=LABEL] [below=LABEL]
 *   //: first PROBE PROBE...
 *   //: optional PROBE...
 * $NAME in an attach point is the option or parameter of that name; where it
 * has no value the probe is left out. A parameter that is a PROBE is a set of
 * probes as bcc writes it ("tcp_*", "c:malloc", "t:block:*"): $NAME is them,
 * return:$NAME is where those functions return.
 * A parameter that is a FILE is given as a path, or as the numbers of its
 * device and itself, "MAJOR:MINOR INODE". getopt("NAME-device", 0) is the
 * device as the kernel has it in a struct super_block, "NAME-inode" the inode.
 * There can be one.
 * table: the rows are the map's entries, in the columns its keys and then its
 * value; the greatest of the column `sort` (of several the first that is
 * shown), or of the last one, first. $OPTION: the key is what that option says,
 * which has a default. Of several maps with the same keys the values stand side
 * by side, 0 where a map has not that key; print() of the first prints them
 * all. unless: with that option these maps are no table.
 * histogram: hist() and lhist() are printed as bcc does, in that unit; that of
 * OPTION if it is given. key: what is printed before a map's key; without it,
 * the map's name. $key: the key is the unit.
 * events: maps of numbers are printed as bcc's argdist does: the number, then
 * NAME = VALUE for every two of a key's elements.
 * stacks: maps with stacks among their keys are printed as bcc does: a frame a
 * line, behind so many blanks, the process, the number. offsets: names have
 * them if that option is given; delimiter: -- between kernel and process.
 * above, below: labels of the first key and of the last, with the stack between
 * them.
 * required instead of default=: whoever gives no value is shown the usage.
 * first: of these attach points, as the script writes them, the first that this
 * kernel has; the others are left out. optional: each is left out if it is not
 * there.
 * A column with the source message makes rows of printf(): its format begins
 * with a conversion and a blank for each column without source; the rest, with
 * the other arguments, is the message.
 * A column without source takes the next element of the tuple that the script
 * prints. One with the title "" has none. if: shown if one of these options is
 * given; unless: if none is. scale: the integer is divided by N and printed
 * with %f; divide: what is left over is cut off. join: in the text the column
 * is one with the one before, with this between them; the width is that of
 * both. cut: what is left away where a value begins with it. omit: with the
 * texts around it, where it is 0 or empty. as: the integer is how many blanks
 * are printed. Where no column has a title, it is told that the probes are
 * attached. OPTION=TITLE: the title if that option is given.
 */
#ifndef PW_OUTPUT_COLUMNS_H
#define PW_OUTPUT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "lang/lang.h"
#include "output/printf.h"

#define PW_TOOL_OPTIONS_MAX	32
#define PW_TOOL_COLUMNS_MAX	32
#define PW_TOOL_EXAMPLES_MAX	16
#define PW_TOOL_PARAMS_MAX	8
#define PW_TOOL_EXCLUSIVE_MAX	8	/* groups, and names in one */
#define PW_TOOL_CHOICES_MAX	16
#define PW_TOOL_CHOSEN_MAX	64	/* probes in all of them */
#define PW_TOOL_UNITS_MAX	4
#define PW_TOOL_TITLES_MAX	2
#define PW_TOOL_TABLES_MAX	6
#define PW_TOOL_SORTS_MAX	4

enum pw_value_kind {
	PW_VALUE_FLAG,		/* the option takes no value */
	PW_VALUE_LIST,		/* numbers 0 to 65535, comma-separated */
	PW_VALUE_NUMBER,
	PW_VALUE_STRING,
	PW_VALUE_SIGNALS,	/* a list of their numbers or names */
	PW_VALUE_DISK,		/* its name; the script has its number */
	PW_VALUE_ERRNO,		/* likewise */
	PW_VALUE_PROBE,
	PW_VALUE_FILE,
	PW_VALUE_TRACE,		/* specs of bcc's trace; may be repeated */
	PW_VALUE_ARGDIST,	/* and of its argdist */
	PW_VALUE_CALLS		/* a set of system calls, for syscall_in() */
};

struct pw_tool_option {
	char letter;		/* 0: it has none */
	bool is_param;
	const char *name;
	enum pw_value_kind kind;
	const char *help;
	const char *usual;	/* its value where none is given, or NULL */
	bool is_required;
};

/* A histogram's unit, or a title, if one of these options is given. */
struct pw_tool_unit {
	uint32_t bits;
	const char *name;
};

enum pw_column_source {
	PW_COLUMN_TUPLE,	/* the next element of the tuple */
	PW_COLUMN_TIME,		/* time of day of the record */
	PW_COLUMN_ELAPSED,	/* since the first row */
	PW_COLUMN_UNIX,		/* seconds since 1970 */
	PW_COLUMN_MESSAGE	/* what a printf() has for it */
};

struct pw_tool_column {
	const char *key;	/* in JSON */
	const char *title;
	struct pw_tool_unit titles[PW_TOOL_TITLES_MAX];	/* others */
	uint32_t n_titles;
	struct pw_spec format;
	struct pw_spec wide;	/* the same as format if there is no other */
	enum pw_column_source source;
	const char *before;	/* text in front of it, or NULL */
	const char *after;	/* text behind it, or NULL */
	const char *join;	/* text behind the one before, or NULL */
	const char *cut;	/* what is left away, or NULL */
	bool omits_empty, is_blanks, only_json;
	uint64_t scale;		/* 0: none */
	uint64_t divide;	/* likewise */
	uint32_t show_if;	/* bits: numbers of options; 0: always */
	uint32_t hide_if;	/* likewise */
};

struct pw_tool_example {
	const char *command;
	const char *what;
};

struct pw_tool {
	const char *name;
	const char *summary;
	struct pw_tool_option options[PW_TOOL_OPTIONS_MAX];
	uint32_t n_options;
	struct pw_tool_option params[PW_TOOL_PARAMS_MAX];
	uint32_t n_params;
	uint32_t exclusive[PW_TOOL_EXCLUSIVE_MAX];	/* bits, as show_if */
	uint32_t n_exclusive;
	struct pw_tool_example examples[PW_TOOL_EXAMPLES_MAX];
	uint32_t n_examples;
	struct pw_tool_column columns[PW_TOOL_COLUMNS_MAX];
	uint32_t n_columns;
	uint32_t n_tuple;	/* columns that take an element */
	const char *tables[PW_TOOL_TABLES_MAX];	/* maps that make the rows */
	uint32_t n_tables;
	const char *sort_keys;	/* as written, or NULL */
	uint32_t sorts[PW_TOOL_SORTS_MAX];	/* numbers of columns */
	uint32_t n_sorts;
	uint32_t table_unless;	/* options, as show_if */
	const char *unit;	/* of histograms; NULL: they are bpftrace's */
	struct pw_tool_unit units[PW_TOOL_UNITS_MAX];
	uint32_t n_units;
	const char *hist_key;	/* title of a histogram's key, or NULL */
	bool events;		/* counts are printed as argdist does */
	uint32_t stack_indent;	/* 0: stacks are printed as bpftrace does */
	uint32_t offsets_if;	/* options, as show_if */
	uint32_t delimiter_if;
	const char *above, *below;	/* labels of keys, or NULL */
	struct pw_choice choices[PW_TOOL_CHOICES_MAX];
	uint32_t n_choices;
	const char *chosen[PW_TOOL_CHOSEN_MAX];
	uint32_t n_chosen;
	char *text;		/* owns the strings */
};

/*
 * Reads the table of the NUL-terminated script `source`. 1: it has one; 0: it
 * has none, and is no tool; -EINVAL or -ENOMEM: err says why and in which line.
 * After 1, free with pw_tool_free().
 */
int pw_tool_parse(const char *source, struct pw_tool *tool, char *err,
		  size_t err_size);
void pw_tool_free(struct pw_tool *tool);

/* The option of this letter or name (of `len` bytes), or NULL. */
const struct pw_tool_option *pw_tool_letter(const struct pw_tool *tool,
					    char letter);
const struct pw_tool_option *pw_tool_name(const struct pw_tool *tool,
					  const char *name, size_t len);
/* The same for a parameter, by its name. */
const struct pw_tool_option *pw_tool_param(const struct pw_tool *tool,
					   const char *name, size_t len);

/* The number of the column of that key, or -1. */
int pw_tool_column(const struct pw_tool *tool, const char *key, size_t len);

/*
 * Sorts by the column that was given, if that is for an option to say. 0, or
 * -EINVAL and one sentence.
 */
int pw_tool_set_sort(struct pw_tool *tool, const struct pw_option *given,
		     uint32_t n_given, char *err, size_t err_size);

/* Is `value` one that the option takes? 0, or -EINVAL and one sentence. */
int pw_tool_check_value(const struct pw_tool_option *option, const char *value,
			char *err, size_t err_size);

/* May these be given together? 0, or -EINVAL and one sentence. */
int pw_tool_check_given(const struct pw_tool *tool,
			const struct pw_option *given, uint32_t n_given,
			char *err, size_t err_size);

/* ENOENT or 2, as a number from 1 to 4095; false: it is none. */
bool pw_tool_errno(const char *value, uint64_t *number);

/* The options that were given, as the bits that show_if has. */
uint32_t pw_tool_given_bits(const struct pw_tool *tool,
			    const struct pw_option *given, uint32_t n_given);

/* --help. */
void pw_tool_usage(const struct pw_tool *tool, FILE *out);

#endif
