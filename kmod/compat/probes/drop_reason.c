/* 5.17: packets are dropped for a reason. */
#include <linux/skbuff.h>

int pw_probe(enum skb_drop_reason reason)
{
	return reason == SKB_DROP_REASON_NO_SOCKET;
}
