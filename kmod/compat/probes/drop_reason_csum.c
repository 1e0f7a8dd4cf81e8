/* 5.18: for a checksum that is neither TCP's nor UDP's. */
#include <linux/skbuff.h>

int pw_probe(enum skb_drop_reason reason)
{
	return reason == SKB_DROP_REASON_SKB_CSUM;
}
