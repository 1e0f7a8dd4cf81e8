/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands of the protocol, one function each. The control socket is made
 * on opening, the data socket with the session.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <probewire/version.h>
#include "link/socket.h"

static int resolve_family(struct pw_client *client,
			  struct pw_link_error *error)
{
	int err = pw_link_resolve(client, error);

	if (err != -ENOENT)
		return err;
	if (!access("/sys/module/" PW_GENL_NAME, F_OK))
		return pw_link_fail(error, err,
				    "the module probewire is loaded but only "
				    "seen from the host's network namespace: "
				    "run this command there");
	return pw_link_fail(error, err,
			    "the module probewire is not loaded: load it with "
			    "modprobe probewire, or insmod where it was built "
			    "(probewire doctor tells what is in the way)");
}

static void take_hello(void *ctx, const struct pw_reply *reply)
{
	struct pw_module_info *module = ctx;

	if (reply->has & PW_HAS(PW_ATTR_ABI))
		module->abi = reply->abi;
	if (reply->version)
		snprintf(module->version, sizeof(module->version), "%s",
			 reply->version);
	if (reply->release)
		snprintf(module->release, sizeof(module->release), "%s",
			 reply->release);
}

static int hello(struct pw_client *client, struct pw_link_error *error)
{
	struct pw_request req = { .command = PW_CMD_HELLO };
	const struct pw_module_info *module = &client->module;
	struct utsname uts;
	int err;

	err = pw_link_request(client, client->control, &req,
			      "the module probewire does not answer",
			      take_hello, &client->module, error);
	if (err || module->abi == PW_ABI)
		return err;
	if (uname(&uts))
		uts.release[0] = '\0';
	return pw_link_fail(error, -EPROTO,
			    "the loaded module (version %s for kernel %s) "
			    "speaks ABI %u, this command (version %s, on "
			    "kernel %s) ABI %u: install both of one version, "
			    "then rmmod probewire and modprobe probewire "
			    "(probewire doctor tells which there are)",
			    module->version, module->release, module->abi,
			    PW_VERSION, uts.release, PW_ABI);
}

int pw_client_open(struct pw_client **out, struct pw_link_error *error)
{
	struct pw_client *client = calloc(1, sizeof(*client));
	int err;

	if (!client)
		return pw_link_fail(error, -ENOMEM, "out of memory");
	client->answers = malloc(PW_LINK_BUFFER);
	client->batches = malloc(PW_LINK_BUFFER);
	if (!client->answers || !client->batches)
		err = pw_link_fail(error, -ENOMEM, "out of memory");
	else
		err = pw_link_socket(&client->control, false, error);
	if (!err)
		err = resolve_family(client, error);
	if (!err)
		err = hello(client, error);
	if (err) {
		pw_client_close(client);
		return err;
	}
	*out = client;
	return 0;
}

void pw_client_close(struct pw_client *client)
{
	if (!client)
		return;
	nl_socket_free(client->control);
	nl_socket_free(client->data);
	free(client->answers);
	free(client->batches);
	free(client);
}

const struct pw_module_info *pw_client_module(const struct pw_client *client)
{
	return &client->module;
}

static void take_token(void *ctx, const struct pw_reply *reply)
{
	uint64_t *token = ctx;

	if (reply->has & PW_HAS(PW_ATTR_TOKEN))
		*token = reply->token;
}

static int write_image(struct pw_client *client, const char *image,
		       uint32_t size, struct pw_link_error *error)
{
	struct pw_request req = {
		.command = PW_CMD_WRITE,
		.has = PW_HAS(PW_ATTR_OFFSET) | PW_HAS(PW_ATTR_DATA)
	};
	int err = 0;

	while (!err && req.offset < size) {
		req.data = image + req.offset;
		req.data_len = size - req.offset;
		if (req.data_len > PW_CHUNK_MAX)
			req.data_len = PW_CHUNK_MAX;
		err = pw_link_request(client, client->control, &req,
				      "cannot load the program", NULL, NULL,
				      error);
		req.offset += req.data_len;
	}
	return err;
}

int pw_client_load(struct pw_client *client, const void *image, uint32_t size,
		   struct pw_link_error *error)
{
	struct pw_request create = {
		.command = PW_CMD_CREATE, .abi = PW_ABI, .size = size,
		.has = PW_HAS(PW_ATTR_ABI) | PW_HAS(PW_ATTR_SIZE)
	};
	struct pw_request join = {
		.command = PW_CMD_JOIN, .has = PW_HAS(PW_ATTR_TOKEN)
	};
	struct pw_request verify = { .command = PW_CMD_VERIFY };
	int err;

	err = pw_link_request(client, client->control, &create,
			      "cannot create a session", take_token,
			      &client->token, error);
	if (!err)
		err = pw_link_socket(&client->data, true, error);
	if (!err) {
		join.token = client->token;
		err = pw_link_request(client, client->data, &join,
				      "cannot join the session", NULL, NULL,
				      error);
	}
	if (!err)
		err = write_image(client, image, size, error);
	if (!err)
		err = pw_link_request(client, client->control, &verify,
				      "the module refuses the program", NULL,
				      NULL, error);
	return err;
}

