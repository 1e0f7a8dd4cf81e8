/* 3.13, el7: both families' addresses are in struct sock. */
#include <net/sock.h>

const void *pw_probe(const struct sock *sk)
{
	return &sk->sk_v6_daddr;
}
