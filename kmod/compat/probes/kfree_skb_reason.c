/* 5.17, el8.8: the tracepoint gives the reason. */
#include <linux/skbuff.h>
#include <trace/events/skb.h>

static void called(void *data, struct sk_buff *skb, void *location,
		   enum skb_drop_reason reason)
{
}

void pw_probe(void)
{
	check_trace_callback_type_kfree_skb(called);
}
