// SPDX-License-Identifier: GPL-2.0
/*
 * Tables of tools: the head of a script, its mistakes, options, and rows that
 * must look as those of bcc's tcpstates do: the expected lines are its own
 * output on a Debian machine, or follow from its format strings.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "output_fixture.h"

static const char script[] =
"#!/usr/bin/env probewire\n"
"/*\n"
" * A comment of several lines,\n"
" //: tool not_this_one \"\"\n"
" */\n"
"// Another.\n"
"\n"
"//: tool tcpstates \"Trace TCP session state changes with durations.\"\n"
"//: option T time \"include a time column (HH:MM:SS)\"\n"
"//: option t timestamp \"include a timestamp column (seconds)\"\n"
"//: option w wide \"wide columns\"\n"
"//: option s csv \"comma-separated values\"\n"
"//: option L localport=LIST \"only these local ports\"\n"
"//: option n count=N \"so many rows\"\n"
"//: option c comm=STRING \"only this command\"\n"
"//: option 4 ipv4 \"IPv4 only\"\n"
"//: option 6 ipv6 \"IPv6 only\"\n"
"//: exclusive ipv4 ipv6\n"
"//: example \"probewire tcpstates -L 8080\" \"only local port 8080\"\n"
"//: column time TIME %-8s  source=time if=time\n"
"//: column timestamp TIME(s) %-9.6f source=elapsed if=timestamp\n"
"//: column skaddr SKADDR %-16x\n"
"//: column pid C-PID %-5d\n"
"//: column comm C-COMM %-10.10s wide=%-16.16s\n"
"//: column ip IP %-2d if=wide,csv\n"
"//: column laddr LADDR %-15s wide=%-39s\n"
"//: column lport LPORT %-5d\n"
"//: column raddr RADDR %-15s wide=%-39s\n"
"//: column rport RPORT %-5d\n"
"//: column oldstate OLDSTATE %-11s\n"
"//: column newstate NEWSTATE %-11s before=\"-> \"\n"
"//: column ms MS %.3f scale=1000000\n"
"\n"
"begin { }\n"
"//: column late LATE %d\n";

static struct pw_tool tool;
static struct pw_type elems[11], tuple;

static void parse_script(void)
{
	char err[256];

	ck_assert_int_eq(pw_tool_parse(script, &tool, err, sizeof(err)), 1);
	elems[0] = fix_pointer();
	elems[1] = fix_int(4, false);
	elems[2] = fix_string(16);
	elems[3] = fix_int(8, true);
	elems[4] = fix_inet();
	elems[5] = fix_int(2, false);
	elems[6] = fix_inet();
	elems[7] = fix_int(2, false);
	elems[8] = fix_string(16);
	elems[9] = fix_string(16);
	elems[10] = fix_int(8, true);
	tuple = fix_tuple(elems, 11);
}

struct row {
	uint64_t skaddr, pid;
	const char *comm;
	int ip;
	const char *laddr;
	uint64_t lport;
	const char *raddr;
	uint64_t rport;
	const char *oldstate, *newstate;
	uint64_t ns;
};

static void add_address(struct fixture *f, int family, const char *text)
{
	uint8_t slot[24] = { 0 };
	uint64_t af = family;

	memcpy(slot, &af, sizeof(af));
	ck_assert_int_eq(inet_pton(family, text, slot + 8), 1);
	fix_raw(f, slot, sizeof(slot));
}

static const char *print_row(struct fixture *f, uint64_t nsecs,
			     const struct row *row)
{
	int family = row->ip == 4 ? AF_INET : AF_INET6;

	fix_begin(f, 0, nsecs);
	fix_u64(f, row->skaddr);
	fix_u64(f, row->pid);
	fix_str(f, row->comm, false);
	fix_u64(f, row->ip);
	add_address(f, family, row->laddr);
	fix_u64(f, row->lport);
	add_address(f, family, row->raddr);
	fix_u64(f, row->rport);
	fix_str(f, row->oldstate, false);
	fix_str(f, row->newstate, false);
	fix_u64(f, row->ns);
	ck_assert_int_eq(fix_send(f), 0);
	return fix_out(f);
}

