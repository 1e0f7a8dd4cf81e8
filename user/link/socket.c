/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sockets of the client, and one request with its answers. Messages that the
 * module sends by itself (sequence number 0) may come between the answers.
 *
 * All reading is done with recvmsg() into buffers of the client: libnl's own
 * receiving allocates for each message.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/netlink.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <netlink/genl/genl.h>
#include "link/socket.h"

#define DATA_RCVBUF	(8 << 20)

int pw_link_fail(struct pw_link_error *error, int err, const char *format, ...)
{
	va_list args;

	memset(error, 0, sizeof(*error));
	error->err = err;
	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	return err;
}

static int data_socket_options(struct nl_sock *sock)
{
	int fd = nl_socket_get_fd(sock);
	int size = DATA_RCVBUF;
	int on = 1;

	/* The module keeps what the socket does not take: no ENOBUFS then. */
	if (setsockopt(fd, SOL_NETLINK, NETLINK_NO_ENOBUFS, &on, sizeof(on)))
		return -errno;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		return -errno;
	return 0;
}

int pw_link_socket(struct nl_sock **out, bool data,
		   struct pw_link_error *error)
{
	struct nl_sock *sock = nl_socket_alloc();
	int err;

	if (!sock)
		return pw_link_fail(error, -ENOMEM, "out of memory");
	err = genl_connect(sock);
	if (err) {
		nl_socket_free(sock);
		return pw_link_fail(error, -EIO,
				    "cannot open a generic netlink socket: %s",
				    nl_geterror(err));
	}
	err = data ? data_socket_options(sock) : 0;
	if (err) {
		nl_socket_free(sock);
		return pw_link_fail(error, err,
				    "cannot set up the data socket: %s",
				    strerror(-err));
	}
	*out = sock;
	return 0;
}

