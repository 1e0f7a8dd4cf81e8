/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Disks and partitions: what the kernel calls them, and the number by which it
 * knows them, the major number above 20 bits of the minor one. One thread.
 */
#ifndef PW_SYMBOLS_DISK_H
#define PW_SYMBOLS_DISK_H

#include <stddef.h>
#include <stdint.h>

#define PW_MINOR_BITS	20
#define PW_MINOR_MAX	((1u << PW_MINOR_BITS) - 1)

/* The kernel's own number of a device, which is not a process's dev_t. */
static inline uint64_t pw_device_number(uint64_t major, uint64_t minor)
{
	return major << PW_MINOR_BITS | minor;
}

/*
 * "sda1": the name of a disk's number, as sysfs has it, which is mounted at
 * `sys` ("/sys"). "8:1" where there is no such disk (any more), "-" for 0, which
 * is none.
 */
void pw_disk_name(const char *sys, uint64_t number, char *name, size_t size);

/*
 * The number of the disk "sda" or "/dev/sda": 0, or -ENODEV. A partition is none:
 * requests are always those of its disk.
 */
int pw_disk_number(const char *sys, const char *name, uint64_t *number);

#endif
