/* 6.15: for want of room in the accept queue. */
#include <linux/skbuff.h>

int pw_probe(enum skb_drop_reason reason)
{
	return reason == SKB_DROP_REASON_TCP_LISTEN_OVERFLOW;
}
