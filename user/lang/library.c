// SPDX-License-Identifier: GPL-2.0
/*
 * The part of the language that is written in it: macros that each script can
 * call, under the names of bpftrace's library. A message that one of them makes
 * names its line here, as "stdlib/base.bt:6:5-37".
 */
#include <stddef.h>
#include <string.h>
#include "lang/library.h"

const char pw_library_name[] = "stdlib/base.bt";

const char pw_library_text[] =
/* 1 */	"// What every script may call besides its own macros.\n"
/* 2 */	"\n"
/* 3 */	"macro assert(cond, msg) {\n"
/* 4 */	"  if (!cond) {\n"
/* 5 */	"    // The place of the next line is part of what is printed.\n"
/* 6 */	"    errorf(\"assert failed: %s\", msg);\n"
/* 7 */	"    exit(1);\n"
/* 8 */	"  }\n"
/* 9 */	"}\n"
	"\n"
	"macro static_assert(cond, msg) { if comptime (!cond) { fail(msg); } }\n"
	"macro comm(id) {\n"
	"  let $name: string[64] = \"N/A\";\n"
	"  if comptime (is_integer(id)) {\n"
	"    let $id = id;\n"
	"    let $task = __builtin_find_task($id);\n"
	"    if ($task) {\n"
	"      $name = __builtin_task_comm($task);\n"
	"    } else {\n"
	"      warnf(\"No such process (pid=%d)\", $id);\n"
	"    }\n"
	"  } else {\n"
	"    fail(\"Only integer supported for comm()'s pid\");\n"
	"  }\n"
	"  $name\n"
	"}\n"
	"macro skboutput(file, packet, length, offset) {\n"
	"  let $packet = (struct sk_buff *)packet;\n"
	"  let $at = (int64)offset;\n"
	"  let $wanted = (int64)length;\n"
	"  // What lies in pages of its own is not there.\n"
	"  let $rest = (int64)$packet.len - (int64)$packet.data_len - $at;\n"
	"  if ($rest > $wanted) { $rest = $wanted; }\n"
	"  if ($at < 0 || $rest < 0) { $at = 0; $rest = 0; }\n"
	"  __builtin_packet(file, buf($packet.data + $at, $rest));\n"
	"  (int32)0\n"
	"}\n"
	"macro is_err(ptr) { (int64)ptr >= -4095 && (int64)ptr < 0 }\n";

static const struct {
	const char *name, *text;
} parts[] = {
	{ "stdlib", "" },
	{ "stdlib/base.bt", "" },
	{ "stdlib/kfunc.bt", "" },
	{ "stdlib/meta.bt", "" },
	{ "stdlib/process.bt", "" },
	{ "stdlib/strings.bt", "" },
	{ "stdlib/test", "macro __always_true() { (int32)1 }\n" },
};

const char *pw_library_part(const char *name)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strcmp(parts[i].name, name))
			return parts[i].text;
	return NULL;
}