int pw_client_start(struct pw_client *client, struct pw_link_error *error)
{
	struct pw_request req = { .command = PW_CMD_START };

	return pw_link_request(client, client->control, &req, "cannot attach",
			       NULL, NULL, error);
}

int pw_client_stop(struct pw_client *client, struct pw_link_error *error)
{
	struct pw_request req = { .command = PW_CMD_STOP };

	return pw_link_request(client, client->control, &req,
			       "cannot stop the session", NULL, NULL, error);
}

struct stats {
	struct pw_session_stats *session;
	struct pw_probe_stats *probes;
	uint32_t n;
	uint32_t at;		/* probes that have come so far */
};

static void take_stats(void *ctx, const struct pw_reply *reply)
{
	struct stats *stats = ctx;
	uint32_t n = reply->n_probe_stats;

	if (reply->session_stats)
		memcpy(stats->session, reply->session_stats,
		       sizeof(*stats->session));
	if (n > stats->n - stats->at)
		n = stats->n - stats->at;
	if (n)
		memcpy(stats->probes + stats->at, reply->probe_stats,
		       n * sizeof(*stats->probes));
	stats->at += n;
}

int pw_client_stats(struct pw_client *client, struct pw_session_stats *session,
		    struct pw_probe_stats *probes, uint32_t n,
		    struct pw_link_error *error)
{
	struct pw_request req = {
		.command = PW_CMD_STATS, .has = PW_HAS(PW_ATTR_OFFSET)
	};
	struct stats stats = { session, probes, n, 0 };
	int err;

	memset(session, 0, sizeof(*session));
	do {
		req.offset = stats.at;
		err = pw_link_request(client, client->control, &req,
				      "cannot read the counters", take_stats,
				      &stats, error);
		if (err)
			return err;
	} while (stats.at > req.offset && stats.at < n);
	if (stats.at < n)
		return pw_link_fail(error, -EBADMSG,
				    "cannot read the counters: the module "
				    "knows only %u of %u probes", stats.at, n);
	return 0;
}

struct map_reader {
	size_t size;
	void (*add)(void *ctx, const void *entry);
	void *ctx;
};

static void take_entries(void *ctx, const struct pw_reply *reply)
{
	const struct map_reader *reader = ctx;
	const char *entry = reply->data;
	size_t left = reply->data_len;

	for (; left >= reader->size; left -= reader->size) {
		reader->add(reader->ctx, entry);
		entry += reader->size;
	}
}

int pw_client_map_read(struct pw_client *client, uint32_t map, size_t size,
		       void (*add)(void *ctx, const void *entry), void *ctx,
		       struct pw_link_error *error)
{
	struct pw_request req = {
		.command = PW_CMD_MAP_READ, .dump = true, .map = map,
		.has = PW_HAS(PW_ATTR_MAP)
	};
	struct map_reader reader = { size, add, ctx };

	return pw_link_request(client, client->control, &req,
			       "cannot read a map", take_entries, &reader,
			       error);
}

int pw_client_map_clear(struct pw_client *client, uint32_t map,
			struct pw_link_error *error)
{
	struct pw_request req = {
		.command = PW_CMD_MAP_CLEAR, .map = map,
		.has = PW_HAS(PW_ATTR_MAP)
	};

	return pw_link_request(client, client->control, &req,
			       "cannot clear a map", NULL, NULL, error);
}

int pw_client_map_zero(struct pw_client *client, uint32_t map,
		       struct pw_link_error *error)
{
	struct pw_request req = {
		.command = PW_CMD_MAP_ZERO, .map = map,
		.has = PW_HAS(PW_ATTR_MAP)
	};

	return pw_link_request(client, client->control, &req,
			       "cannot zero a map", NULL, NULL, error);
}

struct stack_reader {
	void (*take)(void *ctx, const void *data, size_t size);
	void *ctx;
};

static void take_stacks(void *ctx, const struct pw_reply *reply)
{
	const struct stack_reader *reader = ctx;

	if (reply->data)
		reader->take(reader->ctx, reply->data, reply->data_len);
}

int pw_client_stacks(struct pw_client *client, uint32_t from,
		     void (*take)(void *ctx, const void *data, size_t size),
		     void *ctx, struct pw_link_error *error)
{
	struct pw_request req = {
		.command = PW_CMD_STACKS, .offset = from,
		.has = PW_HAS(PW_ATTR_OFFSET)
	};
	struct stack_reader reader = { take, ctx };

	return pw_link_request(client, client->control, &req,
			       "cannot read stacks", take_stacks, &reader,
			       error);
}

struct backport_reader {
	void (*add)(void *ctx, const char *text);
	void *ctx;
};

static void take_format(void *ctx, const struct pw_reply *reply)
{
	const struct backport_reader *reader = ctx;

	if (reply->format)
		reader->add(reader->ctx, reply->format);
}

