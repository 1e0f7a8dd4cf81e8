/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The command line: ours, a tool's, and a script's parameters.
 */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>
#include "command/child.h"
#include "command/options.h"

static const char head[] =
	"//: tool conns \"shows connections\"\n"
	"//: option T time \"with the time\"\n"
	"//: option L localport=LIST \"these ports\"\n"
	"//: option n lines=N \"this many\"\n"
	"//: option f name=STRING \"its own -f\"\n"
	"//: option s signal=SIGNALS \"of these\"\n"
	"//: option 4 ipv4 \"IPv4\"\n"
	"//: option 6 ipv6 \"IPv6\"\n"
	"//: exclusive ipv4 ipv6\n"
	"//: param seconds=N \"so long\"\n"
	"//: param what=STRING \"of that\"\n"
	"//: column pid PID %-5d\n"
	"begin { }\n";

static const char watch[] =
	"//: tool watch \"watches a file\"\n"
	"//: param file=FILE \"a path, or MAJOR:MINOR INODE\" required\n"
	"//: param times=N \"so often\"\n"
	"//: column pid PID %-5d\n";

static int find(void *ctx, const char *name, struct pw_tool *tool, char *err,
		size_t err_size)
{
	(void)ctx;
	if (!strcmp(name, "watch"))
		return pw_tool_parse(watch, tool, err, err_size);
	if (strcmp(name, "conns"))
		return 0;
	return pw_tool_parse(head, tool, err, err_size);
}

static struct pw_options options;
static int result;

/* Words separated by '|', because some hold blanks. */
static void parse(const char *line)
{
	static char words[512];
	char *argv[32] = { "probewire" };
	char *rest = words, *word;
	int argc = 1;

	pw_options_free(&options);
	strcpy(words, line);
	while (*line && (word = strsep(&rest, "|")))
		argv[argc++] = word;
	result = pw_options_parse(&options, argc, argv, find, NULL);
}

static const char *named(const char *name)
{
	uint32_t i;

	for (i = 0; i < options.n_named; i++)
		if (!strcmp(options.named[i].name, name))
			return options.named[i].value;
	return "(not given)";
}

START_TEST(test_program)
{
	parse("-e|kprobe:f { }");
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(options.program, "kprobe:f { }");
	ck_assert(options.script == NULL);
	ck_assert_int_eq(options.n_params, 0);
	ck_assert_int_eq(options.format, PW_OUTPUT_TEXT);
	ck_assert_int_eq(options.buffering, PW_BUFFER_AUTO);

	/* Parameters may stand on both sides, options behind them. */
	parse("10|-e|BEGIN { }|20|-q");
	ck_assert_int_eq(result, 0);
	ck_assert_int_eq(options.n_params, 2);
	ck_assert_str_eq(options.params[0], "10");
	ck_assert_str_eq(options.params[1], "20");
	ck_assert(options.quiet);
}
END_TEST

START_TEST(test_script)
{
	parse("-v|a.bt|one|--no-warnings|two");
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(options.script, "a.bt");
	ck_assert_int_eq(options.n_params, 2);
	ck_assert_str_eq(options.params[1], "two");
	ck_assert(options.verbose && options.no_warnings);
	ck_assert(!options.is_tool);

	parse("-");
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(options.script, "-");

	parse("a.bt|p1|--|--aa=20|--bb|p2|--aa=a=b");
	ck_assert_int_eq(result, 0);
	ck_assert_int_eq(options.n_params, 2);
	ck_assert_str_eq(options.params[0], "p1");
	ck_assert_str_eq(options.params[1], "p2");
	ck_assert_int_eq(options.n_named, 2);
	ck_assert_str_eq(named("aa"), "a=b");
	ck_assert_ptr_eq(named("bb"), NULL);
	parse("a.bt|--|--empty=");
	ck_assert_str_eq(named("empty"), "");
	/* Behind "--" nothing is ours. */
	parse("a.bt|--|-q|--help");
	ck_assert_int_eq(result, 0);
	ck_assert(!options.quiet && !options.help);
	ck_assert_str_eq(options.params[0], "-q");
	ck_assert_ptr_eq(named("help"), NULL);
}
END_TEST

