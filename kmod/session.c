/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sessions: made, loaded, started, stopped, taken down. Process context but for
 * pw_sessions_socket_closed(), which old kernels call where nothing may sleep;
 * so the teardown is a work item that is part of the session and needs no
 * memory. Locks: see session.h.
 *
 * Every session holds a reference on the module, so that rmmod is refused while
 * there is one. The teardown gives it back in its last statement; the module
 * can be unloaded from then on, and waits in its exit until the workqueue, and
 * so that last statement, is done.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pid_namespace.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include "session.h"

static LIST_HEAD(pw_sessions);
static DEFINE_SPINLOCK(pw_sessions_lock);
static u32 pw_n_sessions;	/* those being taken down included */

int pw_sessions_init(void)
{
	return 0;
}

/* The module's references have kept it here until all sessions were gone. */
void pw_sessions_exit(void)
{
	WARN_ON(!list_empty(&pw_sessions));
}

void pw_session_put(struct pw_session *session)
{
	if (!atomic_dec_and_test(&session->refs))
		return;
	pw_free(session->image);
	kfree(session);
}

/* Nothing fires or is sent any more; maps, rings and probes are freed. */
static void unload(struct pw_session *session)
{
	WRITE_ONCE(session->vm.running, 0);
	pw_probes_detach(&session->probes);
	pw_stream_destroy(&session->stream);
	pw_probes_destroy(&session->probes);
	put_pid_ns(session->vm.pid_ns);
	pw_vm_destroy(&session->vm);
}

static void teardown(struct work_struct *work)
{
	struct pw_session *session =
		container_of(work, struct pw_session, teardown);

	mutex_lock(&session->lock);
	if (session->state >= PW_RUNNING)
		unload(session);
	mutex_unlock(&session->lock);
	pw_session_put(session);
	spin_lock(&pw_sessions_lock);
	pw_n_sessions--;
	spin_unlock(&pw_sessions_lock);
	module_put(THIS_MODULE);
}

void pw_sessions_socket_closed(u32 portid)
{
	struct pw_session *session, *next;

	spin_lock(&pw_sessions_lock);
	list_for_each_entry_safe(session, next, &pw_sessions, list) {
		if (session->portid == portid) {
			session->closed = true;
			list_del_init(&session->list);
			queue_work(pw_workqueue, &session->teardown);
		} else if (session->stream.data == portid) {
			pw_stream_reader_gone(&session->stream);
		}
	}
	spin_unlock(&pw_sessions_lock);
}

/* With pw_sessions_lock held. */
static struct pw_session *find(u32 portid)
{
	struct pw_session *session;

	list_for_each_entry(session, &pw_sessions, list)
		if (session->portid == portid)
			return session;
	return NULL;
}

static int publish(struct pw_session *session, struct pw_error *err)
{
	int error = 0;

	spin_lock(&pw_sessions_lock);
	if (find(session->portid)) {
		error = pw_fail(err, -EBUSY, "this socket has a session");
	} else if (pw_n_sessions >= PW_SESSIONS_MAX) {
		error = pw_fail(err, -EBUSY, "there are %u sessions, and no "
				"more may be: end one", PW_SESSIONS_MAX);
	} else {
		list_add(&session->list, &pw_sessions);
		pw_n_sessions++;
	}
	spin_unlock(&pw_sessions_lock);
	return error;
}

int pw_session_create(u32 portid, u32 image_size, u64 *token,
		      struct pw_error *err)
{
	struct pw_session *session;
	int error;

	if (image_size < sizeof(struct pw_image_header) ||
	    image_size > PW_IMAGE_MAX)
		return pw_fail(err, -EINVAL, "an image has %zu to %u bytes, "
			       "not %u", sizeof(struct pw_image_header),
			       PW_IMAGE_MAX, image_size);
	if (!try_module_get(THIS_MODULE))
		return pw_fail(err, -ENODEV, "probewire is being unloaded");
	session = kzalloc(sizeof(*session), GFP_KERNEL);
	if (session)
		session->image = pw_alloc(image_size);
	if (!session || !session->image) {
		error = pw_fail(err, -ENOMEM, "no memory for the image");
		goto err_free;
	}
	atomic_set(&session->refs, 1);
	mutex_init(&session->lock);
	INIT_WORK(&session->teardown, teardown);
	session->portid = portid;
	session->image_size = image_size;
	get_random_bytes(&session->token, sizeof(session->token));
	*token = session->token;
	error = publish(session, err);
	if (!error)
		return 0;
	pw_free(session->image);
err_free:
	kfree(session);
	module_put(THIS_MODULE);
	return error;
}

