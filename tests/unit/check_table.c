/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A tool's table of maps, and its histograms in bcc's form. Expected lines are
 * by hand, from the columns and from what bcc documents of its histograms.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "output_fixture.h"

static const char table_head[] =
"//: tool top \"Who does most.\"\n"
"//: option n nanoseconds \"in nanoseconds\"\n"
"//: table @calls,@took sort=calls\n"
"//: column pid PID %-5d\n"
"//: column comm COMM %-6.6s\n"
"//: column calls CALLS %5d\n"
"//: column us AVG_us %6.1f scale=10 nanoseconds=AVG_ns\n";

static struct pw_tool tool;

static void read_head(const char *head)
{
	char err[256];

	ck_assert_msg(pw_tool_parse(head, &tool, err, sizeof(err)) == 1, "%s",
		      err);
}

struct count {
	uint64_t pid;
	char comm[16];
	uint64_t n;
};

struct average {
	uint64_t pid;
	char comm[16];
	uint64_t sum, n;
};

static const struct count counts[] = {
	{ 7, "seven", 3 }, { 9, "nine", 19 }, { 5, "five", 19 }
};
/* One that has no calls, and a negative average is none: it is unsigned. */
static const struct average averages[] = {
	{ 11, "eleven", 130, 2 }, { 9, "nine", 700, 7 }
};

static void open_table(struct fixture *f, bool json)
{
	static struct pw_type keys[2];	/* the fixture keeps them by address */

	keys[0] = fix_int(8, false);
	keys[1] = fix_string(16);
	read_head(table_head);
	fix_init(f);
	f->opt.tool = &tool;
	f->opt.format = json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
	fix_map(f, "took", keys, 2, fix_kind(PW_TYPE_AVG));
	fix_map(f, "calls", keys, 2, fix_kind(PW_TYPE_COUNT));
	fix_open(f);
}

static void print(struct fixture *f, size_t n_counts, size_t n_averages,
		  uint32_t top, bool at_exit)
{
	struct pw_map_bytes bytes[2] = {
		{ counts, n_counts * sizeof(counts[0]) },
		{ averages, n_averages * sizeof(averages[0]) }
	};
	uint32_t maps[PW_TOOL_TABLES_MAX];

	ck_assert_int_eq(pw_output_table_of(f->o, 0, maps), -1);
	ck_assert_int_eq(pw_output_table_of(f->o, 1, maps), 2);
	ck_assert_uint_eq(maps[0], 1);
	ck_assert_uint_eq(maps[1], 0);
	ck_assert_int_eq(pw_output_table(f->o, maps, bytes, 2, top, at_exit),
			 0);
}

START_TEST(test_table)
{
	struct fixture f;

	open_table(&f, false);
	print(&f, 3, 2, 0, false);
	/* Of equal rows the one with the lower key's bytes comes first. */
	ck_assert_str_eq(fix_out(&f),
			 "PID   COMM   CALLS AVG_us\n"
			 "5     five      19    0.0\n"
			 "9     nine      19   10.0\n"
			 "7     seven      3    0.0\n"
			 "11    eleven     0    6.5\n");
	print(&f, 3, 0, 1, false);
	ck_assert_str_eq(fix_out(&f),
			 "\nPID   COMM   CALLS AVG_us\n"
			 "5     five      19    0.0\n");
	/* Cleared: it is not said again at the end. */
	print(&f, 0, 0, 0, true);
	ck_assert_str_eq(fix_out(&f), "");
	fix_close(&f);
	pw_tool_free(&tool);
}
END_TEST

