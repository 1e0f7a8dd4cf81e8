/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A request as it came in, and the strict check of its attributes.
 *
 * Kernels before 5.2 accept unknown attributes, wrong lengths and trailing
 * bytes, newer ones do not, and none says why in the same words. So that one
 * malformed message gets one answer everywhere, the family declares no
 * attributes to the kernel and this is the only judge.
 */
#ifndef PW_REQUEST_H
#define PW_REQUEST_H

#include <net/netlink.h>
#include "error.h"

struct pw_request {
	u32 portid;
	u32 seq;
	const struct nlattr *attr[PW_ATTR_MAX_PLUS_1];	/* NULL: not there */
};

#define PW_HAS(attr)	(1u << (attr))

/*
 * Takes the message apart. `needed` and `allowed` are sets of PW_HAS(); what is
 * needed is allowed. 0, or -EINVAL and *err.
 */
int pw_request_parse(struct pw_request *req, const struct nlmsghdr *nlh,
		     u32 needed, u32 allowed, struct pw_error *err);

/* Its u32, or what is to be taken where it is not there. */
u32 pw_request_u32(const struct pw_request *req, enum pw_attr attr,
		   u32 otherwise);

#endif
