/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Uprobes' differences: how one is registered, and what handlers are given.
 * Everything here but the handlers: process context, may sleep.
 */
#ifndef PW_COMPAT_UPROBE_H
#define PW_COMPAT_UPROBE_H

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/uprobes.h>

/* The last parameter of a handler, where there is one. */
#ifdef PW_HAVE_UPROBE_DATA
#define PW_UPROBE_DATA	, __u64 *data
#else
#define PW_UPROBE_DATA
#endif

/* A place in a file and what happens there; consumer is set by the caller. */
struct pw_uprobe_at {
	struct uprobe_consumer consumer;
	struct inode *inode;	/* held by the caller */
	loff_t offset;		/* bytes from the file's start */
	loff_t counter;		/* of the semaphore, likewise; 0: none */
#ifdef PW_HAVE_UPROBE_PTR
	struct uprobe *uprobe;
#endif
};

/* Whether the kernel itself counts semaphores. */
static inline bool pw_uprobe_counts(void)
{
#if defined(PW_HAVE_UPROBE_PTR) || defined(PW_HAVE_UPROBE_REFCTR)
	return true;
#else
	return false;
#endif
}

/* 0 or a negative errno. */
static inline int pw_uprobe_register(struct pw_uprobe_at *at)
{
#ifdef PW_HAVE_UPROBE_PTR
	at->uprobe = uprobe_register(at->inode, at->offset, at->counter,
				     &at->consumer);
	return PTR_ERR_OR_ZERO(at->uprobe);
#elif defined(PW_HAVE_UPROBE_REFCTR)
	return uprobe_register_refctr(at->inode, at->offset, at->counter,
				      &at->consumer);
#else
	return uprobe_register(at->inode, at->offset, &at->consumer);
#endif
}

/* Handlers may still run until pw_uprobe_sync(). */
static inline void pw_uprobe_unregister(struct pw_uprobe_at *at)
{
#ifdef PW_HAVE_UPROBE_PTR
	uprobe_unregister_nosync(at->uprobe, &at->consumer);
#else
	uprobe_unregister(at->inode, at->offset, &at->consumer);
#endif
}

/* Handlers of all that were unregistered have ended. */
static inline void pw_uprobe_sync(void)
{
#ifdef PW_HAVE_UPROBE_PTR
	uprobe_unregister_sync();
#endif
}

#endif
