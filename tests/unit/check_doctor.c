/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The doctor, on a tree of directories that each test makes: a CentOS 7 that
 * runs 3.10.0-1062, well at first, then with one fault.
 */
#define _GNU_SOURCE
#include <check.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <probewire/version.h>
#include "doctor/doctor.h"

#define RELEASE	"3.10.0-1062.el7.x86_64"
#define OTHER	"3.10.0-1160.el7.x86_64"
#define MODULES	"/lib/modules/" RELEASE
#define KDIR	"/usr/src/kernels/" RELEASE
#define INSTALLED	MODULES "/extra/probewire.ko"
#define FLAGS	" SMP mod_unload modversions "
#define VAULT	"yum install kernel-devel-" RELEASE " (a retired release's is " \
	"in the vault, vault.centos.org, under 7.7.1908: os or updates)"

static char root[64];
static struct pw_doctor doctor;
static char *said;

static void path_of(char *path, size_t size, const char *name)
{
	snprintf(path, size, "%s%s", root, name);
}

static void make_parents(const char *full)
{
	char path[512];
	char *at;

	snprintf(path, sizeof(path), "%s", full);
	for (at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
		*at = '\0';
		mkdir(path, 0755);
		*at = '/';
	}
}

static void put(const char *name, const char *text)
{
	char path[512];
	FILE *file;

	path_of(path, sizeof(path), name);
	make_parents(path);
	file = fopen(path, "w");
	ck_assert_msg(file != NULL, "%s", path);
	fputs(text, file);
	fclose(file);
}

static void put_link(const char *name, const char *target)
{
	char path[512];

	path_of(path, sizeof(path), name);
	make_parents(path);
	unlink(path);
	ck_assert_int_eq(symlink(target, path), 0);
}

static void take_away(const char *name)
{
	char path[512];

	path_of(path, sizeof(path), name);
	ck_assert_msg(!unlink(path), "%s", path);
}

/* A module that was built for `vermagic` and uses printk of this version. */
static void put_module(const char *name, const char *vermagic, unsigned int crc)
{
	static const char text[] =
		"#define INFO(n, t) static const char n[] __attribute__(("
		"section(\".modinfo\"), used)) = t;\n"
		"INFO(a, \"version=" PW_VERSION "\")\n"
		"INFO(b, \"vermagic=%s\")\n"
		"INFO(c, \"srcversion=ABCDEF\")\n"
		"static const struct { unsigned long crc; char name[56]; }\n"
		"v[] __attribute__((section(\"__versions\"), used)) = {\n"
		"	{ 0x%x, \"printk\" } };\n";
	char path[512], source[600], command[2000];
	FILE *file;

	path_of(path, sizeof(path), name);
	make_parents(path);
	snprintf(source, sizeof(source), "%s.c", path);
	file = fopen(source, "w");
	ck_assert(file != NULL);
	fprintf(file, text, vermagic, crc);
	fclose(file);
	snprintf(command, sizeof(command), "gcc -c -o %s %s", path, source);
	ck_assert_int_eq(system(command), 0);
	unlink(source);
}

static void put_headers(const char *dir, const char *release)
{
	static const char *const files[] = {
		"Makefile", "include/generated/autoconf.h",
		"scripts/mod/modpost",
	};
	char name[512], line[256];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(name, sizeof(name), "%s/%s", dir, files[i]);
		put(name, "");
	}
	snprintf(name, sizeof(name), "%s/.config", dir);
	put(name, "CONFIG_SMP=y\n");
	snprintf(name, sizeof(name), "%s/Module.symvers", dir);
	put(name, "0x27e1a049\tprintk\tvmlinux\tEXPORT_SYMBOL\n");
	snprintf(name, sizeof(name), "%s/include/generated/utsrelease.h", dir);
	snprintf(line, sizeof(line), "#define UTS_RELEASE \"%s\"\n", release);
	put(name, line);
}

