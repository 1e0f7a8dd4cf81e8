// SPDX-License-Identifier: GPL-2.0
/*
 * A script's regions, repeated for each of bcc's specs.
 */
#include <ctype.h>
#include <string.h>
#include "lang/bcc_spec.h"
#include "lang/choose.h"

static const struct pw_span nowhere;

/* "TYPE NAME" */
static void add_param(struct pw_arena *arena, struct pw_bcc_spec *spec,
		      const char *text, size_t len)
{
	struct pw_bcc_param *param = &spec->params[spec->n_params];
	size_t end, begin;

	while (len && isspace((unsigned char)*text))
		text++, len--;
	end = len;
	while (end && isspace((unsigned char)text[end - 1]))
		end--;
	begin = end;
	while (begin && (isalnum((unsigned char)text[begin - 1]) ||
			 text[begin - 1] == '_'))
		begin--;
	if (!end || spec->n_params == PW_BCC_PARAMS)
		return;
	param->name = pw_arena_strndup(arena, text + begin, end - begin);
	param->type = pw_arena_strndup(arena, text, begin);
	spec->n_params++;
}

/* "kprobe:vfs_read" of the attach point's parts. */
static const char *joined(struct pw_arena *arena,
			  const struct pw_attach *attach)
{
	const char *text = attach->parts[0];

	for (unsigned int i = 1; i < attach->n_parts; i++)
		text = pw_arena_printf(arena, "%s:%s", text, attach->parts[i]);
	return text;
}

const char *pw_bcc_head(struct pw_compile *c, const char *text,
			struct pw_bcc_spec *spec)
{
	struct pw_attach attach = { .span = nowhere };
	size_t len = strcspn(text, " \t(\""), part;
	const char *p = text + len, *func;

	if (!pw_bcc_probe(c, &attach, pw_arena_strndup(c->arena, text, len),
			  false))
		return NULL;
	spec->probe = joined(c->arena, &attach);
	func = attach.parts[attach.n_parts - 1];
	spec->func = strpbrk(func, "*?[") ? "func" :
		     pw_arena_printf(c->arena, "\"%.*s\"",
				     (int)strcspn(func, "+"), func);
	if (*p != '(')
		return p;
	for (p++; *p && *p != ')'; p += part + (p[part] == ',')) {
		part = pw_bcc_span(p, ",)");
		add_param(c->arena, spec, p, part);
	}
	if (*p == ')')
		return p + 1;
	pw_wrong_value(c, "'%s': the signature is not closed", text);
	return NULL;
}

/* One pass over the region, for one spec. */
static const char *put_in(struct pw_arena *arena, const char *region,
			  size_t size, const struct pw_bcc_spec *spec)
{
	char digits[12];
	const struct {
		const char *name, *text;
	} words[] = {
		{ "$probe", spec->probe }, { "$func", spec->func },
		{ "$filter", spec->filter },
		{ "$format", spec->format }, { "$args", spec->args },
		{ "$events", spec->events }, { "$values", spec->values },
		{ "$name", spec->name }, { "$label", spec->label },
		{ "$enter", spec->enter }, { "$leave", spec->leave },
		{ "$n", digits },
	};
	const char *out = "", *end = region + size, *dollar;
	size_t i, len;

	snprintf(digits, sizeof(digits), "%u", spec->number);
	while ((dollar = memchr(region, '$', (size_t)(end - region)))) {
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			len = strlen(words[i].name);
			if (!strncmp(dollar, words[i].name, len) &&
			    !isalnum((unsigned char)dollar[len]))
				break;
		}
		if (i == sizeof(words) / sizeof(words[0])) {
			out = pw_arena_printf(arena, "%s%.*s", out,
					      (int)(dollar + 1 - region),
					      region);
			region = dollar + 1;
			continue;
		}
		out = pw_arena_printf(arena, "%s%.*s%s", out,
				      (int)(dollar - region), region,
				      words[i].text ? words[i].text : "");
		region = dollar + strlen(words[i].name);
	}
	return pw_arena_printf(arena, "%s%.*s", out, (int)(end - region),
			       region);
}

/* The region for all specs of the option, one a line. */
static const char *repeat(struct pw_compile *c, const struct pw_option *option,
			  const char *region, size_t size)
{
	const char *out = "", *line = option->value;
	unsigned int number = 0;
	size_t len;

	for (; *line; line += len + (line[len] == '\n')) {
		struct pw_bcc_spec spec = { .filter = "1",
					    .option = option->name,
					    .number = number++ };
		const char *text;

		len = strcspn(line, "\n");
		text = pw_arena_strndup(c->arena, line, len);
		if (option->is_trace ? !pw_bcc_trace(c, text, &spec) :
				       !pw_bcc_argdist(c, text, &spec))
			return NULL;
		out = pw_arena_printf(c->arena, "%s%s", out,
				      put_in(c->arena, region, size, &spec));
	}
	return out;
}

const char *pw_bcc_expand(struct pw_compile *c, const char *script)
{
	static const char each[] = "\n//: each ", done[] = "\n//: done";
	const char *begin, *name, *region, *end, *made;
	const struct pw_option *option;

	while ((begin = strstr(script, each))) {
		name = begin + strlen(each);
		region = name + strcspn(name, "\n");
		end = strstr(region, done);
		if (!end) {
			pw_error(c->diags, nowhere, "the script has //: each "
				 "without //: done");
			return NULL;
		}
		option = pw_find_option(c->env, name,
					(size_t)(region - name));
		made = option ? repeat(c, option, region,
				       (size_t)(end - region)) : "";
		if (!made)
			return NULL;
		script = pw_arena_printf(c->arena, "%.*s%s%s",
					 (int)(begin - script), script, made,
					 end + strlen(done));
	}
	return script;
}
