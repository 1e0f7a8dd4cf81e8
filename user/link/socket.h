/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The client's innards, shared by client.c and socket.c only: sockets, and one
 * request with its answers.
 */
#ifndef PW_LINK_SOCKET_H
#define PW_LINK_SOCKET_H

#include <netlink/netlink.h>
#include <netlink/msg.h>
#include "link/client.h"
#include "link/message.h"

/* Larger than any message of the module, and than a dump's buffer. */
#define PW_LINK_BUFFER	65536u

struct pw_client {
	struct nl_sock *control;
	struct nl_sock *data;
	uint16_t family;
	uint32_t seq;
	uint64_t token;
	bool exited;
	bool overloaded;
	uint32_t status;
	struct pw_module_info module;
	/* PW_LINK_BUFFER bytes each. Two, because printing a map that a batch
	 * asks for reads answers while the batch is being looked at. */
	void *answers;
	void *batches;
};

/* Fills *error and returns err. */
int pw_link_fail(struct pw_link_error *error, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A connected socket; `data`: one that only receives records. */
int pw_link_socket(struct nl_sock **out, bool data,
		   struct pw_link_error *error);

/*
 * Asks the kernel for the family's id: one request instead of libnl's
 * resolver, which reads all that there is to know of the family. -ENOENT: there
 * is none, even after the kernel has tried to load the module by its alias.
 */
int pw_link_resolve(struct pw_client *client, struct pw_link_error *error);

/*
 * Sends a request over `sock` and reads until it is acknowledged; answers go
 * to on_reply (may be NULL). `what` is said in errors: "cannot load the
 * program".
 */
int pw_link_request(struct pw_client *client, struct nl_sock *sock,
		    const struct pw_request *req, const char *what,
		    void (*on_reply)(void *ctx, const struct pw_reply *reply),
		    void *ctx, struct pw_link_error *error);

/* Takes one datagram; its bytes, 0 if there is none yet, or -errno. */
int pw_link_receive(struct nl_sock *sock, void *buffer, bool wait);

/* Handles a message that the module sent unasked. */
void pw_link_notify(struct pw_client *client, struct nlmsghdr *header);

#endif
