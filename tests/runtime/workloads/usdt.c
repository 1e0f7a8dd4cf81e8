/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A program with probes of its own, as sys/sdt.h makes them: written out, so
 * that each argument lies where its test wants it.
 *
 *   usdt ROUNDS [MS]   passes all of its probes so often, with MS between
 *     lab:round   arg0 the round, in a register; arg1 "lap", in memory
 *     lab:sizes   -81, 81, -16001, 60001, -3, 4000000000, -5000000000 as
 *                 signed and unsigned of 1 to 8 bytes, in registers and memory
 *     lab:const   4, -5
 *     lab:twice   at two places: arg0 is 1 in a register, then 2 in memory
 *     lab:index   arg0 is table[3] of { 10, 11, 12, 13 } of 4 bytes
 *     other:name  no argument
 *     lab:armed   only while its semaphore says that somebody listens
 * At its end it prints how often lab:armed was passed, and the semaphore.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PROBE(provider, name, semaphore, args, ...) \
	__asm__ volatile("990: nop\n" \
		".pushsection .note.stapsdt,\"\",\"note\"\n" \
		".balign 4\n" \
		".4byte 992f-991f, 994f-993f, 3\n" \
		"991: .asciz \"stapsdt\"\n" \
		"992: .balign 4\n" \
		"993: .8byte 990b\n" \
		".8byte _.stapsdt.base\n" \
		".8byte " semaphore "\n" \
		".asciz \"" provider "\"\n" \
		".asciz \"" name "\"\n" \
		".asciz \"" args "\"\n" \
		"994: .balign 4\n" \
		".popsection\n" \
		".ifndef _.stapsdt.base\n" \
		".pushsection .stapsdt.base,\"aG\",\"progbits\"," \
			".stapsdt.base,comdat\n" \
		".weak _.stapsdt.base\n" \
		".hidden _.stapsdt.base\n" \
		"_.stapsdt.base: .space 1\n" \
		".size _.stapsdt.base, 1\n" \
		".popsection\n" \
		".endif\n" \
		: : __VA_ARGS__)

/* A counter that a listener increments. */
__attribute__((section(".probes"), used))
volatile unsigned short lab_armed_semaphore;

static volatile uint32_t table[] = { 10, 11, 12, 13 };

static void all(uint64_t round)
{
	volatile int8_t s1 = -81;
	volatile uint8_t u1 = 81;
	volatile int16_t s2 = -16001;
	volatile uint16_t u2 = 60001;
	volatile int64_t s8 = -5000000000;
	volatile int two = 2;
	static char lap_text[] = "lap";
	char *volatile lap = lap_text;

	/* What has never been touched is not in memory. */
	*(volatile char *)lap = 'l';
	PROBE("lab", "round", "0", "8@%0 8@%1", "r" (round), "m" (lap));
	PROBE("lab", "sizes", "0",
	      "-1@%0 1@%1 -2@%2 2@%3 -4@%k4 4@%k5 -8@%6",
	      "m" (s1), "m" (u1), "m" (s2), "m" (u2), "r" ((int64_t)-3),
	      "r" (4000000000), "m" (s8));
	PROBE("lab", "const", "0", "-4@%0 -4@%1", "i" (4), "i" (-5));
	PROBE("lab", "twice", "0", "-4@%k0", "r" ((int64_t)1));
	PROBE("lab", "twice", "0", "-4@%0", "m" (two));
	PROBE("lab", "index", "0", "4@(%0,%1,4)", "r" (table),
	      "r" ((uint64_t)3));
	PROBE("other", "name", "0", "", "i" (0));
}

int main(int argc, char **argv)
{
	long rounds = argc > 1 ? atol(argv[1]) : 1;
	long ms = argc > 2 ? atol(argv[2]) : 0, i, armed = 0;

	for (i = 1; i <= rounds; i++) {
		all((uint64_t)i);
		if (lab_armed_semaphore) {
			armed++;
			PROBE("lab", "armed", "lab_armed_semaphore", "8@%0",
			      "r" (i));
		}
		if (ms)
			usleep((useconds_t)ms * 1000);
	}
	printf("armed %ld, semaphore %u\n", armed, lab_armed_semaphore);
	return 0;
}