/* The head is in out_text. */
static void open_table(struct fixture *f, enum pw_output_format format,
		       const struct pw_option *given, uint32_t n)
{
	parse_script();
	fix_init(f);
	f->opt.format = format;
	f->opt.tool = &tool;
	f->opt.given = given;
	f->opt.n_given = n;
	fix_action(f, PW_ACTION_PRINT_VALUE, NULL, &tuple, 1);
	fix_open(f);
	ck_assert_int_eq(pw_output_attached(f->o, 5), 0);
}

static void close_table(struct fixture *f)
{
	fix_close(f);
	pw_tool_free(&tool);
}

static const struct row listen_row = {
	0xff2e3f22f6fec800ull, 631, "python3", 4, "127.0.0.1", 8001,
	"0.0.0.0", 0, "CLOSE", "LISTEN", 0
};
static const struct row wait_row = {
	0xff2e3f22f6feec00ull, 14, "ksoftirqd/0", 4, "127.0.0.1", 36406,
	"127.0.0.1", 8001, "ESTABLISHED", "FIN_WAIT1", 101575499
};
static const struct row six_row = {
	0xff2e3f22f6feec00ull, 1234567, "a comm, of 15 b", 6,
	"2001:db8::1:2:3:4", 65535, "::1", 80, "SYN_SENT", "ESTABLISHED",
	3600000000000ull
};

START_TEST(test_text)
{
	struct fixture f;

	open_table(&f, PW_OUTPUT_TEXT, NULL, 0);
	ck_assert_str_eq(fix_out(&f), "SKADDR           C-PID C-COMM     "
		"LADDR           LPORT RADDR           RPORT OLDSTATE    "
		"-> NEWSTATE    MS\n");
	ck_assert_str_eq(print_row(&f, 1, &listen_row),
		"ff2e3f22f6fec800 631   python3    127.0.0.1       8001  "
		"0.0.0.0         0     CLOSE       -> LISTEN      0.000\n");
	ck_assert_str_eq(print_row(&f, 2, &wait_row),
		"ff2e3f22f6feec00 14    ksoftirqd/ 127.0.0.1       36406 "
		"127.0.0.1       8001  ESTABLISHED -> FIN_WAIT1   101.575\n");
	/* What is too long moves the rest, as with printf. */
	ck_assert_str_eq(print_row(&f, 3, &six_row),
		"ff2e3f22f6feec00 1234567 a comm, of 2001:db8::1:2:3:4 65535 "
		"::1             80    SYN_SENT    -> ESTABLISHED "
		"3600000.000\n");
	/* A table has no end lines, and does not say what is attached. */
	ck_assert_int_eq(pw_output_end(f.o), 0);
	ck_assert_str_eq(fix_out(&f), "");
	ck_assert_str_eq(fix_err(&f), "");
	close_table(&f);
}
END_TEST

/* A time in the row: eight bytes, whatever they say. */
static void expect_time(const char *row)
{
	ck_assert_int_eq(strspn(row, "0123456789:"), 8);
	ck_assert(row[2] == ':' && row[5] == ':');
}

START_TEST(test_wide)
{
	static const struct pw_option given[] = {
		{ .name = "time", .value = "" }, { .name = "wide", .value = "" }
	};
	struct fixture f;
	const char *row;

	open_table(&f, PW_OUTPUT_TEXT, given, 2);
	ck_assert_str_eq(fix_out(&f), "TIME     SKADDR           C-PID "
		"C-COMM           IP "
		"LADDR                                   LPORT "
		"RADDR                                   RPORT "
		"OLDSTATE    -> NEWSTATE    MS\n");
	row = print_row(&f, 1, &wait_row);
	expect_time(row);
	ck_assert_str_eq(row + 8, " ff2e3f22f6feec00 14    "
		"ksoftirqd/0      4  "
		"127.0.0.1                               36406 "
		"127.0.0.1                               8001  "
		"ESTABLISHED -> FIN_WAIT1   101.575\n");
	row = print_row(&f, 2, &six_row);
	ck_assert_str_eq(row + 8, " ff2e3f22f6feec00 1234567 "
		"a comm, of 15 b  6  "
		"2001:db8::1:2:3:4                       65535 "
		"::1                                     80    "
		"SYN_SENT    -> ESTABLISHED 3600000.000\n");
	close_table(&f);
}
END_TEST

