/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TCP over loopback, every step printed once it is done, so that the states
 * each socket went through can be worked out by hand:
 *
 *   listen PID LADDR LPORT BACKLOG
 *   connect PID LADDR LPORT RADDR RPORT connected|pending
 *   accept PID LADDR LPORT RADDR RPORT
 *   close PID LADDR LPORT RADDR RPORT
 *   unlisten PID LADDR LPORT
 *
 * Experiments:
 *   backlog N  a server that never accepts, backlog 5, ten clients, which
 *              wait N - 1 half seconds; the listener is closed before them
 *   client     the client closes first
 *   http       an HTTP server that answers and closes first
 *   traffic N  N times http and client, for people to look at
 *   bulk N     the client sends N kilobytes and closes first
 *
 * The server is one process, the clients another. They take turns, handing a
 * byte over pipes, so that no two steps overlap.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLIENTS 10
#define BACKLOG 5
#define SETTLE_MS 50	/* for the last acknowledgement to be dealt with */

static int family = AF_INET;
static int port;
static int to_server[2], to_client[2];

static void die(const char *what)
{
	fprintf(stderr, "tcp: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* One write a line: two processes share the output. */
static void say(const char *fmt, ...)
{
	char line[256];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (write(1, line, n) != n)
		exit(1);
}

static void hand_over(int *pipe_fds)
{
	usleep(SETTLE_MS * 1000);
	if (write(pipe_fds[1], "x", 1) != 1)
		die("the other process is gone");
}

static void await(int *pipe_fds)
{
	char byte;

	if (read(pipe_fds[0], &byte, 1) != 1)
		die("the other process is gone");
}

static socklen_t address(struct sockaddr_storage *ss, int at_port)
{
	struct sockaddr_in *in = (struct sockaddr_in *)ss;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)ss;

	memset(ss, 0, sizeof(*ss));
	ss->ss_family = family;
	if (family == AF_INET) {
		in->sin_port = htons(at_port);
		in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return sizeof(*in);
	}
	in6->sin6_port = htons(at_port);
	in6->sin6_addr = in6addr_loopback;
	return sizeof(*in6);
}

static int port_of(const struct sockaddr_storage *ss)
{
	/* The port is at the same place in both. */
	return ntohs(((const struct sockaddr_in *)ss)->sin_port);
}

static const char *host(void)
{
	return family == AF_INET ? "127.0.0.1" : "::1";
}

static int local_port(int fd)
{
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);

	if (getsockname(fd, (struct sockaddr *)&ss, &len))
		die("getsockname");
	return port_of(&ss);
}

static int start_listening(int backlog)
{
	struct sockaddr_storage ss;
	socklen_t len = address(&ss, port);
	int fd = socket(family, SOCK_STREAM, 0), on = 1;

	if (fd < 0)
		die("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&ss, len))
		die("bind");
	port = local_port(fd);
	if (listen(fd, backlog))
		die("listen");
	say("listen %d %s %d %d\n", getpid(), host(), port, backlog);
	return fd;
}

static void stop_listening(int fd)
{
	close(fd);
	say("unlisten %d %s %d\n", getpid(), host(), port);
}

static void close_socket(int fd, int lport, int rport)
{
	close(fd);
	say("close %d %s %d %s %d\n", getpid(), host(), lport, host(), rport);
}

/* Non-blocking; waits at most `ms`. */
static int start_connect(int ms)
{
	struct sockaddr_storage ss;
	socklen_t len = address(&ss, port);
	struct pollfd p;

	p.fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	p.events = POLLOUT;
	if (p.fd < 0)
		die("socket");
	if (connect(p.fd, (struct sockaddr *)&ss, len) && errno != EINPROGRESS)
		die("connect");
	poll(&p, 1, ms);
	fcntl(p.fd, F_SETFL, 0);
	return p.fd;
}

static void say_connect(int fd)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	memset(&info, 0, sizeof(info));
	getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len);
	say("connect %d %s %d %s %d %s\n", getpid(), host(), local_port(fd),
	    host(), port, info.tcpi_state == 1 ? "connected" : "pending");
}

static int accept_one(int listener, int *rport)
{
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);
	int fd = accept(listener, (struct sockaddr *)&ss, &len);

	if (fd < 0)
		die("accept");
	*rport = port_of(&ss);
	say("accept %d %s %d %s %d\n", getpid(), host(), port, host(), *rport);
	return fd;
}

static void until_eof(int fd)
{
	char buf[256];

	while (read(fd, buf, sizeof(buf)) > 0)
		;
}

/* ---- the experiments, each with a server's and a client's half ---- */

static void backlog_server(int listener)
{
	await(to_server);
	stop_listening(listener);
	hand_over(to_client);
}

