/*
 * Until 4.10 a full accept queue does not yet mean that a SYN is dropped, only
 * with two young requests before it; then nobody asked for these any more.
 */
#include <net/inet_connection_sock.h>

int pw_probe(const struct sock *sk)
{
	return inet_csk_reqsk_queue_young(sk);
}
