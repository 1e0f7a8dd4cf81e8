/* 3.13, el7: a family names its operations and its module. */
#include <net/genetlink.h>

const struct genl_ops pw_ops[1];
struct genl_family pw_family = {
	.ops = pw_ops,
	.n_ops = 1,
	.module = THIS_MODULE,
};
