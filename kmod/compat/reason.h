/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why packets are dropped and resets sent: kernels that do not say so get the
 * newest kernel's names for what the module finds out, with its numbers. The
 * type table has them too, so that scripts can name them everywhere.
 */
#ifndef PW_COMPAT_REASON_H
#define PW_COMPAT_REASON_H

#include "features.h"
#include <linux/skbuff.h>

#ifdef PW_HAVE_DROP_REASON
/* Younger than the reasons themselves. */
#ifndef PW_HAVE_DROP_REASON_CONSUMED
#define SKB_CONSUMED				(-1)
#endif
#ifndef PW_HAVE_DROP_REASON_OVERFLOW
#define SKB_DROP_REASON_TCP_LISTEN_OVERFLOW	SKB_DROP_REASON_NOT_SPECIFIED
#endif
#ifndef PW_HAVE_DROP_REASON_CSUM
#define SKB_DROP_REASON_SKB_CSUM		SKB_DROP_REASON_NOT_SPECIFIED
#endif
#else
enum skb_drop_reason {
	SKB_NOT_DROPPED_YET,
	SKB_CONSUMED,
	SKB_DROP_REASON_NOT_SPECIFIED,
	SKB_DROP_REASON_NO_SOCKET,
	SKB_DROP_REASON_TCP_CSUM = 10,
	SKB_DROP_REASON_UDP_CSUM,
	SKB_DROP_REASON_TCP_LISTEN_OVERFLOW = 40,
	SKB_DROP_REASON_SKB_CSUM = 72
};
#endif

#ifdef PW_HAVE_RST_REASON
#include <net/rstreason.h>
#else
enum sk_rst_reason {
	SK_RST_REASON_NOT_SPECIFIED,
	SK_RST_REASON_NO_SOCKET
};
#endif

/* What the tracepoint kfree_skb gives as the last of its arguments. */
#ifdef PW_HAVE_KFREE_SKB_RX_SK_CONST
#define PW_HAVE_KFREE_SKB_RX_SK
typedef const struct sock pw_rx_sock;
#else
typedef struct sock pw_rx_sock;
#endif

#endif