/* A column may be called something else with an option. */
START_TEST(test_title)
{
	uint32_t maps[PW_TOOL_TABLES_MAX];
	struct pw_option given = { .name = "nanoseconds", .value = "" };
	static struct pw_type keys[2];
	struct fixture f;

	keys[0] = fix_int(8, false);
	keys[1] = fix_string(16);
	read_head(table_head);
	fix_init(&f);
	f.opt.tool = &tool;
	f.opt.given = &given;
	f.opt.n_given = 1;
	fix_map(&f, "took", keys, 2, fix_kind(PW_TYPE_AVG));
	fix_map(&f, "calls", keys, 2, fix_kind(PW_TYPE_COUNT));
	fix_open(&f);
	print(&f, 1, 0, 0, false);
	ck_assert_str_eq(fix_out(&f),
			 "PID   COMM   CALLS AVG_ns\n"
			 "7     seven      3    0.0\n");
	/* And with it there may be no table at all. */
	tool.table_unless = 1;
	ck_assert_int_eq(pw_output_table_of(f.o, 1, maps), 0);
	fix_close(&f);
	pw_tool_free(&tool);
}
END_TEST

/* Never a silent end: the titles are there though nothing happened. */
START_TEST(test_nothing)
{
	struct fixture f;

	open_table(&f, false);
	print(&f, 0, 0, 0, true);
	ck_assert_str_eq(fix_out(&f), "PID   COMM   CALLS AVG_us\n");
	fix_close(&f);
	pw_tool_free(&tool);
}
END_TEST

START_TEST(test_json)
{
	struct fixture f;

	open_table(&f, true);
	print(&f, 1, 1, 0, true);
	ck_assert_str_eq(fix_out(&f),
		"{\"type\": \"value\", \"data\": {\"pid\": 7, \"comm\": "
		"\"seven\", \"calls\": 3, \"us\": 0.0}}\n"
		"{\"type\": \"value\", \"data\": {\"pid\": 11, \"comm\": "
		"\"eleven\", \"calls\": 0, \"us\": 6.5}}\n");
	fix_close(&f);
	pw_tool_free(&tool);
}
END_TEST

static const char hist_head[] =
"//: tool lat \"How long.\"\n"
"//: option m milliseconds \"in milliseconds\"\n"
"//: histogram usecs milliseconds=msecs key=disk\n";

/* Without a key's title. */
static const char plain_head[] =
"//: tool lat \"How long.\"\n"
"//: histogram usecs\n";

static void check_hist(const char *head, struct pw_type value,
		       const int64_t *arg, bool keyed,
		       const uint64_t *words, size_t n, bool in_ms,
		       const char *text)
{
	struct pw_option given = { .name = "milliseconds", .value = "" };
	struct pw_type key = fix_string(8);
	struct fixture f;

	read_head(head);
	fix_init(&f);
	f.opt.tool = &tool;
	f.opt.given = &given;
	f.opt.n_given = in_ms;
	fix_map(&f, "h", &key, keyed, value);
	memcpy(f.maps[0].arg, arg, sizeof(f.maps[0].arg));
	fix_open(&f);
	ck_assert_int_eq(pw_output_map(f.o, 0, words, 8 * n, 0, 0), 0);
	ck_assert_str_eq(fix_out(&f), text);
	fix_close(&f);
	pw_tool_free(&tool);
}

#define BAR10	"****************************************"
#define BAR5	"********************                    "
#define BAR0	"                                        "

/* Buckets 1 and 2 are 0 and 1, 4 is 4 to 7. */
START_TEST(test_log2)
{
	static const int64_t arg[3];
	static const uint64_t words[] = { 1, 2, 2, 3, 4, 10 };

	check_hist(hist_head, fix_kind(PW_TYPE_HIST), arg, false, words, 6,
		   false,
	"     usecs               : count     distribution\n"
	"         0 -> 1          : 5        |" BAR5 "|\n"
	"         2 -> 3          : 0        |" BAR0 "|\n"
	"         4 -> 7          : 10       |" BAR10 "|\n");
}
END_TEST

