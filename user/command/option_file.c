// SPDX-License-Identifier: GPL-2.0
/*
 * The file that a tool is to watch: a path, or the numbers that the kernel
 * knows it by.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include "command/parser.h"
#include "symbols/disk.h"

#define MAJOR_MAX	4095

/* Digits only, up to `stop`; what is behind it, or NULL. */
static const char *read_number(const char *text, uint64_t max, char stop,
			       uint64_t *number)
{
	char *end;

	if (*text < '0' || *text > '9')
		return NULL;
	errno = 0;
	*number = strtoull(text, &end, 10);
	if (errno || *end != stop || *number > max)
		return NULL;
	return end + (stop != '\0');
}

static bool read_device(const char *text, uint64_t *device)
{
	uint64_t major, minor;

	text = read_number(text, MAJOR_MAX, ':', &major);
	if (!text || !read_number(text, PW_MINOR_MAX, '\0', &minor))
		return false;
	*device = pw_device_number(major, minor);
	return true;
}

static int name_number(struct pw_parser *p, const char *param, unsigned which,
		       uint64_t number)
{
	static const char *const suffixes[] = { "device", "inode" };
	char *text = p->options->file_numbers[which];
	char name[64];

	snprintf(text, sizeof(p->options->file_numbers[which]), "%" PRIu64,
		 number);
	snprintf(name, sizeof(name), "%s-%s", param, suffixes[which]);
	return pw_option_named(p, name, strlen(name), text, PW_VALUE_NUMBER);
}

int pw_option_file(struct pw_parser *p, const struct pw_tool_option *param,
		   uint32_t *i)
{
	struct pw_options *o = p->options;
	const char *word = o->params[*i];
	uint64_t device, inode;
	struct stat st;
	int err = stat(word, &st) ? errno : 0;

	if (!err) {
		device = pw_device_number(major(st.st_dev),
					  minor(st.st_dev));
		inode = st.st_ino;
	} else if (!read_device(word, &device)) {
		return pw_option_wrong(p, "cannot find '%s': %s", word,
				       strerror(err));
	} else if (++*i == o->n_params) {
		return pw_option_wrong(p, "%s needs an inode's number behind "
				       "the device %s", o->tool.name, word);
	} else if (!read_number(o->params[*i], UINT64_MAX, '\0', &inode)) {
		return pw_option_wrong(p, "an inode is a number, not '%s'",
				       o->params[*i]);
	}
	err = name_number(p, param->name, 0, device);
	return err ? err : name_number(p, param->name, 1, inode);
}
