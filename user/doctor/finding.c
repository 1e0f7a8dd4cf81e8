/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What was found, kept in order and printed: a line each for people, with what
 * to do below it, or an object each as JSON.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "doctor/doctor.h"
#include "output/buf.h"
#include "output/json.h"

static const char *const words[] = { "ok", "warning", "problem" };

void pw_doctor_add(struct pw_doctor *d, enum pw_health health,
		   const char *about, const char *format, ...)
{
	struct pw_finding *list, *f;
	va_list args;

	list = realloc(d->list, (d->n + 1) * sizeof(*list));
	if (!list) {
		d->failed = true;
		return;
	}
	d->list = list;
	f = &list[d->n];
	f->health = health;
	f->about = about;
	f->mend = NULL;
	va_start(args, format);
	if (vasprintf(&f->what, format, args) < 0)
		d->failed = true;
	else
		d->n++;
	va_end(args);
}

void pw_doctor_mend(struct pw_doctor *d, const char *format, ...)
{
	va_list args;

	if (!d->n || d->failed)
		return;
	va_start(args, format);
	if (vasprintf(&d->list[d->n - 1].mend, format, args) < 0) {
		d->list[d->n - 1].mend = NULL;
		d->failed = true;
	}
	va_end(args);
}

enum pw_health pw_doctor_worst(const struct pw_doctor *d)
{
	enum pw_health worst = PW_HEALTH_OK;
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->list[i].health > worst)
			worst = d->list[i].health;
	return worst;
}

static void add_json(struct pw_buf *buf, const char *key, const char *text)
{
	pw_buf_str(buf, ", \"");
	pw_buf_str(buf, key);
	pw_buf_str(buf, "\": ");
	pw_json_string(buf, text, strlen(text));
}

static void print_json(const struct pw_finding *f, FILE *out)
{
	struct pw_buf buf = { .data = NULL };

	pw_buf_str(&buf, "{\"type\": \"finding\", \"data\": {\"state\": \"");
	pw_buf_str(&buf, words[f->health]);
	pw_buf_char(&buf, '"');
	add_json(&buf, "about", f->about);
	add_json(&buf, "what", f->what);
	if (f->mend)
		add_json(&buf, "mend", f->mend);
	pw_buf_str(&buf, "}}\n");
	if (!buf.failed)
		fwrite(buf.data, 1, buf.len, out);
	pw_buf_free(&buf);
}

void pw_doctor_print(const struct pw_doctor *d, bool json, FILE *out)
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		const struct pw_finding *f = &d->list[i];

		if (json) {
			print_json(f, out);
			continue;
		}
		fprintf(out, "%-8s %s: %s\n", words[f->health], f->about,
			f->what);
		if (f->mend)
			fprintf(out, "         %s\n", f->mend);
	}
}

void pw_doctor_free(struct pw_doctor *d)
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		free(d->list[i].what);
		free(d->list[i].mend);
	}
	free(d->list);
}
