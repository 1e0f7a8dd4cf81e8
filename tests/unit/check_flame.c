// SPDX-License-Identifier: GPL-2.0
/*
 * Flame graphs: what is drawn is read again and compared with the folded stacks
 * that it was made of.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "output/flame.h"

#define FRAMES	4096

struct frame {
	unsigned long long start, count;
	char title[256];	/* as it is written: escaped */
	double x, width;
	unsigned int y;
	char text[128];		/* in the box; "": none */
};

struct picture {
	char *svg;
	struct frame frames[FRAMES];
	int n;
};

static char *draw(const char *name, const char *lines)
{
	struct pw_flame *flame = pw_flame_new();
	struct pw_buf buf = { NULL, 0, 0, false };

	ck_assert_ptr_nonnull(flame);
	ck_assert_int_eq(pw_flame_begin(flame, name), 0);
	ck_assert_int_eq(pw_flame_add(flame, lines, strlen(lines)), 0);
	pw_flame_draw(flame, &buf);
	ck_assert(!buf.failed);
	pw_buf_char(&buf, '\0');
	pw_flame_free(flame);
	return buf.data;
}

static void read_frame(const char *at, struct frame *f)
{
	const char *text = strstr(at, "<text ");
	const char *end = strchr(at, '\n');

	memset(f, 0, sizeof(*f));
	ck_assert_msg(sscanf(at, "<g class=\"frame\" data-start=\"%llu\" "
			     "data-count=\"%llu\"><title>%255[^<]</title>"
			     "<rect x=\"%lf\" y=\"%u\" width=\"%lf\"",
			     &f->start, &f->count, f->title, &f->x, &f->y,
			     &f->width) == 6, "%.200s", at);
	if (text && text < end)
		ck_assert_int_eq(sscanf(strchr(text, '>'), ">%127[^<]",
					f->text), 1);
}

static void read_picture(struct picture *p, const char *lines)
{
	const char *at;

	p->svg = draw("m", lines);
	p->n = 0;
	for (at = p->svg; (at = strstr(at, "<g class=\"frame\"")); at++) {
		ck_assert_int_lt(p->n, FRAMES);
		read_frame(at, &p->frames[p->n++]);
	}
}

static const struct frame *find(const struct picture *p, const char *title)
{
	int i;

	for (i = 0; i < p->n; i++)
		if (!strcmp(p->frames[i].title, title))
			return &p->frames[i];
	ck_abort_msg("no frame %s in\n%s", title, p->svg);
	return NULL;
}

static struct picture picture;

START_TEST(frames_are_as_wide_as_they_count)
{
	static const struct {
		const char *title;
		unsigned long long start;
		double x, width;
		unsigned int row;
	} rows[] = {
		{ "all (20, 100.00%)", 0, 10, 1200, 0 },
		{ "a (10, 50.00%)", 0, 10, 600, 1 },
		/* "b" is one frame although "b-x" sorts between its two. */
		{ "b (8, 40.00%)", 0, 10, 480, 2 },
		{ "c (3, 15.00%)", 5, 310, 180, 3 },
		{ "b-x (2, 10.00%)", 8, 490, 120, 2 },
		{ "d (10, 50.00%)", 10, 610, 600, 1 },
	};
	const struct frame *f;
	size_t i;

	read_picture(&picture, "d 10\na;b;c 3\na;b-x 2\nneg;a -4\nzero 0\n"
		     "a;b 5\n");
	ck_assert_int_eq(picture.n, 6);
	for (i = 0; i < 6; i++) {
		f = find(&picture, rows[i].title);
		ck_assert_uint_eq(f->start, rows[i].start);
		ck_assert(f->x == rows[i].x);
		ck_assert(f->width == rows[i].width);
		/* The lowest of four rows is at 30 + 3 * 16. */
		ck_assert_uint_eq(f->y, 30 + (3 - rows[i].row) * 16);
	}
	ck_assert_ptr_nonnull(strstr(picture.svg, ">@m: 20</text>"));
	free(picture.svg);
}
END_TEST

/* What a name may have in it, and what of it comes into a picture. */
START_TEST(names_are_escaped)
{
	static const char *const rows[][2] = {
		{ "operator<< (a&b) \"'>", "operator&lt;&lt; (a&amp;b) \"'&gt;" },
		{ "gr\xc3\xbc\xc3\x9f\xe2\x82\xac\xf0\x9f\x94\xa5",
		  "gr\xc3\xbc\xc3\x9f\xe2\x82\xac\xf0\x9f\x94\xa5" },
		{ "\xff\x80x\xc3", "??x?" },
		{ "\xc0\x80\xed\xa0\x80\xef\xbf\xbf\xf4\x90\x80\x80",
		  "????????????" },
		{ "\x01\x1b[0m\x7f]]>", "??[0m?]]&gt;" },
	};
	char line[128], title[256];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(line, sizeof(line), "%s 7\n", rows[i][0]);
		read_picture(&picture, line);
		snprintf(title, sizeof(title), "%s (7, 100.00%%)", rows[i][1]);
		ck_assert_str_eq(find(&picture, title)->text, rows[i][1]);
		free(picture.svg);
	}
}
END_TEST