START_TEST(test_values)
{
	parse("-f|json|-ofile|-B|full|-p42|-dast,dis|a.bt");
	ck_assert_int_eq(result, 0);
	ck_assert_int_eq(options.format, PW_OUTPUT_JSON);
	ck_assert_str_eq(options.output, "file");
	ck_assert_int_eq(options.buffering, PW_BUFFER_FULL);
	ck_assert_int_eq(options.pid, 42);
	ck_assert_int_eq(options.debug, PW_DEBUG_AST | PW_DEBUG_BYTECODE);

	parse("--output=x y|--cmd|sleep 1|--debug=ast|a.bt");
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(options.output, "x y");
	ck_assert_str_eq(options.command, "sleep 1");
	ck_assert_int_eq(options.debug, PW_DEBUG_AST);
}
END_TEST

START_TEST(test_list)
{
	parse("-l");
	ck_assert_int_eq(result, 0);
	ck_assert(options.list && !options.pattern && !options.verbose);
	parse("-lv|tracepoint:sock:*");
	ck_assert_int_eq(result, 0);
	ck_assert(options.list && options.verbose);
	ck_assert_str_eq(options.pattern, "tracepoint:sock:*");
	parse("kprobe:*|-l");
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(options.pattern, "kprobe:*");
	parse("-l|-e|kprobe:f { }");
	ck_assert_int_eq(result, 0);
	ck_assert(options.program && !options.pattern);
	parse("-l|a|b");
	ck_assert_int_eq(result, -EINVAL);
}
END_TEST

START_TEST(test_tool)
{
	parse("-q|conns|-TL80,443|-n|5");
	ck_assert_int_eq(result, 0);
	ck_assert(options.is_tool && options.quiet);
	ck_assert_str_eq(options.script, "conns");
	ck_assert_str_eq(options.tool.name, "conns");
	ck_assert_str_eq(named("time"), "");
	ck_assert_str_eq(named("localport"), "80,443");
	ck_assert_str_eq(named("lines"), "5");
	ck_assert(options.named[1].is_list);
	ck_assert(!options.named[2].is_list);

	/* By name; the last one counts; ours are there too. */
	parse("conns|--localport|80|--localport=81|-o|out|7");
	ck_assert_int_eq(result, 0);
	ck_assert_int_eq(options.n_named, 2);
	ck_assert_str_eq(named("localport"), "81");
	ck_assert_str_eq(named("seconds"), "7");
	ck_assert_str_eq(options.output, "out");
	ck_assert_int_eq(options.n_params, 1);
	ck_assert_str_eq(options.params[0], "7");

	/* Its letter hides ours, but only behind its name. */
	parse("-f|json|conns|-f|x");
	ck_assert_int_eq(result, 0);
	ck_assert_int_eq(options.format, PW_OUTPUT_JSON);
	ck_assert_str_eq(named("name"), "x");

	parse("conns|-s|9,SIGTERM,hup,sigusr1|-f|json|-f|y");
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(named("signal"), "9,SIGTERM,hup,sigusr1");
	ck_assert_int_eq(options.format, PW_OUTPUT_JSON);
	ck_assert_str_eq(named("name"), "y");

	parse("conns|--|--localport=80");
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(named("localport"), "80");

	/* What all tools have. */
	parse("conns|1|x|--duration|5|--count=7");
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(named("seconds"), "1");
	ck_assert_str_eq(named("what"), "x");
	ck_assert_int_eq(options.duration, 5);
	ck_assert_int_eq(options.rows, 7);

	parse("conns|--help");
	ck_assert_int_eq(result, 0);
	ck_assert(options.help && options.is_tool);
}
END_TEST