/* Takes the lock of a session that is referenced. */
static int lock(struct pw_session *session)
{
	if (mutex_lock_killable(&session->lock)) {
		pw_session_put(session);
		return -EINTR;
	}
	return 0;
}

struct pw_session *pw_session_get(u32 portid, int *error)
{
	struct pw_session *session;

	spin_lock(&pw_sessions_lock);
	session = find(portid);
	if (session)
		atomic_inc(&session->refs);
	spin_unlock(&pw_sessions_lock);
	*error = session ? lock(session) : -ENOENT;
	return *error ? NULL : session;
}

int pw_session_missing(int error, struct pw_error *err)
{
	if (error == -ENOENT)
		return pw_fail(err, error, "this socket has no session");
	return pw_fail(err, error, "interrupted");
}

static struct pw_session *get_by_token(u64 token)
{
	struct pw_session *session, *found = NULL;

	spin_lock(&pw_sessions_lock);
	list_for_each_entry(session, &pw_sessions, list)
		if (session->token == token)
			found = session;
	if (found)
		atomic_inc(&found->refs);
	spin_unlock(&pw_sessions_lock);
	return found;
}

int pw_session_join(u32 portid, u64 token, struct pw_error *err)
{
	struct pw_session *session = get_by_token(token);
	int error = 0;

	if (!session)
		return pw_fail(err, -ENOENT, "no session has this token");
	if (lock(session))
		return pw_fail(err, -EINTR, "interrupted");
	spin_lock(&pw_sessions_lock);
	if (find(portid))
		error = pw_fail(err, -EINVAL, "this is a control socket; "
				"records need a socket of their own");
	else if (session->state >= PW_RUNNING)
		error = pw_fail(err, -EBUSY, "the session has started");
	else if (session->stream.data)
		error = pw_fail(err, -EBUSY, "the session has a data socket");
	else
		session->stream.data = portid;
	spin_unlock(&pw_sessions_lock);
	mutex_unlock(&session->lock);
	pw_session_put(session);
	return error;
}

int pw_session_write(struct pw_session *session, u32 offset, const void *data,
		     u32 size, struct pw_error *err)
{
	if (session->state != PW_LOADING)
		return pw_fail(err, -EBUSY, "the image is verified and can no "
			       "longer be changed");
	if (offset > session->image_size ||
	    size > session->image_size - offset)
		return pw_fail(err, -EINVAL, "%u bytes at %u do not fit into "
			       "an image of %u", size, offset,
			       session->image_size);
	memcpy(session->image + offset, data, size);
	return 0;
}

int pw_session_verify(struct pw_session *session, struct pw_error *err)
{
	int error;

	if (session->state != PW_LOADING)
		return pw_fail(err, -EBUSY, "the image is verified already");
	error = pw_image_parse(&session->img, session->image,
			       session->image_size, err);
	if (!error)
		error = pw_verify(&session->img, err);
	if (error == -ENOMEM)
		pw_fail(err, error, "no memory to verify the image");
	if (!error)
		session->state = PW_VERIFIED;
	return error;
}

/* Rings may take an eighth of the memory, over all CPUs. */
static int check_rings(const struct pw_session *session, struct pw_error *err)
{
	u64 bytes = session->img.head->ring_bytes;
	struct sysinfo info;

	if (!bytes)
		bytes = PW_RING_DEFAULT;
	bytes *= num_possible_cpus();
	si_meminfo(&info);
	if (bytes / info.mem_unit > info.totalram / 8)
		return pw_fail(err, -ENOMEM, "rings of %llu MB in all are more "
			       "than an eighth of the memory: ask for less",
			       (unsigned long long)bytes >> 20);
	return 0;
}

static int load(struct pw_session *session, struct pw_error *err)
{
	int error = check_rings(session, err);

	if (error)
		return error;
	error = pw_vm_create(&session->vm, &session->img, err);
	if (error == -EINVAL)
		return error;
	if (error)
		goto err_memory;
	error = pw_stream_create(&session->stream, &session->vm,
				 session->portid);
	if (error)
		goto err_vm;
	error = pw_probes_create(&session->probes, &session->vm);
	if (error)
		goto err_stream;
	session->vm.pid_ns = get_pid_ns(task_active_pid_ns(current));
	return 0;
err_stream:
	pw_stream_destroy(&session->stream);
err_vm:
	pw_vm_destroy(&session->vm);
err_memory:
	return pw_fail(err, error, "no memory for maps, rings and probes");
}

