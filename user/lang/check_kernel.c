// SPDX-License-Identifier: GPL-2.0
/*
 * Types of what is the kernel's: its symbols, clocks, registers and tasks.
 */
#include <errno.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"
#include "lang/texts.h"
#include "lang/uaddr.h"

/* Registers of x86-64 as the kernel saves them: words of struct pt_regs. */
static const char *const registers[] = {
	"r15", "r14", "r13", "r12", "bp", "bx", "r11", "r10", "r9", "r8",
	"ax", "cx", "dx", "si", "di", "orig_ax", "ip", "cs", "flags", "sp",
	"ss",
};

static bool literal_name(struct pw_checker *ck, struct pw_expr *e)
{
	if (!pw_check_value(ck, e->args))
		return false;
	if (e->args->kind == PW_EXPR_STRING)
		return true;
	pw_check_error(ck, e->span, "%s() expects a string literal (%s "
		       "provided)", e->name,
		       pw_check_name(ck, &e->args->type));
	return false;
}

/* The address of a symbol; false after an error. */
static bool resolve(struct pw_checker *ck, struct pw_expr *e, const char *name,
		    uint64_t *address)
{
	const struct pw_lang_env *env = ck->c->env;

	if (env->kaddr && !env->kaddr(env->data, name, address))
		return true;
	pw_check_error(ck, e->span, "Failed to resolve kernel symbol: %s",
		       name);
	return false;
}

static void check_kaddr(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_type type = pw_type_int(8, false);
	uint64_t address;

	if (literal_name(ck, e) && resolve(ck, e, e->args->text, &address))
		pw_fold_number(e, address, &type);
}

/* How far a CPU's variables are from their symbols is in an array. */
static void check_percpu(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *cpu = e->args->next;
	uint64_t offsets;

	if (!literal_name(ck, e) || !resolve(ck, e, e->args->text, &e->number))
		return;
	if (cpu && pw_check_value(ck, cpu) && cpu->type.kind != PW_TYPE_INT) {
		pw_check_error(ck, e->span, "percpu_kaddr() only supports "
			       "integer arguments (%s provided)",
			       pw_check_name(ck, &cpu->type));
		return;
	}
	if (resolve(ck, e, "__per_cpu_offset", &offsets))
		e->type = pw_type_int(8, false);
}

static void check_symbol(struct pw_checker *ck, struct pw_expr *e)
{
	if (!pw_check_value(ck, e->args))
		return;
	if (e->args->type.kind == PW_TYPE_INT)
		e->type = pw_type_of(PW_TYPE_KSYM, 8);
	else
		pw_check_error(ck, e->span, "%s() expects an integer or "
			       "pointer argument", e->name);
}

static void check_cgroupid(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_lang_env *env = ck->c->env;
	struct pw_type type = pw_type_int(8, false);
	uint64_t id;
	int err;

	if (!literal_name(ck, e))
		return;
	err = env->cgroup ? env->cgroup(env->data, e->args->text, &id) :
	      -ENOENT;
	if (err)
		pw_check_error(ck, e->span, "Failed to get `cgroupid` for "
			       "path: \"%s\": %s", e->args->text,
			       strerror(-err));
	else
		pw_fold_number(e, id, &type);
}

static void check_cgroup_path(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *filter = e->args->next;

	if (!pw_check_int(ck, e, e->args) ||
	    (filter && !pw_check_literal_string(ck, e, filter)))
		return;
	e->type = pw_type_of(PW_TYPE_CGROUP_PATH, 8);
	e->type.format = filter ? filter->text : "*";
}

/* A struct path or a pointer to one. */
static void check_path(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg = e->args, *size = arg->next;
	uint64_t n = ck->c->max_strlen;

	if (!pw_check_value(ck, arg) || (size && !pw_check_value(ck, size)))
		return;
	if (arg->type.kind != PW_TYPE_STRUCT &&
	    (arg->type.kind != PW_TYPE_INT || !arg->type.is_pointer)) {
		pw_check_error(ck, e->span, "path() only supports pointer or C "
			       "type argument (%s provided)",
			       pw_check_name(ck, &arg->type));
		return;
	}
	if (size && (!pw_const_number(size, &n) ||
		     size->type.kind != PW_TYPE_INT || (int64_t)n < 0)) {
		pw_check_error(ck, e->span, "path: invalid size value, need "
			       "non-negative literal");
		return;
	}
	if (n < 1 || n > PW_VALUE_MAX - 8) {
		pw_check_error(ck, e->span, "path: a size is 1 to %u",
			       PW_VALUE_MAX - 8);
		return;
	}
	e->type = pw_type_string((uint32_t)n);
}

