/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Generic netlink's differences: how a family is registered, who may talk to
 * it, and whether an error can carry a text.
 */
#ifndef PW_COMPAT_NETLINK_H
#define PW_COMPAT_NETLINK_H

#include <linux/capability.h>
#include <net/genetlink.h>

#ifdef PW_HAVE_GENL_FAMILY_OPS
#define PW_GENL_OPS		const struct genl_ops
#define pw_genl_register(family, table, n) \
({ \
	(family)->ops = table; \
	(family)->n_ops = n; \
	(family)->module = THIS_MODULE; \
	genl_register_family(family); \
})
#else
#define PW_GENL_OPS		struct genl_ops
#define pw_genl_register(family, table, n) \
	genl_register_family_with_ops(family, table, n)
#endif

#ifdef PW_HAVE_GENL_RESV_START_OP
#define PW_GENL_RESV_START_OP(n) .resv_start_op = n,
#else
#define PW_GENL_RESV_START_OP(n)
#endif

#ifndef PW_HAVE_NETLINK_CAPABLE
static inline bool netlink_capable(const struct sk_buff *skb, int cap)
{
	return capable(cap);
}
#endif

/* The kernel keeps 80 bytes and complains about more. */
#ifdef PW_HAVE_NL_SET_ERR_MSG_FMT
#define pw_genl_error_text(info, text) \
	NL_SET_ERR_MSG_FMT((info)->extack, "%.79s", text)
#else
#define pw_genl_error_text(info, text) do { } while (0)
#endif

#endif
