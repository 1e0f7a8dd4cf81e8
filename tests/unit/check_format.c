/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoint formats. The texts have the form that tracefs has on 3.10 and on
 * newer kernels; what is expected was read off them by hand.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "types/format.h"

#define COMMON \
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;" \
	"\tsigned:0;\n" \
	"\tfield:unsigned char common_flags;\toffset:2;\tsize:1;" \
	"\tsigned:0;\n" \
	"\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;" \
	"\tsigned:0;\n" \
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"

#define FIELD(decl, offset, size, is_signed) \
	"\tfield:" decl ";\toffset:" #offset ";\tsize:" #size ";\tsigned:" \
	#is_signed ";\n"

static const char sched_switch[] =
	"name: sched_switch\nID: 314\nformat:\n" COMMON
	FIELD("char prev_comm[16]", 8, 16, 0)
	FIELD("pid_t prev_pid", 24, 4, 1)
	FIELD("int prev_prio", 28, 4, 1)
	FIELD("long prev_state", 32, 8, 1)
	FIELD("char next_comm[TASK_COMM_LEN]", 40, 16, 1)
	"\nprint fmt: \"prev_comm=%s\", REC->prev_comm\n";

static const struct pw_tp_field *field_of(const struct pw_tp_text *text,
					  const char *name)
{
	uint32_t i;

	for (i = 0; i < text->format.n_fields; i++)
		if (!strcmp(text->format.fields[i].name, name))
			return &text->format.fields[i];
	ck_assert_msg(0, "there is no field %s", name);
	return NULL;
}

START_TEST(test_event)
{
	struct pw_tp_text text;
	const struct pw_tp_field *field;

	ck_assert_int_eq(pw_tp_text_parse(sched_switch, &text), 0);
	ck_assert_int_eq(text.format.id, 314);
	ck_assert_int_eq(text.format.n_fields, 5);
	ck_assert_int_eq(text.format.size, 56);
	ck_assert(!text.format.is_backport);

	field = field_of(&text, "prev_comm");
	ck_assert_str_eq(field->type_text, "char[16]");
	ck_assert_int_eq(field->kind, PW_FIELD_CHARS);
	ck_assert_int_eq(field->offset, 8);
	ck_assert_int_eq(field->size, 16);
	/* A macro as length, and signed chars, are a string all the same. */
	field = field_of(&text, "next_comm");
	ck_assert_int_eq(field->kind, PW_FIELD_CHARS);
	ck_assert_int_eq(field->size, 16);

	field = field_of(&text, "prev_state");
	ck_assert_str_eq(field->type_text, "long");
	ck_assert_int_eq(field->kind, PW_FIELD_INT);
	ck_assert(field->is_signed);
	ck_assert(!field->is_pointer);
	pw_tp_text_free(&text);
}
END_TEST

/* One field alone: what kind is it? */
static const struct {
	const char *line;
	const char *name;
	const char *type;
	int kind;
	uint32_t size;
	uint32_t elem_size;
	bool is_signed;
	bool is_pointer;
} forms[] = {
	{ FIELD("__data_loc char[] filename", 8, 4, 0), "filename",
	  "__data_loc char[]", PW_FIELD_DATA_LOC, 4, 0, false, false },
	{ FIELD("__rel_loc char[] msg", 8, 4, 0), "msg",
	  "__rel_loc char[]", PW_FIELD_REL_LOC, 4, 0, false, false },
	{ FIELD("__data_loc u8[] buf", 8, 4, 0), "buf",
	  "__data_loc u8[]", PW_FIELD_OTHER, 4, 0, false, false },
	{ FIELD("__data_loc unsigned char[] raw", 8, 4, 0), "raw",
	  "__data_loc unsigned char[]", PW_FIELD_OTHER, 4, 0, false, false },
	{ FIELD("unsigned long ip", 8, 8, 0), "ip", "unsigned long",
	  PW_FIELD_INT, 8, 0, false, false },
	{ FIELD("const void * skaddr", 8, 8, 0), "skaddr", "const void *",
	  PW_FIELD_INT, 8, 0, false, true },
	{ FIELD("const char *filename", 8, 8, 0), "filename",
	  "const char *", PW_FIELD_INT, 8, 0, false, true },
	{ FIELD("struct sk_buff * skb", 8, 8, 0), "skb",
	  "struct sk_buff *", PW_FIELD_INT, 8, 0, false, true },
	{ FIELD("__u8 saddr[4]", 8, 4, 0), "saddr", "__u8[4]",
	  PW_FIELD_ARRAY, 4, 1, false, false },
	{ FIELD("__u8 saddr_v6[16]", 8, 16, 0), "saddr_v6", "__u8[16]",
	  PW_FIELD_ARRAY, 16, 1, false, false },
	{ FIELD("unsigned long args[6]", 8, 48, 0), "args",
	  "unsigned long[6]", PW_FIELD_ARRAY, 48, 8, false, false },
	{ FIELD("u16 ports[N_PORTS]", 8, 12, 0), "ports", "u16[N_PORTS]",
	  PW_FIELD_ARRAY, 12, 2, false, false },
	{ FIELD("mystery_t x[N]", 8, 12, 0), "x", "mystery_t[N]",
	  PW_FIELD_OTHER, 12, 0, false, false },
	{ FIELD("u32 x[2][3]", 8, 24, 0), "x", "u32[2][3]",
	  PW_FIELD_OTHER, 24, 0, false, false },
	{ FIELD("unsigned char hw[6]", 8, 6, 0), "hw", "unsigned char[6]",
	  PW_FIELD_ARRAY, 6, 1, false, false },
	{ FIELD("char c", 8, 1, 1), "c", "char", PW_FIELD_INT, 1, 0, true,
	  false },
	{ FIELD("bool on", 8, 1, 0), "on", "bool", PW_FIELD_INT, 1, 0, false,
	  false },
	{ FIELD("enum skb_drop_reason reason", 8, 4, 0), "reason",
	  "enum skb_drop_reason", PW_FIELD_INT, 4, 0, false, false },
	{ FIELD("struct timespec when", 8, 16, 0), "when", "struct timespec",
	  PW_FIELD_OTHER, 16, 0, false, false },
	{ FIELD("struct small s", 8, 4, 0), "s", "struct small",
	  PW_FIELD_OTHER, 4, 0, false, false },
	{ FIELD("char buf[]", 8, 0, 0), "buf", "char[]", PW_FIELD_OTHER, 0, 0,
	  false, false },
	/* Before 3.2 the sign was not told. */
	{ "\tfield:u64 addr;\toffset:8;\tsize:8;\n", "addr", "u64",
	  PW_FIELD_INT, 8, 0, false, false },
};

