// SPDX-License-Identifier: GPL-2.0
/*
 * Types of argstr(), retstr() and syscall_in(). What the first two take of the
 * hit is a list of expressions in e->b, made once.
 */
#include <string.h>
#include "lang/call.h"
#include "lang/checker.h"
#include "lang/constant.h"
#include "lang/syscalls.h"

#define ENTER		"raw_syscalls:sys_enter"
#define EXIT		"raw_syscalls:sys_exit"
#define SHOWN		32u	/* bytes of data, as strace shows */
#define ROOM_MAX	512u	/* for one text */

bool pw_is_call_text(const struct pw_expr *e)
{
	return !strcmp(e->name, "argstr") || !strcmp(e->name, "retstr");
}

static bool is_on(const struct pw_checker *ck, const char *tracepoint)
{
	return ck->unit->ctx == PW_PROG_RECORD &&
	       !strcmp(ck->unit->target, tracepoint);
}

/* A builtin, or a field of the record. */
static struct pw_expr *part(struct pw_checker *ck, struct pw_expr *e,
			    const char *name)
{
	struct pw_expr *field;

	if (ck->unit->ctx != PW_PROG_RECORD)
		return pw_ident_expr(ck, e->span, name);
	field = pw_ident_expr(ck, e->span, name);
	field->kind = PW_EXPR_FIELD;
	field->op = PW_TOK_DOT;
	field->a = pw_ident_expr(ck, e->span, "args");
	return field;
}

/* Of two parts the second one may be missing. False after an error. */
static bool take(struct pw_checker *ck, struct pw_expr *e, const char *first,
		 const char *second)
{
	bool known = true;

	if (!e->b) {
		e->b = part(ck, e, first);
		if (second)
			e->b->next = part(ck, e, second);
	}
	for (struct pw_expr *at = e->b; at; at = at->next)
		known = pw_check_value(ck, at) && known;
	return known;
}

static void function_args(struct pw_checker *ck, struct pw_expr *e)
{
	static const char *const names[PW_CALL_ARGS] = {
		"arg0", "arg1", "arg2", "arg3", "arg4", "arg5"
	};
	struct pw_expr **end = &e->b;

	if (e->n_args) {
		pw_check_error(ck, e->span, "argstr() of a function takes no "
			       "arguments");
		return;
	}
	for (uint32_t i = 0; i < PW_CALL_ARGS; i++) {
		if (!*end)
			*end = part(ck, e, names[i]);
		pw_check_value(ck, *end);
		end = &(*end)->next;
	}
	e->type = pw_type_of(PW_TYPE_CALL, 8 + 8 * PW_CALL_ARGS);
}

/* How many bytes of data are shown; false after an error. */
static bool shown(struct pw_checker *ck, struct pw_expr *e,
		  struct pw_expr *arg, uint32_t *out)
{
	uint64_t n = SHOWN;

	if (arg && (!pw_check_value(ck, arg) || !pw_const_number(arg, &n) ||
		    arg->type.kind != PW_TYPE_INT || n > ROOM_MAX)) {
		pw_check_error(ck, e->span, "argstr(): how many bytes of data "
			       "are shown is a number up to %u", ROOM_MAX);
		return false;
	}
	*out = (uint32_t)n;
	return true;
}

/* The arguments that a call had, at its end: what its start has kept. */
static bool kept(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *array = e->args;

	if (!array) {
		pw_check_error(ck, e->span, "argstr() at the end of a system "
			       "call needs what args.args was at its start");
		return false;
	}
	if (!pw_check_value(ck, array))
		return false;
	if (array->type.kind == PW_TYPE_BYTES &&
	    array->type.length == 8 * PW_CALL_ARGS)
		return true;
	pw_check_error(ck, e->span, "argstr() needs what args.args was at the "
		       "call's start (%s provided)",
		       pw_check_name(ck, &array->type));
	return false;
}

static void syscall_args(struct pw_checker *ck, struct pw_expr *e)
{
	bool at_end = is_on(ck, EXIT);
	struct pw_expr *number = e->args;
	uint32_t room = ck->c->max_strlen, length;

	if (at_end && !kept(ck, e))
		return;
	if (at_end)
		number = number->next;
	if (number && number->next) {
		pw_check_error(ck, e->span, "argstr() at the start of a system "
			       "call takes up to one argument (2 provided)");
		return;
	}
	if (!shown(ck, e, number, &length) ||
	    !take(ck, e, "id", at_end ? "ret" : "args"))
		return;
	room = pw_align8(room > ROOM_MAX ? ROOM_MAX : room < 32 ? 32 : room);
	e->type = pw_type_of(PW_TYPE_SYSCALL, PW_SYSCALL_TEXT_AT +
			     PW_SYSCALL_TEXTS * (8 + room));
	e->type.length = length;
}

static void check_args(struct pw_checker *ck, struct pw_expr *e)
{
	enum pw_prog_ctx ctx = ck->unit->ctx;

	if (is_on(ck, ENTER) || is_on(ck, EXIT))
		syscall_args(ck, e);
	else if (ctx == PW_PROG_ENTRY || ctx == PW_PROG_EXIT)
		function_args(ck, e);
	else
		pw_check_error(ck, e->span, "argstr() is there where a "
			       "function is entered, and in tracepoint:" ENTER
			       " and sys_exit");
}

static void check_ret(struct pw_checker *ck, struct pw_expr *e)
{
	enum pw_prog_ctx ctx = ck->unit->ctx;

	if (is_on(ck, EXIT)) {
		if (take(ck, e, "id", "ret"))
			e->type = pw_type_of(PW_TYPE_SYSRET, 16);
	} else if (ctx == PW_PROG_RETURN || ctx == PW_PROG_EXIT) {
		if (take(ck, e, "__builtin_returned", NULL))
			e->type = pw_type_of(PW_TYPE_RETURN, 16);
	} else {
		pw_check_error(ck, e->span, "retstr() is there where a "
			       "function returns, and in tracepoint:" EXIT);
	}
}

/* The set is known when the script is compiled. */
static void check_in(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *number = e->args, *set = number->next;
	const char *bad;
	int len;

	if (!pw_check_int(ck, e, number) ||
	    !pw_check_literal_string(ck, e, set))
		return;
	bad = pw_syscall_set(set->text, NULL, 0, &len);
	if (bad)
		pw_check_error(ck, set->span, "no system call or class of "
			       "them is called '%.*s'", len, bad);
	else
		e->type = pw_type_of(PW_TYPE_BOOL, 8);
}

bool pw_check_call_text(struct pw_checker *ck, struct pw_expr *e,
			const struct pw_func *func)
{
	switch (func->id) {
	case PW_FUNC_ARGSTR:
		check_args(ck, e);
		break;
	case PW_FUNC_RETSTR:
		check_ret(ck, e);
		break;
	case PW_FUNC_SYSCALL_IN:
		check_in(ck, e);
		break;
	default:
		return false;
	}
	return true;
}
