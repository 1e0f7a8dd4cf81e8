/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Any bytes as a script: no crash, no leak, no hang, and a tree that is good or
 * an error that says why not. With clang it is a libFuzzer target:
 *
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -std=gnu99 \
 *	-DFUZZ_LIBRARY -Iinclude -Iuser -Ikmod -o /tmp/fuzz_source \
 *	tests/fuzz/fuzz_source.c user/lang/?*.c
 *   /tmp/fuzz_source -dict=tests/fuzz/source.dict /tmp/corpus \
 *	tests/fuzz/corpus/source
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lang/lang.h"
#include "lang/parse.h"

#ifndef FUZZ_LIBRARY
#define FUZZ_CORPUS "tests/fuzz/corpus/source"
#define FUZZ_DICTIONARY "tests/fuzz/source.dict"
#include "driver.h"
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Everything is formatted and nothing kept. */
static FILE *sink(void)
{
	static FILE *out;

	if (!out)
		out = fopen("/dev/null", "w");
	if (!out)
		abort();
	return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	pw_dump_ast("fuzz", text, sink());
	free(text);
	return 0;
}