START_TEST(test_forms)
{
	struct pw_tp_text text;
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct pw_tp_field *field;

		ck_assert_int_eq(pw_tp_text_parse(forms[i].line, &text), 0);
		ck_assert_msg(text.format.n_fields == 1, "%s", forms[i].line);
		field = text.format.fields;
		ck_assert_str_eq(field->name, forms[i].name);
		ck_assert_str_eq(field->type_text, forms[i].type);
		ck_assert_msg(field->kind == (unsigned)forms[i].kind,
			      "%s: kind %d, not %d", forms[i].line,
			      field->kind, forms[i].kind);
		ck_assert_int_eq(field->offset, 8);
		ck_assert_int_eq(field->size, forms[i].size);
		ck_assert_msg(field->elem_size == forms[i].elem_size,
			      "%s: elements of %u", forms[i].line,
			      field->elem_size);
		ck_assert_msg(field->is_signed == forms[i].is_signed, "%s",
			      forms[i].line);
		ck_assert_msg(field->is_pointer == forms[i].is_pointer, "%s",
			      forms[i].line);
		pw_tp_text_free(&text);
	}
}
END_TEST

START_TEST(test_backport)
{
	struct pw_tp_text text;

	ck_assert_int_eq(pw_tp_text_parse(
		"name: sock:inet_sock_set_state\nformat:\n"
		FIELD("const void * skaddr", 0, 8, 0), &text), 0);
	ck_assert_int_eq(text.format.id, 0);
	ck_assert_int_eq(text.format.size, 8);
	pw_tp_text_free(&text);
}
END_TEST

START_TEST(test_not_a_format)
{
	static const char *const bad[] = {
		"", "\n", "hello", "name: x\nID: 3\n",
	};
	struct pw_tp_text text;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_int_eq(pw_tp_text_parse(bad[i], &text), -EINVAL);
}
END_TEST

/* Cut anywhere, it is read without harm; complete lines stay. */
START_TEST(test_cut)
{
	struct pw_tp_text text;
	size_t len;

	for (len = 0; len < sizeof(sched_switch); len++) {
		char *cut = malloc(len + 1);

		memcpy(cut, sched_switch, len);
		cut[len] = '\0';
		if (!pw_tp_text_parse(cut, &text)) {
			ck_assert(text.format.n_fields <= 5);
			ck_assert(text.format.size <= 56);
			pw_tp_text_free(&text);
		}
		free(cut);
	}
}
END_TEST

static void join(void *ctx, const char *field, size_t len)
{
	strncat(ctx, field, len);
	strcat(ctx, ";");
}

START_TEST(test_listing)
{
	char list[512] = "";

	pw_tp_text_fields(sched_switch, join, list);
	ck_assert_str_eq(list, "char prev_comm[16];pid_t prev_pid;"
			 "int prev_prio;long prev_state;"
			 "char next_comm[TASK_COMM_LEN];");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("format");
	TCase *tcase = tcase_create("format");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_event);
	tcase_add_test(tcase, test_forms);
	tcase_add_test(tcase, test_backport);
	tcase_add_test(tcase, test_not_a_format);
	tcase_add_test(tcase, test_cut);
	tcase_add_test(tcase, test_listing);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
