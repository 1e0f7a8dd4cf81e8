/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records that make the command do more than print their values: cat(),
 * system(), join(), errorf() and warnf(). One thread; no locks. system() waits
 * for what it runs, and records wait meanwhile.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "output/json.h"
#include "output/printf.h"
#include "output/sink.h"

#define SHELL		"/bin/sh"

/* The text that the record's format gives; it stays in o->buf behind start. */
static const char *format_text(struct pw_output *o,
			       const struct pw_action *action,
			       const struct pw_plan *plan, size_t start)
{
	pw_format_print(plan->format, &o->buf, &o->env, action->values,
			action->n_values, o->slots);
	pw_buf_char(&o->buf, '\0');
	return o->buf.failed ? NULL : o->buf.data + start;
}

/* At most `max` bytes of fd; < 0: an error. */
static ssize_t add_file(struct pw_buf *buf, int fd, size_t max)
{
	char bytes[4096];
	ssize_t n;

	while (max) {
		n = read(fd, bytes, max < sizeof(bytes) ? max : sizeof(bytes));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n;
		pw_buf_add(buf, bytes, n);
		max -= n;
	}
	return 0;
}

/* What was added behind `start` is the data of a record of that type. */
static void wrap(struct pw_output *o, const char *type, size_t start)
{
	struct pw_buf whole = { NULL, 0, 0, false };

	if (!o->json)
		return;
	pw_json_string(&whole, o->buf.data + start, o->buf.len - start);
	o->buf.len = start;
	pw_output_open(o, type);
	pw_buf_add(&o->buf, whole.data, whole.len);
	pw_output_close(o);
	o->buf.failed |= whole.failed;
	pw_buf_free(&whole);
}

void pw_run_cat(struct pw_output *o, const struct pw_action *action,
		const struct pw_plan *plan)
{
	size_t start = o->buf.len;
	const char *name = format_text(o, action, plan, start);
	int fd = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;

	if (name && fd < 0)
		fprintf(o->err, "ERROR: failed to open file '%s' (%s)\n", name,
			strerror(errno));
	o->buf.len = start;
	if (fd < 0)
		return;
	add_file(&o->buf, fd, o->prog->max_cat_bytes ?
		 o->prog->max_cat_bytes : PW_MAX_CAT_BYTES);
	close(fd);
	wrap(o, "cat", start);
}

/* Where others read it is the kernel's business. */
void pw_run_debug(struct pw_output *o, const struct pw_action *action,
		  const struct pw_plan *plan)
{
	size_t start = o->buf.len;
	const char *text = format_text(o, action, plan, start);

	if (text && o->opt.debug)
		o->opt.debug(o->opt.debug_data, text);
	o->buf.len = start;
}

