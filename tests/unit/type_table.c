// SPDX-License-Identifier: GPL-2.0
/*
 * See type_table.h.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "type_table.h"

static void write_file(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	ck_assert_msg(file != NULL, "%s", path);
	fputs(text, file);
	fclose(file);
}

char *type_table_make(const char *source, const char *flags,
		      const char *about)
{
	char dir[] = "/tmp/probewire-types.XXXXXX", command[2048];
	bool has_index = about && strstr(flags, "-gdwarf-4");
	char *path = malloc(64), *top = realpath(".", NULL);

	ck_assert(mkdtemp(dir) != NULL && top != NULL);
	write_file(dir, "t.c", source);
	write_file(dir, "about", about ? about : "");
	snprintf(path, 64, "%s.types", dir);
	/* As kmod/types/build.sh does it. */
	snprintf(command, sizeof(command), "cd %s && cc -O2 -w -g %s "
		 "-fno-eliminate-unused-debug-types -c t.c && "
		 "ld -e 0 --unresolved-symbols=ignore-all --noinhibit-exec "
		 "-o t t.o 2>/dev/null && "
		 "LC_ALL=C objdump --dwarf=info t | "
		 "awk -f %s/kmod/types/index.awk | LC_ALL=C sort > index && "
		 "objcopy --only-keep-debug %s %s t %s; status=$?; "
		 "rm -r %s; exit $status", dir, flags, top,
		 about ? "--add-section .probewire=about" : "",
		 has_index ? "--add-section .probewire.index=index" : "", path,
		 dir);
	free(top);
	ck_assert_msg(!system(command), "%s", command);
	return path;
}

bool type_table_has_btf(void)
{
	return !system("echo 'int i;' | cc -gbtf -xc -c -o /dev/null - "
		       "2>/dev/null");
}

char *type_table_btf(const char *source)
{
	char dir[] = "/tmp/probewire-types.XXXXXX", command[1024];
	char *path = malloc(64);

	ck_assert(mkdtemp(dir) != NULL);
	write_file(dir, "t.c", source);
	snprintf(path, 64, "%s.btf", dir);
	snprintf(command, sizeof(command), "cd %s && cc -O2 -w -gbtf "
		 "-fno-eliminate-unused-debug-types -c t.c && "
		 "objcopy -O binary -j .BTF --set-section-flags .BTF=alloc "
		 "t.o %s; status=$?; rm -r %s; exit $status", dir, path, dir);
	ck_assert_msg(!system(command), "%s", command);
	return path;
}
