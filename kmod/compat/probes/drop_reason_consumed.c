/* 6.2: or not dropped. */
#include <linux/skbuff.h>

int pw_probe(enum skb_drop_reason reason)
{
	return reason == SKB_CONSUMED;
}
