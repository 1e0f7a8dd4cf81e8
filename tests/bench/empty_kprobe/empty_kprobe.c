/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A kprobe with a handler that does nothing, on the function that the parameter
 * `symbol` names: the unit in which tests/bench measures what a hit costs.
 */
#include <linux/kprobes.h>
#include <linux/module.h>

static char *symbol = "vfs_read";
module_param(symbol, charp, 0400);

static int nothing(struct kprobe *p, struct pt_regs *regs)
{
	return 0;
}

static struct kprobe probe = {
	.pre_handler = nothing,
};

static int __init empty_init(void)
{
	probe.symbol_name = symbol;
	return register_kprobe(&probe);
}

static void __exit empty_exit(void)
{
	unregister_kprobe(&probe);
}

module_init(empty_init);
module_exit(empty_exit);
MODULE_LICENSE("GPL");
