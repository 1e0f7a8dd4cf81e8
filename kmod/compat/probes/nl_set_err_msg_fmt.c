/* 6.2: an extended error text may be composed. */
#include <net/genetlink.h>

void pw_probe(struct genl_info *info, const char *text)
{
	NL_SET_ERR_MSG_FMT(info->extack, "%s", text);
}