static void backlog_client(int halves)
{
	int fds[CLIENTS], lports[CLIENTS], i;

	for (i = 0; i < CLIENTS; i++) {
		/* Before the first SYN is sent again after a second. */
		fds[i] = start_connect(i <= BACKLOG ? 1000 : 60);
		lports[i] = local_port(fds[i]);
	}
	for (i = 0; i < CLIENTS; i++)
		say_connect(fds[i]);
	usleep(halves * 500000);
	hand_over(to_server);
	await(to_client);
	for (i = 0; i < CLIENTS; i++)
		close_socket(fds[i], lports[i], port);
	usleep(SETTLE_MS * 1000);
}

static void client_first_server(int listener)
{
	int rport, fd;

	await(to_server);
	fd = accept_one(listener, &rport);
	hand_over(to_client);
	until_eof(fd);
	await(to_server);
	close_socket(fd, port, rport);
	hand_over(to_client);
}

static void client_first_client(void)
{
	int fd = start_connect(5000), lport = local_port(fd);

	say_connect(fd);
	hand_over(to_server);
	await(to_client);
	if (write(fd, "hello\n", 6) != 6)
		die("write");
	close_socket(fd, lport, port);
	hand_over(to_server);
	await(to_client);
}

static void bulk_server(int listener)
{
	int rport, fd;

	fd = accept_one(listener, &rport);
	until_eof(fd);
	close_socket(fd, port, rport);
}

static void bulk_client(int kilobytes)
{
	int fd = start_connect(5000), lport = local_port(fd);
	char buf[1024] = { 0 };

	while (kilobytes-- > 0)
		if (write(fd, buf, sizeof(buf)) != (ssize_t)sizeof(buf))
			die("write");
	close_socket(fd, lport, port);
	usleep(SETTLE_MS * 1000);
}

static void http_server(int listener)
{
	static const char answer[] =
		"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nok\n";
	char request[256];
	int rport, fd;

	await(to_server);
	fd = accept_one(listener, &rport);
	if (read(fd, request, sizeof(request)) <= 0 ||
	    write(fd, answer, strlen(answer)) < 0)
		die("answer");
	close_socket(fd, port, rport);
	hand_over(to_client);
	await(to_server);
	hand_over(to_client);
}

static void http_client(void)
{
	static const char request[] = "GET / HTTP/1.0\r\n\r\n";
	int fd = start_connect(5000), lport = local_port(fd);

	say_connect(fd);
	if (write(fd, request, strlen(request)) < 0)
		die("request");
	hand_over(to_server);
	until_eof(fd);
	await(to_client);
	close_socket(fd, lport, port);
	hand_over(to_server);
	await(to_client);
}

static void server(const char *what, int rounds)
{
	int listener;

	prctl(PR_SET_NAME, "server", 0, 0, 0);
	listener = start_listening(BACKLOG);
	/* The client must not ask for a port that is not known yet. */
	if (write(to_client[1], &port, sizeof(port)) != sizeof(port))
		die("the other process is gone");
	if (strcmp(what, "backlog") == 0) {
		backlog_server(listener);
		return;
	}
	if (strcmp(what, "bulk") == 0) {
		bulk_server(listener);
		stop_listening(listener);
		return;
	}
	while (rounds-- > 0) {
		if (strcmp(what, "client") != 0)
			http_server(listener);
		if (strcmp(what, "http") != 0)
			client_first_server(listener);
	}
	stop_listening(listener);
}

static void client(const char *what, int rounds)
{
	prctl(PR_SET_NAME, "client", 0, 0, 0);
	if (read(to_client[0], &port, sizeof(port)) != sizeof(port))
		exit(1);
	if (strcmp(what, "backlog") == 0) {
		backlog_client(rounds - 1);
		return;
	}
	if (strcmp(what, "bulk") == 0) {
		bulk_client(rounds);
		return;
	}
	while (rounds-- > 0) {
		if (strcmp(what, "client") != 0)
			http_client();
		if (strcmp(what, "http") != 0)
			client_first_client();
	}
}

static int is_experiment(const char *what)
{
	static const char *const all[] = {
		"backlog", "client", "http", "traffic", "bulk"
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(what, all[i]) == 0)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	int rounds = 1, status, opt;
	const char *what;
	pid_t pid;

	while ((opt = getopt(argc, argv, "6p:")) != -1) {
		if (opt == '6')
			family = AF_INET6;
		else if (opt == 'p')
			port = atoi(optarg);
		else
			return 2;
	}
	what = argv[optind];
	if (!what || !is_experiment(what)) {
		fprintf(stderr, "usage: tcp [-6] [-p PORT] "
			"backlog|client|http|traffic|bulk [N]\n");
		return 2;
	}
	if (argv[optind + 1])
		rounds = atoi(argv[optind + 1]);
	if (pipe(to_server) || pipe(to_client))
		die("pipe");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		close(to_client[1]);
		close(to_server[0]);
		client(what, rounds);
		return 0;
	}
	close(to_client[0]);
	close(to_server[1]);
	signal(SIGPIPE, SIG_IGN);
	server(what, rounds);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