/* All is well: with the module loaded. */
static void setup(void)
{
	strcpy(root, "/tmp/probewire-doctor.XXXXXX");
	ck_assert(mkdtemp(root) != NULL);
	put("/proc/sys/kernel/osrelease", RELEASE "\n");
	put("/proc/sys/kernel/kptr_restrict", "0\n");
	put("/etc/os-release", "NAME=\"CentOS Linux\"\nID=\"centos\"\n"
	    "ID_LIKE=\"rhel fedora\"\n");
	put("/boot/vmlinuz-" RELEASE, "");
	put("/boot/config-" RELEASE, "CONFIG_SMP=y\nCONFIG_MODULES=y\n"
	    "CONFIG_KPROBES=y\nCONFIG_KALLSYMS=y\nCONFIG_PERF_EVENTS=y\n"
	    "CONFIG_UPROBES=y\nCONFIG_MODULE_UNLOAD=y\n"
	    "CONFIG_MODVERSIONS=y\n# CONFIG_PREEMPT is not set\n");
	put("/sys/kernel/debug/tracing/events/enable", "0\n");
	put("/sys/module/probewire/srcversion", "ABCDEF\n");
	put("/usr/bin/gcc", "");
	put("/usr/bin/make", "");
	put_module(INSTALLED, RELEASE FLAGS, 0x27e1a049);
	put_headers(KDIR, RELEASE);
	put_link(MODULES "/build", KDIR);
}

static void teardown(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", root);
	ck_assert_int_eq(system(command), 0);
	pw_doctor_free(&doctor);
	free(said);
	said = NULL;
}

static void tell(bool json)
{
	size_t len;
	FILE *out;

	free(said);
	out = open_memstream(&said, &len);
	ck_assert(out != NULL);
	pw_doctor_print(&doctor, json, out);
	fclose(out);
}

static void start(void)
{
	pw_doctor_free(&doctor);
	ck_assert_int_eq(pw_doctor_init(&doctor, root), 0);
	ck_assert_str_eq(doctor.release, RELEASE);
	doctor.uid = 0;
}

static void examine(enum pw_health worst)
{
	start();
	pw_doctor_examine(&doctor);
	tell(false);
	ck_assert_msg(pw_doctor_worst(&doctor) == worst, "%s", said);
}

static void explain(const char *name, enum pw_health worst)
{
	char path[512];

	start();
	path_of(path, sizeof(path), name);
	pw_doctor_explain(&doctor, path);
	tell(false);
	ck_assert_msg(pw_doctor_worst(&doctor) == worst, "%s", said);
}

/* Whole lines. */
static void says(const char *lines)
{
	const char *at = strstr(said, lines);

	ck_assert_msg(at && (at == said || at[-1] == '\n') &&
		      at[strlen(lines)] == '\n', "no lines\n%s\nin\n%s", lines,
		      said);
}

START_TEST(test_well)
{
	/* The table is made by the module's build alone. */
	examine(PW_HEALTH_WARNING);
	says("ok       user: root");
	says("ok       container: none");
	says("ok       kernel: Linux " RELEASE);
	says("ok       kernel: it is built with what probes need");
	says("ok       tracefs: mounted at /sys/kernel/debug/tracing");
	says("ok       module: loaded");
	says("ok       module: " INSTALLED ", version " PW_VERSION
	     ", is built for this kernel");
	says("ok       headers: " KDIR " is of this kernel");
	says("ok       boot: the next boot takes " RELEASE " again");
	says("warning  types: there is no type table for " RELEASE
	     ": scripts know only the structs that they declare");
	ck_assert(!strstr(said, "problem"));
}
END_TEST

START_TEST(test_json)
{
	examine(PW_HEALTH_WARNING);
	tell(true);
	says("{\"type\": \"finding\", \"data\": {\"state\": \"ok\", "
	     "\"about\": \"user\", \"what\": \"root\"}}");
	says("{\"type\": \"finding\", \"data\": {\"state\": \"warning\", "
	     "\"about\": \"types\", \"what\": \"there is no type table for "
	     RELEASE ": scripts know only the structs that they declare\", "
	     "\"mend\": \"make && make install make it and put it beside the "
	     "module\"}}");
}
END_TEST