/* In the new process. */
static void run_shell(const char *command, int out, pid_t parent)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0)
		_exit(127);
	execl(SHELL, "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* Its exit status; -1: it could not be run, or a signal ended it. */
static int run_command(struct pw_output *o, const char *command,
		       struct pw_buf *text)
{
	pid_t parent = getpid(), pid;
	int fds[2], status;

	if (pipe(fds))
		return -1;
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	fflush(o->out);
	pid = fork();
	if (!pid)
		run_shell(command, fds[1], parent);
	close(fds[1]);
	if (pid > 0)
		add_file(text, fds[0], SIZE_MAX);
	close(fds[0]);
	if (pid < 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* As in bpftrace, a command that fails shows no output. */
void pw_run_system(struct pw_output *o, const struct pw_action *action,
		   const struct pw_plan *plan)
{
	struct pw_buf text = { NULL, 0, 0, false };
	size_t start = o->buf.len;
	const char *command = format_text(o, action, plan, start);
	int status = command ? run_command(o, command, &text) : -1;

	if (status < 0)
		fprintf(o->err, "ERROR: child process did not exit normally\n");
	else if (status)
		fprintf(o->err, "ERROR: command exited with code %d\n", status);
	o->buf.len = start;
	if (!status) {
		pw_buf_add(&o->buf, text.data, text.len);
		wrap(o, "syscall", start);
		if (!o->json)
			pw_buf_char(&o->buf, '\n');
	}
	o->buf.failed |= text.failed;
	pw_buf_free(&text);
}

/* The strings up to the first empty one. */
void pw_run_join(struct pw_output *o, const struct pw_action *action)
{
	size_t start = o->buf.len;
	const uint8_t *slot = o->slots;
	uint32_t i;

	for (i = 0; i < action->n_values && *slot; i++) {
		if (i)
			pw_buf_str(&o->buf, action->format);
		pw_value_text(&o->buf, &o->env, &action->values[i], slot);
		slot += action->values[i].size;
	}
	wrap(o, "join", start);
	if (!o->json)
		pw_buf_char(&o->buf, '\n');
}

static const char *source_name(const struct pw_output *o,
			       const struct pw_action *action)
{
	return action->pos.file ? action->pos.file :
	       o->opt.source_name ? o->opt.source_name : "stdin";
}

/* , "filename": …, "line": …, "col": …} */
static void add_place(struct pw_output *o, const struct pw_action *action)
{
	const char *name = source_name(o, action);

	pw_buf_str(&o->buf, ", \"filename\": ");
	pw_json_string(&o->buf, name, strlen(name));
	pw_buf_str(&o->buf, ", \"line\": ");
	pw_buf_unsigned(&o->buf, action->pos.line);
	pw_buf_str(&o->buf, ", \"col\": ");
	pw_buf_unsigned(&o->buf, action->pos.column);
	pw_buf_str(&o->buf, "}\n");
}

void pw_run_message(struct pw_output *o, const struct pw_action *action,
		    const struct pw_plan *plan)
{
	bool is_error = action->kind == PW_ACTION_ERRORF;
	struct pw_buf quoted = { NULL, 0, 0, false };
	size_t start = o->buf.len;
	const char *text = format_text(o, action, plan, start);

	if (!text)
		return;
	if (!o->json)
		fprintf(o->err, "%s:%s: %s: %s\n%s", source_name(o, action),
			action->place, is_error ? "ERROR" : "WARNING", text,
			action->trace ? action->trace : "");
	else
		pw_json_string(&quoted, text, o->buf.len - start - 1);
	o->buf.len = start;
	if (!o->json)
		return;
	pw_buf_str(&o->buf, is_error ? "{\"type\": \"errorf\", \"msg\": " :
		   "{\"type\": \"warnf\", \"msg\": ");
	pw_buf_add(&o->buf, quoted.data, quoted.len);
	add_place(o, action);
	o->buf.failed |= quoted.failed;
	pw_buf_free(&quoted);
}

/* In the words of bpftrace, where a helper of the kernel has failed. */
void pw_run_fault(struct pw_output *o, const struct pw_action *action)
{
	bool is_read = action->kind == PW_ACTION_FAULT;
	int code = is_read ? -EFAULT : 0;
	const char *text = is_read ? strerror(EFAULT) :
			   "Can't lookup map element because it does not "
			   "exist.";
	const char *helper = action->format;
	char name[32];
	int64_t address;

	if (is_read) {
		memcpy(&address, o->slots, sizeof(address));
		snprintf(name, sizeof(name), "probe_read_%s%s",
			 address < 0 ? "kernel" : "user", action->format);
		helper = name;
	}
	if (!o->json) {
		fprintf(o->err, "%s:%s: WARNING: %s\nAdditional Info - helper: "
			"%s, retcode: %d\n%s", source_name(o, action),
			action->place, text, helper, code, action->trace);
		return;
	}
	pw_buf_str(&o->buf, "{\"type\": \"helper_error\", \"msg\": ");
	pw_json_string(&o->buf, text, strlen(text));
	pw_buf_str(&o->buf, ", \"helper\": ");
	pw_json_string(&o->buf, helper, strlen(helper));
	pw_buf_str(&o->buf, is_read ? ", \"retcode\": -14" :
		   ", \"retcode\": 0");
	add_place(o, action);
}

/* Its bytes are behind how many there are. */
void pw_run_packet(struct pw_output *o, const struct pw_action *action,
		   uint64_t nsecs)
{
	const struct pw_type *type = action->values;
	uint64_t size;
	int err;

	if (action->n_values != 1 || type->kind != PW_TYPE_BUF)
		return;
	memcpy(&size, o->slots, sizeof(size));
	if (size > type->length)
		size = type->length;
	err = pw_pcap_add(&o->pcaps, action->format,
			  nsecs + (uint64_t)o->clock.offset, o->slots + 8,
			  (uint32_t)size);
	if (err)
		fprintf(o->err, "ERROR: failed to write to '%s' (%s)\n",
			action->format, strerror(-err));
}
