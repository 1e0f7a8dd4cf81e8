// SPDX-License-Identifier: GPL-2.0
/*
 * BTF of modules, made by hand: it goes on where the kernel's ends, which is
 * made by the compiler.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command/module_types.h"
#include "types/btf_file.h"
#include "script_run.h"
#include "type_table.h"

static struct pw_btf *btf;
static const struct pw_type_source *types;

static void check(const char *script, const char *expected, bool is_run)
{
	struct pw_lang_env env;
	char *is;

	script_env(&env);
	env.types = types;
	is = is_run ? script_run(script, &env, 1) :
	     script_messages(script, &env);
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      script, expected, is);
	free(is);
}

/* The number of "int" in the kernel's. */
static uint32_t number_of_int(void)
{
	uint32_t id;

	for (id = 1; id < btf->n_types; id++)
		if (kind_of(type_at(btf, id)) == KIND_INT &&
		    !strcmp(string(btf, type_at(btf, id)->name), "int"))
			break;
	ck_assert_uint_lt(id, btf->n_types);
	return id;
}

/*
 * struct mod_thing { int where, lent; }; int mod_open(struct mod_thing *t), as
 * a module has it: numbers go on where the kernel's end.
 */
static void write_module(const char *name)
{
	static const char strings[] = "\0mod_thing\0where\0lent\0mod_open\0t";
	const uint32_t s = btf->strings_size, n = btf->n_types;
	const uint32_t is_int = number_of_int();
	const uint32_t types[] = {
		s + 1, KIND_STRUCT << 24 | 2, 8,
		s + 11, is_int, 0,
		s + 17, is_int, 32,
		0, KIND_PTR << 24, n,
		0, KIND_PROTO << 24 | 1, is_int, s + 31, n + 1,
		s + 22, KIND_FUNC << 24, n + 2,
	};
	const struct header header = {
		0xeb9f, 1, 0, sizeof(header), 0, sizeof(types),
		sizeof(types), sizeof(strings)
	};
	FILE *file = fopen(name, "w");

	fwrite(&header, sizeof(header), 1, file);
	fwrite(types, sizeof(types), 1, file);
	fwrite(strings, sizeof(strings), 1, file);
	fclose(file);
}

START_TEST(check_btf_module)
{
	char name[80], dir[] = "/tmp/probewire-btf.XXXXXX";
	struct pw_module_types modules = { NULL, 0, 0, false };

	char *base = type_table_btf("struct sock { int a; } sock; int "
				    "kernel_open(struct sock *s) "
				    "{ return s->a; }");

	ck_assert_int_eq(pw_btf_open(base, NULL, 0, &btf), 0);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(name, sizeof(name), "%s/mod", dir);
	write_module(name);
	snprintf(name, sizeof(name), "%s/broken", dir);
	fclose(fopen(name, "w"));
	pw_module_types_open(&modules, dir, btf);
	ck_assert_uint_eq(modules.n, 1);
	types = pw_btf_source(modules.btf[0]);
	check("fexit:mod_open { print((sizeof(struct mod_thing), "
	    "offsetof(struct mod_thing, lent), "
	    "sizeof(*args.t), (uint64)args.t)); print(retval); }",
	    "(8, 4, 8, 20)\n-5\n", true);
	/* What is the kernel's is found by number alone. */
	check("begin { print(((struct mod_thing *)0xffff800000003000)->lent); "
	      "}", "2\n", true);
	check("begin { print(sizeof(struct sock_of_no_module)); }",
	       "1:15-47: ERROR: Cannot resolve unknown type \"struct "
	       "sock_of_no_module\"\nHINT: names are looked up in the "
	       "kernel's BTF, "
	       "/sys/kernel/btf/vmlinux", false);
	pw_module_types_close(&modules);
	pw_btf_close(btf);
	unlink(base);
	free(base);
	ck_assert_int_eq(unlink(name), 0);
	snprintf(name, sizeof(name), "%s/mod", dir);
	ck_assert_int_eq(unlink(name), 0);
	ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("module types");
	TCase *tcase = tcase_create("module types");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	if (type_table_has_btf())
		tcase_add_test(tcase, check_btf_module);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