START_TEST(test_keyed)
{
	static const int64_t arg[3];
	struct { char key[8]; uint64_t bucket, n; } entries[2] = {
		{ "sda", 2, 1 }, { "vdb", 3, 7 }
	};

	check_hist(hist_head, fix_kind(PW_TYPE_HIST), arg, true,
		   (const uint64_t *)entries, 6, true,
	"\ndisk = sda\n"
	"     msecs               : count     distribution\n"
	"         0 -> 1          : 1        |" BAR10 "|\n"
	"\ndisk = vdb\n"
	"     msecs               : count     distribution\n"
	"         0 -> 1          : 0        |" BAR0 "|\n"
	"         2 -> 3          : 7        |" BAR10 "|\n");
	check_hist(plain_head, fix_kind(PW_TYPE_HIST), arg, true,
		   (const uint64_t *)entries, 3, false,
	"\nh = sda\n"
	"     usecs               : count     distribution\n"
	"         0 -> 1          : 1        |" BAR10 "|\n");
}
END_TEST

/* The key is the unit. */
START_TEST(test_unit)
{
	static const int64_t arg[3];
	struct { char key[8]; uint64_t bucket, n; } entry = { "$retval", 2, 1 };

	check_hist("//: tool a b\n//: histogram $key\n",
		   fix_kind(PW_TYPE_HIST), arg, true, (const uint64_t *)&entry,
		   3, false,
	"     $retval             : count     distribution\n"
	"         0 -> 1          : 1        |" BAR10 "|\n");
}
END_TEST

START_TEST(test_linear)
{
	static const int64_t arg[3] = { 0, 10, 1 };
	static const uint64_t words[] = { 1, 4, 3, 2 };

	check_hist(hist_head, fix_kind(PW_TYPE_LHIST), arg, false, words, 4,
		   false,
	"     usecs         : count     distribution\n"
	"        0          : 4        |" BAR10 "|\n"
	"        1          : 0        |" BAR0 "|\n"
	"        2          : 2        |" BAR5 "|\n");
}
END_TEST

#define N_WRONG	14
START_TEST(test_wrong_heads)
{
	static const char *const heads[][2] = {
		{ "//: table calls\n//: column a A %d\n",
		  "line 2: a table is of maps, not of calls" },
		{ "//: table @a by=x\n",
		  "line 2: expected sort=KEY or unless=OPTION, not "
		  "by=x" },
		{ "//: table @a sort=x\n//: column a A %d\n",
		  "line 2: there is no column x to sort by" },
		{ "//: table @a\n//: column t T %s source=time\n",
		  "line 2: a table's columns are all of its map" },
		{ "//: histogram usecs no=msecs\n",
		  "line 2: no option no is declared above" },
		{ "//: option a b=N c default=x\n",
		  "line 2: -a, --b takes a number, not 'x'." },
		{ "//: option d disk=DISK c default=none\n",
		  "line 2: -d, --disk takes the name of a disk, not "
		  "'none'." },
		{ "//: table @a unless=x\n//: column a A %d\n",
		  "line 2: no option x is declared above" },
		{ "//: option a b c\n//: column d D %d b=E b=F b=G\n",
		  "line 3: more than 2 other titles" },
		{ "//: option a b c default=1\n",
		  "line 2: b takes no value" },
		{ "//: param a=FILE b default=/c\n",
		  "line 2: a has no default" },
		{ "//: option a b=FILE c\n",
		  "line 2: a file is a parameter, not the option -a" },
		{ "//: option s by=STRING c\n//: table @a sort=$by\n"
		  "//: column a A %d\n",
		  "line 3: no option by with a default is declared" },
		{ "//: option s by=STRING c default=b\n//: table @a sort=$by\n"
		  "//: column a A %d\n",
		  "line 3: there is no column b to sort by" },
	};
	char head[256], err[256];

	ck_assert_int_eq(sizeof(heads) / sizeof(heads[0]), N_WRONG);
	snprintf(head, sizeof(head), "//: tool a b\n%s", heads[_i][0]);
	ck_assert_int_eq(pw_tool_parse(head, &tool, err, sizeof(err)),
			 -EINVAL);
	ck_assert_str_eq(err, heads[_i][1]);
}
END_TEST