/* Bytes from a struct sock to its cookie; 0: this kernel's have none. */
static uint32_t cookie_offset(const struct pw_struct *record)
{
	static const char *const names[] = {
		"__sk_common", "skc_cookie", "counter"
	};
	const struct pw_member *m;
	uint32_t offset = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!record)
			return 0;
		pw_struct_load(record);
		m = pw_struct_member(record, names[i]);
		if (!m)
			return 0;
		offset += m->offset;
		record = m->type.record;
	}
	return offset;
}

static void check_cookie(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type *type = &e->args->type;

	if (!pw_check_value(ck, e->args))
		return;
	if (type->kind != PW_TYPE_INT || !type->is_pointer || !type->of ||
	    type->of->kind != PW_TYPE_STRUCT ||
	    strcmp(type->of->record->name, "struct sock")) {
		pw_check_error(ck, e->span, "socket_cookie() only supports "
			       "'struct sock *' as the argument ('%s' "
			       "provided)", pw_check_name(ck, type));
		return;
	}
	e->number = cookie_offset(type->of->record);
	e->type = pw_type_int(8, false);
}

/* The address of a task, or 0. */
static void check_find_task(struct pw_checker *ck, struct pw_expr *e)
{
	if (pw_check_int(ck, e, e->args))
		e->type = pw_type_int(8, false);
}

static void check_reg(struct pw_checker *ck, struct pw_expr *e)
{
	enum pw_prog_ctx ctx = ck->unit->ctx;
	const char *name;

	if (!literal_name(ck, e))
		return;
	if (ctx != PW_PROG_ENTRY && ctx != PW_PROG_RETURN &&
	    ctx != PW_PROG_EXIT) {
		pw_check_error(ck, e->span, "reg can not be used with \"%s\" "
			       "probes", pw_probe_kind_name(ck->unit->kind));
		return;
	}
	name = strcmp(e->args->text, "pc") ? e->args->text : "ip";
	for (size_t i = 0; i < sizeof(registers) / sizeof(*registers); i++)
		if (!strcmp(registers[i], name)) {
			e->number = PW_CTX_REG0 + i;
			e->type = pw_type_int(8, false);
			return;
		}
	pw_check_error(ck, e->span, "'%s' is not a valid register on this "
		       "architecture (x86_64)", e->args->text);
}

/* The number of "SIGKILL", or "KILL"; 0: there is none. */
static uint64_t signal_number(struct pw_checker *ck, const char *name)
{
	uint64_t number;

	if (strncmp(name, "SIG", 3))
		name = pw_arena_printf(ck->c->arena, "SIG%s", name);
	return pw_texts_constant(name, &number) ? number : 0;
}

static void check_signal(struct pw_checker *ck, struct pw_expr *e)
{
	enum pw_probe_kind kind = ck->unit->kind;
	struct pw_type type = pw_type_int(8, false);
	struct pw_expr *arg = e->args;
	uint64_t number;

	if (!ck->c->env->is_unsafe) {
		pw_check_error(ck, e->span, "%s() is unsafe. To use you need "
			       "the --unsafe flag", e->name);
		return;
	}
	if (!pw_kind_is_of_process(kind)) {
		pw_check_error(ck, e->span, "%s() can not be used for this "
			       "probetype %s", e->name,
			       pw_probe_type_name(kind));
		return;
	}
	if (!pw_check_value(ck, arg))
		return;
	if (arg->kind == PW_EXPR_STRING) {
		number = signal_number(ck, arg->text);
		if (number)
			pw_fold_number(arg, number, &type);
		else
			pw_check_error(ck, arg->span, "Invalid string for "
				       "signal: %s", arg->text);
	} else if (arg->type.kind != PW_TYPE_INT || arg->type.is_pointer) {
		pw_check_error(ck, e->span, "%s() accepts a string literal or "
			       "an integer", e->name);
	} else if (pw_const_number(arg, &number) && (number < 1 ||
						     number > 64)) {
		pw_check_error(ck, e->span, "%s() accepts a string literal or "
			       "an integer between 1 and 64 (inclusive)",
			       e->name);
	}
}

