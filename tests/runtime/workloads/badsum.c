/* SPDX-License-Identifier: GPL-2.0 */
/*
 *   badsum [-6] N	N segments from port 4001 on to port 4760 on the
 *			loopback interface, a SYN and an ACK by turns, each with
 *			a wrong checksum; the rows that tcpdrop must show, but
 *			the time
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	struct sockaddr_in6 to6 = { .sin6_family = AF_INET6,
				    .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	bool is6 = argc == 3 && !strcmp(argv[1], "-6");
	const char *host = is6 ? "::1" : "127.0.0.1";
	int n = argc > 1 ? atoi(argv[argc - 1]) : 0, i;
	int fd = socket(is6 ? AF_INET6 : AF_INET, SOCK_RAW, IPPROTO_TCP);
	struct tcphdr tcp;
	char own[256];

	if (fd < 0) {
		perror("badsum: socket");
		return 1;
	}
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	for (i = 1; i <= n; i++) {
		memset(&tcp, 0, sizeof(tcp));
		tcp.source = htons(4000 + i);
		tcp.dest = htons(4760);
		tcp.doff = sizeof(tcp) / 4;
		tcp.syn = i % 2;
		tcp.ack = !tcp.syn;
		/* Of the first over IPv4 0x8fa7 is right. */
		tcp.check = htons(1);
		if (sendto(fd, &tcp, sizeof(tcp), 0,
			   is6 ? (struct sockaddr *)&to6 :
				 (struct sockaddr *)&to,
			   is6 ? sizeof(to6) : sizeof(to)) < 0) {
			perror("badsum: sendto");
			return 1;
		}
		/* The socket gets it as well; what it has not read would be
		 * dropped at its end. */
		while (recv(fd, own, sizeof(own), MSG_DONTWAIT) >= 0)
			;
		printf("0 %d %s:%d > %s:4760 UNKNOWN (%s) TCP_CSUM\n",
		       is6 ? 6 : 4, host, 4000 + i, host,
		       tcp.syn ? "SYN" : "ACK");
	}
	return 0;
}
