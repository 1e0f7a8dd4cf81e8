// SPDX-License-Identifier: GPL-2.0
/*
 * The account at the end: hits that did not run, records that did not arrive,
 * what went wrong inside programs. Keys and texts come from the lists in
 * probewire/counters.h. A wildcard may stand for a thousand probes, so that
 * people get one sentence a reason with the worst probe's name; JSON has all.
 */
#include "output/json.h"
#include "output/sink.h"

struct counter {
	const char *key;
	const char *text;
};

#define PW_COUNTER(name, key, text) { key, text },
static const struct counter skips[PW_SKIP_MAX] = { PW_SKIPS(PW_COUNTER) };
static const struct counter losses[PW_LOSS_MAX] = { PW_LOSSES(PW_COUNTER) };
static const struct counter notes[PW_NOTE_MAX] = { PW_NOTES(PW_COUNTER) };
#undef PW_COUNTER

/* A number of each probe, and what it sums up to. */
struct sum {
	uint64_t total;
	uint32_t n_probes;	/* that have any */
	uint32_t worst;
	uint64_t most;
};

static void add(struct sum *sum, uint32_t probe, uint64_t n)
{
	if (!n)
		return;
	sum->total += n;
	sum->n_probes++;
	if (n > sum->most) {
		sum->most = n;
		sum->worst = probe;
	}
}

static struct sum sum_skips(const struct pw_counters *c, unsigned skip)
{
	struct sum sum = { 0, 0, 0, 0 };
	uint32_t i;

	for (i = 0; i < c->session->n_probes; i++)
		add(&sum, i, c->probes[i].skipped[skip]);
	return sum;
}

static struct sum sum_missed(const struct pw_counters *c)
{
	struct sum sum = { 0, 0, 0, 0 };
	uint32_t i;

	for (i = 0; i < c->session->n_probes; i++)
		add(&sum, i, c->probes[i].missed);
	return sum;
}

static uint64_t sum_losses(const struct pw_counters *c)
{
	uint64_t total = 0;
	unsigned i;

	for (i = 0; i < PW_LOSS_MAX; i++)
		total += c->session->lost[i];
	return total;
}

static const char *probe_name(const struct pw_output *o, uint32_t probe)
{
	return probe < o->prog->n_probes ? o->prog->probe_names[probe] : "(?)";
}

static void tell_hits(struct pw_output *o, const struct sum *sum,
		      const char *what)
{
	fprintf(o->err, "WARNING: %llu hit%s of ",
		(unsigned long long)sum->total, sum->total == 1 ? "" : "s");
	if (sum->n_probes == 1)
		fputs(probe_name(o, sum->worst), o->err);
	else
		fprintf(o->err, "%u probes", sum->n_probes);
	fprintf(o->err, " did not run: %s", what);
	if (sum->n_probes > 1)
		fprintf(o->err, "; most of them, %llu, of %s",
			(unsigned long long)sum->most,
			probe_name(o, sum->worst));
	fputs(".\n", o->err);
}

/*
 * A hit between exit() and the detaching of the probes is nobody's loss: the
 * script has asked for the end. -v and JSON tell of it.
 */
static void tell_skips(struct pw_output *o, const struct pw_counters *c)
{
	struct sum sum;
	unsigned i;

	for (i = 0; i < PW_SKIP_MAX; i++) {
		if (i == PW_SKIP_IDLE && !o->opt.verbose)
			continue;
		sum = sum_skips(c, i);
		if (sum.total)
			tell_hits(o, &sum, skips[i].text);
	}
	sum = sum_missed(c);
	if (sum.total)
		tell_hits(o, &sum, "the kernel dropped them");
}

static void tell_losses(struct pw_output *o, const struct pw_counters *c)
{
	uint64_t emitted = c->session->emitted;
	uint64_t arrived = c->received + sum_losses(c);
	unsigned i;

	for (i = 0; i < PW_LOSS_MAX; i++) {
		uint64_t n = c->session->lost[i];

		if (n)
			fprintf(o->err, "WARNING: %llu record%s lost: %s.\n",
				(unsigned long long)n,
				n == 1 ? " was" : "s were", losses[i].text);
	}
	if (emitted != arrived)
		fprintf(o->err, "WARNING: the account of records does not add "
			"up: %llu emitted, %llu received or lost.\n",
			(unsigned long long)emitted,
			(unsigned long long)arrived);
}

/* Where in the source a note was first made, NULL if that is not known. */
static const struct pw_source_pos *note_pos(const struct pw_output *o,
					    const struct pw_counters *c,
					    unsigned note)
{
	uint32_t insn = c->session->note_insn[note];

	if (!c->session->note[note] || insn >= o->prog->n_insns ||
	    !o->prog->positions || !o->prog->positions[insn].line)
		return NULL;
	return &o->prog->positions[insn];
}

