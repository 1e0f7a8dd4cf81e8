/* 6.10: resets are sent for a reason. */
#include <net/rstreason.h>

int pw_probe(enum sk_rst_reason reason)
{
	return reason == SK_RST_REASON_NO_SOCKET;
}
