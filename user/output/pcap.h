/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Packets to files that tcpdump reads. Zero-initialised; one thread.
 */
#ifndef PW_OUTPUT_PCAP_H
#define PW_OUTPUT_PCAP_H

#include <stdint.h>

struct pw_pcap;

struct pw_pcaps {
	struct pw_pcap *first;
};

/* One more packet, of `nsecs` since 1970, to the file of that name, which is
 * begun anew with the first. 0 or -errno. */
int pw_pcap_add(struct pw_pcaps *pcaps, const char *name, uint64_t nsecs,
		const void *bytes, uint32_t size);
void pw_pcap_close(struct pw_pcaps *pcaps);

#endif
