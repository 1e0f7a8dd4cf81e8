/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Time series: scripts run in the engine with a clock of their own, a map, and
 * what is printed. Expected values are worked out by hand from what each
 * interval was given; the shape of the graph is the reference's.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "script_run.h"

#define RULE	"___________________________________________________"
#define SPACES	"                         "
#define GRAPH(margin, head, least, most, lines) \
	margin least most "\n" head " |" RULE "|\n" lines margin "v" RULE \
	"v\n" margin least most "\n"
#define MS	"             "
#define S	"         "

struct row {
	const char *source;
	bool is_json;
	const char *output;
};

/* Ten numbers in each of five intervals of 100 ms, 500 ms since 1970 on. */
#define FILL(call) \
	"begin { @t = (uint64)500000000; for ($i : 0..50) { @a = tseries(" \
	call "); @t += 10000000; } clear(@t); }"
#define FLAT(value) \
	"00:00:00.500 |" SPACES "*" SPACES "| " value "\n" \
	"00:00:00.600 |" SPACES "*" SPACES "| " value "\n" \
	"00:00:00.700 |" SPACES "*" SPACES "| " value "\n" \
	"00:00:00.800 |" SPACES "*" SPACES "| " value "\n" \
	"00:00:00.900 |" SPACES "*" SPACES "| " value "\n"
#define NINES \
	GRAPH(MS, "hh:mm:ss.ms ", "8                    ", \
	      "                              10", FLAT("9"))

static const struct row rows[] = {
	{ FILL("(uint64)$i % 10, 100ms, 5"), false, "@a:\n" NINES "\n" },
	{ FILL("(uint64)$i % 10, 100ms, 5, \"max\""), false,
	  "@a:\n" NINES "\n" },
	{ FILL("(uint64)$i % 10, 100ms, 5, \"avg\""), false,
	  "@a:\n" GRAPH(MS, "hh:mm:ss.ms ", "3                    ",
			"                               5", FLAT("4")) "\n" },
	{ FILL("(uint64)$i % 10, 100ms, 5, \"sum\""), true,
	  "{\"type\": \"tseries\", \"data\": {\"@a\": ["
	  "{\"interval_start\":\"1970-01-01 00:00:00.500000000\",\"value\":45},"
	  "{\"interval_start\":\"1970-01-01 00:00:00.600000000\",\"value\":45},"
	  "{\"interval_start\":\"1970-01-01 00:00:00.700000000\",\"value\":45},"
	  "{\"interval_start\":\"1970-01-01 00:00:00.800000000\",\"value\":45},"
	  "{\"interval_start\":\"1970-01-01 00:00:00.900000000\",\"value\":45}"
	  "]}}\n" },
	/* The least of unsigned numbers is 0, which has nothing below it. */
	{ "begin { @t = (uint64)7000000000; @a = tseries((uint64)0, 1s, 3, "
	  "\"min\"); @a = tseries((uint64)5, 1s, 3, \"min\"); @t += 1s; "
	  "@a = tseries((uint64)0, 1s, 3, \"min\"); clear(@t); }", false,
	  "@a:\n" GRAPH(S, "hh:mm:ss", "0                    ",
			"                               1",
			"00:00:07 *" SPACES SPACES " | 0\n"
			"00:00:08 *" SPACES SPACES " | 0\n") "\n" },
	/* Negative numbers to the left of a line at 0. */
	{ "begin { @t = (uint64)7000000000; $v = (int64)-1; "
	  "@a[\"k\"] = tseries($v, 1s, 9); $v = 0; @t += 1s; "
	  "@a[\"k\"] = tseries($v, 1s, 9); $v = 1; @t += 2s; "
	  "@a[\"k\"] = tseries($v, 1s, 9); clear(@t); }", false,
	  "@a[k]:\n" GRAPH(S, "hh:mm:ss", "-1                   ",
			   "                               1",
			   "00:00:07 *" SPACES "." SPACES "| -1\n"
			   "00:00:08 |" SPACES "*" SPACES "| 0\n"
			   "00:00:09 |" SPACES "." SPACES "| -\n"
			   "00:00:10 |" SPACES "." SPACES "* 1\n") "\n" },
	/* What is older than the map shows has gone, key by key. */
	{ "begin { @t = (uint64)3000000000; @a[1] = tseries(4, 1s, 2); "
	  "@t += 1s; @a[1] = tseries(5, 1s, 2); @a[2] = tseries(6, 1s, 2); "
	  "@t += 1s; @a[2] = tseries(7, 1s, 2); clear(@t); }", true,
	  "{\"type\": \"tseries\", \"data\": {\"@a\": {\"1\": ["
	  "{\"interval_start\":\"1970-01-01 00:00:04.000000000\",\"value\":5}"
	  "], \"2\": ["
	  "{\"interval_start\":\"1970-01-01 00:00:04.000000000\",\"value\":6},"
	  "{\"interval_start\":\"1970-01-01 00:00:05.000000000\",\"value\":7}"
	  "]}}}\n" },
	{ "begin { @t = (uint64)3000000000; @a = tseries(4, 1s, 2); zero(@a); "
	  "clear(@t); }", true,
	  "{\"type\": \"tseries\", \"data\": {\"@a\": []}}\n" },
	{ "begin { @t = (uint64)3000000000; @a = tseries(4, 1s, 2); zero(@a); "
	  "clear(@t); }", false, "@a:\n<no data>\n" },
	{ "begin { @t = (uint64)1; @a[1] = tseries(1, 1ms, 5); clear(@a); "
	  "clear(@t); }", false, "" },
};