START_TEST(test_build_link)
{
	put_link(MODULES "/build", "/usr/src/kernels/gone");
	examine(PW_HEALTH_WARNING);
	says("warning  headers: " MODULES "/build leads to "
	     "/usr/src/kernels/gone, which is not there\n         " VAULT);
	take_away(MODULES "/build");
	examine(PW_HEALTH_WARNING);
	says("warning  headers: there is no " MODULES "/build\n         "
	     VAULT);
	/* Without a module there is nothing else to do. */
	take_away(INSTALLED);
	take_away("/sys/module/probewire/srcversion");
	rmdir(strcat(strcpy((char[128]){ "" }, root),
		     "/sys/module/probewire"));
	examine(PW_HEALTH_PROBLEM);
	says("problem  headers: there is no " MODULES "/build\n         "
	     VAULT);
	says("problem  module: not installed for " RELEASE "\n         "
	     "install kernel-devel-" RELEASE ", then make && make install, or "
	     "with DKMS: dkms install probewire/" PW_VERSION " -k " RELEASE);
}
END_TEST

START_TEST(test_headers)
{
	put_headers("/usr/src/kernels/" OTHER, OTHER);
	put_link(MODULES "/build", "/usr/src/kernels/" OTHER);
	examine(PW_HEALTH_WARNING);
	says("warning  headers: /usr/src/kernels/" OTHER " is of " OTHER
	     " (another minor release), this is " RELEASE "\n         " VAULT);

	put_link(MODULES "/build", KDIR);
	put_headers(KDIR, RELEASE ".debug");
	examine(PW_HEALTH_WARNING);
	says("warning  headers: " KDIR " is of " RELEASE ".debug (its debug "
	     "flavour), this is " RELEASE "\n         " VAULT);

	put_headers(KDIR, RELEASE);
	take_away(KDIR "/scripts/mod/modpost");
	examine(PW_HEALTH_WARNING);
	says("warning  headers: " KDIR " is not ready to build with: it has "
	     "no scripts/mod/modpost\n         " VAULT);
	take_away("/usr/bin/gcc");
	examine(PW_HEALTH_WARNING);
	says("warning  headers: there is no gcc to build with\n"
	     "         install gcc");
}
END_TEST

START_TEST(test_module)
{
	put("/sys/module/probewire/srcversion", "123456\n");
	examine(PW_HEALTH_WARNING);
	says("warning  module: what is loaded is another build than what is "
	     "installed\n         rmmod probewire && modprobe probewire");

	put_module(INSTALLED, RELEASE ".debug" FLAGS, 0x27e1a049);
	examine(PW_HEALTH_PROBLEM);
	says("problem  module: " INSTALLED " is built for " RELEASE ".debug "
	     "(its debug flavour), this is " RELEASE "\n         build it "
	     "again with this kernel's headers: make && make install");

	/* Only for another kernel. */
	put_module("/lib/modules/" OTHER "/extra/probewire.ko", OTHER FLAGS, 1);
	take_away(INSTALLED);
	examine(PW_HEALTH_WARNING);
	ck_assert_msg(strstr(said, "warning  module: not installed for "
			     RELEASE ", only for " OTHER "\n") != NULL, "%s",
		      said);
}
END_TEST

START_TEST(test_not_loaded)
{
	char path[128];

	take_away("/sys/module/probewire/srcversion");
	path_of(path, sizeof(path), "/sys/module/probewire");
	ck_assert_int_eq(rmdir(path), 0);
	examine(PW_HEALTH_PROBLEM);
	says("problem  module: not loaded\n         modprobe probewire, or "
	     "insmod probewire.ko where it was built; probewire doctor "
	     "probewire.ko tells whether that one fits");
}
END_TEST

