/* 6.11, el9.6: and the socket. */
#include <linux/skbuff.h>
#include <trace/events/skb.h>

static void called(void *data, struct sk_buff *skb, void *location,
		   enum skb_drop_reason reason, struct sock *rx_sk)
{
}

void pw_probe(void)
{
	check_trace_callback_type_kfree_skb(called);
}