START_TEST(test_csv)
{
	static const struct pw_option given[] = {
		{ .name = "csv", .value = "" }, { .name = "timestamp", .value = "" },
		{ .name = "time", .value = "" }
	};
	struct fixture f;
	const char *row;

	open_table(&f, PW_OUTPUT_TEXT, given, 3);
	ck_assert_str_eq(fix_out(&f), "TIME,TIME(s),SKADDR,C-PID,C-COMM,IP,"
		"LADDR,LPORT,RADDR,RPORT,OLDSTATE,NEWSTATE,MS\n");
	row = print_row(&f, 5000000000ull, &listen_row);
	expect_time(row);
	ck_assert_str_eq(row + 8, ",0.000000,ff2e3f22f6fec800,631,python3,4,"
		"127.0.0.1,8001,0.0.0.0,0,CLOSE,LISTEN,0.000\n");
	/* Names in full. */
	row = print_row(&f, 6500000999ull, &wait_row);
	ck_assert_str_eq(row + 8, ",1.500000,ff2e3f22f6feec00,14,ksoftirqd/0,"
		"4,127.0.0.1,36406,127.0.0.1,8001,ESTABLISHED,FIN_WAIT1,"
		"101.575\n");
	close_table(&f);
}
END_TEST

START_TEST(test_timestamp)
{
	static const struct pw_option given[] = { { .name = "timestamp", .value = "" } };
	struct fixture f;

	open_table(&f, PW_OUTPUT_TEXT, given, 1);
	ck_assert_int_eq(strncmp(fix_out(&f), "TIME(s)   SKADDR  ", 18), 0);
	ck_assert_int_eq(strncmp(print_row(&f, 999, &listen_row),
				 "0.000000  ff2e", 14), 0);
	ck_assert_int_eq(strncmp(print_row(&f, 1000, &listen_row),
				 "0.000001  ff2e", 14), 0);
	ck_assert_int_eq(strncmp(print_row(&f, 123456789012345ull,
					   &listen_row),
				 "123456.789012 ff2e", 18), 0);
	close_table(&f);
}
END_TEST

START_TEST(test_json)
{
	static const struct pw_option given[] = { { .name = "timestamp", .value = "" } };
	struct fixture f;

	open_table(&f, PW_OUTPUT_JSON, NULL, 0);
	ck_assert_str_eq(fix_out(&f), "{\"type\": \"attached_probes\", "
			 "\"count\": 5, \"data\": {\"probes\": 5}}\n");
	ck_assert_str_eq(print_row(&f, 1, &wait_row),
		"{\"type\": \"value\", \"data\": {"
		"\"skaddr\": \"ff2e3f22f6feec00\", \"pid\": 14, "
		"\"comm\": \"ksoftirqd/0\", \"ip\": 4, "
		"\"laddr\": \"127.0.0.1\", \"lport\": 36406, "
		"\"raddr\": \"127.0.0.1\", \"rport\": 8001, "
		"\"oldstate\": \"ESTABLISHED\", \"newstate\": \"FIN_WAIT1\", "
		"\"ms\": 101.575}}\n");
	close_table(&f);
	open_table(&f, PW_OUTPUT_JSON, given, 1);
	fix_out(&f);
	ck_assert_int_eq(strncmp(print_row(&f, 1, &wait_row),
		"{\"type\": \"value\", \"data\": {\"timestamp\": 0.000000, "
		"\"skaddr\": ", 60), 0);
	close_table(&f);
}
END_TEST

