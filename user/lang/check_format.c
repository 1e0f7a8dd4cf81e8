// SPDX-License-Identifier: GPL-2.0
/*
 * printf's format against its arguments. A '%' that begins no conversion is
 * text, as in bpftrace. Printing itself is user/output's.
 */
#include <string.h>
#include "lang/checker.h"

/* One conversion: what follows its flags, width and length. */
struct conversion {
	const char *name;
	enum { INTEGER, ANY, BUFFER, UNKNOWN } takes;
};

/* Longer names first: the first that fits is taken. */
static const struct conversion conversions[] = {
	{ "d", INTEGER }, { "i", INTEGER }, { "o", INTEGER }, { "u", INTEGER },
	{ "x", INTEGER }, { "X", INTEGER }, { "c", INTEGER }, { "p", INTEGER },
	{ "s", ANY }, { "gr", INTEGER }, { "rh", BUFFER }, { "rx", BUFFER },
	{ "r", BUFFER }, { "e", UNKNOWN }, { "E", UNKNOWN }, { "f", UNKNOWN },
	{ "F", UNKNOWN }, { "g", UNKNOWN }, { "G", UNKNOWN }, { "a", UNKNOWN },
	{ "A", UNKNOWN }, { "n", UNKNOWN },
};

static const char *skip_one(const char *p, const char *set)
{
	return *p && strchr(set, *p) ? p + 1 : p;
}

static const char *skip_width(const char *p)
{
	if (*p == '*')
		return p + 1;
	while (*p >= '0' && *p <= '9')
		p++;
	return p;
}

/*
 * The next conversion at or behind *format, which is moved behind it; NULL at
 * the end. "%%" is none.
 */
static const struct conversion *next_conversion(const char **format)
{
	const char *p = *format;

	while ((p = strchr(p, '%')) != NULL) {
		const char *q = p + 1;

		/* Each flag once and in this order, as bpftrace takes them. */
		q = skip_one(skip_one(skip_one(q, "-"), "+"), " ");
		q = skip_width(skip_one(skip_one(q, "#"), "0"));
		if (*q == '.' && (q[1] == '*' || (q[1] >= '0' && q[1] <= '9')))
			q = skip_width(q + 1);
		q += strspn(q, "hlLjzt");
		if (*q == '%') {
			p = q + 1;
			continue;
		}
		for (size_t i = 0;
		     i < sizeof(conversions) / sizeof(conversions[0]); i++) {
			size_t n = strlen(conversions[i].name);

			if (!strncmp(q, conversions[i].name, n)) {
				*format = q + n;
				return &conversions[i];
			}
		}
		p++;
	}
	return NULL;
}

static void check_conversion(struct pw_checker *ck, struct pw_expr *call,
			     const struct conversion *conversion,
			     const struct pw_expr *arg)
{
	const struct pw_type *type = &arg->type;

	if (conversion->takes == UNKNOWN)
		pw_check_error(ck, call->span,
			       "unsupported format specifier: %s",
			       conversion->name);
	else if (type->kind == PW_TYPE_PORTS || type->kind == PW_TYPE_ARGS ||
		 (pw_type_is_aggregate(type) && !pw_type_is_castable(type)) ||
		 (conversion->takes == BUFFER &&
		  type->kind != PW_TYPE_BUF) ||
		 (conversion->takes == INTEGER && !pw_type_is_number(type) &&
		  !pw_type_is_castable(type)))
		pw_check_error(ck, call->span, "unsupported format specifier "
			       "for type '%s': %s", pw_check_name(ck, type),
			       conversion->name);
}

void pw_check_format(struct pw_checker *ck, struct pw_expr *e)
{
	const char *format = e->args->text;
	const struct conversion *conversion;
	unsigned int n_conversions = 0;
	struct pw_expr *arg;
	bool known = true;

	for (arg = e->args->next; arg; arg = arg->next)
		known = pw_check_value(ck, arg) && known;
	if (!known)
		return;
	while (next_conversion(&format))
		n_conversions++;
	if (n_conversions != e->n_args - 1) {
		pw_check_error(ck, e->span, "%s arguments for format string "
			       "(%u supplied, %u expected)",
			       n_conversions < e->n_args - 1 ? "too many" :
			       "not enough", e->n_args - 1, n_conversions);
		return;
	}
	format = e->args->text;
	arg = e->args->next;
	while ((conversion = next_conversion(&format)) != NULL) {
		check_conversion(ck, e, conversion, arg);
		arg = arg->next;
	}
}
