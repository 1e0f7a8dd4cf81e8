/* 6.12: registering gives the uprobe. exported: uprobe_unregister_nosync */
#include <linux/uprobes.h>

struct uprobe *pw_probe(struct inode *inode, struct uprobe_consumer *consumer)
{
	return uprobe_register(inode, 0, 0, consumer);
}
