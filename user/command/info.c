/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --info. Everything is asked for here and now: what is printed is what a
 * script would meet.
 */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <probewire/version.h>
#include "command/env.h"
#include "command/info.h"
#include "command/report.h"
#include "command/sources.h"
#include "types/tracefs.h"

static void line(const char *name, const char *value)
{
	printf("  %s: %s\n", name, value);
}

static void yes_no(const char *name, bool yes, const char *why_not)
{
	if (yes)
		line(name, "yes");
	else
		printf("  %s: no%s%s%s\n", name, why_not ? " (" : "",
		       why_not ? why_not : "", why_not ? ")" : "");
}

static void print_system(void)
{
	struct utsname uts;
	char text[256] = "";
	FILE *file;

	puts("System");
	if (!uname(&uts)) {
		printf("  OS: %s %s %s\n", uts.sysname, uts.release,
		       uts.version);
		line("Arch", uts.machine);
	}
	file = fopen("/etc/redhat-release", "re");
	if (file && fgets(text, sizeof(text), file)) {
		text[strcspn(text, "\n")] = '\0';
		line("Distribution", text);
	}
	if (file)
		fclose(file);
	puts("");
}

static void print_build(void)
{
	puts("Build");
	line("version", "v" PW_VERSION);
	printf("  ABI: %d\n\n", PW_ABI);
}

static void print_module(const struct pw_client *client,
			 const struct pw_link_error *error)
{
	const struct pw_module_info *module;

	puts("Module");
	if (!client) {
		yes_no("usable", false, error->text);
		puts("");
		return;
	}
	module = pw_client_module(client);
	line("usable", "yes");
	line("version", module->version);
	line("built for", module->release);
	printf("  ABI: %u\n\n", module->abi);
}

static void print_limits(const struct pw_lang_env *lang)
{
	const struct {
		const char *name;
		unsigned long value;
	} limits[] = {
		{ "max_strlen", PW_VALUE_MAX - 8 },
		{ "max_map_keys", PW_ENTRIES_MAX },
		{ "max_probes", PW_PROBES_MAX },
		{ "maps", PW_MAPS_MAX },
		{ "bytes of a key", PW_KEY_MAX },
		{ "bytes of a value", PW_VALUE_MAX },
		{ "bytes of a record", PW_RECORD_MAX },
		{ "bytes of all maps", PW_MAP_BYTES_MAX },
		{ "bytes of a ring, each CPU", PW_RING_DEFAULT },
		{ "instructions of a block", PW_PROG_INSNS_MAX },
		{ "instructions in loops, each hit", PW_LOOP_BUDGET_DEFAULT },
		{ "CPUs", lang->n_cpus },
	};
	size_t i;

	puts("Limits");
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		printf("  %s: %lu\n", limits[i].name, limits[i].value);
	puts("");
}

/* BPF's, by the names under which scripts look for them. */
static void print_features(void)
{
	static const char why[] = "there is no BPF here, and no need of it";

	puts("Kernel features");
	yes_no("btf", false, why);
	yes_no("kprobe_multi", false, why);
	yes_no("kprobe_session", false, why);
	yes_no("uprobe_multi", false, why);
	puts("");
}

static size_t count(struct pw_env *env, enum pw_probe_kind kind,
		    const char *pattern)
{
	struct pw_names names;
	size_t n;

	memset(&names, 0, sizeof(names));
	n = pw_env_expand(env, kind, pattern, &names) ? 0 : names.n;
	pw_names_free(&names);
	return n;
}

static void counted(const char *name, size_t n, bool usable,
		    const char *why_not)
{
	if (usable && n)
		printf("  %s: yes (%zu)\n", name, n);
	else
		yes_no(name, false, usable ? why_not : "no module");
}

/* A virtual machine may lack them. */
static bool has_counters(void)
{
	return !access("/sys/bus/event_source/devices/cpu", F_OK);
}

static void print_sources(struct pw_env *env)
{
	bool usable = env->client != NULL;
	size_t functions = count(env, PW_PROBE_KPROBE, "*");

	puts("Probe types");
	counted("kprobe", functions, usable, "/proc/kallsyms is empty");
	counted("kretprobe", functions, usable, "/proc/kallsyms is empty");
	counted("fentry", functions, usable, "/proc/kallsyms is empty");
	counted("fexit", functions, usable, "/proc/kallsyms is empty");
	counted("tracepoint", count(env, PW_PROBE_TRACEPOINT, "*:*"), usable,
		"tracefs is not mounted");
	counted("rawtracepoint", count(env, PW_PROBE_RAWTRACEPOINT, "*:*"),
		usable, "there is none");
	yes_no("interval", usable, "no module");
	yes_no("profile", usable, "no module");
	yes_no("uprobe", usable, "no module");
	yes_no("uretprobe", usable, "no module");
	yes_no("usdt", usable, "no module");
	yes_no("software", usable, "no module");
	yes_no("hardware", usable && has_counters(),
	       usable ? "this machine has no counters" : "no module");
	yes_no("watchpoint", usable, "no module");
	yes_no("iter", false, "not supported yet");
}

int pw_info_print(void)
{
	struct pw_client *client = NULL;
	struct pw_link_error error;
	struct pw_env env;

	pw_client_open(&client, &error);
	pw_env_init(&env, client);
	print_system();
	print_build();
	print_module(client, &error);
	print_limits(&env.lang);
	print_features();
	print_sources(&env);
	pw_env_free(&env);
	pw_client_close(client);
	return PW_EXIT_OK;
}