bool pw_check_kernel(struct pw_checker *ck, struct pw_expr *e,
		     const struct pw_func *func)
{
	switch (func->id) {
	case PW_FUNC_SIGNAL:
	case PW_FUNC_SIGNAL_THREAD:
		check_signal(ck, e);
		break;
	case PW_FUNC_KADDR:
		check_kaddr(ck, e);
		break;
	case PW_FUNC_UADDR:
		pw_check_uaddr(ck, e);
		break;
	case PW_FUNC_PERCPU_KADDR:
		check_percpu(ck, e);
		break;
	case PW_FUNC_KSYM:
		check_symbol(ck, e);
		break;
	case PW_FUNC_REG:
		check_reg(ck, e);
		break;
	case PW_FUNC_PATH:
		check_path(ck, e);
		break;
	case PW_FUNC_FIND_TASK:
		check_find_task(ck, e);
		break;
	case PW_FUNC_SOCKET_COOKIE:
		check_cookie(ck, e);
		break;
	case PW_FUNC_CGROUPID:
		check_cgroupid(ck, e);
		break;
	case PW_FUNC_CGROUP_PATH:
		check_cgroup_path(ck, e);
		break;
	case PW_FUNC_DISK_NAME:
		if (pw_check_int(ck, e, e->args))
			e->type = pw_type_of(PW_TYPE_DISK, 8);
		break;
	default:
		return false;
	}
	return true;
}

/* Only a function's probe has registers; what else bpftrace has here is BPF's
 * own. */
void pw_check_regs(struct pw_checker *ck, struct pw_expr *e)
{
	enum pw_prog_ctx ctx = ck->unit->ctx;
	enum pw_probe_kind kind = ck->unit->kind;
	struct pw_type type = pw_type_pointer(ck->c->arena, NULL);

	if (ctx == PW_PROG_RECORD) {
		pw_check_error(ck, e->span, "Use args instead of ctx in "
			       "tracepoint");
	} else if (ctx == PW_PROG_ENTRY || ctx == PW_PROG_RETURN ||
		   ctx == PW_PROG_EXIT) {
		e->type = pw_type_kernel_pointer(ck, "pt_regs");
	} else if (kind == PW_PROBE_INTERVAL || kind == PW_PROBE_PROFILE ||
		   kind == PW_PROBE_SOFTWARE || kind == PW_PROBE_HARDWARE ||
		   kind == PW_PROBE_WATCHPOINT) {
		pw_fold_number(e, 0, &type);
	} else {
		pw_check_error(ck, e->span, "The ctx builtin can not be used "
			       "with '%s' probes", pw_probe_kind_name(kind));
	}
}

/* ---- clocks ---- */

/* What is added to the clock of the hits, as both run at the same rate. */
static bool clock_delta(const struct pw_lang_env *env, const char *mode,
			uint64_t *delta)
{
	if (!strcmp(mode, "monotonic"))
		*delta = 0;
	else if (!strcmp(mode, "boot"))
		*delta = env->boot_delta;
	else if (!strcmp(mode, "tai") || !strcmp(mode, "sw_tai"))
		*delta = env->tai_delta;
	else
		return false;
	return true;
}

void pw_check_nsecs(struct pw_checker *ck, struct pw_expr *e)
{
	const char *mode = "boot";
	struct pw_expr *clock, *number;
	uint64_t delta;

	if (e->n_args)
		mode = e->args->kind == PW_EXPR_IDENT ? e->args->name : "";
	if (e->n_args > 1 || !clock_delta(ck->c->env, mode, &delta)) {
		pw_check_error(ck, e->span, "Invalid timestamp mode: %s "
			       "(expects: boot, monotonic, tai or sw_tai)",
			       mode);
		return;
	}
	clock = pw_arena_alloc(ck->c->arena, sizeof(*clock));
	clock->kind = PW_EXPR_IDENT;
	clock->span = e->span;
	/* "nsecs" for the usual one: strftime() takes no monotonic time. */
	clock->name = !strcmp(mode, "monotonic") ? "__builtin_nsecs" :
		      "__builtin_boot";
	number = pw_arena_alloc(ck->c->arena, sizeof(*number));
	number->kind = PW_EXPR_INT;
	number->span = e->span;
	number->number = delta;
	number->type = pw_type_int(8, false);
	number->name = "typed";
	e->args = NULL;
	e->n_args = 0;
	if (!delta) {
		e->kind = PW_EXPR_IDENT;
		e->name = clock->name;
	} else {
		e->kind = PW_EXPR_BINARY;
		e->op = PW_TOK_PLUS;
		e->name = strstr(mode, "tai") ? "tai" : NULL;
		e->a = clock;
		e->b = number;
	}
	pw_check_expr(ck, e);
}

/* ---- tasks ---- */

/* ppid, ppid() and ppid(task). */
void pw_check_task(struct pw_checker *ck, struct pw_expr *e,
		   const struct pw_builtin *builtin)
{
	struct pw_expr *task = e->args;

	if (task && !pw_check_value(ck, task))
		return;
	if (task && task->type.kind != PW_TYPE_INT) {
		pw_check_error(ck, e->span, "%s() expects the address of a "
			       "task (%s provided)", e->name,
			       pw_check_name(ck, &task->type));
		return;
	}
	e->type = builtin->width ? pw_type_int(builtin->width, true) :
		  pw_type_string(16);
}
