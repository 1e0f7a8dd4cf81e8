/* 6.13: handlers are given a word that goes from the entry to the return. */
#include <linux/uprobes.h>

int pw_handler(struct uprobe_consumer *consumer, struct pt_regs *regs,
	       __u64 *data);

int (*pw_probe(struct uprobe_consumer *consumer))
	(struct uprobe_consumer *, struct pt_regs *, __u64 *)
{
	return consumer->handler;
}