/* One column, negative numbers, values that a format was not made for. */
START_TEST(test_cells)
{
	static const char source[] =
		"//: tool t \"T\"\n"
		"//: column a A %6.1f scale=10\n"
		"//: column b B %5d\n"
		"//: column c C %x\n"
		"//: column d D %3u\n"
		"//: column e E %s\n";
	struct pw_type types[] = { fix_int(8, true), fix_int(4, true),
				   fix_int(2, true), fix_string(8),
				   fix_int(1, false) };
	struct pw_type value = fix_tuple(types, 5);
	struct pw_type other = fix_tuple(types, 4);
	struct fixture f;
	char err[256];
	int json;

	for (json = 0; json < 2; json++) {
		ck_assert_int_eq(pw_tool_parse(source, &tool, err,
					       sizeof(err)), 1);
		fix_init(&f);
		f.opt.tool = &tool;
		f.opt.format = json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
		fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &value, 1);
		/* Not what the table is of: printed as it is. */
		fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &other, 1);
		fix_open(&f);
		fix_begin(&f, 0, 0);
		fix_u64(&f, -25);
		fix_u64(&f, -7);
		fix_u64(&f, -1);
		fix_str(&f, "text", false);
		fix_u64(&f, 200);
		ck_assert_int_eq(fix_send(&f), 0);
		ck_assert_str_eq(fix_out(&f), json ?
			"{\"type\": \"value\", \"data\": {\"a\": -2.5, "
			"\"b\": -7, \"c\": \"ffff\", \"d\": \"text\", "
			"\"e\": 200}}\n" :
			"  -2.5    -7 ffff text 200\n");
		fix_begin(&f, 1, 0);
		fix_u64(&f, 1);
		fix_u64(&f, 2);
		fix_u64(&f, 3);
		fix_str(&f, "four", false);
		ck_assert_int_eq(fix_send(&f), 0);
		ck_assert_str_eq(fix_out(&f), json ?
			"{\"type\": \"value\", \"data\": [1,2,3,\"four\"]}\n" :
			"(1, 2, 3, four)\n");
		close_table(&f);
	}
}
END_TEST

/* Columns without titles make a sentence; the keys are JSON's. */
START_TEST(test_sentence)
{
	static const char source[] =
		"//: tool t \"T\"\n"
		"//: column a \"\" %d before=\"process \"\n"
		"//: column b \"\" %s before=\"(\\\"\" after=\"\\\"),\"\n"
		"//: column c \"\" %d after=\" pages\"\n";
	struct pw_type types[] = { fix_int(4, true), fix_string(8),
				   fix_int(8, false) };
	struct pw_type value = fix_tuple(types, 3);
	struct fixture f;
	char err[256];
	int json;

	for (json = 0; json < 2; json++) {
		ck_assert_int_eq(pw_tool_parse(source, &tool, err,
					       sizeof(err)), 1);
		fix_init(&f);
		f.opt.tool = &tool;
		f.opt.format = json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
		fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &value, 1);
		fix_open(&f);
		ck_assert_int_eq(pw_output_attached(f.o, 1), 0);
		if (!json)
			ck_assert_str_eq(fix_out(&f), "");
		else
			fix_out(&f);
		fix_begin(&f, 0, 0);
		fix_u64(&f, 42);
		fix_str(&f, "sh", false);
		fix_u64(&f, 7);
		ck_assert_int_eq(fix_send(&f), 0);
		ck_assert_str_eq(fix_out(&f), json ?
			"{\"type\": \"value\", \"data\": {\"a\": 42, "
			"\"b\": \"sh\", \"c\": 7}}\n" :
			"process 42 (\"sh\"), 7 pages\n");
		close_table(&f);
	}
}
END_TEST

