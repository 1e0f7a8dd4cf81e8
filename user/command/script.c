/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loading of scripts. A file wins over a tool of the same name, a directory
 * does not.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "command/script.h"
#include "command/tools.h"
#include "symbols/file.h"

#define SCRIPT_MAX	(4u << 20)

int pw_source_is_file(const char *word)
{
	struct stat st;

	return !strcmp(word, "-") ||
	       (!stat(word, &st) && !S_ISDIR(st.st_mode));
}

static int load_file(struct pw_source *source, const char *word)
{
	bool is_stdin = !strcmp(word, "-");
	int fd, err;

	fd = is_stdin ? STDIN_FILENO : open(word, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = pw_file_text(fd, SCRIPT_MAX, &source->owned);
	if (!is_stdin)
		close(fd);
	source->text = source->owned;
	source->name = is_stdin ? "stdin" : word;
	return err;
}

int pw_source_load(struct pw_source *source, const char *word)
{
	const struct pw_tool_source *tool;
	int err = 0;

	if (source->text && !strcmp(source->word, word))
		return 0;
	pw_source_free(source);
	tool = pw_tool_source(word);
	if (pw_source_is_file(word) || !tool) {
		err = load_file(source, word);
	} else {
		source->text = tool->text;
		source->name = tool->name;
	}
	source->word = word;
	return err;
}

void pw_source_free(struct pw_source *source)
{
	free(source->owned);
	memset(source, 0, sizeof(*source));
}

int pw_source_find_tool(void *ctx, const char *word, struct pw_tool *tool,
			char *err, size_t err_size)
{
	struct pw_source *source = ctx;

	if (pw_source_load(source, word))
		return 0;
	return pw_tool_parse(source->text, tool, err, err_size);
}
