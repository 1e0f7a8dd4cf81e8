/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the parts of the command line's parser share: options.c, which goes
 * through the words, option_values.c and option_file.c. Only for these.
 */
#ifndef PW_COMMAND_PARSER_H
#define PW_COMMAND_PARSER_H

#include "command/options.h"

struct pw_parser {
	struct pw_options *options;
	int argc;
	char *const *argv;
	int at;			/* the word that is being read */
	bool only_params;	/* "--" was met */
	bool has_mode;
	pw_tool_finder *find;
	void *ctx;
};

/* Says in the options what is wrong; -EINVAL. */
int pw_option_wrong(struct pw_parser *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A named parameter; the last of a name counts. 0 or -ENOMEM. */
int pw_option_named(struct pw_parser *p, const char *name, size_t len,
		    const char *value, enum pw_value_kind kind);
/*
 * The file that the parameter number *i means: its device and inode become
 * NAME-device and NAME-inode. *i is then the last word of it. 0, -EINVAL or
 * -ENOMEM.
 */
int pw_option_file(struct pw_parser *p, const struct pw_tool_option *param,
		   uint32_t *i);
/* An option with its value, or NULL. 0 or -EINVAL. */
int pw_option_pid(struct pw_parser *p, const char *value);
int pw_option_duration(struct pw_parser *p, const char *value);
int pw_option_count(struct pw_parser *p, const char *value);
int pw_option_debug(struct pw_parser *p, const char *value);
int pw_option_format(struct pw_parser *p, const char *value);
int pw_option_buffering(struct pw_parser *p, const char *value);
int pw_option_max_load(struct pw_parser *p, const char *value);
int pw_option_mode(struct pw_parser *p, const char *value);
int pw_option_test(struct pw_parser *p, const char *value);
int pw_option_bench(struct pw_parser *p, const char *value);
int pw_option_dir(struct pw_parser *p, const char *value);
int pw_option_header(struct pw_parser *p, const char *value);
int pw_option_warnings(struct pw_parser *p, const char *value);
int pw_option_no_warnings(struct pw_parser *p, const char *value);
int pw_option_no_feature(struct pw_parser *p, const char *value);

#endif
