// SPDX-License-Identifier: GPL-2.0
/*
 * Probes that a file brings along: which of them an attach point means, and
 * where their arguments lie. An argument is written as the assembler writes an
 * operand, with its size in front, negative if it is signed:
 *
 *   SIZE@%REGISTER  SIZE@$NUMBER  SIZE@NUMBER(%REGISTER,%INDEX,SCALE)
 *
 * It becomes an expression of the language: reg(), a cast, a read of memory.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "lang/head.h"
#include "lang/lex.h"
#include "lang/usdt.h"

#define N_ARGS	12	/* sys/sdt.h has no more */

struct operand {
	struct pw_checker *ck;
	const struct pw_expr *at;	/* whose place its expression takes */
	const char *text;		/* what is left of it */
	unsigned int size;		/* bytes */
	bool is_signed;
};

int pw_usdt_arg_number(const char *name)
{
	char *end;
	unsigned long n;

	if (strncmp(name, "arg", 3) || name[3] < '0' || name[3] > '9')
		return -1;
	n = strtoul(name + 3, &end, 10);
	return *end || n >= N_ARGS ? -1 : (int)n;
}

bool pw_same_usdt(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* ---- expressions ---- */

static struct pw_expr *make(struct operand *o, enum pw_expr_kind kind)
{
	struct pw_expr *e = pw_arena_alloc(o->ck->c->arena, sizeof(*e));

	e->kind = kind;
	e->span = o->at->span;
	return e;
}

static struct pw_expr *make_number(struct operand *o, int64_t number)
{
	struct pw_expr *e = make(o, PW_EXPR_INT), *minus;

	e->number = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	if (number >= 0)
		return e;
	e->is_unsigned = e->number > INT64_MAX;
	minus = make(o, PW_EXPR_UNARY);
	minus->op = PW_TOK_MINUS;
	minus->a = e;
	return minus;
}

static struct pw_expr *make_binary(struct operand *o, int op,
				   struct pw_expr *a, struct pw_expr *b)
{
	struct pw_expr *e = make(o, PW_EXPR_BINARY);

	e->op = op;
	e->a = a;
	e->b = b;
	return e;
}

/* Without a name: nobody wrote it. */
static struct pw_expr *make_cast(struct operand *o, struct pw_type type,
				 struct pw_expr *a)
{
	struct pw_type *copy = pw_arena_alloc(o->ck->c->arena, sizeof(*copy));
	struct pw_expr *e = make(o, PW_EXPR_CAST);

	*copy = type;
	e->info = copy;
	e->a = a;
	return e;
}

static struct pw_expr *make_register(struct operand *o, const char *name)
{
	struct pw_expr *e = make(o, PW_EXPR_CALL), *text;

	text = make(o, PW_EXPR_STRING);
	text->text = name;
	text->text_len = strlen(name);
	e->name = "reg";
	e->args = text;
	e->n_args = 1;
	return e;
}

/* ---- operands ---- */

static bool take(struct operand *o, const char *text)
{
	size_t len = strlen(text);

	if (strncmp(o->text, text, len))
		return false;
	o->text += len;
	return true;
}

static bool take_number(struct operand *o, int64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoll(o->text, &end, 0);
	if (errno == ERANGE)
		*number = (int64_t)strtoull(o->text, &end, 0);
	if (end == o->text)
		return false;
	o->text = end;
	return true;
}

/* "%eax", "%al" and "%ah" are parts of "ax". *shift: bits below it. */
static struct pw_expr *take_register(struct operand *o, unsigned int *shift)
{
	static const char *const words[] = {
		"ax", "bx", "cx", "dx", "si", "di", "bp", "sp", "ip"
	};
	char *name = pw_arena_strndup(o->ck->c->arena, o->text,
				      strcspn(o->text, ",) "));
	size_t len = strlen(name), i;

	o->text += len;
	*shift = 0;
	/* "r8" to "r15", with "d", "w" or "b" behind it for a part. */
	if (name[0] == 'r' && name[1] >= '1' && name[1] <= '9') {
		if (strchr("dwb", name[len - 1]))
			name[len - 1] = '\0';
		return make_register(o, name);
	}
	if (len == 3 && (name[0] == 'r' || name[0] == 'e')) {
		name++;
		len--;
	} else if (len == 3 && name[2] == 'l') {
		name[2] = '\0';		/* "sil" */
		len--;
	} else if (len == 2 && (name[1] == 'l' || name[1] == 'h')) {
		*shift = name[1] == 'h' ? 8 : 0;
		name[1] = 'x';
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(words[i], name))
			return make_register(o, name);
	return NULL;
}

/* "(%rax,%rbx,8)" behind what is added to it. */
static struct pw_expr *take_address(struct operand *o, int64_t add)
{
	struct pw_expr *sum = NULL, *index;
	unsigned int shift;
	int64_t scale = 1;

	if (take(o, "%")) {
		sum = take_register(o, &shift);
		if (!sum)
			return NULL;
	}
	if (take(o, ",")) {
		if (!take(o, "%"))
			return NULL;
		index = take_register(o, &shift);
		if (!index || (take(o, ",") && !take_number(o, &scale)))
			return NULL;
		index = make_binary(o, PW_TOK_STAR, index,
				    make_cast(o, pw_type_int(8, false),
					      make_number(o, scale)));
		sum = sum ? make_binary(o, PW_TOK_PLUS, sum, index) : index;
	}
	if (!sum || !take(o, ")"))
		return NULL;
	return make_binary(o, PW_TOK_PLUS, sum,
			   make_cast(o, pw_type_int(8, false),
				     make_number(o, add)));
}

static struct pw_expr *take_memory(struct operand *o, int64_t add)
{
	struct pw_expr *address = take_address(o, add), *read;
	struct pw_type type = pw_type_int(o->size, o->is_signed);

	if (!address)
		return NULL;
	read = make(o, PW_EXPR_UNARY);
	read->op = PW_TOK_STAR;
	read->a = make_cast(o, pw_type_pointer(o->ck->c->arena, &type),
			    address);
	return read;
}

static struct pw_expr *take_operand(struct operand *o)
{
	struct pw_expr *value;
	unsigned int shift;
	int64_t number = 0;

	if (take(o, "$"))
		return take_number(o, &number) ? make_number(o, number) : NULL;
	if (take(o, "%")) {
		value = take_register(o, &shift);
		if (value && shift)
			value = make_binary(o, PW_TOK_SHR, value,
					    make_number(o, shift));
		return value;
	}
	take_number(o, &number);
	return take(o, "(") ? take_memory(o, number) : NULL;
}

/* "-4@" */
static bool take_size(struct operand *o)
{
	int64_t size;

	if (!take_number(o, &size) || !take(o, "@"))
		return false;
	o->is_signed = size < 0;
	o->size = (unsigned int)(size < 0 ? -size : size);
	return o->size == 1 || o->size == 2 || o->size == 4 || o->size == 8;
}

/* The n-th of them, or NULL. No operand has a blank in it. */
static const char *find_operand(const char *args, int n)
{
	args += strspn(args, " ");
	while (*args && n--) {
		args += strcspn(args, " ");
		args += strspn(args, " ");
	}
	return *args ? args : NULL;
}

void pw_check_usdt_arg(struct pw_checker *ck, struct pw_expr *e)
{
	int n = pw_usdt_arg_number(e->name);
	struct operand o = { ck, e, NULL, 0, false };
	struct pw_expr *value = NULL, *wide;
	const char *text = find_operand(ck->unit->usdt_args, n);

	if (!text) {
		pw_check_error(ck, e->span, "%s: the probe %s has only these "
			       "arguments: \"%s\"", e->name, ck->unit->target,
			       ck->unit->usdt_args);
		return;
	}
	o.text = text;
	if (take_size(&o))
		value = take_operand(&o);
	if (!value || (*o.text && *o.text != ' ')) {
		pw_check_error(ck, e->span, "%s lies at \"%.*s\", which is not "
			       "understood", e->name,
			       (int)strcspn(text, " "), text);
		return;
	}
	/* Cut to its size, then what all arguments are. */
	value = make_cast(&o, pw_type_int(o.size, o.is_signed), value);
	wide = make_cast(&o, pw_type_int(8, false), value);
	wide->next = e->next;
	wide->label = e->label;
	*e = *wide;
	pw_check_expr(ck, e);
}

/* ---- attach points ---- */

static void add_place(void *ctx, const struct pw_usdt_place *place)
{
	struct pw_head *head = ctx;
	struct pw_arena *arena = head->c->arena;
	struct pw_probe probe;

	memset(&probe, 0, sizeof(probe));
	probe.kind = PW_PROBE_USDT;
	probe.flags = PW_PROBE_F_INSIDE;
	if (head->point.is_pattern)
		probe.flags |= PW_PROBE_F_OPTIONAL;
	probe.target = pw_arena_printf(arena, "%s:%s", place->path,
				       place->name);
	probe.func = pw_after_colon(probe.target);
	probe.param = place->offset;
	probe.address = place->semaphore;
	probe.usdt_args = pw_arena_strdup(arena, place->args);
	probe.name = pw_arena_printf(arena, "usdt:%s:%s:%s", place->path,
				     place->provider, place->name);
	pw_head_add(head, &probe);
}

void pw_head_add_usdt(struct pw_head *head)
{
	const struct pw_attach_point *point = &head->point;
	const struct pw_lang_env *env = head->c->env;
	const char *name = point->target + strlen(point->module) + 1;
	bool had_any = head->any;
	int err = -ENOENT;

	head->any = false;
	if (env->usdt)
		err = env->usdt(env->data, point->module, name, add_place,
				head);
	if (err == -ENOENT || err == -ENOEXEC)
		pw_error(head->c->diags, head->span, "usdt target file '%s' "
			 "does not exist or is not executable", point->module);
	else if (err)
		pw_error(head->c->diags, head->span, "cannot read %s: %s",
			 point->module, strerror(-err));
	else if (!head->any && head->c->missing_probes == PW_MISSING_ERROR)
		pw_error(head->c->diags, head->span, "No matches for usdt %s.",
			 point->target);
	else if (!head->any && head->c->missing_probes == PW_MISSING_WARN)
		pw_warning(head->c->diags, head->span, "No matches for usdt "
			   "%s. Skipping.", point->target);
	head->any |= had_any;
}