START_TEST(test_kernel)
{
	put("/boot/config-" RELEASE, "CONFIG_MODULES=y\n"
	    "# CONFIG_KPROBES is not set\nCONFIG_KPROBES_ON_FTRACE=y\n"
	    "CONFIG_KALLSYMS=y\nCONFIG_PERF_EVENTS=y\n");
	put("/proc/sys/kernel/kptr_restrict", "2\n");
	take_away("/sys/kernel/debug/tracing/events/enable");
	ck_assert_int_eq(rmdir(strcat(strcpy((char[128]){ "" }, root),
				      "/sys/kernel/debug/tracing/events")), 0);
	examine(PW_HEALTH_PROBLEM);
	says("problem  kernel: built without CONFIG_KPROBES: no function can "
	     "be probed\n         boot a kernel that is built with it");
	says("warning  kernel: built without CONFIG_UPROBES: programs cannot "
	     "be probed\n         boot a kernel that is built with it");
	says("problem  tracefs: not mounted: no tracepoint can be found\n"
	     "         mount -t debugfs nodev /sys/kernel/debug");
	says("warning  symbols: kptr_restrict is 2: addresses of functions "
	     "are hidden, stacks will have no names\n"
	     "         sysctl kernel.kptr_restrict=1");
	ck_assert(!strstr(said, "CONFIG_KALLSYMS"));
}
END_TEST

START_TEST(test_signing)
{
	examine(PW_HEALTH_WARNING);
	says("ok       signing: modules need no signature");
	put("/sys/module/module/parameters/sig_enforce", "Y\n");
	put("/sys/kernel/security/lockdown",
	    "none integrity [confidentiality]\n");
	examine(PW_HEALTH_PROBLEM);
	says("problem  signing: the kernel is locked down for "
	     "confidentiality: it refuses every probe\n         boot with "
	     "lockdown=none, or switch Secure Boot off");
	ck_assert(strstr(said, "warning  signing: signatures are enforced: "
			 "only signed modules are loaded\n") != NULL);
	explain(INSTALLED, PW_HEALTH_PROBLEM);
	ck_assert(strstr(said, "problem  signature: it is not signed, and "
			 "this kernel loads only what is\n") != NULL);
	put("/sys/module/module/parameters/sig_enforce", "N\n");
	put("/sys/firmware/efi/efivars/SecureBoot-"
	    "8be4df61-93ca-11d2-aa0d-00e098032b8c", "\6\1\1\1\1");
	examine(PW_HEALTH_PROBLEM);
	ck_assert(strstr(said, "warning  signing: Secure Boot is on: only "
			 "signed modules are loaded\n") != NULL);
}
END_TEST

START_TEST(test_user)
{
	start();
	doctor.uid = 1000;
	pw_doctor_examine(&doctor);
	tell(false);
	ck_assert_int_eq(pw_doctor_worst(&doctor), PW_HEALTH_PROBLEM);
	ck_assert(strstr(said, "problem  user: user 1000 is not root, and "
			 "only root may trace\n") == said);
	put("/proc/1/cgroup", "4:cpu:/docker/0123456789\n");
	examine(PW_HEALTH_WARNING);
	ck_assert(strstr(said, "warning  container: this is a container, as "
			 "the cgroup of process 1 says\n") != NULL);
	put("/proc/self/uid_map", "         0       1000          1\n");
	examine(PW_HEALTH_PROBLEM);
	says("problem  container: root here is not root of the machine: this "
	     "is a user namespace\n         run probewire on the host");
}
END_TEST

