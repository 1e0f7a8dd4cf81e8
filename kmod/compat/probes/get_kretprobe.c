/* 5.11: an instance no longer points to its kretprobe. */
#include <linux/kprobes.h>

struct kretprobe *pw_probe(struct kretprobe_instance *ri)
{
	return get_kretprobe(ri);
}
