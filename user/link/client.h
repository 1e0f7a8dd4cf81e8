/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A client of the module: the two sockets and the commands of the protocol.
 * Nothing is printed here. Every function that can fail returns 0 or a
 * negative errno, and then *error says in one sentence what failed and what to
 * do.
 *
 * One thread; the control socket blocks, the data socket does not.
 */
#ifndef PW_LINK_CLIENT_H
#define PW_LINK_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <probewire/protocol.h>

struct pw_client;

struct pw_link_error {
	int err;		/* negative errno */
	bool has_probe;
	bool has_insn;
	uint32_t probe;		/* number of the probe that is at fault */
	uint32_t insn;		/* index in the image's instructions */
	char text[512];		/* "what failed: why" */
	size_t why;		/* where in text the reason begins */
};

/* What HELLO answered. */
struct pw_module_info {
	uint32_t abi;
	char version[64];
	char release[128];	/* the kernel that the module is built for */
};

/*
 * Finds the module and greets it. -ENOENT: no such family, the module is not
 * loaded; -EPROTO: a module of another ABI; -EPERM: not for this user.
 */
int pw_client_open(struct pw_client **out, struct pw_link_error *error);
void pw_client_close(struct pw_client *client);
const struct pw_module_info *pw_client_module(const struct pw_client *client);

/* CREATE, JOIN, WRITE and VERIFY. */
int pw_client_load(struct pw_client *client, const void *image, uint32_t size,
		   struct pw_link_error *error);
/* Returns when every probe is attached. */
int pw_client_start(struct pw_client *client, struct pw_link_error *error);
/* Nothing fires afterwards; the data socket still holds what was sent. */
int pw_client_stop(struct pw_client *client, struct pw_link_error *error);

/* `probes` has room for n; *session is filled even if n is 0. */
int pw_client_stats(struct pw_client *client, struct pw_session_stats *session,
		    struct pw_probe_stats *probes, uint32_t n,
		    struct pw_link_error *error);

/* Calls add() with entries: key and value, back to back, `size` bytes each. */
int pw_client_map_read(struct pw_client *client, uint32_t map, size_t size,
		       void (*add)(void *ctx, const void *entry), void *ctx,
		       struct pw_link_error *error);
int pw_client_map_clear(struct pw_client *client, uint32_t map,
			struct pw_link_error *error);
int pw_client_map_zero(struct pw_client *client, uint32_t map,
		       struct pw_link_error *error);

/* Calls take() with whole struct pw_stack, one behind the other, the one that
 * begins at that word of the table first; not at all if there is none. */
int pw_client_stacks(struct pw_client *client, uint32_t from,
		     void (*take)(void *ctx, const void *data, size_t size),
		     void *ctx, struct pw_link_error *error);

/* Calls add() with the format text of each backported tracepoint. */
int pw_client_backports(struct pw_client *client,
			void (*add)(void *ctx, const char *text), void *ctx,
			struct pw_link_error *error);

/* Calls add() with "module:name" of each tracepoint there is. */
int pw_client_tracepoints(struct pw_client *client,
			  void (*add)(void *ctx, const char *name), void *ctx,
			  struct pw_link_error *error);

/*
 * Which of n functions ("f", "module:f"; n is at most PW_FUNCTIONS_MAX) may be
 * probed: there[i] is 1 or 0. `names`: back to back, each with its NUL, `size`
 * bytes in all.
 */
int pw_client_functions(struct pw_client *client, const char *names,
			size_t size, uint8_t *there, size_t n,
			struct pw_link_error *error);

/* RUN: the program of a probe that only fires when asked. */
int pw_client_run(struct pw_client *client, uint32_t probe, uint32_t times,
		  struct pw_ran *ran, struct pw_link_error *error);

/* To poll for reading. */
int pw_client_control_fd(const struct pw_client *client);
int pw_client_data_fd(const struct pw_client *client);

/*
 * Reads what the module says unasked, as far as it is there. Afterwards, and
 * after any other command, pw_client_exited() tells whether a program has
 * called exit(), and with which status.
 */
int pw_client_read_control(struct pw_client *client,
			   struct pw_link_error *error);
bool pw_client_exited(const struct pw_client *client, uint32_t *status);
/* Then, whether that was because programs took too much time. */
bool pw_client_overloaded(const struct pw_client *client);

/*
 * Reads batches until there are none or `max` have been read; calls add() with
 * each: a struct pw_batch and its records, at any alignment. Returns their
 * number; 0 if none was there.
 */
int pw_client_read_data(struct pw_client *client, unsigned max,
			void (*add)(void *ctx, const void *batch, size_t size),
			void *ctx, struct pw_link_error *error);

#endif
