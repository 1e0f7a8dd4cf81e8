/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calls functions of the C library, with which it is linked as programs are,
 * and prints the rows that a tool has to show ("*": not known here).
 *   libcalls threads N  starts threads, each third in another function
 *   libcalls hosts N    looks names up with three functions in turn
 */
#define _GNU_SOURCE
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void *count_sheep(void *arg)
{
	return arg;
}

void *count_goats(void *arg)
{
	return arg ? arg : "none";
}

static void do_threads(int n)
{
	pthread_t thread;
	int i;

	for (i = 1; i <= n; i++) {
		if (pthread_create(&thread, NULL, i % 3 ? count_sheep :
				   count_goats, NULL))
			exit(1);
		pthread_join(thread, NULL);
		printf("* %d libcalls %s\n", getpid(), i % 3 ? "count_sheep" :
		       "count_goats");
	}
	/* Names are looked up while it runs. */
	usleep(500000);
}

static void do_hosts(int n)
{
	struct addrinfo *found;
	char name[64];
	int i;

	for (i = 1; i <= n; i++) {
		snprintf(name, sizeof(name), "127.0.0.%d", i);
		if (i % 3 == 0) {
			gethostbyname(name);
		} else if (i % 3 == 1) {
			gethostbyname2(name, AF_INET);
		} else if (!getaddrinfo(name, NULL, NULL, &found)) {
			freeaddrinfo(found);
		}
		printf("%d libcalls * %s\n", getpid(), name);
	}
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "threads")) {
		do_threads(atoi(argv[2]));
	} else if (argc == 3 && !strcmp(argv[1], "hosts")) {
		do_hosts(atoi(argv[2]));
	} else {
		fprintf(stderr, "usage: libcalls threads|hosts N\n");
		return 2;
	}
	return 0;
}
