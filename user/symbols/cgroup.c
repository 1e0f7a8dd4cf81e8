// SPDX-License-Identifier: GPL-2.0
/*
 * Where cgroups are: a walk over the directories below each mount, whose finds
 * are kept as long as they are true.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "symbols/cgroup.h"
#include "symbols/match.h"

/* Its handle is the number from 5.5 on; elsewhere that of the inode serves. */
int pw_cgroup_id(const char *path, uint64_t *id)
{
	union {
		struct file_handle head;
		char room[sizeof(struct file_handle) + sizeof(uint64_t)];
	} handle;
	struct stat st;
	int mount;

	memset(&handle, 0, sizeof(handle));
	handle.head.handle_bytes = sizeof(uint64_t);
	if (!name_to_handle_at(AT_FDCWD, path, &handle.head, &mount, 0) &&
	    handle.head.handle_bytes == sizeof(uint64_t)) {
		memcpy(id, handle.head.f_handle, sizeof(*id));
		return 0;
	}
	if (stat(path, &st))
		return -errno;
	*id = st.st_ino;
	return 0;
}

/* ---- what was found ---- */

#define KEPT	256

static struct kept {
	uint64_t id;
	char *root, *path;
} kept[KEPT];

static struct kept *place_of(const char *root, uint64_t id)
{
	uint64_t hash = id * 0x9e3779b97f4a7c15ull;

	for (; *root; root++)
		hash = (hash ^ (unsigned char)*root) * 0x100000001b3ull;
	return &kept[hash >> 32 & (KEPT - 1)];
}

static bool is_at(const char *path, uint64_t id)
{
	struct stat st;

	return !stat(path, &st) && st.st_ino == id;
}

static const char *find_kept(const char *root, uint64_t id)
{
	const struct kept *k = place_of(root, id);

	if (k->path && k->id == id && !strcmp(k->root, root) &&
	    is_at(k->path, id))
		return k->path;
	return NULL;
}

static const char *keep(const char *root, uint64_t id, const char *path)
{
	struct kept *k = place_of(root, id);

	free(k->root);
	free(k->path);
	k->id = id;
	k->root = strdup(root);
	k->path = strdup(path);
	if (k->root && k->path)
		return k->path;
	free(k->root);
	free(k->path);
	k->root = k->path = NULL;
	return NULL;
}

/* The directory of that number at `root` or below it; NULL: nowhere. */
static const char *find_below(const char *root, uint64_t id)
{
	char *const roots[] = { (char *)root, NULL };
	const char *found = find_kept(root, id);
	FTSENT *entry;
	FTS *walk;

	if (found)
		return found;
	walk = fts_open(roots, FTS_PHYSICAL | FTS_XDEV, NULL);
	while (walk && !found && (entry = fts_read(walk)))
		if (entry->fts_info == FTS_D && entry->fts_statp->st_ino == id)
			found = keep(root, id, entry->fts_path);
	if (walk)
		fts_close(walk);
	return found;
}

/* ---- hierarchies ---- */

struct root {
	bool is_second;		/* of version 2 */
	char *name, *path;
};

struct roots {
	struct root *list;
	size_t n;
};

/* Those of version 2 first, then by their names. */
static int compare(const void *a, const void *b)
{
	const struct root *x = a, *y = b;

	if (x->is_second != y->is_second)
		return x->is_second ? -1 : 1;
	return x->is_second ? 0 : strcmp(x->name, y->name);
}

static int add_root(struct roots *roots, const struct mntent *entry)
{
	bool is_second = !strcmp(entry->mnt_type, "cgroup2");
	const char *slash = strrchr(entry->mnt_dir, '/');
	const char *name = is_second ? "unified" :
			   slash ? slash + 1 : entry->mnt_dir;
	struct root *larger = realloc(roots->list, (roots->n + 1) *
				      sizeof(*larger));

	if (!larger)
		return -ENOMEM;
	roots->list = larger;
	larger += roots->n;
	larger->is_second = is_second;
	larger->name = strdup(name);
	larger->path = strdup(entry->mnt_dir);
	roots->n++;
	return larger->name && larger->path ? 0 : -ENOMEM;
}

static int read_roots(struct roots *roots, const char *mounts)
{
	FILE *file = setmntent(mounts, "re");
	struct mntent *entry;
	int err = 0;

	while (file && !err && (entry = getmntent(file)))
		if (!strcmp(entry->mnt_type, "cgroup") ||
		    !strcmp(entry->mnt_type, "cgroup2"))
			err = add_root(roots, entry);
	if (file)
		endmntent(file);
	if (roots->n)
		qsort(roots->list, roots->n, sizeof(*roots->list), compare);
	return err;
}

static void print_paths(FILE *out, const struct roots *roots, uint64_t id,
			const char *filter)
{
	const char *path, *below, *comma = "";

	for (size_t i = 0; i < roots->n; i++) {
		const struct root *root = &roots->list[i];

		if (!pw_match(filter, root->name))
			continue;
		path = find_below(root->path, id);
		if (!path)
			continue;
		below = path + strlen(root->path);
		fprintf(out, "%s%s:%s", comma, root->name,
			*below ? below : "/");
		comma = ",";
	}
}

char *pw_cgroup_paths(const char *mounts, uint64_t id, const char *filter)
{
	struct roots roots = { NULL, 0 };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (!read_roots(&roots, mounts))
		print_paths(out, &roots, id, filter);
	for (size_t i = 0; i < roots.n; i++) {
		free(roots.list[i].name);
		free(roots.list[i].path);
	}
	free(roots.list);
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}