/* The kernel keeps 20 bits for the minor number. */
START_TEST(test_file)
{
	char number[32];
	struct stat st;

	parse("watch|8:17|4711|3");
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(named("file-device"), "8388625");
	ck_assert_str_eq(named("file-inode"), "4711");
	ck_assert_str_eq(named("times"), "3");

	ck_assert_int_eq(stat("/dev", &st), 0);
	parse("watch|/dev|3");
	ck_assert_int_eq(result, 0);
	snprintf(number, sizeof(number), "%llu",
		 (unsigned long long)major(st.st_dev) * 1048576 +
		 minor(st.st_dev));
	ck_assert_str_eq(named("file-device"), number);
	snprintf(number, sizeof(number), "%llu",
		 (unsigned long long)st.st_ino);
	ck_assert_str_eq(named("file-inode"), number);
	ck_assert_str_eq(named("times"), "3");
	parse("watch|--help");
	ck_assert_int_eq(result, 0);
}
END_TEST

/* Each is refused, with a sentence that has this in it. */
static const struct {
	const char *line;
	const char *says;
} wrong[] = {
	{ "", "filename or -e" },
	{ "-q", "filename or -e" },
	{ "-e", "-e needs a value" },
	{ "conns|x", "seconds is a number, not 'x'." },
	{ "conns|1|x|2", "conns takes no parameter '2'" },
	{ "conns|--duration=0", "--duration is a number from 1 to" },
	{ "conns|--duration=5s", "--duration is a number from 1 to" },
	{ "conns|--count|-1", "--count is a number from 1 to" },
	{ "--count|3|-e|begin { }", "--count is of a tool that prints rows" },
	{ "-Z|a.bt", "-Z" },
	{ "-qZ|a.bt", "-Z" },
	{ "--nonsense|a.bt", "--nonsense" },
	{ "--quiet=1|a.bt", "--quiet takes no value" },
	{ "a.bt|--output", "--output needs a value" },
	{ "-f|xml|a.bt", "xml" },
	{ "-B|some|a.bt", "-B must be" },
	{ "-d|nonsense|a.bt", "nonsense" },
	{ "-p|a1111|a.bt", "invalid integer: a1111" },
	{ "-p|111a1|a.bt", "invalid trailing bytes: 111a1" },
	{ "-p|-1|a.bt", "invalid integer: -1" },
	{ "-p|5000000|a.bt", "out of range: 5000000" },
	{ "-p|0|a.bt", "out of range: 0" },
	{ "-p|99999999999999999999|a.bt", "out of range" },
	{ "-p|1|-c|true|a.bt", "both -c and -p" },
	{ "conns|-e|x", "not both" },
	{ "conns|-L", "-L needs a value" },
	{ "conns|-L|http", "http" },
	{ "conns|-Z", "-Z" },
	{ "conns|--nonsense=1", "--nonsense" },
	{ "conns|-4|-6", "exclude each other" },
	{ "conns|--|--nonsense=1", "nonsense" },
	{ "conns|-s|9,KILLER", "-s, --signal takes signals, by number or name, "
	  "separated by commas, not '9,KILLER'." },
	{ "conns|-s|65", "not '65'" },
	{ "conns|-s|", "not ''" },
	{ "conns|-s|9,", "not '9,'" },
	{ "watch", "watch needs a file: a path, or MAJOR:MINOR INODE" },
	{ "watch|/no/file", "cannot find '/no/file': No such file or" },
	{ "watch|--file=/dev", "unknown option: --file" },
	{ "watch|8:", "cannot find '8:'" },
	{ "watch|8:1048576|3", "cannot find '8:1048576'" },
	{ "watch|8:1", "an inode's number behind the device 8:1" },
	{ "watch|8:1|3x", "an inode is a number, not '3x'" },
	{ "watch|8:1|3|4|5", "watch takes no parameter '5'" },
};

