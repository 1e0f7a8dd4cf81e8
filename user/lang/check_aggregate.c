// SPDX-License-Identifier: GPL-2.0
/*
 * count(), sum() and the like: what they take, and which type they give the map
 * that they are assigned to.
 */
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"

static const struct {
	enum pw_func_id id;
	enum pw_type_kind kind;
	uint32_t size;
	const char *example;
} aggregates[] = {
	{ PW_FUNC_COUNT, PW_TYPE_COUNT, 8, "count()" },
	{ PW_FUNC_SUM, PW_TYPE_SUM, 8, "sum(retval)" },
	{ PW_FUNC_MIN, PW_TYPE_MIN, 8, "min(retval)" },
	{ PW_FUNC_MAX, PW_TYPE_MAX, 8, "max(retval)" },
	{ PW_FUNC_AVG, PW_TYPE_AVG, 8, "avg(retval)" },
	{ PW_FUNC_STATS, PW_TYPE_STATS, 16, "stats(arg2)" },
	{ PW_FUNC_HIST, PW_TYPE_HIST, 8, "hist(retval)" },
	{ PW_FUNC_LHIST, PW_TYPE_LHIST, 8, "lhist(rand %10, 0, 10, 1)" },
	{ PW_FUNC_TSERIES, PW_TYPE_TSERIES, 24, "tseries(rand %10, 10s, 1)" },
};

#define N_AGGREGATES (sizeof(aggregates) / sizeof(aggregates[0]))

bool pw_is_aggregate_call(const struct pw_expr *e)
{
	const struct pw_func *func;

	if (e->kind != PW_EXPR_CALL)
		return false;
	func = pw_func_find(e->name);
	return func && func->id >= PW_FUNC_COUNT && func->id <= PW_FUNC_TSERIES;
}

bool pw_check_map_to_map(struct pw_checker *ck, const struct pw_expr *e)
{
	const struct pw_expr *from = e->b;
	const char *example = NULL;

	if (e->op != PW_TOK_ASSIGN || from->kind != PW_EXPR_MAP)
		return true;
	for (size_t i = 0; i < N_AGGREGATES; i++)
		if (aggregates[i].kind == from->type.kind)
			example = aggregates[i].example;
	if (!example)
		return true;
	/* A number that the map has from elsewhere may be overwritten. */
	if (pw_type_is_castable(&from->type) &&
	    e->a->symbol->type.kind == PW_TYPE_INT)
		return true;
	pw_check_error(ck, e->span, "Map value '%s' cannot be assigned from "
		       "one map to another. The function that returns this "
		       "type must be called directly e.g. `@%s = %s;`.",
		       pw_check_name(ck, &from->type), e->a->name, example);
	if (!ck->quiet && pw_type_is_castable(&from->type))
		pw_hint(ck->c->diags, "Add a cast to integer if you want the "
			"value of the aggregate, e.g. `@%s = (int64)@%s;`.",
			e->a->name, from->name);
	return false;
}

/* "int", as bpftrace calls it in these messages. */
static bool is_literal(struct pw_checker *ck, struct pw_expr *e,
		       struct pw_expr *arg, int64_t *value)
{
	uint64_t number;

	if (pw_const_number(arg, &number) && arg->type.kind == PW_TYPE_INT) {
		*value = (int64_t)number;
		return true;
	}
	pw_check_error(ck, e->span, "%s() expects a int literal (%s provided)",
		       e->name, arg->type.kind == PW_TYPE_INT ? "int" :
		       arg->type.kind == PW_TYPE_STRING ? "string" :
		       pw_check_name(ck, &arg->type));
	return false;
}

static bool hist_args(struct pw_checker *ck, struct pw_expr *e, int64_t *args)
{
	struct pw_expr *bits = e->args->next;

	if (!bits)
		return true;
	if (!is_literal(ck, e, bits, &args[0]))
		return false;
	if (args[0] >= 0 && args[0] <= PW_HIST_BITS_MAX)
		return true;
	pw_check_error(ck, e->span, "hist: bits %lld must be 0..5",
		       (long long)args[0]);
	return false;
}

static bool lhist_args(struct pw_checker *ck, struct pw_expr *e, int64_t *args)
{
	static const char *const names[] = { "min", "max" };
	struct pw_expr *arg = e->args->next;
	long long buckets;

	for (int i = 0; i < 3; i++, arg = arg->next)
		if (!is_literal(ck, e, arg, &args[i]))
			return false;
	for (int i = 0; i < 2; i++) {
		if (args[i] >= 0)
			continue;
		pw_check_error(ck, e->span, "lhist: invalid %s value (must be "
			       "non-negative literal)", names[i]);
		return false;
	}
	if (args[2] <= 0) {
		pw_check_error(ck, e->span, "lhist() step must be >= 1 (%lld "
			       "provided)", (long long)args[2]);
		return false;
	}
	if (args[0] > args[1]) {
		pw_check_error(ck, e->span, "lhist() min must be less than max "
			       "(provided min %lld and max %lld)",
			       (long long)args[0], (long long)args[1]);
		return false;
	}
	buckets = (args[1] - args[0]) / args[2];
	if (buckets > PW_LHIST_MAX)
		pw_check_error(ck, e->span, "lhist() too many buckets, must be "
			       "<= %u (would need %lld)", PW_LHIST_MAX,
			       buckets);
	else if (!buckets)
		pw_check_error(ck, e->span, "lhist() step is too large for the "
			       "given range (provided step %lld for range "
			       "%lld)", (long long)args[2],
			       (long long)(args[1] - args[0]));
	return buckets > 0 && buckets <= PW_LHIST_MAX;
}

