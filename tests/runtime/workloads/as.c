/* SPDX-License-Identifier: GPL-2.0 */
/*
 * as UID GID COMMAND...: runs a command as another user, with no capability
 * left.
 */
#define _GNU_SOURCE
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc < 4) {
		fprintf(stderr, "usage: as UID GID COMMAND...\n");
		return 2;
	}
	if (setgroups(0, NULL) || setgid(atoi(argv[2])) ||
	    setuid(atoi(argv[1]))) {
		perror("as");
		return 126;
	}
	execvp(argv[3], argv + 3);
	perror(argv[3]);
	return 127;
}