START_TEST(test_boot)
{
	/* The newest is taken when nothing is chosen. */
	put("/boot/vmlinuz-" OTHER, "");
	put("/boot/vmlinuz-0-rescue-0123456789", "");
	examine(PW_HEALTH_WARNING);
	ck_assert_msg(strstr(said, "warning  boot: of 2 kernels the next boot "
			     "takes " OTHER ", not " RELEASE "; the module is "
			     "not installed for it\n") != NULL, "%s", said);
	ck_assert(strstr(said, "         yum install kernel-devel-" OTHER
			 " (a retired release's is in the vault, "
			 "vault.centos.org, under 7.9.2009: os or updates), "
			 "and build the module for it; or choose ") != NULL);
	/* By its title, then by its number. */
	put("/boot/grub2/grubenv", "# GRUB Environment Block\n"
	    "saved_entry=CentOS Linux (" RELEASE ") 7 (Core)\n####");
	examine(PW_HEALTH_WARNING);
	says("ok       boot: the next boot takes " RELEASE " again");
	put("/boot/grub2/grub.cfg",
	    "menuentry 'CentOS Linux (" RELEASE ") 7 (Core)' {\n}\n"
	    "menuentry 'CentOS Linux (" OTHER ") 7 (Core)' {\n}\n");
	put("/boot/grub2/grubenv", "# GRUB Environment Block\n"
	    "saved_entry=1\n####");
	examine(PW_HEALTH_WARNING);
	ck_assert(strstr(said, "takes " OTHER ", not " RELEASE) != NULL);
	put("/boot/grub2/grubenv", "# GRUB Environment Block\n"
	    "saved_entry=0\n####");
	examine(PW_HEALTH_WARNING);
	says("ok       boot: the next boot takes " RELEASE " again");
}
END_TEST

START_TEST(test_dkms)
{
	put_link("/var/lib/dkms/probewire/" PW_VERSION "/source",
		 "/usr/src/probewire-" PW_VERSION);
	examine(PW_HEALTH_WARNING);
	says("warning  dkms: the source of version " PW_VERSION " is gone: "
	     "/usr/src/probewire-" PW_VERSION "\n         dkms remove "
	     "probewire/" PW_VERSION " --all, then install probewire again");
	put("/usr/src/probewire-" PW_VERSION "/dkms.conf", "");
	examine(PW_HEALTH_WARNING);
	says("warning  dkms: version " PW_VERSION " is not built for " RELEASE
	     "\n         dkms install probewire/" PW_VERSION " -k " RELEASE);
	put("/var/lib/dkms/probewire/" PW_VERSION "/build/make.log", "");
	examine(PW_HEALTH_WARNING);
	ck_assert(strstr(said, "warning  dkms: a build of version " PW_VERSION
			 " failed: see /var/lib/dkms/probewire/" PW_VERSION
			 "/build/make.log\n") != NULL);
	put("/var/lib/dkms/probewire/" PW_VERSION "/" RELEASE
	    "/x86_64/module/probewire.ko", "");
	examine(PW_HEALTH_WARNING);
	says("ok       dkms: version " PW_VERSION " is built for " RELEASE);
}
END_TEST

START_TEST(test_explain)
{
	explain(INSTALLED, PW_HEALTH_WARNING);
	says("ok       module: built for " RELEASE ", which is this kernel");
	says("ok       module: its options \"SMP mod_unload modversions \" "
	     "are this kernel's");
	says("ok       symbols: all 1 symbols that it uses have the version "
	     "that this kernel has");
	says("warning  module: a module called probewire is loaded already\n"
	     "         rmmod probewire first");

	put_module("/tmp/foreign.ko", OTHER ".debug SMP preempt mod_unload ",
		   0x12345678);
	explain("/tmp/foreign.ko", PW_HEALTH_PROBLEM);
	says("problem  module: built for " OTHER ".debug (another minor "
	     "release and flavour), this is " RELEASE ": install "
	     "kernel-devel-" RELEASE " and build it again\n         " VAULT);
	says("problem  module: its options are \"SMP preempt mod_unload \", "
	     "this kernel's are \"SMP mod_unload modversions \"\n"
	     "         build it again with the headers of " RELEASE);
	says("problem  symbols: 1 of the 1 symbols that it uses have another "
	     "version here, printk first\n         build it again with the "
	     "headers of " RELEASE);
	put(KDIR "/Module.symvers", "0x27e1a049\tvprintk\tvmlinux\tEXPORT\n");
	explain("/tmp/foreign.ko", PW_HEALTH_PROBLEM);
	says("problem  symbols: 1 of the 1 symbols that it uses are not "
	     "exported by this kernel, printk first\n         build it again "
	     "with the headers of " RELEASE);
}
END_TEST

