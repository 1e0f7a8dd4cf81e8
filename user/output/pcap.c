// SPDX-License-Identifier: GPL-2.0
/*
 * The file format of libpcap, in the byte order of this machine, of packets
 * that begin with their IP header. Each is whole in the file before the next
 * one comes: whoever reads it meanwhile finds no half one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "output/pcap.h"

#define MAGIC		0xa1b2c3d4u
#define LINK_RAW	101u
#define LENGTH_MAX	65535u
#define SECOND		1000000000u

struct pw_pcap {
	char *name;
	FILE *file;
	struct pw_pcap *next;
};

struct file_head {
	uint32_t magic;
	uint16_t major, minor;
	int32_t zone;
	uint32_t figures, length_max, link;
};

struct packet_head {
	uint32_t seconds, usecs, size, whole_size;
};

static int write_all(FILE *file, const void *bytes, size_t size)
{
	errno = 0;
	if (fwrite(bytes, 1, size, file) == size)
		return 0;
	return errno ? -errno : -EIO;
}

static struct pw_pcap *open_file(const char *name, int *err)
{
	static const struct file_head head = {
		MAGIC, 2, 4, 0, 0, LENGTH_MAX, LINK_RAW
	};
	struct pw_pcap *pcap = calloc(1, sizeof(*pcap));

	*err = -ENOMEM;
	if (!pcap)
		return NULL;
	pcap->name = strdup(name);
	pcap->file = pcap->name ? fopen(name, "we") : NULL;
	if (pcap->name && !pcap->file)
		*err = -errno;
	else if (pcap->file)
		*err = write_all(pcap->file, &head, sizeof(head));
	if (!*err)
		return pcap;
	if (pcap->file)
		fclose(pcap->file);
	free(pcap->name);
	free(pcap);
	return NULL;
}

int pw_pcap_add(struct pw_pcaps *pcaps, const char *name, uint64_t nsecs,
		const void *bytes, uint32_t size)
{
	struct packet_head head = {
		(uint32_t)(nsecs / SECOND), (uint32_t)(nsecs % SECOND / 1000),
		size, size
	};
	struct pw_pcap *pcap = pcaps->first;
	int err = 0;

	while (pcap && strcmp(pcap->name, name))
		pcap = pcap->next;
	if (!pcap) {
		pcap = open_file(name, &err);
		if (!pcap)
			return err;
		pcap->next = pcaps->first;
		pcaps->first = pcap;
	}
	err = write_all(pcap->file, &head, sizeof(head));
	if (!err)
		err = write_all(pcap->file, bytes, size);
	if (!err && fflush(pcap->file))
		err = -errno;
	return err;
}

void pw_pcap_close(struct pw_pcaps *pcaps)
{
	struct pw_pcap *pcap = pcaps->first, *next;

	for (; pcap; pcap = next) {
		next = pcap->next;
		fclose(pcap->file);
		free(pcap->name);
		free(pcap);
	}
	pcaps->first = NULL;
}