static void tell_notes(struct pw_output *o, const struct pw_counters *c)
{
	const struct pw_source_pos *pos;
	unsigned i;

	for (i = 0; i < PW_NOTE_MAX; i++) {
		uint64_t n = c->session->note[i];

		if (!n)
			continue;
		pos = note_pos(o, c, i);
		if (pos)
			fprintf(o->err, "%s:%u:%u: ", pos->file ? pos->file :
				o->opt.source_name ? o->opt.source_name :
				"stdin", pos->line, pos->column);
		fprintf(o->err, "WARNING: %s: %llu time%s%s.\n", notes[i].text,
			(unsigned long long)n, n == 1 ? "" : "s",
			n > 1 && pos ? ", here first" : "");
	}
}

/* "KEY": N, behind a comma unless it is the first. */
static void json_number(struct pw_output *o, const char *key, uint64_t v,
			bool first)
{
	if (!first)
		pw_buf_str(&o->buf, ", ");
	pw_buf_char(&o->buf, '"');
	pw_buf_str(&o->buf, key);
	pw_buf_str(&o->buf, "\": ");
	pw_json_unsigned(&o->buf, v);
}

static void json_session(struct pw_output *o, const struct pw_counters *c)
{
	unsigned i;

	pw_buf_str(&o->buf, "\"session\": {");
	json_number(o, "emitted", c->session->emitted, true);
	json_number(o, "received", c->received, false);
	pw_buf_str(&o->buf, ", \"lost\": {");
	for (i = 0; i < PW_LOSS_MAX; i++)
		json_number(o, losses[i].key, c->session->lost[i], i == 0);
	pw_buf_str(&o->buf, "}}");
}

static void json_probe(struct pw_output *o, const struct pw_counters *c,
		       uint32_t probe)
{
	const struct pw_probe_stats *stats = &c->probes[probe];
	uint64_t hits = stats->ran;
	size_t start;
	unsigned i;

	for (i = 0; i < PW_SKIP_MAX; i++)
		hits += stats->skipped[i];
	pw_buf_str(&o->buf, probe ? ", {\"name\": " : "{\"name\": ");
	start = o->buf.len;
	pw_buf_str(&o->buf, probe_name(o, probe));
	pw_json_quote(&o->buf, start);
	json_number(o, "hits", hits, false);
	json_number(o, "ran", stats->ran, false);
	pw_buf_str(&o->buf, ", \"skipped\": {");
	for (i = 0; i < PW_SKIP_MAX; i++)
		json_number(o, skips[i].key, stats->skipped[i], i == 0);
	pw_buf_char(&o->buf, '}');
	json_number(o, "missed", stats->missed, false);
	/* One of a wildcard's that could not be attached, and why. */
	if (stats->error)
		json_number(o, "errno", 0 - (uint64_t)(int64_t)stats->error,
			    false);
	pw_buf_char(&o->buf, '}');
}

static void json_notes(struct pw_output *o, const struct pw_counters *c)
{
	const struct pw_source_pos *pos;
	unsigned i;

	pw_buf_str(&o->buf, "\"notes\": {");
	for (i = 0; i < PW_NOTE_MAX; i++) {
		pw_buf_str(&o->buf, i ? ", \"" : "\"");
		pw_buf_str(&o->buf, notes[i].key);
		pw_buf_str(&o->buf, "\": {");
		json_number(o, "count", c->session->note[i], true);
		pos = note_pos(o, c, i);
		if (pos) {
			json_number(o, "line", pos->line, false);
			json_number(o, "column", pos->column, false);
		}
		pw_buf_char(&o->buf, '}');
	}
	pw_buf_char(&o->buf, '}');
}

static int json_counters(struct pw_output *o, const struct pw_counters *c)
{
	uint32_t i;

	pw_output_open(o, "counters");
	pw_buf_char(&o->buf, '{');
	json_session(o, c);
	pw_buf_str(&o->buf, ", \"probes\": [");
	for (i = 0; i < c->session->n_probes; i++)
		json_probe(o, c, i);
	pw_buf_str(&o->buf, "], ");
	json_notes(o, c);
	pw_buf_char(&o->buf, '}');
	pw_output_close(o);
	return pw_output_emit(o);
}

static bool nothing_to_tell(const struct pw_counters *c)
{
	uint64_t n = sum_losses(c) + sum_missed(c).total;
	unsigned i;

	for (i = 0; i < PW_SKIP_MAX; i++) {
		if (i != PW_SKIP_IDLE)
			n += sum_skips(c, i).total;
	}
	for (i = 0; i < PW_NOTE_MAX; i++)
		n += c->session->note[i];
	return !n && c->session->emitted == c->received;
}

int pw_output_finish(struct pw_output *o, const struct pw_counters *c)
{
	int err;

	if (o->json && !(o->opt.quiet && nothing_to_tell(c))) {
		err = json_counters(o, c);
		if (err)
			return err;
	}
	err = pw_output_draw(o);
	if (!err)
		err = pw_output_flush(o);
	tell_skips(o, c);
	tell_losses(o, c);
	tell_notes(o, c);
	return err;
}
