/* SPDX-License-Identifier: GPL-2.0 */
/*
 * `probewire doctor`: looks at what the module needs, and says of each thing
 * whether it is well and, if not, how to mend it. It changes nothing.
 *
 * All files are looked for below a root (--root), so that another system's disk
 * can be looked at, and a test can have its own. What can only be asked of the
 * machine that runs (the module itself, the user) is asked when the root is
 * this machine's.
 */
#ifndef PW_DOCTOR_DOCTOR_H
#define PW_DOCTOR_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum pw_health {
	PW_HEALTH_OK,
	PW_HEALTH_WARNING,	/* something may not work, or not for long */
	PW_HEALTH_PROBLEM	/* scripts cannot run */
};

struct pw_finding {
	enum pw_health health;
	const char *about;	/* "headers" */
	char *what;
	char *mend;		/* or NULL */
};

#define PW_RELEASE_MAX	128

struct pw_doctor {
	const char *root;	/* a prefix of paths: "" is this machine */
	char release[PW_RELEASE_MAX];	/* the kernel's, as uname -r says it */
	unsigned int uid;
	bool has_module;	/* of this kernel, installed or loaded */
	struct pw_finding *list;
	size_t n;
	bool failed;		/* no memory for a finding */
};

/* `probewire doctor …`: an exit code of report.h. */
int pw_doctor_main(int argc, char **argv);

/* 0, or -ENOENT: the root does not say which kernel runs. */
int pw_doctor_init(struct pw_doctor *d, const char *root);
void pw_doctor_free(struct pw_doctor *d);
void pw_doctor_examine(struct pw_doctor *d);
/* Why this module would not load here. */
void pw_doctor_explain(struct pw_doctor *d, const char *path);

/* One finding; and what to do about the one added last. */
void pw_doctor_add(struct pw_doctor *d, enum pw_health health,
		   const char *about, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void pw_doctor_mend(struct pw_doctor *d, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void pw_doctor_print(const struct pw_doctor *d, bool json, FILE *out);
enum pw_health pw_doctor_worst(const struct pw_doctor *d);

/* What is looked at, in this order. */
void pw_doctor_user(struct pw_doctor *d);
void pw_doctor_container(struct pw_doctor *d);
void pw_doctor_kernel(struct pw_doctor *d);
void pw_doctor_signing(struct pw_doctor *d);
void pw_doctor_module(struct pw_doctor *d);
void pw_doctor_headers(struct pw_doctor *d);
void pw_doctor_dkms(struct pw_doctor *d);
void pw_doctor_boot(struct pw_doctor *d);
void pw_doctor_types(struct pw_doctor *d);
void pw_doctor_limits(struct pw_doctor *d);
void pw_doctor_tools(struct pw_doctor *d);

#endif
