/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's configuration, beside its image or among its headers.
 */
#include <stdlib.h>
#include <string.h>
#include "doctor/config.h"
#include "doctor/place.h"

#define CONFIG_MAX	(4u << 20)

char *pw_config_text(const struct pw_doctor *d)
{
	static const char *const places[] = {
		"/boot/config-%s", "/lib/modules/%s/config",
	};
	char path[PW_PATH_MAX], at[PW_PATH_MAX], target[PW_PATH_MAX];
	char *text;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		snprintf(path, sizeof(path), places[i], d->release);
		text = pw_place_text(d, path, CONFIG_MAX);
		if (text)
			return text;
	}
	/* The build link may lead to another place of the root. */
	snprintf(at, sizeof(at), "/lib/modules/%s/build", d->release);
	if (!pw_place_follow(d, at, target) ||
	    snprintf(path, sizeof(path), "%s/.config", at) >= PW_PATH_MAX)
		return NULL;
	return pw_place_text(d, path, CONFIG_MAX);
}

bool pw_config_has(const char *text, const char *option)
{
	size_t len = strlen(option);
	const char *at = text;

	while ((at = strstr(at, option)) != NULL) {
		if ((at == text || at[-1] == '\n') && at[len] == '=' &&
		    (at[len + 1] == 'y' || at[len + 1] == 'm'))
			return true;
		at += len;
	}
	return false;
}

void pw_config_vermagic(const char *text, char *flags, size_t size)
{
	/* Since 5.12 the choice of preemption is one thing, what is built
	 * another. */
	bool preempt = pw_config_has(text, "CONFIG_PREEMPT_BUILD") ||
		       pw_config_has(text, "CONFIG_PREEMPT");
	const char *model = preempt ? "preempt " :
			    pw_config_has(text, "CONFIG_PREEMPT_RT") ?
			    "preempt_rt " : "";

	snprintf(flags, size, "%s%s%s%s",
		 pw_config_has(text, "CONFIG_SMP") ? "SMP " : "", model,
		 pw_config_has(text, "CONFIG_MODULE_UNLOAD") ?
		 "mod_unload " : "",
		 pw_config_has(text, "CONFIG_MODVERSIONS") ?
		 "modversions " : "");
}