/* The programs of begin or end, in the order of the script. */
static void run_programs(struct pw_session *session, enum pw_probe_kind kind)
{
	u32 i;

	for (i = 0; i < session->probes.n; i++) {
		struct pw_hit hit = { NULL };

		if (session->img.probes[i].kind != kind)
			continue;
		preempt_disable();
		pw_vm_hit(&session->vm, i, &hit);
		preempt_enable();
	}
}

/*
 * The begin programs run before anything is attached, and each probe fires from
 * the moment it is: no hit is skipped as idle only because others were still
 * being attached. Nothing is sent before all has succeeded, so that a start
 * that fails has said nothing.
 */
int pw_session_start(struct pw_session *session, struct pw_error *err)
{
	int error;

	if (session->state >= PW_RUNNING)
		return pw_fail(err, -EBUSY, "the session has started already");
	if (session->state != PW_VERIFIED)
		return pw_fail(err, -EINVAL, "the image is not verified");
	if (!READ_ONCE(session->stream.data))
		return pw_fail(err, -EINVAL, "no data socket has joined");
	error = load(session, err);
	if (error)
		return error;
	session->vm.began = pw_nsecs();
	run_programs(session, PW_PROBE_BEGIN);
	WRITE_ONCE(session->vm.running, 1);
	error = pw_probes_attach(&session->probes, err);
	if (error) {
		unload(session);
		return error;
	}
	session->state = PW_RUNNING;
	pw_stream_start(&session->stream);
	return 0;
}

/* What exit() did in it is told, and undone: the others still run. */
static void take_exit(struct pw_vm *vm, struct pw_ran *ran)
{
	ran->exited = smp_load_acquire(&vm->exiting);
	ran->status = ran->exited ? vm->exit_status : 0;
	WRITE_ONCE(vm->exiting, 0);
	WRITE_ONCE(vm->exit_taken, 0);
}

int pw_session_run(struct pw_session *session, u32 probe, u32 times,
		   struct pw_ran *ran, struct pw_error *err)
{
	u32 kind, i;

	memset(ran, 0, sizeof(*ran));
	if (session->state != PW_RUNNING)
		return pw_fail(err, -EINVAL, "the session is not running");
	if (probe >= session->probes.n || times > PW_RUN_MAX)
		return pw_fail(err, -EINVAL, "there is no probe %u, or %u "
			       "times are too many", probe, times);
	kind = session->img.probes[probe].kind;
	if (kind != PW_PROBE_SIGNAL && kind != PW_PROBE_TEST &&
	    kind != PW_PROBE_BENCH)
		return pw_fail(err, -EINVAL, "probe %u fires by itself", probe);
	for (i = 0; i < times; i++) {
		struct pw_hit hit = { NULL };
		u64 begin;

		if (fatal_signal_pending(current))
			return pw_fail(err, -EINTR, "interrupted");
		preempt_disable();
		begin = pw_nsecs();
		pw_vm_hit(&session->vm, probe, &hit);
		ran->nsecs += pw_nsecs() - begin;
		preempt_enable();
		ran->ret = hit.ret;
		cond_resched();
	}
	if (kind != PW_PROBE_SIGNAL)
		take_exit(&session->vm, ran);
	return 0;
}

int pw_session_stop(struct pw_session *session, struct pw_error *err)
{
	if (session->state != PW_RUNNING)
		return pw_fail(err, -EINVAL, "the session is not running");
	pw_probes_detach(&session->probes);
	WRITE_ONCE(session->vm.running, 0);
	run_programs(session, PW_PROBE_END);
	session->state = PW_STOPPED;
	pw_stream_end(&session->stream);
	return 0;
}

int pw_session_map(struct pw_session *session, u32 number,
		   struct pw_map **map, struct pw_error *err)
{
	if (session->state < PW_RUNNING)
		return pw_fail(err, -EINVAL, "the session has not started");
	if (number >= session->img.head->maps.count)
		return pw_fail(err, -EINVAL, "there is no map %u, only %u in "
			       "all", number, session->img.head->maps.count);
	*map = session->vm.maps[number];
	return 0;
}
