/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Takes requests apart; see request.h. Process context.
 */
#include <net/genetlink.h>
#include "request.h"

/* What a client may send; the other attributes are the module's. */
static const struct {
	const char *name;
	u16 min;
	u16 max;
} rules[PW_ATTR_MAX_PLUS_1] = {
	[PW_ATTR_ABI] = { "ABI", sizeof(u32), sizeof(u32) },
	[PW_ATTR_TOKEN] = { "TOKEN", sizeof(u64), sizeof(u64) },
	[PW_ATTR_SIZE] = { "SIZE", sizeof(u32), sizeof(u32) },
	[PW_ATTR_OFFSET] = { "OFFSET", sizeof(u32), sizeof(u32) },
	[PW_ATTR_DATA] = { "DATA", 1, PW_CHUNK_MAX },
	[PW_ATTR_PROBE] = { "PROBE", sizeof(u32), sizeof(u32) },
	[PW_ATTR_MAP] = { "MAP", sizeof(u32), sizeof(u32) },
};

static int take(struct pw_request *req, const struct nlattr *attr,
		u32 allowed, struct pw_error *err)
{
	u32 type = attr->nla_type;
	u32 len = nla_len(attr);

	if (type >= PW_ATTR_MAX_PLUS_1 || !(allowed & PW_HAS(type)))
		return pw_fail(err, -EINVAL,
			       "attribute %u is not one of this command", type);
	if (req->attr[type])
		return pw_fail(err, -EINVAL, "attribute %s comes twice",
			       rules[type].name);
	if (len < rules[type].min || len > rules[type].max)
		return pw_fail(err, -EINVAL,
			       "attribute %s has %u bytes, not %u to %u",
			       rules[type].name, len, rules[type].min,
			       rules[type].max);
	req->attr[type] = attr;
	return 0;
}

int pw_request_parse(struct pw_request *req, const struct nlmsghdr *nlh,
		     u32 needed, u32 allowed, struct pw_error *err)
{
	const struct nlattr *attr;
	int left, error;
	u32 type;

	memset(req->attr, 0, sizeof(req->attr));
	nlmsg_for_each_attr(attr, nlh, GENL_HDRLEN, left) {
		error = take(req, attr, needed | allowed, err);
		if (error)
			return error;
	}
	if (left > 0)
		return pw_fail(err, -EINVAL,
			       "%d bytes behind the last attribute", left);
	for (type = 0; type < PW_ATTR_MAX_PLUS_1; type++)
		if (needed & PW_HAS(type) && !req->attr[type])
			return pw_fail(err, -EINVAL,
				       "attribute %s is missing",
				       rules[type].name);
	return 0;
}

u32 pw_request_u32(const struct pw_request *req, enum pw_attr attr,
		   u32 otherwise)
{
	return req->attr[attr] ? nla_get_u32(req->attr[attr]) : otherwise;
}