/* A frame of a share of 1200 pixels has a letter for each 7, but 6 pixels. */
START_TEST(names_are_cut_to_fit)
{
	const struct frame *f;

	read_picture(&picture, "a_long_name_to_be_cut 50\nx 1150\n");
	f = find(&picture, "a_long_name_to_be_cut (50, 4.17%)");
	ck_assert_str_eq(f->text, "a_lo..");
	free(picture.svg);
	/* Letters are counted, not bytes. */
	read_picture(&picture, "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa9\xc3\xa8"
		     " 50\nx 1150\n");
	f = find(&picture, "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa9\xc3\xa8"
		 " (50, 4.17%)");
	ck_assert_str_eq(f->text, "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa9"
			 "\xc3\xa8");
	free(picture.svg);
	read_picture(&picture, "narrow 20\nx 1180\n");
	ck_assert_str_eq(find(&picture, "narrow (20, 1.67%)")->text, "");
	free(picture.svg);
}
END_TEST

/* Whether `path` begins with the frames of `prefix`. */
static bool begins(const char *path, const char *prefix)
{
	size_t len = strlen(prefix);

	return !strncmp(path, prefix, len) &&
	       (path[len] == ';' || path[len] == ' ');
}

/* 300 stacks of names that are each other's beginnings. */
START_TEST(any_stacks)
{
	static char lines[300][64], all[300 * 64];
	unsigned long long total = 0, sum;
	char prefix[64], title[128];
	int i, j, depth;
	char *end;

	srand(17);
	*all = '\0';
	for (i = 0; i < 300; i++) {
		depth = 1 + rand() % 6;
		/* The first name makes each of them another stack. */
		snprintf(lines[i], 64, "r%d", i % 100);
		for (j = 0; j < depth; j++)
			snprintf(lines[i] + strlen(lines[i]), 24, ";%c%s%d",
				 'a' + rand() % 2, rand() % 2 ? "-" : "", i);
		j = 1 + rand() % 1000;
		total += (unsigned long long)j;
		snprintf(lines[i] + strlen(lines[i]), 24, " %d\n", j);
		strcat(all, lines[i]);
	}
	read_picture(&picture, all);
	for (i = 0; i < 300; i++) {
		strcpy(prefix, lines[i]);
		*strchr(prefix, ' ') = '\0';
		/* Each prefix of each stack has a frame of its sum. */
		for (end = prefix; end; end = strrchr(prefix, ';')) {
			if (end != prefix)
				*end = '\0';
			for (j = 0, sum = 0; j < 300; j++)
				if (begins(lines[j], prefix))
					sum += strtoull(strchr(lines[j], ' '),
							NULL, 10);
			snprintf(title, sizeof(title), "%s (%llu, ",
				 strrchr(prefix, ';') ?
				 strrchr(prefix, ';') + 1 : prefix, sum);
			for (j = 0; j < picture.n; j++)
				if (!strncmp(picture.frames[j].title, title,
					     strlen(title)))
					break;
			ck_assert_msg(j < picture.n, "%s of %s", title,
				      lines[i]);
		}
	}
	for (i = 0; i < picture.n; i++) {
		const struct frame *f = &picture.frames[i];
		double x = (double)f->start * 1200 / (double)total + 10;
		double w = (double)f->count * 1200 / (double)total;

		ck_assert(f->x - x < 0.0011 && x - f->x < 0.0011);
		ck_assert(f->width - w < 0.0011 && w - f->width < 0.0011);
	}
	free(picture.svg);
}
END_TEST

/* Every tag that is opened is closed, the last one first. */
START_TEST(it_is_well_formed)
{
	char *svg = draw("a<b", "a;b 3\na;c 4\n"), *at = svg, *end;
	char open[8][16];
	int depth = 0;
	size_t len;

	ck_assert(!strncmp(svg, "<?xml version=\"1.0\"", 19));
	while ((at = strchr(at, '<'))) {
		if (!strncmp(at, "<![CDATA[", 9)) {
			at = strstr(at, "]]>");
			ck_assert_ptr_nonnull(at);
			continue;
		}
		end = strchr(at, '>');
		ck_assert_ptr_nonnull(end);
		len = strcspn(at + 1, " >");
		if (at[1] == '/') {
			ck_assert_int_gt(depth, 0);
			depth--;
			ck_assert(!strncmp(open[depth], at + 2, len - 1));
		} else if (end[-1] != '/' && end[-1] != '?') {
			ck_assert_int_lt(depth, 8);
			snprintf(open[depth++], 16, "%.*s", (int)len, at + 1);
		}
		at = end;
	}
	ck_assert_int_eq(depth, 0);
	ck_assert_ptr_nonnull(strstr(svg, "@a&lt;b: 7"));
	free(svg);
	/* Without a stack there is a picture, of nothing. */
	svg = draw("m", "");
	ck_assert_ptr_null(strstr(svg, "data-count=\""));
	ck_assert_ptr_nonnull(strstr(svg, ">@m: 0</text>"));
	free(svg);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("flame");
	TCase *tcase = tcase_create("flame");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, frames_are_as_wide_as_they_count);
	tcase_add_test(tcase, names_are_escaped);
	tcase_add_test(tcase, names_are_cut_to_fit);
	tcase_add_test(tcase, any_stacks);
	tcase_add_test(tcase, it_is_well_formed);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