int pw_client_backports(struct pw_client *client,
			void (*add)(void *ctx, const char *text), void *ctx,
			struct pw_link_error *error)
{
	struct pw_request req = { .command = PW_CMD_BACKPORTS, .dump = true };
	struct backport_reader reader = { add, ctx };

	return pw_link_request(client, client->control, &req,
			       "cannot list the module's tracepoints",
			       take_format, &reader, error);
}

struct tracepoint_reader {
	void (*add)(void *ctx, const char *name);
	void *ctx;
};

static void take_tracepoints(void *ctx, const struct pw_reply *reply)
{
	const struct tracepoint_reader *reader = ctx;
	const char *name = reply->data, *end = name + reply->data_len;
	size_t len;

	for (; name < end; name += len + 1) {
		len = strnlen(name, (size_t)(end - name));
		if (name + len == end)
			return;
		reader->add(reader->ctx, name);
	}
}

int pw_client_tracepoints(struct pw_client *client,
			  void (*add)(void *ctx, const char *name), void *ctx,
			  struct pw_link_error *error)
{
	struct pw_request req = {
		.command = PW_CMD_TRACEPOINTS, .dump = true
	};
	struct tracepoint_reader reader = { add, ctx };

	return pw_link_request(client, client->control, &req,
			       "cannot list the kernel's tracepoints",
			       take_tracepoints, &reader, error);
}

struct answer {
	uint8_t *bytes;
	size_t n;
};

static void take_bytes(void *ctx, const struct pw_reply *reply)
{
	struct answer *answer = ctx;

	if (reply->data_len == answer->n)
		memcpy(answer->bytes, reply->data, answer->n);
}

int pw_client_functions(struct pw_client *client, const char *names,
			size_t size, uint8_t *there, size_t n,
			struct pw_link_error *error)
{
	struct pw_request req = {
		.command = PW_CMD_FUNCTIONS, .has = PW_HAS(PW_ATTR_DATA),
		.data = names, .data_len = (uint32_t)size
	};
	struct answer answer = { there, n };

	memset(there, 0, n);
	return pw_link_request(client, client->control, &req,
			       "cannot look functions up", take_bytes, &answer,
			       error);
}

static void take_ran(void *ctx, const struct pw_reply *reply)
{
	if (reply->data_len == sizeof(struct pw_ran))
		memcpy(ctx, reply->data, sizeof(struct pw_ran));
}

int pw_client_run(struct pw_client *client, uint32_t probe, uint32_t times,
		  struct pw_ran *ran, struct pw_link_error *error)
{
	struct pw_request req = {
		.command = PW_CMD_RUN, .probe = probe, .size = times,
		.has = PW_HAS(PW_ATTR_PROBE) | PW_HAS(PW_ATTR_SIZE)
	};

	memset(ran, 0, sizeof(*ran));
	return pw_link_request(client, client->control, &req,
			       "cannot run a probe", take_ran, ran, error);
}

int pw_client_control_fd(const struct pw_client *client)
{
	return nl_socket_get_fd(client->control);
}

int pw_client_data_fd(const struct pw_client *client)
{
	return nl_socket_get_fd(client->data);
}

int pw_client_read_control(struct pw_client *client,
			   struct pw_link_error *error)
{
	for (;;) {
		struct nlmsghdr *header = client->answers;
		int n = pw_link_receive(client->control, header, false);

		if (n == 0)
			return 0;
		if (n < 0)
			return pw_link_fail(error, n,
					    "the control socket fails: %s",
					    strerror(-n));
		for (; nlmsg_ok(header, n); header = nlmsg_next(header, &n))
			if (header->nlmsg_seq == 0)
				pw_link_notify(client, header);
	}
}

bool pw_client_exited(const struct pw_client *client, uint32_t *status)
{
	if (client->exited)
		*status = client->status;
	return client->exited;
}

bool pw_client_overloaded(const struct pw_client *client)
{
	return client->exited && client->overloaded;
}

/* Hands on the batch of a message. */
static int take_batch(struct nlmsghdr *header,
		      void (*add)(void *ctx, const void *batch, size_t size),
		      void *ctx)
{
	struct pw_reply reply;

	if (pw_reply_decode(header, &reply) || reply.command != PW_CMD_DATA ||
	    !reply.data)
		return -EBADMSG;
	add(ctx, reply.data, reply.data_len);
	return 0;
}

int pw_client_read_data(struct pw_client *client, unsigned max,
			void (*add)(void *ctx, const void *batch, size_t size),
			void *ctx, struct pw_link_error *error)
{
	unsigned n_batches = 0;

	while (n_batches < max) {
		struct nlmsghdr *header = client->batches;
		int n = pw_link_receive(client->data, header, false);

		if (n < 0)
			return pw_link_fail(error, n,
					    "the data socket fails: %s",
					    strerror(-n));
		if (n == 0)
			break;
		/* The module sends one message a datagram. */
		if (!nlmsg_ok(header, n) ||
		    header->nlmsg_type != client->family ||
		    take_batch(header, add, ctx))
			return pw_link_fail(error, -EBADMSG,
					    "the module sent a malformed "
					    "message");
		n_batches++;
	}
	return n_batches;
}