START_TEST(test_parse)
{
	char err[256];

	parse_script();
	ck_assert_str_eq(tool.name, "tcpstates");
	ck_assert_str_eq(tool.summary,
			 "Trace TCP session state changes with durations.");
	ck_assert_int_eq(tool.n_options, 9);
	ck_assert_int_eq(tool.n_columns, 13);
	ck_assert_int_eq(tool.n_tuple, 11);
	ck_assert_int_eq(pw_tool_letter(&tool, 'L')->kind, PW_VALUE_LIST);
	ck_assert_str_eq(pw_tool_letter(&tool, 'L')->name, "localport");
	ck_assert_int_eq(pw_tool_name(&tool, "count=5", 5)->letter, 'n');
	ck_assert(pw_tool_name(&tool, "coun", 4) == NULL);
	ck_assert(pw_tool_letter(&tool, 'x') == NULL);
	pw_tool_free(&tool);
	ck_assert_int_eq(pw_tool_parse("begin { }\n", &tool, err, 256), 0);
	ck_assert_int_eq(pw_tool_parse("", &tool, err, 256), 0);
	ck_assert_int_eq(pw_tool_parse("// x\n/* //: tool a \"\" */", &tool,
				       err, 256), 0);
}
END_TEST

START_TEST(test_mistakes)
{
	static const struct {
		const char *source, *err;
	} cases[] = {
		{ "//: option a b \"c\"\n",
		  "line 1: the table does not begin with //: tool NAME" },
		{ "//: tool a b c\n",
		  "line 1: expected: //: tool NAME \"one sentence\"" },
		{ "//: tool a \"b\n", "line 1: a quote is not closed" },
		{ "//: tool a b\n//: tool a b\n",
		  "line 2: the tool has a name already" },
		{ "//: tool a b\n\n//: nonsense\n",
		  "line 3: unknown word nonsense behind //:" },
		{ "//: tool a b\n//: option ab c d\n",
		  "line 2: an option is one letter, or - for none, not ab" },
		{ "//: tool a b\n//: option a c=PORT d\n",
		  "line 2: a value is LIST, SIGNALS, N, STRING, DISK, ERRNO, "
		  "PROBE, FILE, CALLS, TRACE or ARGDIST, not PORT" },
		{ "//: tool a b\n//: option a c d\n//: option a e f\n",
		  "line 3: the option -a, --e is there twice" },
		{ "//: tool a b\n//: option a c d\n//: option b c f\n",
		  "line 3: the option -b, --c is there twice" },
		{ "//: tool a b\n//: option a c d\n//: exclusive c e\n",
		  "line 3: no option e is declared above" },
		{ "//: tool a b\n//: column c C d\n",
		  "line 2: d is not the format of a column" },
		{ "//: tool a b\n//: column c C %dx\n",
		  "line 2: %dx is not the format of a column" },
		{ "//: tool a b\n//: column c C %r\n",
		  "line 2: %r is not the format of a column" },
		{ "//: tool a b\n//: column c C %d if=x\n",
		  "line 2: no option x is declared above" },
		{ "//: tool a b\n//: column c C %d scale=0\n",
		  "line 2: expected a number from 1 to 1000000000000, not 0" },
		{ "//: tool a b\n//: column c C %d scale=10\n",
		  "line 2: c: scale and %f go together" },
		{ "//: tool a b\n//: column c C %.3f\n",
		  "line 2: c: scale and %f go together" },
		{ "//: tool a b\n//: column c C %d source=x\n",
		  "line 2: the source is time, elapsed, unix or message, not x" },
		{ "//: tool a b\n//: column c C %d source=time\n",
		  "line 2: c: a time is printed with %s" },
		{ "//: tool a b\n//: column c C %s source=elapsed\n",
		  "line 2: c: elapsed time is printed with %f, without "
		  "scale" },
		{ "//: tool a b\n//: column c C %d colour=red\n",
		  "line 2: a column has no colour" },
		{ "//: tool a b\n//: column c C %d red\n",
		  "line 2: red is not NAME=VALUE" },
		{ "//: tool a b\n//: column c C %d\n//: column c D %d\n",
		  "line 3: the column c is there twice" }
	};
	char err[256];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(pw_tool_parse(cases[i].source, &tool, err,
					       sizeof(err)), -EINVAL);
		ck_assert_str_eq(err, cases[i].err);
	}
}
END_TEST

