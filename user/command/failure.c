/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why the module refused a program or a probe, in the words of the script.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "command/report.h"
#include "command/session.h"

const struct pw_probe_def *pw_session_probe(const struct pw_session *s,
					    uint32_t number)
{
	return number < s->prog->n_probes ?
	       &pw_program_probes(s->prog)[number] : NULL;
}

/* "Did you mean vfs_read, vfs_readv or vcs_read?" */
static void hint_nearest(struct pw_session *s, const struct pw_probe_def *def)
{
	const char *names[PW_NEAREST_MAX];
	char text[3 * PW_NEAREST_NAME + 8];
	unsigned n, i;

	n = s->env.lang.nearest(s->env.lang.data, def->kind,
				pw_program_target(s->prog, def), names,
				PW_NEAREST_MAX);
	if (!n)
		return;
	text[0] = '\0';
	for (i = 0; i < n; i++) {
		strcat(text, !i ? "" : i + 1 < n ? ", " : " or ");
		strcat(text, names[i]);
	}
	pw_report_hint("Did you mean %s?", text);
}

void pw_session_printed(struct pw_session *s, int err)
{
	if (!err || s->failed)
		return;
	s->failed = err;
	if (err != -EPIPE)
		pw_report_error("cannot print: %s", strerror(-err));
}

int pw_session_refused(struct pw_session *s,
		       const struct pw_link_error *error)
{
	const struct pw_probe_def *def = NULL;

	if (error->has_probe)
		def = pw_session_probe(s, error->probe);
	if (error->has_insn && error->insn < s->prog->n_insns) {
		const struct pw_source_pos *at;

		at = &s->prog->positions[error->insn];
		fprintf(stderr, "%s:%u:%u: ", at->file ? at->file : s->name,
			at->line, at->column);
	}
	if (def && error->err == -EILSEQ)
		pw_report_error("Possible attachment attempt in the middle of "
				"an instruction, try a different offset.");
	if (def)
		pw_report_error("Unable to attach probe: %s: %s",
				s->prog->probe_names[error->probe],
				error->text + error->why);
	else
		pw_report_error("%s", error->text);
	if (def && error->err == -ENOENT)
		hint_nearest(s, def);
	return error->err == -EPERM ? PW_EXIT_SYSTEM : PW_EXIT_FAILED;
}