/* A title that is too long takes the place of what is behind. */
START_TEST(test_titles)
{
	struct fixture f;

	read_head("//: tool t \"T\"\n//: column a A %2d after=%\n"
		  "//: column b BIG %2d after=%\n");
	fix_init(&f);
	f.opt.tool = &tool;
	fix_open(&f);
	ck_assert_int_eq(pw_output_attached(f.o, 1), 0);
	ck_assert_str_eq(fix_out(&f), " A% BIG\n");
	fix_close(&f);
	pw_tool_free(&tool);
	/* One of any width has room. */
	read_head("//: tool t \"T\"\n//: column a A %s after=>\n"
		  "//: column b B %s\n");
	fix_init(&f);
	f.opt.tool = &tool;
	fix_open(&f);
	ck_assert_int_eq(pw_output_attached(f.o, 1), 0);
	ck_assert_str_eq(fix_out(&f), "A> B\n");
	fix_close(&f);
	pw_tool_free(&tool);
}
END_TEST

/* By the first of these columns that the options show. */
START_TEST(test_sorts)
{
	static struct pw_type key;
	static const uint64_t some[] = { 1, 5, 2, 3 }, others[] = { 2, 7 };
	struct pw_map_bytes bytes[2] = { { some, 32 }, { others, 16 } };
	struct pw_option given = { .name = "l", .value = "" };
	uint32_t maps[2] = { 0, 1 };
	struct fixture f;

	key = fix_int(8, false);
	for (uint32_t n = 0; n < 2; n++) {
		read_head("//: tool a b\n//: option l l l\n"
			  "//: table @a,@b sort=b,a\n//: column k K %d\n"
			  "//: column a A %d\n//: column b B %d if=l\n");
		fix_init(&f);
		f.opt.tool = &tool;
		f.opt.given = &given;
		f.opt.n_given = n;
		fix_map(&f, "a", &key, 1, fix_kind(PW_TYPE_COUNT));
		fix_map(&f, "b", &key, 1, fix_kind(PW_TYPE_COUNT));
		fix_open(&f);
		ck_assert_int_eq(pw_output_table(f.o, maps, bytes, 2, 0, false),
				 0);
		ck_assert_str_eq(fix_out(&f), n ? "K A B\n2 3 7\n1 5 0\n" :
				 "K A\n1 5\n2 3\n");
		fix_close(&f);
		pw_tool_free(&tool);
	}
}
END_TEST

/* As argdist's: names and values in turn, the greatest last. */
START_TEST(test_events)
{
	static struct pw_type keys[3];
	struct { char name[8]; uint64_t v; char last[8]; uint64_t n; } two[] = {
		{ "size", 64, "all", 19 }, { "size", 8, "all", 3 }
	};
	struct fixture f;

	keys[0] = fix_string(8);
	keys[1] = fix_int(8, false);
	keys[2] = fix_string(8);
	read_head("//: tool a b\n//: events\n");
	fix_init(&f);
	f.opt.tool = &tool;
	fix_map(&f, "counts0", keys, 3, fix_kind(PW_TYPE_COUNT));
	fix_map(&f, "none", keys, 0, fix_kind(PW_TYPE_COUNT));
	fix_open(&f);
	ck_assert_int_eq(pw_output_map(f.o, 0, two, sizeof(two), 0, 0), 0);
	ck_assert_str_eq(fix_out(&f),
			 "\tCOUNT      EVENT\n"
			 "\t3          size = 8, all\n"
			 "\t19         size = 64, all\n");
	ck_assert_int_eq(pw_output_map(f.o, 0, two, sizeof(two), 1, 0), 0);
	ck_assert_str_eq(fix_out(&f), "\tCOUNT      EVENT\n"
			 "\t19         size = 64, all\n");
	/* Without a key it is a map as others are. */
	ck_assert_int_eq(pw_output_map(f.o, 1, &two[0].n, 8, 0, 0), 0);
	ck_assert_str_eq(fix_out(&f), "@none: 19\n");
	fix_close(&f);
	pw_tool_free(&tool);
}
END_TEST