START_TEST(test_rows)
{
	const struct row *row = &rows[_i];
	struct pw_lang_env env;
	char *is, *end;

	setenv("TZ", "UTC", 1);
	tzset();
	script_env(&env);
	env.clock_map = "t";
	script_is_json = row->is_json;
	is = script_run(row->source, &env, 1);
	/* The counters' object comes behind. */
	end = row->is_json ? strstr(is, "{\"type\": \"counters\"") : NULL;
	if (end)
		*end = '\0';
	ck_assert_msg(!strcmp(is, row->output), "%s\nexpected:\n%s\nis:\n%s",
		      row->source, row->output, is);
	free(is);
}
END_TEST

static const struct {
	const char *source;
	const char *message;
} messages[] = {
	{ "begin { @ = tseries(1, 0, 5); }",
	  "1:13-29: ERROR: tseries() interval_ns must be >= 1 (0 provided)" },
	{ "begin { @ = tseries(1, 1s, -5); }",
	  "1:13-31: ERROR: tseries: invalid num_intervals value (must be "
	  "non-negative literal)" },
	{ "begin { @ = tseries(1, 1s, 1000001); }",
	  "1:13-36: ERROR: tseries() num_intervals must be < 1000000 (1000001 "
	  "provided)" },
	{ "begin { @ = tseries(1, 1s, 5, \"foo\"); }",
	  "1:13-37: ERROR: tseries() expects one of the following aggregation "
	  "functions: avg, max, min, sum (\"foo\" provided)" },
	{ "begin { @ = tseries(1, 1s, 5); @ = tseries(1, 1s, 6); }",
	  "1:36-53: ERROR: Different tseries bounds in a single map "
	  "unsupported" },
	{ "begin { @ = tseries(\"a\", 1s, 5); }",
	  "1:13-32: ERROR: tseries() only supports integer arguments "
	  "(string[2] provided)" },
	{ "begin { @ = tseries(1, 1s); }",
	  "1:13-27: ERROR: tseries() requires at least 3 arguments (2 "
	  "provided)" },
	{ "begin { @[1] = tseries(1, 1s, 2); print(@[1]); }",
	  "1:35-46: ERROR: Map type tseries_t cannot print the value of "
	  "individual keys. You must print the whole map." },
};

START_TEST(test_messages)
{
	char *is = script_messages(messages[_i].source, NULL);

	ck_assert_msg(!strcmp(is, messages[_i].message), "%s\nis:\n%s",
		      messages[_i].message, is);
	free(is);
}
END_TEST

#define N(list) (sizeof(list) / sizeof((list)[0]))

int main(void)
{
	Suite *suite = suite_create("tseries");
	TCase *tcase = tcase_create("tseries");
	SRunner *runner = srunner_create(suite);
	int n_failed;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, test_rows, 0, N(rows));
	tcase_add_loop_test(tcase, test_messages, 0, N(messages));
	srunner_run_all(runner, CK_NORMAL);
	n_failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return n_failed != 0;
}