START_TEST(test_no_module)
{
	char line[256];

	put("/tmp/text.ko", "This is no module.\n");
	explain("/tmp/text.ko", PW_HEALTH_PROBLEM);
	snprintf(line, sizeof(line), "problem  module: %s/tmp/text.ko is no "
		 "kernel module: not an ELF file", root);
	says(line);
	put("/tmp/packed.ko", "\xfd" "7zXZ...");
	explain("/tmp/packed.ko", PW_HEALTH_PROBLEM);
	snprintf(line, sizeof(line), "problem  module: %s/tmp/packed.ko is "
		 "compressed: unpack a copy with xz -d", root);
	says(line);
	explain("/tmp/gone.ko", PW_HEALTH_PROBLEM);
	snprintf(line, sizeof(line), "problem  module: %s/tmp/gone.ko is not "
		 "there", root);
	says(line);
	put("/tmp/cut.ko", "\177ELF\2\1\1");
	explain("/tmp/cut.ko", PW_HEALTH_PROBLEM);
}
END_TEST

/* The package by its distribution and flavour. */
START_TEST(test_packages)
{
	static const struct {
		const char *os, *release, *says;
	} packages[] = {
		{ "ID=debian\n", "6.1.0-56-amd64",
		  "apt-get install linux-headers-6.1.0-56-amd64 (a retired "
		  "release's is at snapshot.debian.org, " },
		{ "ID=ubuntu\nID_LIKE=debian\n", "5.4.0-42-generic",
		  "apt-get install linux-headers-5.4.0-42-generic (a retired "
		  "release's is at old-releases.ubuntu.com" },
		{ "ID=\"rhel\"\n", "4.18.0-305.el8.x86_64+debug",
		  "yum install kernel-debug-devel-4.18.0-305.el8.x86_64 (" },
		{ "ID=\"centos\"\n", "3.10.0-957.el7.x86_64.debug",
		  "yum install kernel-debug-devel-3.10.0-957.el7.x86_64 (a "
		  "retired release's is in the vault, vault.centos.org, under "
		  "7.6.1810: " },
		{ "ID=\"openEuler\"\n", "4.19.90-2003.oe1.x86_64",
		  "yum install kernel-devel-4.19.90-2003.oe1.x86_64 (" },
		{ "ID=\"sles\"\n", "5.14.21-150400.24-default",
		  "zypper install kernel-default-devel-5.14.21-150400.24 (" },
		{ "ID=other\n", "5.4.1", "install the headers of Linux 5.4.1" },
	};
	size_t i;

	for (i = 0; i < sizeof(packages) / sizeof(*packages); i++) {
		put("/etc/os-release", packages[i].os);
		put("/proc/sys/kernel/osrelease", packages[i].release);
		pw_doctor_free(&doctor);
		ck_assert_int_eq(pw_doctor_init(&doctor, root), 0);
		pw_doctor_headers(&doctor);
		tell(false);
		ck_assert_msg(strstr(said, packages[i].says) != NULL,
			      "no %s in\n%s", packages[i].says, said);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("doctor");
	TCase *tcase = tcase_create("doctor");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, test_well);
	tcase_add_test(tcase, test_json);
	tcase_add_test(tcase, test_build_link);
	tcase_add_test(tcase, test_headers);
	tcase_add_test(tcase, test_module);
	tcase_add_test(tcase, test_not_loaded);
	tcase_add_test(tcase, test_kernel);
	tcase_add_test(tcase, test_signing);
	tcase_add_test(tcase, test_user);
	tcase_add_test(tcase, test_boot);
	tcase_add_test(tcase, test_dkms);
	tcase_add_test(tcase, test_explain);
	tcase_add_test(tcase, test_no_module);
	tcase_add_test(tcase, test_packages);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
