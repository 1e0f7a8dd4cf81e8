/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Uprobes and uretprobes: places in files that processes run. Attaching and
 * detaching: process context. The handlers run in the process that came to the
 * place, with preemption on until they switch it off; they take no lock.
 *
 * A path is looked up as the process that attaches sees it. The file, not the
 * path, is what is probed: whoever runs it later is seen as well.
 */
#include <linux/namei.h>
#include <linux/path.h>
#include "compat/uprobe.h"
#include "probe.h"

struct pw_uprobe {
	struct pw_vm *vm;
	u32 number;
	u32 at_entry;		/* of a function */
	struct path path;	/* keeps the inode */
	struct pw_uprobe_at at;
};

static pw_notrace void hit(struct uprobe_consumer *consumer,
			   struct pt_regs *regs, u64 place)
{
	struct pw_uprobe *impl =
		container_of(consumer, struct pw_uprobe, at.consumer);
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, regs);
	hit.at_entry = impl->at_entry;
	hit.ip = place;
	preempt_disable_notrace();
	pw_vm_hit(impl->vm, impl->number, &hit);
	preempt_enable_notrace();
}

static pw_notrace int entry_hit(struct uprobe_consumer *consumer,
				struct pt_regs *regs PW_UPROBE_DATA)
{
	hit(consumer, regs, instruction_pointer(regs));
	return 0;
}

static pw_notrace int return_hit(struct uprobe_consumer *consumer,
				 unsigned long function,
				 struct pt_regs *regs PW_UPROBE_DATA)
{
	hit(consumer, regs, function);
	return 0;
}

/* The file of "PATH:FUNCTION". */
static int open_target(struct pw_uprobe *impl, const char *target,
		       struct pw_error *err)
{
	const char *colon = strrchr(target, ':');
	struct inode *inode;
	int error;
	char *path;

	if (!colon)
		return pw_fail(err, -EINVAL, "no file is named in %s", target);
	path = pw_alloc(colon - target + 1);
	if (!path)
		return pw_fail(err, -ENOMEM, "no memory to probe %s", target);
	memcpy(path, target, colon - target);
	error = kern_path(path, LOOKUP_FOLLOW, &impl->path);
	pw_free(path);
	if (error)
		return pw_fail(err, error, "cannot find the file of %s (error "
			       "%d)", target, -error);
	inode = impl->path.dentry->d_inode;
	if (!S_ISREG(inode->i_mode)) {
		path_put(&impl->path);
		return pw_fail(err, -EINVAL, "the file of %s is not a regular "
			       "one", target);
	}
	impl->at.inode = inode;
	return 0;
}

static int refused(const struct pw_probe *probe, int error,
		   struct pw_error *err)
{
	const char *target = probe->target;
	unsigned long long offset = probe->def->param;

	switch (error) {
	case -EINVAL:
		return pw_fail(err, error, "the file of %s has no code at "
			       "0x%llx", target, offset);
	/* Before 3.17 from tmpfs, which has no readpage. The command has mapped
	 * the file, or nobody would be told. */
	case -EIO:
		return pw_fail(err, error, "this kernel cannot read code from "
			       "the file system of %s: copy the file to a disk "
			       "and run it from there", target);
	case -EOPNOTSUPP:
	case -524:	/* ENOTSUPP, which user space does not know */
		return pw_fail(err, -EOPNOTSUPP, "the kernel cannot probe the "
			       "instruction at 0x%llx of %s", offset, target);
	default:
		return pw_fail(err, error, "the kernel refused to probe %s at "
			       "0x%llx (error %d)", target, offset, -error);
	}
}

static int attach(struct pw_probe *probe, bool at_return, struct pw_error *err)
{
	struct pw_uprobe *impl;
	int error;

#ifndef PW_HAVE_UPROBES
	return pw_fail(err, -EOPNOTSUPP, "this kernel is built without uprobes "
		       "(CONFIG_UPROBES)");
#endif
	impl = pw_alloc(sizeof(*impl));
	if (!impl)
		return pw_fail(err, -ENOMEM, "no memory to probe %s",
			       probe->target);
	impl->vm = probe->vm;
	impl->number = probe->number;
	impl->at_entry = !at_return &&
			 !(probe->def->flags & PW_PROBE_F_INSIDE);
	error = open_target(impl, probe->target, err);
	if (error) {
		pw_free(impl);
		return error;
	}
	impl->at.offset = probe->def->param;
	impl->at.counter = pw_uprobe_counts() ? probe->def->address : 0;
	if (at_return)
		impl->at.consumer.ret_handler = return_hit;
	else
		impl->at.consumer.handler = entry_hit;
	error = pw_uprobe_register(&impl->at);
	if (error) {
		path_put(&impl->path);
		pw_free(impl);
		return refused(probe, error, err);
	}
	probe->impl = impl;
	return 0;
}

static int attach_entry(struct pw_probe *probe, struct pw_error *err)
{
	return attach(probe, false, err);
}

static int attach_return(struct pw_probe *probe, struct pw_error *err)
{
	return attach(probe, true, err);
}

static void detach(struct pw_probe *probe, struct pw_detach *batch)
{
	struct pw_uprobe *impl = probe->impl;

	pw_uprobe_unregister(&impl->at);
	path_put(&impl->path);
	batch->any_uprobe = true;
}

const struct pw_probe_ops pw_uprobe_ops = {
	.attach = attach_entry,
	.detach = detach,
	.last_is_first = true,
};

const struct pw_probe_ops pw_uretprobe_ops = {
	.attach = attach_return,
	.detach = detach,
	.last_is_first = true,
};
