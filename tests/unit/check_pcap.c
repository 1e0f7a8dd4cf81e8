// SPDX-License-Identifier: GPL-2.0
/*
 * Packets in files: as pcap-savefile(5) says a file is, on a little-endian
 * machine.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "output/pcap.h"
#include "script_run.h"

static char path[64];
static unsigned char bytes[256];

static void setup(void)
{
	int fd;

	strcpy(path, "/tmp/probewire-pcap.XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void teardown(void)
{
	unlink(path);
}

static size_t read_back(void)
{
	FILE *file = fopen(path, "r");
	size_t n;

	ck_assert_ptr_nonnull(file);
	n = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	return n;
}

static const unsigned char head[] = {
	0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0xff, 0xff, 0, 0, 101, 0, 0, 0,
};

START_TEST(test_file)
{
	static const unsigned char packets[] = {
		/* 1000000001.234567 */
		0x01, 0xca, 0x9a, 0x3b, 0x47, 0x94, 0x03, 0, 3, 0, 0, 0,
		3, 0, 0, 0, 'a', 'b', 'c',
		2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	};
	struct pw_pcaps pcaps = { NULL };

	ck_assert_int_eq(pw_pcap_add(&pcaps, path, 1000000001234567890ull,
				     "abc", 3), 0);
	/* Readers need not wait for the end. */
	ck_assert_uint_eq(read_back(), sizeof(head) + 19);
	ck_assert_int_eq(pw_pcap_add(&pcaps, path, 2000000999ull, "", 0), 0);
	pw_pcap_close(&pcaps);
	ck_assert_uint_eq(read_back(), sizeof(head) + sizeof(packets));
	ck_assert_int_eq(memcmp(bytes, head, sizeof(head)), 0);
	ck_assert_int_eq(memcmp(bytes + sizeof(head), packets,
				sizeof(packets)), 0);
	ck_assert_int_lt(pw_pcap_add(&pcaps, "/nowhere/x", 1, "a", 1), 0);
	pw_pcap_close(&pcaps);
}
END_TEST

/*
 * A packet of 12 bytes, "hello, world", of which 8 are in one piece: from an
 * offset on, cut to a length, beyond its end.
 */
START_TEST(test_script)
{
	static const struct {
		const char *args, *text;
	} rows[] = {
		{ "12, 0", "hello, w" }, { "12, 6", " w" }, { "3, 1", "ell" },
		{ "12, 9", "" }, { "12, -1", "" },
	};
	char source[512], *out;
	size_t n;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(source, sizeof(source), "struct sk_buff { char a[12]; "
			 "uint32 data_len; char b[28]; uint32 len; "
			 "char c[4064]; unsigned char *data; }; begin { "
			 "print(skboutput(\"%s\", 0x%llx, %s)); }", path,
			 SCRIPT_DATA, rows[i].args);
		out = script_run(source, NULL, 1);
		ck_assert_str_eq(out, "0\n");
		free(out);
		n = strlen(rows[i].text);
		ck_assert_uint_eq(read_back(), sizeof(head) + 16 + n);
		ck_assert_int_eq(memcmp(bytes, head, sizeof(head)), 0);
		ck_assert_uint_eq(bytes[sizeof(head) + 8], n);
		ck_assert_uint_eq(bytes[sizeof(head) + 12], n);
		ck_assert_int_eq(memcmp(bytes + sizeof(head) + 16,
					rows[i].text, n), 0);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("pcap");
	TCase *t = tcase_create("pcap");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_file);
	tcase_add_test(t, test_script);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
