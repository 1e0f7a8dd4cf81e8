/* SPDX-License-Identifier: GPL-2.0 */
/*
 * `probewire doctor MODULE.ko`: the kernel answers "Invalid module format", or
 * that a symbol is unknown, and says why only in its log. Here it is told
 * before, from the file and from the kernel's headers.
 */
#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include "doctor/config.h"
#include "doctor/modfile.h"
#include "doctor/package.h"
#include "doctor/place.h"

#define ABOUT	"module"
#define SYMVERS_MAX	(64u << 20)

static void explain_release(struct pw_doctor *d, const struct pw_modfile *m)
{
	const char *how = pw_release_difference(m->release, d->release);
	char package[PW_RELEASE_MAX + 64], text[512];

	if (!how) {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT,
			      "built for %s, which is this kernel",
			      m->release);
		return;
	}
	pw_package_headers(d, d->release, package, sizeof(package));
	pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT,
		      "built for %s (%s), this is %s: install %s and build "
		      "it again", m->release, how, d->release, package);
	pw_package_install(d, d->release, text, sizeof(text));
	pw_doctor_mend(d, "%s", text);
}

/* What stands behind the release: SMP, preemption, symbol versions. */
static void explain_flags(struct pw_doctor *d, const struct pw_modfile *m)
{
	const char *has = m->vermagic + strlen(m->release);
	char *config = pw_config_text(d);
	char flags[128];

	has += *has == ' ';
	if (!config) {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "its options are \"%s\"; "
			      "this kernel's configuration is nowhere to "
			      "compare with", has);
		return;
	}
	pw_config_vermagic(config, flags, sizeof(flags));
	/* Behind what is compared an architecture may add its own. */
	if (!strncmp(has, flags, strlen(flags)) &&
	    (*flags || strncmp(has, "SMP ", 4))) {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "its options \"%s\" are "
			      "this kernel's", flags);
	} else {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT, "its options are "
			      "\"%s\", this kernel's are \"%s\"", has, flags);
		pw_doctor_mend(d, "build it again with the headers of %s",
			       d->release);
	}
	free(config);
}

struct export {
	const char *name;
	uint32_t crc;
};

static int by_name(const void *a, const void *b)
{
	const struct export *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Lines of "0x12345678 name vmlinux …", cut into names in place. */
static struct export *read_exports(char *text, size_t *n)
{
	struct export *list = NULL;
	size_t room = 0;
	char *line;

	*n = 0;
	while ((line = strsep(&text, "\n")) != NULL) {
		char *crc = strsep(&line, "\t");
		char *name = strsep(&line, "\t");

		if (!name)
			continue;
		if (*n == room) {
			struct export *larger;

			room = room ? 2 * room : 1024;
			larger = realloc(list, room * sizeof(*list));
			if (!larger)
				break;
			list = larger;
		}
		list[*n].name = name;
		list[(*n)++].crc = strtoul(crc, NULL, 16);
	}
	if (list)
		qsort(list, *n, sizeof(*list), by_name);
	return list;
}

/* The first few that differ, and how many do. */
static void compare_symbols(struct pw_doctor *d, const struct pw_modfile *m,
			    const struct export *exports, size_t n_exports)
{
	const char *differs = NULL, *missing = NULL;
	size_t n_differ = 0, n_missing = 0, i;

	for (i = 0; i < m->n_symbols; i++) {
		struct export key = { m->symbols[i].name, 0 };
		const struct export *e;

		e = bsearch(&key, exports, n_exports, sizeof(*exports),
			    by_name);
		/* This one is about the table of modules itself. */
		if (!e && strcmp(key.name, "module_layout")) {
			missing = missing ? missing : key.name;
			n_missing++;
		} else if (e && e->crc != m->symbols[i].crc) {
			differs = differs ? differs : key.name;
			n_differ++;
		}
	}
	if (n_differ) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, "symbols", "%zu of the %zu "
			      "symbols that it uses have another version here, "
			      "%s first", n_differ, m->n_symbols, differs);
		pw_doctor_mend(d, "build it again with the headers of %s",
			       d->release);
	}
	if (n_missing) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, "symbols", "%zu of the %zu "
			      "symbols that it uses are not exported by this "
			      "kernel, %s first", n_missing, m->n_symbols,
			      missing);
		pw_doctor_mend(d, *m->depends ? "load %s first" :
			       "build it again with the headers of %s",
			       *m->depends ? m->depends : d->release);
	}
	if (!n_differ && !n_missing)
		pw_doctor_add(d, PW_HEALTH_OK, "symbols", "all %zu symbols "
			      "that it uses have the version that this kernel "
			      "has", m->n_symbols);
}

static void explain_symbols(struct pw_doctor *d, const struct pw_modfile *m)
{
	char at[PW_PATH_MAX], path[PW_PATH_MAX + 32], target[PW_PATH_MAX];
	struct export *exports;
	char *text = NULL;
	size_t n;

	if (!m->n_symbols)
		return;
	snprintf(at, sizeof(at), "/lib/modules/%s/build", d->release);
	if (pw_place_follow(d, at, target)) {
		snprintf(path, sizeof(path), "%s/Module.symvers", at);
		text = pw_place_text(d, path, SYMVERS_MAX);
	}
	if (!text) {
		snprintf(path, sizeof(path), "/boot/symvers-%s", d->release);
		text = pw_place_text(d, path, SYMVERS_MAX);
	}
	if (!text) {
		pw_doctor_add(d, PW_HEALTH_OK, "symbols", "the versions of the "
			      "%zu symbols that it uses cannot be compared: "
			      "this kernel's Module.symvers is not here",
			      m->n_symbols);
		return;
	}
	exports = read_exports(text, &n);
	if (exports)
		compare_symbols(d, m, exports, n);
	free(exports);
	free(text);
}

static void explain_load(struct pw_doctor *d, const struct pw_modfile *m)
{
	char line[16] = "";

	if (pw_place_exists(d, "/sys/module/%s", m->name)) {
		pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "a module called "
			      "%s is loaded already", m->name);
		pw_doctor_mend(d, "rmmod %s first", m->name);
	}
	if (m->is_signed)
		return;
	if (pw_place_line(d, "/sys/module/module/parameters/sig_enforce", line,
			  sizeof(line)) && *line == 'Y') {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, "signature", "it is not "
			      "signed, and this kernel loads only what is");
		pw_doctor_mend(d, "sign it with a key that the machine knows "
			       "(mokutil --import), or switch Secure Boot off");
	}
}

void pw_doctor_explain(struct pw_doctor *d, const char *path)
{
	struct pw_modfile m;
	const char *why = pw_modfile_read(&m, path);

	if (why) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT, "%s %s", path, why);
	} else if (m.machine != EM_X86_64) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT, "%s is for another "
			      "machine than x86-64", path);
	} else if (!*m.release) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT, "%s does not say "
			      "which kernel it is built for", path);
		pw_doctor_mend(d, "link it with modpost: build it with make "
			       "-C /lib/modules/%s/build M=…", d->release);
	} else {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "%s is %s%s%s", path,
			      m.name, *m.version ? ", version " : "",
			      m.version);
		explain_release(d, &m);
		explain_flags(d, &m);
		explain_symbols(d, &m);
		explain_load(d, &m);
	}
	pw_modfile_free(&m);
}