/* Which of enum pw_tseries an interval is; false after an error. */
static bool tseries_function(struct pw_checker *ck, struct pw_expr *e,
			     const struct pw_expr *arg, int64_t *function)
{
	static const char *const names[PW_TSERIES_KINDS] = {
		"", "avg", "max", "min", "sum"
	};

	if (arg->kind != PW_EXPR_STRING) {
		pw_check_error(ck, e->span, "tseries() expects a string "
			       "literal (%s provided)",
			       pw_check_name(ck, &arg->type));
		return false;
	}
	for (int i = PW_TSERIES_AVG; i < PW_TSERIES_KINDS; i++)
		if (!strcmp(arg->text, names[i])) {
			*function = i;
			return true;
		}
	pw_check_error(ck, e->span, "tseries() expects one of the following "
		       "aggregation functions: avg, max, min, sum (\"%s\" "
		       "provided)", arg->text);
	return false;
}

static bool tseries_args(struct pw_checker *ck, struct pw_expr *e,
			 int64_t *args)
{
	static const char *const names[] = { "interval_ns", "num_intervals" };
	struct pw_expr *arg = e->args->next;

	for (int i = 0; i < 2; i++, arg = arg->next) {
		if (!is_literal(ck, e, arg, &args[i]))
			return false;
		if (args[i] < 0)
			pw_check_error(ck, e->span, "tseries: invalid %s value "
				       "(must be non-negative literal)",
				       names[i]);
		else if (!args[i])
			pw_check_error(ck, e->span, "tseries() %s must be >= 1 "
				       "(0 provided)", names[i]);
		if (args[i] <= 0)
			return false;
	}
	if (args[1] > PW_TSERIES_MAX) {
		pw_check_error(ck, e->span, "tseries() num_intervals must be < "
			       "%u (%lld provided)", PW_TSERIES_MAX,
			       (long long)args[1]);
		return false;
	}
	return !arg || tseries_function(ck, e, arg, &args[2]);
}

static bool bucket_args(struct pw_checker *ck, struct pw_expr *e,
			enum pw_func_id id, int64_t *args)
{
	if (id == PW_FUNC_HIST)
		return hist_args(ck, e, args);
	if (id == PW_FUNC_LHIST)
		return lhist_args(ck, e, args);
	return tseries_args(ck, e, args);
}

/* A map has one kind of buckets. */
static void take_args(struct pw_checker *ck, struct pw_expr *e,
		      struct pw_symbol *map, enum pw_func_id id)
{
	int64_t args[3] = { 0, 0, 0 };

	if (!bucket_args(ck, e, id, args))
		return;
	if (!map->has_args) {
		map->has_args = true;
		memcpy(map->args, args, sizeof(args));
	} else if (memcmp(map->args, args, sizeof(args))) {
		pw_check_error(ck, e->span, id == PW_FUNC_HIST ?
			       "Different bits in a single hist unsupported" :
			       id == PW_FUNC_TSERIES ? "Different tseries "
			       "bounds in a single map unsupported" :
			       "Different lhist bounds in a single map "
			       "unsupported");
	}
}

/* The function's type, of numbers as its argument is. */
static bool type_of_call(struct pw_checker *ck, struct pw_expr *e,
			 struct pw_type *type)
{
	const struct pw_func *func = e->info;
	struct pw_expr *arg;
	bool known = true;

	if (!pw_check_n_args(ck, e, func))
		return false;
	for (arg = e->args; arg; arg = arg->next)
		known = pw_check_value(ck, arg) && known;
	for (size_t i = 0; i < N_AGGREGATES; i++)
		if (aggregates[i].id == func->id)
			*type = pw_type_of(aggregates[i].kind,
					   aggregates[i].size);
	arg = e->args;
	if (!arg || !known)
		return known;
	if (arg->type.kind != PW_TYPE_INT || arg->type.is_pointer) {
		pw_check_error(ck, e->span, "%s() only supports integer "
			       "arguments (%s provided)", e->name,
			       pw_check_name(ck, &arg->type));
		return false;
	}
	if (type->kind != PW_TYPE_HIST && type->kind != PW_TYPE_LHIST)
		type->is_signed = arg->type.is_signed;
	return true;
}

void pw_check_aggregate(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_symbol *map = pw_check_map(ck, e->a);
	const struct pw_func *func = pw_func_find(e->b->name);
	struct pw_type type;
	bool known;

	e->b->info = func;
	pw_check_refused(ck, e->b, func->id == PW_FUNC_TSERIES &&
			 ck->c->script->settings.refuses_tseries);
	known = type_of_call(ck, e->b, &type);
	if (!pw_check_map_use(ck, e->a, e->a->n_args != 0))
		return;
	if (e->a->n_args)
		pw_check_keys(ck, map, e->a->args, e->a->n_args, e->a->span);
	if (!known)
		return;
	pw_check_assign(ck, map, &type, e->b->span, true);
	if (map->type.kind >= PW_TYPE_HIST &&
	    map->type.kind <= PW_TYPE_TSERIES)
		take_args(ck, e->b, map, func->id);
	e->type = type;
}