/* More of everything than there is room for: refused, not written beyond. */
START_TEST(test_too_many)
{
	static const char *lines[] = {
		"//: option %c x%d \"y\"\n", "//: column %cx%d C %%d\n",
		"//: example %cx%d y\n", "//: exclusive a b %c %d\n"
	};
	char source[8192], err[256];
	size_t i, len;
	int k;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		len = snprintf(source, sizeof(source), "//: tool a b\n");
		for (k = 0; k < 60; k++)
			len += snprintf(source + len, sizeof(source) - len,
					lines[i], '0' + k, k);
		ck_assert_int_eq(pw_tool_parse(source, &tool, err,
					       sizeof(err)), -EINVAL);
	}
	len = snprintf(source, sizeof(source), "//: tool");
	for (k = 0; k < 60; k++)
		len += snprintf(source + len, sizeof(source) - len, " word");
	ck_assert_int_eq(pw_tool_parse(source, &tool, err, sizeof(err)),
			 -EINVAL);
	ck_assert_str_eq(err, "line 1: more than 32 words");
}
END_TEST

static void expect_value(char letter, const char *value, const char *expected)
{
	char err[256] = "";
	int ret = pw_tool_check_value(pw_tool_letter(&tool, letter), value,
				      err, sizeof(err));

	ck_assert_msg(ret == (*expected ? -EINVAL : 0) &&
		      !strcmp(err, expected), "-%c %s: %d '%s'", letter, value,
		      ret, err);
}

START_TEST(test_option_values)
{
	static const char *bad_lists[] = { "", ",", "80,", ",80", "80,,81",
					   "65536", "80 ,81", "-1", "http",
					   "99999999999999999999", "0x50" };
	char expected[128];
	size_t i;

	parse_script();
	expect_value('L', "80", "");
	expect_value('L', "0,80,65535", "");
	for (i = 0; i < sizeof(bad_lists) / sizeof(bad_lists[0]); i++) {
		snprintf(expected, sizeof(expected), "-L, --localport takes "
			 "numbers from 0 to 65535, separated by commas, not "
			 "'%s'.", bad_lists[i]);
		expect_value('L', bad_lists[i], expected);
	}
	expect_value('n', "5", "");
	expect_value('n', "-5", "");
	expect_value('n', "0x10", "");
	expect_value('n', "18446744073709551615", "");
	expect_value('n', "18446744073709551616",
		     "-n, --count takes a number, not "
		     "'18446744073709551616'.");
	expect_value('n', "", "-n, --count takes a number, not ''.");
	expect_value('n', "--5", "-n, --count takes a number, not '--5'.");
	expect_value('n', " 5", "-n, --count takes a number, not ' 5'.");
	expect_value('n', "5k", "-n, --count takes a number, not '5k'.");
	expect_value('c', "", "");
	expect_value('c', "any thing", "");
	expect_value('T', "", "");
	expect_value('T', "1", "-T, --time takes no value, not '1'.");
	pw_tool_free(&tool);
}
END_TEST

START_TEST(test_exclusive)
{
	static const struct pw_option given[] = {
		{ .name = "ipv6", .value = "" }, { .name = "time", .value = "" },
		{ .name = "ipv4", .value = "" }
	};
	char err[256] = "";

	parse_script();
	ck_assert_int_eq(pw_tool_check_given(&tool, given, 2, err, 256), 0);
	ck_assert_int_eq(pw_tool_check_given(&tool, given + 1, 2, err, 256),
			 0);
	ck_assert_int_eq(pw_tool_check_given(&tool, given, 3, err, 256),
			 -EINVAL);
	ck_assert_str_eq(err, "-4 and -6 exclude each other: give one of "
			 "them.");
	pw_tool_free(&tool);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("columns");
	TCase *tcase = tcase_create("columns");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_text);
	tcase_add_test(tcase, test_wide);
	tcase_add_test(tcase, test_csv);
	tcase_add_test(tcase, test_timestamp);
	tcase_add_test(tcase, test_json);
	tcase_add_test(tcase, test_cells);
	tcase_add_test(tcase, test_sentence);
	tcase_add_test(tcase, test_parse);
	tcase_add_test(tcase, test_mistakes);
	tcase_add_test(tcase, test_too_many);
	tcase_add_test(tcase, test_option_values);
	tcase_add_test(tcase, test_exclusive);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
