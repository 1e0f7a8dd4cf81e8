/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The addresses that the kprobes of an image get out of a sample of kallsyms.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command/targets.h"

static const char sample[] =
	"ffffffff81001010 t do_thing\n"
	"ffffffff81001100 W do_weak\n"
	"ffffffff81001180 t do_twice\n"
	"ffffffff81001200 t do_twice\n"
	"ffffffff81001300 D do_data\n"
	"ffffffffc0000000 t do_thing\t[some]\n"
	"ffffffffc0000080 t do_thing\t[some_more]\n"
	"ffffffffc0000100 t do_module\t[some]\n";

/* Names and kinds of the probes, and what their addresses must be. */
static const struct {
	const char *target;
	enum pw_probe_kind kind;
	uint64_t param;
	uint64_t address;
} probes[] = {
	{ "do_weak", PW_PROBE_KPROBE, 0, 0xffffffff81001100 },
	{ "do_thing", PW_PROBE_KPROBE, 0, 0xffffffff81001010 },
	{ "some:do_thing", PW_PROBE_KPROBE, 0, 0xffffffffc0000000 },
	{ "some_more:do_thing", PW_PROBE_KPROBE, 0, 0xffffffffc0000080 },
	{ "som:do_thing", PW_PROBE_KPROBE, 0, 0 },
	{ "do_module", PW_PROBE_KPROBE, 0, 0xffffffffc0000100 },
	{ "do_twice", PW_PROBE_KPROBE, 0, 0xffffffff81001180 },
	{ "do_thing", PW_PROBE_KPROBE, 0, 0xffffffff81001010 },
	/* no text, not there, inside, another kind */
	{ "do_data", PW_PROBE_KPROBE, 0, 0 },
	{ "do_thin", PW_PROBE_KPROBE, 0, 0 },
	{ "do_weak", PW_PROBE_KPROBE, 4, 0 },
	{ "do_weak", PW_PROBE_TRACEPOINT, 0, 0 },
	/* a return's parameter is how many are watched at once */
	{ "do_weak", PW_PROBE_KRETPROBE, 4, 0xffffffff81001100 },
	{ "some:do_thing", PW_PROBE_FEXIT, 0, 0xffffffffc0000000 },
};

#define N	(sizeof(probes) / sizeof(*probes))

static struct {
	struct pw_image_header head;
	struct pw_probe_def defs[N];
	char strings[N * 32];
} image;

static void make_image(void)
{
	size_t i;

	memset(&image, 0, sizeof(image));
	image.head.probes.offset = (char *)image.defs - (char *)&image;
	image.head.probes.count = N;
	image.head.strings.offset = image.strings - (char *)&image;
	for (i = 0; i < N; i++) {
		strcpy(image.strings + i * 32, probes[i].target);
		image.defs[i].target = i * 32;
		image.defs[i].kind = probes[i].kind;
		image.defs[i].param = probes[i].param;
	}
}

static int sample_file(const char *text)
{
	char name[] = "/tmp/check_targets_XXXXXX";
	int fd = mkstemp(name);

	ck_assert(fd >= 0);
	unlink(name);
	ck_assert_int_eq(write(fd, text, strlen(text)), strlen(text));
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

START_TEST(test_locate)
{
	struct pw_program prog;
	int fd = sample_file(sample);
	size_t i;

	make_image();
	memset(&prog, 0, sizeof(prog));
	prog.image = &image;
	prog.n_probes = N;
	pw_targets_locate_in(&prog, fd);
	for (i = 0; i < N; i++)
		ck_assert_msg(image.defs[i].address == probes[i].address,
			      "%zu, %s: %llx", i, probes[i].target,
			      (unsigned long long)image.defs[i].address);
	close(fd);
}
END_TEST

/* The kernel shows addresses only to those who may see them. */
START_TEST(test_hidden)
{
	struct pw_program prog;
	int fd = sample_file("0000000000000000 t do_thing\n"
			     "0000000000000000 W do_weak\n");
	size_t i;

	make_image();
	memset(&prog, 0, sizeof(prog));
	prog.image = &image;
	prog.n_probes = N;
	pw_targets_locate_in(&prog, fd);
	for (i = 0; i < N; i++)
		ck_assert(!image.defs[i].address);
	close(fd);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("targets");
	TCase *tc = tcase_create("targets");
	SRunner *runner;
	int failed;

	tcase_add_test(tc, test_locate);
	tcase_add_test(tc, test_hidden);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