/* printf() of a tool whose rows have a message. */
START_TEST(test_message)
{
	static const char head[] =
		"//: tool a b\n//: column pid PID %-4d\n"
		"//: column comm COMM %-6s\n"
		"//: column message - %s source=message\n";
	struct pw_type values[4];
	struct fixture f;

	values[0] = fix_int(4, false);
	values[1] = fix_string(16);
	values[2] = fix_string(16);
	values[3] = fix_int(4, true);
	for (int json = 0; json < 2; json++) {
		read_head(head);
		fix_init(&f);
		f.opt.tool = &tool;
		f.opt.format = json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
		fix_action(&f, PW_ACTION_PRINTF, "%d %s got \"%s\": %d%%",
			   values, 4);
		fix_action(&f, PW_ACTION_PRINTF, "%d %s ", values, 2);
		fix_open(&f);
		fix_begin(&f, 0, 0);
		fix_u64(&f, 41);
		fix_str(&f, "cat", false);
		fix_str(&f, "a b", false);
		fix_u64(&f, (uint64_t)-3);
		ck_assert_int_eq(fix_send(&f), 0);
		fix_begin(&f, 1, 0);
		fix_u64(&f, 43);
		fix_str(&f, "dog", false);
		ck_assert_int_eq(fix_send(&f), 0);
		ck_assert_str_eq(fix_out(&f), json ?
			"{\"type\": \"value\", \"data\": {\"pid\": 41, "
			"\"comm\": \"cat\", \"message\": "
			"\"got \\\"a b\\\": -3%\"}}\n"
			"{\"type\": \"value\", \"data\": {\"pid\": 43, "
			"\"comm\": \"dog\", \"message\": \"\"}}\n" :
			"41   cat    got \"a b\": -3%\n43   dog    \n");
		fix_close(&f);
		pw_tool_free(&tool);
	}
}
END_TEST

/* The option says by what; it has a default. */
START_TEST(test_sort)
{
	static const struct pw_option by = { .name = "by", .value = "a" };
	static const struct pw_option wrong = { .name = "by", .value = "A" };
	char err[256];

	read_head("//: tool a b\n//: option s by=STRING c default=b\n"
		  "//: table @a sort=$by\n//: column a A %d\n"
		  "//: column b B %d\n//: column c C %d\n");
	ck_assert_int_eq(tool.sorts[0], 1);
	ck_assert_int_eq(pw_tool_set_sort(&tool, &by, 1, err, sizeof(err)), 0);
	ck_assert_int_eq(tool.sorts[0], 0);
	ck_assert_int_eq(pw_tool_set_sort(&tool, &wrong, 1, err, sizeof(err)),
			 -EINVAL);
	ck_assert_str_eq(err, "by takes the name of a column, not 'A'.");
	pw_tool_free(&tool);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("table");
	TCase *tcase = tcase_create("table");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_table);
	tcase_add_test(tcase, test_title);
	tcase_add_test(tcase, test_nothing);
	tcase_add_test(tcase, test_json);
	tcase_add_test(tcase, test_log2);
	tcase_add_test(tcase, test_keyed);
	tcase_add_test(tcase, test_linear);
	tcase_add_test(tcase, test_titles);
	tcase_add_test(tcase, test_sorts);
	tcase_add_test(tcase, test_events);
	tcase_add_test(tcase, test_message);
	tcase_add_test(tcase, test_unit);
	tcase_add_test(tcase, test_sort);
	tcase_add_loop_test(tcase, test_wrong_heads, 0, N_WRONG);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
