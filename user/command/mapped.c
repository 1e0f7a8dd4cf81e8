/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Maps the files of a program's uprobes; see mapped.h.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "command/mapped.h"
#include "symbols/binary.h"

static size_t path_len(const char *target)
{
	return (size_t)(strrchr(target, ':') - target);
}

/* Probes of one file follow each other in most scripts. */
static bool is_held(const struct pw_mapped *mapped, const char *target)
{
	size_t len = path_len(target);
	size_t i;

	for (i = mapped->n; i > 0; i--)
		if (path_len(mapped->list[i - 1].target) == len &&
		    !memcmp(mapped->list[i - 1].target, target, len))
			return true;
	return false;
}

static void hold(struct pw_mapped *mapped, const char *target)
{
	struct pw_mapping *mapping = &mapped->list[mapped->n];
	char *path = pw_binary_of(target);
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	struct stat st;

	free(path);
	if (fd < 0)
		return;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0) {
		mapping->target = target;
		mapping->size = (size_t)st.st_size;
		mapping->base = mmap(NULL, mapping->size, PROT_READ,
				     MAP_PRIVATE, fd, 0);
		mapped->n += mapping->base != MAP_FAILED;
	}
	close(fd);
}

void pw_mapped_hold(struct pw_mapped *mapped, const struct pw_program *prog)
{
	const struct pw_probe_def *defs = pw_program_probes(prog);

	mapped->n = 0;
	mapped->list = calloc(prog->n_probes + 1, sizeof(*mapped->list));
	if (!mapped->list)
		return;
	for (uint32_t i = 0; i < prog->n_probes; i++) {
		const char *target = pw_program_target(prog, &defs[i]);

		if (defs[i].kind >= PW_PROBE_UPROBE &&
		    defs[i].kind <= PW_PROBE_USDT && !is_held(mapped, target))
			hold(mapped, target);
	}
}

void pw_mapped_release(struct pw_mapped *mapped)
{
	size_t i;

	for (i = 0; i < mapped->n; i++)
		munmap(mapped->list[i].base, mapped->list[i].size);
	free(mapped->list);
	memset(mapped, 0, sizeof(*mapped));
}
