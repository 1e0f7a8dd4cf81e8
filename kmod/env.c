/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of the engine's environment that are not inline: memory, the
 * recursion guard's storage, and waiting for hits. Process context, no locks.
 */
#include "engine/engine.h"
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/path.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

DEFINE_PER_CPU(u8 [PW_LEVELS], pw_guard);

void *pw_alloc_cpu(size_t size, int cpu)
{
	int node = cpu < 0 ? NUMA_NO_NODE : cpu_to_node(cpu);

	if (size <= PAGE_SIZE)
		return kzalloc_node(size, GFP_KERNEL, node);
	return vzalloc_node(size, node);
}

void *pw_alloc(size_t size)
{
	return pw_alloc_cpu(size, -1);
}

void pw_free(void *p)
{
	if (is_vmalloc_addr(p))
		vfree(p);
	else
		kfree(p);
}

/*
 * Hits run with preemption off, in interrupts or in non-maskable ones: the
 * end of a grace period comes after all of them.
 */
void pw_sync_hits(void)
{
	synchronize_rcu();
}

/* Both walk what only grace periods free. */
notrace u64 pw_find_task(u64 id)
{
	struct task_struct *task;

	rcu_read_lock();
	task = pid_task(find_pid_ns((int)id, &init_pid_ns), PIDTYPE_PID);
	rcu_read_unlock();
	return (u64)(unsigned long)task;
}

/*
 * Only fs/mount.h knows a struct mount. From 3.3 on it begins with two words
 * for a table, the parent, the dentry that is covered, and its struct vfsmount.
 */
#define MOUNT_PARENT	(2 * (s32)sizeof(void *))
#define MOUNT_POINT	(3 * (s32)sizeof(void *))
#define MOUNT_MNT	(4 * (s32)sizeof(void *))

notrace s32 pw_path_offset(u8 which)
{
	static const s32 offsets[] = {
		[PW_PATH_MNT] = offsetof(struct path, mnt),
		[PW_PATH_DENTRY] = offsetof(struct path, dentry),
		[PW_DENTRY_PARENT] = offsetof(struct dentry, d_parent),
		[PW_DENTRY_NAME] = offsetof(struct dentry, d_name.name),
		[PW_DENTRY_LEN] = offsetof(struct dentry, d_name.len),
		[PW_DENTRY_SB] = offsetof(struct dentry, d_sb),
		[PW_DENTRY_OPS] = offsetof(struct dentry, d_op),
		[PW_DENTRY_INODE] = offsetof(struct dentry, d_inode),
		[PW_DENTRY_HASHED] = offsetof(struct dentry, d_hash.pprev),
		[PW_OPS_NAME] = offsetof(struct dentry_operations, d_dname),
		[PW_SB_MAGIC] = offsetof(struct super_block, s_magic),
		[PW_INODE_NUMBER] = offsetof(struct inode, i_ino),
		[PW_MNT_ROOT] = offsetof(struct vfsmount, mnt_root),
		[PW_MNT_MOUNT] = -MOUNT_MNT,
		[PW_MNT_PARENT] = MOUNT_PARENT - MOUNT_MNT,
		[PW_MNT_POINT] = MOUNT_POINT - MOUNT_MNT,
		[PW_TASK_FS] = offsetof(struct task_struct, fs),
		[PW_FS_ROOT_MNT] = offsetof(struct fs_struct, root.mnt),
		[PW_FS_ROOT_DENTRY] = offsetof(struct fs_struct, root.dentry),
	};

	return offsets[which];
}
