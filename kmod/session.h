/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A session: what one client has loaded. It belongs to the control socket that
 * made it and dies with it.
 *
 * States: LOADING (pieces of the image come) -> VERIFIED -> RUNNING -> STOPPED.
 * A command that fails leaves the state as it was.
 *
 * Locks, outer first:
 *   session->lock	mutex; the state and everything the state governs
 *   pw_sessions_lock	spinlock; the list, ports, `closed`
 * A session lives as long as somebody holds a reference: the list has one until
 * the control socket closes, its teardown hands it over, and every command has
 * one while it runs.
 */
#ifndef PW_SESSION_H
#define PW_SESSION_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>
#include "error.h"
#include "probe/probe.h"
#include "stream.h"

#define PW_SESSIONS_MAX	64

enum pw_state {
	PW_LOADING,
	PW_VERIFIED,
	PW_RUNNING,
	PW_STOPPED
};

struct pw_session {
	struct list_head list;		/* pw_sessions_lock */
	atomic_t refs;
	u64 token;
	u32 portid;			/* of the control socket */
	bool closed;			/* the control socket is gone */
	struct work_struct teardown;
	struct mutex lock;
	enum pw_state state;
	void *image;
	u32 image_size;
	struct pw_image img;		/* from VERIFIED on */
	struct pw_vm vm;		/* from RUNNING on */
	struct pw_probes probes;	/* from RUNNING on */
	struct pw_stream stream;
};

int pw_sessions_init(void);
void pw_sessions_exit(void);

/*
 * Process context, may sleep. pw_session_create() makes the session of a
 * control socket; 0 and its token, or a negative errno and *err.
 */
int pw_session_create(u32 portid, u32 image_size, u64 *token,
		      struct pw_error *err);
int pw_session_join(u32 portid, u64 token, struct pw_error *err);

/*
 * The session of a control socket, referenced and with its lock held, or NULL
 * with *error: -ENOENT, or -EINTR when a fatal signal came first.
 */
struct pw_session *pw_session_get(u32 portid, int *error);
/* Says so; returns error. */
int pw_session_missing(int error, struct pw_error *err);
void pw_session_put(struct pw_session *session);

/* With session->lock held. 0, or a negative errno and *err. */
int pw_session_write(struct pw_session *session, u32 offset, const void *data,
		     u32 size, struct pw_error *err);
int pw_session_verify(struct pw_session *session, struct pw_error *err);
int pw_session_start(struct pw_session *session, struct pw_error *err);
int pw_session_stop(struct pw_session *session, struct pw_error *err);
/*
 * Runs a probe of a kind that only fires when asked. -EINTR: a fatal signal
 * came.
 */
int pw_session_run(struct pw_session *session, u32 probe, u32 times,
		   struct pw_ran *ran, struct pw_error *err);
int pw_session_map(struct pw_session *session, u32 number,
		   struct pw_map **map, struct pw_error *err);

/* A socket has closed. Any context that may not sleep. */
void pw_sessions_socket_closed(u32 portid);

#endif