int pw_link_receive(struct nl_sock *sock, void *buffer, bool wait)
{
	struct iovec iov = {
		.iov_base = buffer, .iov_len = PW_LINK_BUFFER
	};
	struct sockaddr_nl from;
	struct msghdr msg;
	ssize_t n;

	for (;;) {
		memset(&msg, 0, sizeof(msg));
		memset(&from, 0, sizeof(from));
		msg.msg_name = &from;
		msg.msg_namelen = sizeof(from);
		msg.msg_iov = &iov;
		msg.msg_iovlen = 1;
		n = recvmsg(nl_socket_get_fd(sock), &msg,
			    wait ? 0 : MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN ? 0 : -errno;
		if (msg.msg_flags & MSG_TRUNC)
			return -EMSGSIZE;
		/* Anybody may write to a netlink socket; the kernel is 0. */
		if (n > 0 && from.nl_pid == 0)
			return n;
	}
}

void pw_link_notify(struct pw_client *client, struct nlmsghdr *header)
{
	struct pw_reply reply;

	if (header->nlmsg_type != client->family ||
	    pw_reply_decode(header, &reply) ||
	    reply.command != PW_CMD_NOTIFY ||
	    (reply.notify != PW_NOTIFY_EXIT &&
	     reply.notify != PW_NOTIFY_OVERLOAD))
		return;
	client->exited = true;
	client->overloaded = reply.notify == PW_NOTIFY_OVERLOAD;
	client->status = reply.status;
}

/* One request on its way. */
struct exchange {
	struct pw_client *client;
	uint32_t seq;
	const char *what;
	void (*take)(struct exchange *x, struct nlmsghdr *header);
	void (*on_reply)(void *ctx, const struct pw_reply *reply);
	void *ctx;
	struct pw_link_error *error;
	bool explained;		/* an ERROR message came */
	bool done;
	int result;
};

/* The module's own sentence; the netlink error that follows has the errno. */
static void explain(struct exchange *x, const struct pw_reply *reply)
{
	int err = reply->error ? -(int)reply->error : -EIO;

	pw_link_fail(x->error, err, "%s: %s", x->what,
		     reply->text ? reply->text : strerror(-err));
	x->error->why = strlen(x->what) + 2;
	x->error->has_probe = reply->has & PW_HAS(PW_ATTR_PROBE);
	x->error->has_insn = reply->has & PW_HAS(PW_ATTR_INSN);
	x->error->probe = reply->probe;
	x->error->insn = reply->insn;
	x->explained = true;
}

static void finish(struct exchange *x, int result)
{
	x->done = true;
	x->result = result;
	if (result && !x->explained)
		pw_link_fail(x->error, result, "%s: %s", x->what,
			     strerror(-result));
}

static void malformed(struct exchange *x)
{
	pw_link_fail(x->error, -EBADMSG, "%s: the answer is malformed",
		     x->what);
	x->explained = true;
	finish(x, -EBADMSG);
}

static void take_family(struct exchange *x, struct nlmsghdr *header)
{
	if (pw_family_decode(header, &x->client->family))
		malformed(x);
}

static void take_reply(struct exchange *x, struct nlmsghdr *header)
{
	struct pw_reply reply;

	if (header->nlmsg_type != x->client->family)
		return;
	if (pw_reply_decode(header, &reply))
		malformed(x);
	else if (reply.command == PW_CMD_ERROR)
		explain(x, &reply);
	else if (x->on_reply)
		x->on_reply(x->ctx, &reply);
}

static void take_message(struct exchange *x, struct nlmsghdr *header)
{
	if (header->nlmsg_seq == 0)
		pw_link_notify(x->client, header);
	else if (header->nlmsg_seq != x->seq)
		return;
	else if (header->nlmsg_type == NLMSG_ERROR ||
		 header->nlmsg_type == NLMSG_DONE)
		finish(x, pw_reply_error(header));
	else
		x->take(x, header);
}

/* Sends what was encoded (err: how that went) and reads the answers. */
static int exchange(struct exchange *x, struct nl_sock *sock,
		    struct nl_msg *msg, int err)
{
	int n;

	/* Not nl_send_auto(): it would ask for an acknowledgement of dumps. */
	errno = 0;
	if (!err && nl_send(sock, msg) < 0)
		err = errno ? -errno : -EIO;
	if (err)
		finish(x, err);
	while (!x->done) {
		struct nlmsghdr *header = x->client->answers;

		n = pw_link_receive(sock, header, true);
		if (n < 0)
			finish(x, n);
		for (; !x->done && nlmsg_ok(header, n);
		     header = nlmsg_next(header, &n))
			take_message(x, header);
	}
	nlmsg_free(msg);
	return x->result;
}

/* 0 is the number of what the module says unasked. */
static uint32_t next_seq(struct pw_client *client)
{
	if (++client->seq == 0)
		client->seq = 1;
	return client->seq;
}

int pw_link_resolve(struct pw_client *client, struct pw_link_error *error)
{
	struct exchange x = {
		.client = client, .seq = next_seq(client), .error = error,
		.what = "cannot ask the kernel for the module probewire",
		.take = take_family
	};
	struct nl_msg *msg = nlmsg_alloc_size(PW_FAMILY_REQUEST);

	if (!msg)
		return pw_link_fail(error, -ENOMEM, "out of memory");
	return exchange(&x, client->control, msg,
			pw_family_encode(msg, x.seq));
}

int pw_link_request(struct pw_client *client, struct nl_sock *sock,
		    const struct pw_request *req, const char *what,
		    void (*on_reply)(void *ctx, const struct pw_reply *reply),
		    void *ctx, struct pw_link_error *error)
{
	struct exchange x = {
		.client = client, .seq = next_seq(client), .what = what,
		.take = take_reply, .on_reply = on_reply, .ctx = ctx,
		.error = error
	};
	struct nl_msg *msg = nlmsg_alloc_size(pw_request_size(req));

	if (!msg)
		return pw_link_fail(error, -ENOMEM, "out of memory");
	return exchange(&x, sock, msg,
			pw_request_encode(msg, client->family, x.seq, req));
}
