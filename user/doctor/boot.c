/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which kernel the next boot takes, and whether there is a module for it. GRUB
 * keeps the choice in grubenv: a title, an entry's id, or a number; without one
 * it takes the newest kernel.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include "doctor/installed.h"
#include "doctor/package.h"

#define ABOUT	"boot"
#define IMAGE	"vmlinuz-"

/* The longest installed release that a text has in it. */
static void release_in(char **names, size_t n, const char *text, size_t len,
		       char *release)
{
	size_t i;

	*release = '\0';
	for (i = 0; i < n; i++) {
		const char *name = names[i] + strlen(IMAGE);

		if (memmem(text, len, name, strlen(name)) &&
		    strlen(name) > strlen(release))
			snprintf(release, PW_RELEASE_MAX, "%s", name);
	}
}

/* The title of the n-th entry of grub.cfg; NULL: it has not so many. */
static const char *nth_entry(const char *text, int n)
{
	const char *at = text;

	while ((at = strstr(at, "menuentry ")) != NULL) {
		if ((at == text || at[-1] == '\n') && !n--)
			return at;
		at += strlen("menuentry ");
	}
	return NULL;
}

static char *grub_file(const struct pw_doctor *d, const char *name)
{
	static const char *const dirs[] = { "/boot/grub2", "/boot/grub" };
	char path[PW_PATH_MAX];
	char *text = NULL;
	size_t i;

	for (i = 0; !text && i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", dirs[i], name);
		text = pw_place_text(d, path, 4u << 20);
	}
	return text;
}

/* What grubenv says, in `release`; "" if it does not say. */
static void chosen(const struct pw_doctor *d, char **names, size_t n,
		   char *release)
{
	char *env = grub_file(d, "grubenv");
	char *entry = env ? strstr(env, "\nsaved_entry=") : NULL;
	char *end;
	long number;

	*release = '\0';
	if (entry) {
		entry += strlen("\nsaved_entry=");
		entry[strcspn(entry, "\n")] = '\0';
		number = strtol(entry, &end, 10);
		if (*entry && !*end) {
			char *cfg = grub_file(d, "grub.cfg");
			const char *at = cfg ? nth_entry(cfg, number) : NULL;

			if (at)
				release_in(names, n, at, strcspn(at, "\n"),
					   release);
			free(cfg);
		} else {
			release_in(names, n, entry, strlen(entry), release);
		}
	}
	free(env);
}

/* Only images stay, in the order of their versions. */
static size_t keep_images(char **names, size_t n)
{
	size_t i, kept = 0;

	for (i = 0; i < n; i++) {
		if (!strncmp(names[i], IMAGE, strlen(IMAGE)) &&
		    !strstr(names[i], "rescue"))
			names[kept++] = names[i];
		else
			free(names[i]);
	}
	return kept;
}

static void next_boot(struct pw_doctor *d, const char *release, size_t n)
{
	char path[PW_PATH_MAX], text[512];
	bool has = pw_installed_find(d, release, "probewire.ko", path);

	pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "of %zu kernels the next "
		      "boot takes %s, not %s; the module is %sinstalled for "
		      "it", n, release, d->release, has ? "" : "not ");
	pw_package_install(d, release, text, sizeof(text));
	if (has)
		pw_doctor_mend(d, "nothing, if that is what you want; else "
			       "choose %s with grub2-set-default (grub-set-"
			       "default)", d->release);
	else
		pw_doctor_mend(d, "%s, and build the module for it; or choose "
			       "%s with grub2-set-default (grub-set-default)",
			       text, d->release);
}

void pw_doctor_boot(struct pw_doctor *d)
{
	char release[PW_RELEASE_MAX];
	char **names;
	size_t n;

	n = pw_place_list(d, "/boot", &names);
	n = keep_images(names, n);
	if (!n) {
		pw_place_list_free(names, n);
		return;
	}
	chosen(d, names, n, release);
	if (!*release)
		snprintf(release, sizeof(release), "%s",
			 names[n - 1] + strlen(IMAGE));
	if (strcmp(release, d->release))
		next_boot(d, release, n);
	else
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "the next boot takes %s "
			      "again", release);
	pw_place_list_free(names, n);
}
