/* 3.15, el7 and stable trees: who opened the socket counts too.
 * exported: netlink_capable */
#include <linux/netlink.h>

bool pw_probe(const struct sk_buff *skb)
{
	return netlink_capable(skb, CAP_SYS_ADMIN);
}
