/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loading and unloading: a table of what is set up, in order, and taken down
 * in reverse. Process context.
 */
#include <net/genetlink.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <generated/utsrelease.h>
#include <probewire/version.h>
#include "link.h"
#include "probe/cpus.h"
#include "probe/probe.h"
#include "session.h"
#include "sender.h"
#include "stream.h"

/* The link comes last: from there on, clients come in. */
static const struct {
	int (*init)(void);
	void (*exit)(void);
} parts[] = {
	{ pw_sender_init, pw_sender_exit },
	{ pw_stream_init, pw_stream_exit },
	{ pw_sessions_init, pw_sessions_exit },
	{ pw_cpus_init, pw_cpus_exit },
	{ pw_raw_init, pw_raw_exit },
	{ pw_link_init, pw_link_exit },
};

static void take_down(size_t n)
{
	while (n--)
		parts[n].exit();
}

static int __init pw_init(void)
{
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		err = parts[i].init();
		if (err) {
			take_down(i);
			return err;
		}
	}
	pr_info("probewire: version " PW_VERSION ", for Linux " UTS_RELEASE
		"\n");
	return 0;
}

static void __exit pw_exit(void)
{
	take_down(ARRAY_SIZE(parts));
}

module_init(pw_init);
module_exit(pw_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Runs small verified programs where the kernel is probed");
MODULE_VERSION(PW_VERSION);
/* An installed module is loaded when the command asks for the family. */
MODULE_ALIAS_GENL_FAMILY(PW_GENL_NAME);
