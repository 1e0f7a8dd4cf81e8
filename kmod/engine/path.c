/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The name of an open file, from the file up to the current task's root: what
 * d_path() gives. That takes a lock which the hit may have interrupted; so the
 * way is walked by fault-tolerant reads alone, and no lock is looked at. Who
 * renames a directory on the way meanwhile may make the name one that never
 * was. Any context, preemption off.
 */
#include "run.h"
#include "text.h"

#define DEPTH_MAX	128	/* directories and mounts on the way */
#define NAME_MAX_	255

/* From <linux/magic.h>, which old kernels have not all of. */
#define MAGIC_PIPE	0x50495045u
#define MAGIC_SOCKET	0x534f434bu
#define MAGIC_ANON	0x09041934u

struct place {
	u64 mnt;	/* address of its struct vfsmount */
	u64 dentry;
};

/* What is put together, from the end of the slot on. */
struct text {
	u8 *slot;
	u32 at;		/* where it begins */
	bool fault;
	bool full;
};

static pw_notrace u64 follow(struct text *t, u64 base, enum pw_path_value which,
			     u32 size)
{
	u64 v = 0;

	if (pw_read_kernel(&v, base + (u64)(s64)pw_path_offset(which), size))
		t->fault = true;
	return v;
}

static pw_notrace u64 load(struct text *t, u64 base, enum pw_path_value which)
{
	return follow(t, base, which, 8);
}

static pw_notrace void put(struct text *t, const char *s, u32 len)
{
	u32 n = len < t->at ? len : t->at;

	t->at -= n;
	memcpy(t->slot + t->at, s + len - n, n);
	t->full = n < len;
}

/* Of a name that does not fit, its end. */
static pw_notrace void put_name(struct text *t, u64 dentry)
{
	u64 name = load(t, dentry, PW_DENTRY_NAME);
	u32 len = (u32)follow(t, dentry, PW_DENTRY_LEN, 4);
	u32 n = len < t->at ? len : t->at;

	if (len > NAME_MAX_)
		t->fault = true;
	if (t->fault)
		return;
	t->at -= n;
	t->full = n < len;
	if (n && pw_read_kernel(t->slot + t->at, name + len - n, n))
		t->fault = true;
}

static pw_notrace void put_number(struct text *t, u64 n)
{
	char digits[20];
	u32 at = sizeof(digits);

	do
		digits[--at] = (char)('0' + n % 10);
	while (n /= 10);
	put(t, digits + at, sizeof(digits) - at);
}

/* Files of no directory: "pipe:[4026]", "anon_inode:[eventfd]", "/x (deleted)"
 * of a memfd. */
static pw_notrace void put_nameless(struct text *t, u64 dentry)
{
	u32 magic = (u32)follow(t, load(t, dentry, PW_DENTRY_SB), PW_SB_MAGIC,
				4);
	u64 inode;

	if (magic == MAGIC_ANON) {
		put_name(t, dentry);
		put(t, "anon_inode:", 11);
		return;
	}
	if (magic != MAGIC_PIPE && magic != MAGIC_SOCKET) {
		put(t, " (deleted)", 10);
		put_name(t, dentry);
		put(t, "/", 1);
		return;
	}
	inode = load(t, dentry, PW_DENTRY_INODE);
	put(t, "]", 1);
	put_number(t, load(t, inode, PW_INODE_NUMBER));
	if (magic == MAGIC_PIPE)
		put(t, "pipe:[", 6);
	else
		put(t, "socket:[", 8);
}

/* Onto what the mount covers; false if nothing is above it. */
static pw_notrace bool leave_mount(struct text *t, struct place *p)
{
	u64 mount = p->mnt + (u64)(s64)pw_path_offset(PW_MNT_MOUNT);
	u64 parent = load(t, p->mnt, PW_MNT_PARENT);

	if (t->fault || parent == mount)
		return false;
	p->dentry = load(t, p->mnt, PW_MNT_POINT);
	p->mnt = parent - (u64)(s64)pw_path_offset(PW_MNT_MOUNT);
	return !t->fault;
}

static pw_notrace void put_way(struct text *t, struct place p,
			       const struct place *root)
{
	u32 end = t->at, n;
	u64 parent;

	for (n = 0; n < DEPTH_MAX && !t->full && !t->fault; n++) {
		if (p.dentry == root->dentry && p.mnt == root->mnt)
			break;
		parent = load(t, p.dentry, PW_DENTRY_PARENT);
		if (p.dentry == load(t, p.mnt, PW_MNT_ROOT)) {
			if (!leave_mount(t, &p))
				break;
			continue;
		}
		if (p.dentry == parent)
			break;
		put_name(t, p.dentry);
		put(t, "/", 1);
		p.dentry = parent;
	}
	if (t->at == end)
		put(t, "/", 1);
}

static pw_notrace bool is_nameless(struct text *t, u64 dentry)
{
	u64 ops = load(t, dentry, PW_DENTRY_OPS);

	return ops && load(t, ops, PW_OPS_NAME);
}

static pw_notrace bool is_deleted(struct text *t, u64 dentry)
{
	return !load(t, dentry, PW_DENTRY_HASHED) &&
	       load(t, dentry, PW_DENTRY_PARENT) != dentry;
}

/* The root of who has none is met nowhere. */
static pw_notrace struct place root_of_task(void)
{
	struct text t = { NULL, 0, false, false };
	struct place root;
	u64 fs = load(&t, pw_task(), PW_TASK_FS);

	root.mnt = load(&t, fs, PW_FS_ROOT_MNT);
	root.dentry = load(&t, fs, PW_FS_ROOT_DENTRY);
	if (t.fault)
		root.mnt = root.dentry = 0;
	return root;
}

pw_notrace void pw_path(struct pw_run *run, const struct pw_insn *insn,
			u64 path)
{
	u8 *slot = pw_frame(run, insn->off);
	struct text t = { slot, insn->lo, false, false };
	struct place root = root_of_task();
	struct place file;

	file.mnt = load(&t, path, PW_PATH_MNT);
	file.dentry = load(&t, path, PW_PATH_DENTRY);
	if (!t.fault && is_nameless(&t, file.dentry)) {
		put_nameless(&t, file.dentry);
	} else if (!t.fault) {
		if (is_deleted(&t, file.dentry))
			put(&t, " (deleted)", 10);
		put_way(&t, file, &root);
	}
	if (t.fault) {
		memset(slot, 0, insn->hi);
		pw_note(run, PW_NOTE_READ_FAULT, insn);
		return;
	}
	memmove(slot, slot + t.at, insn->lo - t.at);
	pw_text_end(slot, insn->hi,
		    pw_text_len(slot, 0, insn->lo - t.at));
}