START_TEST(test_wrong)
{
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		parse(wrong[i].line);
		ck_assert_msg(result == -EINVAL, "\"%s\" is taken",
			      wrong[i].line);
		ck_assert_msg(strstr(options.error, wrong[i].says) != NULL,
			      "\"%s\": %s", wrong[i].line, options.error);
	}
}
END_TEST

START_TEST(test_usage_names_all)
{
	static const char *const names[] = {
		"-e PROGRAM", "-l, --list", "-f FORMAT", "--no-warnings",
		"-c, --cmd CMD", "USAGE:", "TOOL"
	};
	char text[8192];
	FILE *file = tmpfile();
	size_t i, n;

	pw_options_usage(file);
	rewind(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	fclose(file);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(strstr(text, names[i]) != NULL, "%s", names[i]);
}
END_TEST

/* The command of -c, its words joined by '|'. */
static const struct {
	const char *command;
	const char *words;
} commands[] = {
	{ "sleep 1", "sleep|1" },
	{ "  sleep\t 1  ", "sleep|1" },
	{ "sh -c 'echo \"a b\"; exit'", "sh|-c|echo \"a b\"; exit" },
	{ "a\"b c\"d", "ab cd" },
	{ "x ''", "x|" },
	{ "x 'open", "x|'open" },
	{ "echo 'A' b\"c\"", "echo|'A'|b\"c\"" },
	{ "a b c d e f", "a|b|c|d|e|f" },
};

START_TEST(test_child_words)
{
	struct pw_child child;
	char words[256];
	size_t i, j;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		ck_assert_int_eq(pw_child_split(&child, commands[i].command),
				 0);
		words[0] = '\0';
		for (j = 0; child.argv[j]; j++) {
			strcat(words, j ? "|" : "");
			strcat(words, child.argv[j]);
		}
		ck_assert_str_eq(words, commands[i].words);
		free(child.argv);
		free(child.words);
	}
	ck_assert_int_eq(pw_child_split(&child, "  "), -EINVAL);
	free(child.argv);
	free(child.words);
}
END_TEST

START_TEST(test_child_waits)
{
	struct pw_child child;

	/* Check's handler, which the child inherits, would end us too. */
	signal(SIGTERM, SIG_DFL);
	/* It runs nothing before it is told to. */
	ck_assert_int_eq(pw_child_prepare(&child, "false"), 0);
	usleep(20000);
	ck_assert(!pw_child_ended(&child));
	ck_assert_int_eq(pw_child_run(&child), 0);
	pw_child_finish(&child);

	ck_assert_int_eq(pw_child_prepare(&child, "/no/such/program"), 0);
	ck_assert_int_eq(pw_child_run(&child), -ENOENT);
	pw_child_finish(&child);

	/* Never told: it goes. */
	ck_assert_int_eq(pw_child_prepare(&child, "sleep 1000"), 0);
	pw_child_finish(&child);
	ck_assert(pw_child_ended(&child));

	/* Ended by us. */
	ck_assert_int_eq(pw_child_prepare(&child, "sleep 1000"), 0);
	ck_assert_int_eq(pw_child_run(&child), 0);
	ck_assert(pw_process_lives(child.pid));
	pw_child_finish(&child);
	ck_assert(pw_child_ended(&child));
}
END_TEST

START_TEST(test_process_lives)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	ck_assert(pw_process_lives(getpid()));
	/* A zombie has ended. */
	while (pw_process_lives(pid))
		usleep(1000);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert(!pw_process_lives(pid));
	ck_assert(!pw_process_lives(0x400001));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("options");
	TCase *tcase = tcase_create("options");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_program);
	tcase_add_test(tcase, test_script);
	tcase_add_test(tcase, test_values);
	tcase_add_test(tcase, test_list);
	tcase_add_test(tcase, test_tool);
	tcase_add_test(tcase, test_wrong);
	tcase_add_test(tcase, test_file);
	tcase_add_test(tcase, test_usage_names_all);
	tcase_add_test(tcase, test_child_words);
	tcase_add_test(tcase, test_child_waits);
	tcase_add_test(tcase, test_process_lives);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
