/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers of cgroups and their names in the hierarchies that are mounted: a
 * cgroup's number is that of its directory's inode. One thread.
 */
#ifndef PW_SYMBOLS_CGROUP_H
#define PW_SYMBOLS_CGROUP_H

#include <stdint.h>

/* The number of the cgroup with that directory: 0, or -errno. */
int pw_cgroup_id(const char *path, uint64_t *id);

/*
 * "unified:/a/b,cpu:/c": where a cgroup of that number is, in each hierarchy
 * of the mount table `mounts` ("/proc/mounts") whose name `filter` matches. The
 * name is "unified" for version 2 and otherwise the last part of the place
 * where it is mounted. To be freed; "" if there is none, NULL without memory.
 */
char *pw_cgroup_paths(const char *mounts, uint64_t id, const char *filter);

#endif
