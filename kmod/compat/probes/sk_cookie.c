/* 4.2: sockets have numbers. */
#include <net/sock.h>

u64 pw_probe(const struct sock *sk)
{
	return atomic64_read(&sk->sk_cookie);
}
