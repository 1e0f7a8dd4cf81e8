// SPDX-License-Identifier: GPL-2.0
/*
 * Preprocessor directives: which lines are read at all (#if and its like), and
 * those that other files do. They may stand anywhere a token may.
 */
#include <string.h>
#include "lang/define.h"

/* Where #if needs a number: deeper is not evaluated. */
#define MAX_EVAL	64

struct eval {
	struct pw_cursor *c;
	unsigned depth;
	bool failed;
};

bool pw_is_predefined(const char *name)
{
	/* Types of the kernel are known without its headers. */
	static const char *const names[] = {
		"BPFTRACE_HAVE_BTF", "LINUX_VERSION_CODE",
#ifdef __x86_64__
		"__x86_64__",
#endif
#ifdef __aarch64__
		"__aarch64__",
#endif
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static int64_t evaluate(struct eval *v, const struct pw_expr *e);

static int64_t eval_name(struct eval *v, const char *name)
{
	const struct pw_lang_env *env = v->c->env;
	struct pw_expr *value = pw_defined_value(v->c, name);

	if (value)
		return evaluate(v, value);
	if (!strcmp(name, "LINUX_VERSION_CODE"))
		return env ? env->kernel_version : 0;
	/* As in C, what is not defined is 0. */
	return pw_is_predefined(name);
}

static int64_t eval_call(struct eval *v, const struct pw_expr *e)
{
	const struct pw_expr *arg = e->args;
	uint64_t a, b;

	if (!strcmp(e->name, "defined") && e->n_args == 1 &&
	    arg->kind == PW_EXPR_IDENT)
		return pw_is_defined(v->c, arg->name);
	if (!strcmp(e->name, "KERNEL_VERSION") && e->n_args == 3) {
		a = (uint64_t)evaluate(v, arg);
		b = (uint64_t)evaluate(v, arg->next);
		arg = arg->next->next;
		return (int64_t)((a << 16) + (b << 8) +
				 (uint64_t)evaluate(v, arg));
	}
	v->failed = true;
	return 0;
}

static int64_t eval_binary(struct eval *v, const struct pw_expr *e)
{
	uint64_t a = (uint64_t)evaluate(v, e->a);
	uint64_t b = (uint64_t)evaluate(v, e->b);

	switch (e->op) {
	case PW_TOK_OR:
		return a || b;
	case PW_TOK_AND:
		return a && b;
	case PW_TOK_EQ:
		return a == b;
	case PW_TOK_NE:
		return a != b;
	case PW_TOK_LT:
		return (int64_t)a < (int64_t)b;
	case PW_TOK_LE:
		return (int64_t)a <= (int64_t)b;
	case PW_TOK_GT:
		return (int64_t)a > (int64_t)b;
	case PW_TOK_GE:
		return (int64_t)a >= (int64_t)b;
	case PW_TOK_PLUS:
		return (int64_t)(a + b);
	case PW_TOK_MINUS:
		return (int64_t)(a - b);
	case PW_TOK_STAR:
		return (int64_t)(a * b);
	case PW_TOK_AMP:
		return (int64_t)(a & b);
	case PW_TOK_PIPE:
		return (int64_t)(a | b);
	case PW_TOK_CARET:
		return (int64_t)(a ^ b);
	case PW_TOK_SHL:
		return (int64_t)(a << (b & 63));
	case PW_TOK_SHR:
		return (int64_t)(a >> (b & 63));
	default:
		v->failed |= !b;
		if (!b)
			return 0;
		return (int64_t)(e->op == PW_TOK_SLASH ? a / b : a % b);
	}
}

static int64_t eval_unary(struct eval *v, const struct pw_expr *e)
{
	uint64_t a = (uint64_t)evaluate(v, e->a);

	switch (e->op) {
	case PW_TOK_NOT:
		return !a;
	case PW_TOK_TILDE:
		return (int64_t)~a;
	case PW_TOK_MINUS:
		return (int64_t)-a;
	default:
		v->failed = true;
		return 0;
	}
}

static int64_t evaluate(struct eval *v, const struct pw_expr *e)
{
	int64_t value = 0;

	if (!e || ++v->depth > MAX_EVAL) {
		v->failed = true;
		return 0;
	}
	switch (e->kind) {
	case PW_EXPR_INT:
		value = (int64_t)e->number;
		break;
	case PW_EXPR_IDENT:
		value = eval_name(v, e->name);
		break;
	case PW_EXPR_CALL:
		value = eval_call(v, e);
		break;
	case PW_EXPR_UNARY:
		value = eval_unary(v, e);
		break;
	case PW_EXPR_BINARY:
		value = eval_binary(v, e);
		break;
	case PW_EXPR_TERNARY:
		value = evaluate(v, e->a) ? evaluate(v, e->b) :
			evaluate(v, e->c);
		break;
	default:
		v->failed = true;
	}
	v->depth--;
	return value;
}

/* "defined X" as "defined(X)", so that it is an expression. */
static char *with_brackets(struct pw_cursor *c, const char *tail, size_t size)
{
	char *out = pw_arena_alloc(c->arena, 2 * size + 1), *to = out;
	const char *p = tail, *end = tail + size;
	size_t n;

	while (p < end) {
		n = strspn(p, "abcdefghijklmnopqrstuvwxyz"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
		memcpy(to, p, n ? n : 1);
		to += n ? n : 1;
		p += n ? n : 1;
		if (n != 7 || memcmp(to - 7, "defined", 7))
			continue;
		p += strspn(p, " \t");
		n = strspn(p, "abcdefghijklmnopqrstuvwxyz"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
		if (!n)
			continue;
		*to++ = '(';
		memcpy(to, p, n);
		to += n;
		*to++ = ')';
		p += n;
	}
	return out;
}

static bool condition(struct pw_cursor *c, const char *tail)
{
	size_t size = c->lexer.text + (c->tok.span.end - c->lexer.base) - tail;
	struct eval v = { c, 0, false };
	struct pw_lexer at = c->lexer;
	struct pw_diags *diags = c->diags, quiet;
	bool lost = c->lost, value = false;
	struct pw_expr *e;

	/* Its places are none of the script's: told as one, below. */
	pw_diags_init(&quiet, c->arena);
	at.diags = &quiet;
	at.text = with_brackets(c, tail, size);
	at.pos = 0;
	at.size = (uint32_t)strlen(at.text);
	c->diags = &quiet;
	c->in_condition = true;
	c->lost = false;
	e = pw_parse_piece(c, &at);
	v.failed = c->lost || quiet.n_errors;
	if (!v.failed)
		value = evaluate(&v, e) != 0;
	v.failed |= quiet.n_errors != 0;
	c->in_condition = false;
	c->lost = lost;
	c->diags = diags;
	if (v.failed)
		pw_error(c->diags, c->tok.span, "#%s needs an expression of "
			 "numbers and defined()", c->tok.text);
	return value;
}

/* The word of the directive that begins at p, a '#'; *end is behind it. */
static size_t word_at(const char *p, const char **word)
{
	p++;
	while (*p == ' ' || *p == '\t')
		p++;
	*word = p;
	return strspn(p, "abcdefghijklmnopqrstuvwxyz");
}

/* Behind the line, at the #else, #elif or #endif that belongs to it. */
static void skip_group(struct pw_cursor *c)
{
	const char *p = c->lexer.text + c->lexer.pos;
	const char *end = c->lexer.text + c->lexer.size, *word;
	unsigned depth = 0;
	size_t n;

	while (p < end) {
		p += strspn(p, " \t\r");
		n = *p == '#' ? word_at(p, &word) : 0;
		if (n >= 2 && !memcmp(word, "if", 2))
			depth++;
		else if (n == 5 && !memcmp(word, "endif", 5) && !depth--)
			break;
		else if (n == 4 && !depth && (!memcmp(word, "else", 4) ||
					      !memcmp(word, "elif", 4)))
			break;
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	c->lexer.pos = (uint32_t)((p < end ? p : end) - c->lexer.text);
}

static void open_group(struct pw_cursor *c, bool taken)
{
	struct pw_cond *cond = pw_arena_alloc(c->arena, sizeof(*cond));

	cond->span = c->tok.span;
	cond->taken = taken;
	cond->outer = c->conds;
	c->conds = cond;
	if (!taken)
		skip_group(c);
}

/* #else and #elif: `wanted` if no group before was taken. */
static void next_group(struct pw_cursor *c, bool is_else, const char *tail)
{
	struct pw_cond *cond = c->conds;
	bool take = !cond->taken && (is_else || condition(c, tail));

	if (cond->has_else)
		pw_error(c->diags, c->tok.span, "#%s behind #else",
			 c->tok.text);
	cond->has_else |= is_else;
	cond->taken |= take;
	if (!take)
		skip_group(c);
}

/* A directive of the family of #if; false: it is another one. */
static bool conditional(struct pw_cursor *c, const char *word,
			const char *tail)
{
	if (!strcmp(word, "ifdef"))
		open_group(c, pw_is_defined(c, tail));
	else if (!strcmp(word, "ifndef"))
		open_group(c, !pw_is_defined(c, tail));
	else if (!strcmp(word, "if"))
		open_group(c, condition(c, tail));
	else if (strcmp(word, "else") && strcmp(word, "elif") &&
		 strcmp(word, "endif"))
		return false;
	else if (!c->conds)
		pw_error(c->diags, c->tok.span, "#%s without #if", word);
	else if (!strcmp(word, "endif"))
		c->conds = c->conds->outer;
	else
		next_group(c, !strcmp(word, "else"), tail);
	return true;
}

void pw_directive(struct pw_cursor *c)
{
	const char *p = c->lexer.text + (c->tok.span.begin - c->lexer.base);
	const char *word = c->tok.text;

	p += 1 + strspn(p + 1, " \t") + strlen(word);
	if (conditional(c, word, p))
		return;
	if (!strcmp(word, "define"))
		pw_parse_define(c, p);
	else if (!strcmp(word, "undef"))
		pw_parse_undef(c, p);
	else if (!strcmp(word, "include"))
		pw_parse_include(c, p);
	else if (!strcmp(word, "error") || !strcmp(word, "warning"))
		(strcmp(word, "error") ? pw_warning : pw_error)
			(c->diags, c->tok.span, "#%s%.*s", word,
			 (int)(c->lexer.text + c->lexer.pos - p), p);
	else if (strcmp(word, "pragma") && strcmp(word, "line"))
		pw_error(c->diags, c->tok.span, "#%s is not known", word);
}

void pw_end_conds(struct pw_cursor *c, const struct pw_cond *outer)
{
	for (; c->conds && c->conds != outer; c->conds = c->conds->outer)
		pw_error(c->diags, c->conds->span, "#if without #endif");
}
