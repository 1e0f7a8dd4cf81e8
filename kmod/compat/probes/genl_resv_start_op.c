/* 6.1: operations from resv_start_op on are checked by newer rules. */
#include <net/genetlink.h>

struct genl_family pw_family = {
	.resv_start_op = 1,
};
