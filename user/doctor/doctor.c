/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The command: its words, and what is looked at in which order.
 */
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "command/report.h"
#include "doctor/doctor.h"
#include "doctor/place.h"

struct words {
	const char *root;
	const char *module;	/* a file to explain, or NULL */
	bool json;
	bool help;
};

static void usage(FILE *out)
{
	fputs("probewire doctor - what keeps probewire from working here, and "
	      "how to mend it\n\n"
	      "USAGE:\n"
	      "    probewire doctor [-f json] [--root DIR] [MODULE.ko]\n\n"
	      "    MODULE.ko    explain why this module would not load here\n"
	      "    -f FORMAT    'text', or 'json': an object a line\n"
	      "    --root DIR   look at the system whose root is DIR\n\n"
	      "Exit status: 0, also with warnings; 1 when there is a problem.\n",
	      out);
}

static bool take_format(struct words *words, const char *value)
{
	words->json = !strcmp(value, "json");
	return words->json || !strcmp(value, "text");
}

/* False: they are wrong. */
static bool parse(struct words *words, int argc, char **argv)
{
	int i;

	memset(words, 0, sizeof(*words));
	words->root = "";
	for (i = 2; i < argc; i++) {
		const char *word = argv[i];
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;

		if (!strcmp(word, "-h") || !strcmp(word, "--help")) {
			words->help = true;
		} else if (!strcmp(word, "-f") && next) {
			if (!take_format(words, argv[++i]))
				return false;
		} else if (!strcmp(word, "--root") && next) {
			words->root = argv[++i];
		} else if (*word == '-' || words->module) {
			return false;
		} else {
			words->module = word;
		}
	}
	return true;
}

int pw_doctor_init(struct pw_doctor *d, const char *root)
{
	struct utsname uts;

	memset(d, 0, sizeof(*d));
	d->root = strcmp(root, "/") ? root : "";
	d->uid = geteuid();
	if (pw_place_line(d, "/proc/sys/kernel/osrelease", d->release,
			  sizeof(d->release)))
		return 0;
	if (*d->root || uname(&uts))
		return -ENOENT;
	snprintf(d->release, sizeof(d->release), "%s", uts.release);
	return 0;
}

void pw_doctor_examine(struct pw_doctor *d)
{
	pw_doctor_user(d);
	pw_doctor_container(d);
	pw_doctor_kernel(d);
	pw_doctor_signing(d);
	pw_doctor_module(d);
	pw_doctor_headers(d);
	pw_doctor_dkms(d);
	pw_doctor_boot(d);
	pw_doctor_types(d);
	pw_doctor_limits(d);
	pw_doctor_tools(d);
}

int pw_doctor_main(int argc, char **argv)
{
	struct pw_doctor d;
	struct words words;
	int code;

	if (!parse(&words, argc, argv)) {
		usage(stderr);
		return PW_EXIT_USAGE;
	}
	if (words.help) {
		usage(stdout);
		return PW_EXIT_OK;
	}
	if (pw_doctor_init(&d, words.root)) {
		pw_report_error("%s/proc/sys/kernel/osrelease does not say "
				"which kernel runs there", words.root);
		return PW_EXIT_USAGE;
	}
	if (words.module)
		pw_doctor_explain(&d, words.module);
	else
		pw_doctor_examine(&d);
	if (d.failed)
		pw_report_error("out of memory");
	pw_doctor_print(&d, words.json, stdout);
	code = d.failed || pw_doctor_worst(&d) == PW_HEALTH_PROBLEM ?
	       PW_EXIT_FAILED : PW_EXIT_OK;
	pw_doctor_free(&d);
	return code;
}
