/* 4.20: a counter in the process says that somebody listens.
 * exported: uprobe_register_refctr */
#include <linux/uprobes.h>

int pw_probe(struct inode *inode, struct uprobe_consumer *consumer)
{
	return uprobe_register_refctr(inode, 0, 0, consumer);
}
