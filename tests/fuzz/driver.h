/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A main() for a libFuzzer target on text, for compilers without libFuzzer:
 * replays the corpus, then mutates it for a number of seconds, driven by a
 * seed, so that a run can be repeated. An input that crashes or hangs is
 * written to PROGRAM.crash. To be included by exactly one file.
 *
 *   PROGRAM [-s SEED] [-t SECONDS] [-c CORPUS] [-d DICTIONARY] [FILE...]
 *
 * With FILEs only these are run.
 */
#ifndef FUZZ_DRIVER_H
#define FUZZ_DRIVER_H

#include <dirent.h>
#include <stdbool.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define INPUT_ROOM 4096
#define MAX_SEEDS 512
#define MAX_WORDS 256
#define HANG_SECONDS 20

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __sanitizer_set_death_callback(void (*callback)(void))
	__attribute__((weak));

struct fuzz_text {
	char *data;
	size_t size;
};

/* So that UBSan's end is a signal too, and its input kept. */
const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void)
{
	return "abort_on_error=1:print_stacktrace=1";
}

static struct fuzz_text seeds[MAX_SEEDS];
static unsigned n_seeds;
static struct fuzz_text words[MAX_WORDS];
static unsigned n_words;

static char input[INPUT_ROOM];
static size_t input_size;
static char crash_file[512];
static uint64_t state;

static void keep_input(void)
{
	FILE *f = fopen(crash_file, "w");

	if (!f)
		return;
	fwrite(input, 1, input_size, f);
	fclose(f);
}

static void die(int sig)
{
	signal(SIGABRT, SIG_DFL);
	keep_input();
	if (sig == SIGALRM)
		fprintf(stderr, "one input took too long\n");
	abort();
}

/* exit() is no way to end an input either. */
static bool is_done;

static void at_exit(void)
{
	if (is_done)
		return;
	keep_input();
	fprintf(stderr, "one input ended the process\n");
}

static unsigned pick(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)((state >> 16) % n);
}

static struct fuzz_text read_file(const char *path)
{
	struct fuzz_text text = { NULL, 0 };
	FILE *f = fopen(path, "r");

	if (!f) {
		perror(path);
		exit(2);
	}
	text.data = malloc(INPUT_ROOM);
	text.size = fread(text.data, 1, INPUT_ROOM, f);
	fclose(f);
	return text;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_corpus(const char *dir)
{
	struct dirent **list;
	char path[512];
	int n = scandir(dir, &list, NULL, by_name), i;

	if (n < 0) {
		perror(dir);
		exit(2);
	}
	for (i = 0; i < n; i++) {
		if (list[i]->d_name[0] != '.' && n_seeds < MAX_SEEDS) {
			snprintf(path, sizeof(path), "%s/%s", dir,
				 list[i]->d_name);
			seeds[n_seeds++] = read_file(path);
		}
		free(list[i]);
	}
	free(list);
}

/* libFuzzer's form: one "word" a line, quotes inside escaped. */
static void read_words(const char *path)
{
	char line[256], *end;
	FILE *f = fopen(path, "r");

	if (!f) {
		perror(path);
		exit(2);
	}
	while (fgets(line, sizeof(line), f) && n_words < MAX_WORDS) {
		end = strrchr(line, '"');
		if (line[0] != '"' || end == line)
			continue;
		*end = '\0';
		words[n_words].data = strdup(line + (line[1] == '\\' ? 2 : 1));
		words[n_words].size = strlen(words[n_words].data);
		n_words++;
	}
	fclose(f);
}

/* Replaces `gone` bytes at `at` by others, as far as there is room. */
static void replace(size_t at, size_t gone, const char *data, size_t size)
{
	char copy[INPUT_ROOM];

	if (size > INPUT_ROOM - (input_size - gone))
		size = INPUT_ROOM - (input_size - gone);
	memcpy(copy, data, size);
	memmove(input + at + size, input + at + gone,
		input_size - at - gone);
	memcpy(input + at, copy, size);
	input_size += size - gone;
}

static void mutate(void)
{
	size_t at = pick(input_size + 1);
	size_t len = pick(8) ? pick(16) : pick(400);
	const struct fuzz_text *other = &seeds[pick(n_seeds)];
	size_t from = pick(other->size + 1);
	char byte = pick(256);

	if (len > input_size - at)
		len = input_size - at;
	switch (pick(7)) {
	case 0:
		replace(at, len ? 1 : 0, &byte, 1);
		break;
	case 1:
		replace(at, len, "", 0);
		break;
	case 2:
		replace(pick(input_size + 1), 0, input + at, len);
		break;
	case 3:
		if (len > other->size - from)
			len = other->size - from;
		replace(at, 0, other->data + from, len);
		break;
	case 4:
		replace(at, len, other->data + from,
			other->size - from < 32 ? other->size - from : 32);
		break;
	default:
		other = &words[pick(n_words)];
		replace(at, pick(2) ? len : 0, other->data, other->size);
		break;
	}
}

static void run_input(const struct fuzz_text *text)
{
	input_size = text->size < INPUT_ROOM ? text->size : INPUT_ROOM;
	memcpy(input, text->data, input_size);
	alarm(HANG_SECONDS);
	LLVMFuzzerTestOneInput((const uint8_t *)input, input_size);
}

static unsigned long run_mutants(unsigned seconds)
{
	time_t end = time(NULL) + seconds;
	unsigned long n = 0;
	unsigned i;

	while (n_seeds && n_words && time(NULL) < end) {
		const struct fuzz_text *seed = &seeds[pick(n_seeds)];

		memcpy(input, seed->data, seed->size);
		input_size = seed->size;
		for (i = pick(12) + 1; i; i--)
			mutate();
		if (!(n++ & 255))
			alarm(HANG_SECONDS);
		LLVMFuzzerTestOneInput((const uint8_t *)input, input_size);
	}
	return n;
}

static void free_texts(struct fuzz_text *texts, unsigned n)
{
	while (n)
		free(texts[--n].data);
}

int main(int argc, char **argv)
{
	const char *corpus = FUZZ_CORPUS, *dictionary = FUZZ_DICTIONARY;
	unsigned seconds = 0, replayed;
	unsigned long mutants;
	struct fuzz_text text;
	int option;

	state = 1;
	while ((option = getopt(argc, argv, "s:t:c:d:")) != -1) {
		if (option == 's')
			state = strtoull(optarg, NULL, 0);
		else if (option == 't')
			seconds = strtoul(optarg, NULL, 0);
		else if (option == 'c')
			corpus = optarg;
		else if (option == 'd')
			dictionary = optarg;
		else
			return 2;
	}
	state = state * 0x9e3779b97f4a7c15ull | 1;
	snprintf(crash_file, sizeof(crash_file), "%s.crash", argv[0]);
	atexit(at_exit);
	signal(SIGALRM, die);
	signal(SIGABRT, die);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(keep_input);
	for (; optind < argc; optind++) {
		text = read_file(argv[optind]);
		run_input(&text);
		free(text.data);
		corpus = NULL;
	}
	is_done = !corpus;
	if (!corpus)
		return 0;
	read_corpus(corpus);
	read_words(dictionary);
	for (replayed = 0; replayed < n_seeds; replayed++)
		run_input(&seeds[replayed]);
	mutants = run_mutants(seconds);
	is_done = true;
	printf("%u inputs replayed, %lu mutants run\n", replayed, mutants);
	free_texts(seeds, n_seeds);
	free_texts(words, n_words);
	return 0;
}

#endif
