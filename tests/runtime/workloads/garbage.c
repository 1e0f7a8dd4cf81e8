/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sends the module what no honest client would, message by message over raw
 * netlink, and looks at each answer.
 *
 *   garbage cases        requests with one fault each: must be refused with
 *                        an errno that blames the request
 *   garbage noise N SEED N random messages: anything but success of START is
 *                        right as long as the kernel lives
 *   garbage denied       every command as this user: must be refused by EPERM
 * At the end HELLO must still be answered (not for `denied`).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <probewire/protocol.h>

#define NLA_AT(nla) ((char *)(nla) + NLA_HDRLEN)

static char message[65536] __attribute__((aligned(8)));
static struct nlmsghdr *const head = (struct nlmsghdr *)message;
static int family;
static int failures;

static int open_socket(void)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr))) {
		perror("garbage: netlink");
		exit(1);
	}
	return fd;
}

static void begin(int type, int cmd, int flags)
{
	struct genlmsghdr *genl = NLMSG_DATA(head);

	memset(message, 0, NLMSG_HDRLEN + GENL_HDRLEN);
	head->nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN;
	head->nlmsg_type = type;
	head->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	head->nlmsg_seq = 1;
	genl->cmd = cmd;
	genl->version = PW_GENL_VERSION;
}

static void put(int type, const void *data, int len)
{
	struct nlattr *nla = (struct nlattr *)(message + head->nlmsg_len);

	nla->nla_type = type;
	nla->nla_len = NLA_HDRLEN + len;
	if (len)
		memcpy(NLA_AT(nla), data, len);
	memset(NLA_AT(nla) + len, 0, NLA_ALIGN(len) - len);
	head->nlmsg_len += NLA_HDRLEN + NLA_ALIGN(len);
}

static void put_u32(int type, __u32 value)
{
	put(type, &value, sizeof(value));
}

/* Sends what has been put together; the positive errno of the answer, 0 for an
 * acknowledgement or the end of a dump, -1 for none at all. */
static int ask(int fd)
{
	static char answer[65536] __attribute__((aligned(8)));
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct nlmsghdr *h;
	int n;

	if (send(fd, message, head->nlmsg_len, 0) < 0)
		return errno;
	while (poll(&p, 1, 2000) == 1) {
		n = recv(fd, answer, sizeof(answer), 0);
		if (n < 0)
			return errno;
		for (h = (struct nlmsghdr *)answer; NLMSG_OK(h, (unsigned)n);
		     h = NLMSG_NEXT(h, n)) {
			if (h->nlmsg_type == NLMSG_ERROR ||
			    h->nlmsg_type == NLMSG_DONE)
				return -*(int *)NLMSG_DATA(h);
			/* The answer to a GETFAMILY. */
			if (h->nlmsg_type == GENL_ID_CTRL)
				return 0;
		}
	}
	return -1;
}

static int find_family(int fd)
{
	static char answer[8192] __attribute__((aligned(8)));
	struct nlmsghdr *h = (struct nlmsghdr *)answer;
	struct nlattr *nla;
	int n, left;

	begin(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	head->nlmsg_flags = NLM_F_REQUEST;
	put(CTRL_ATTR_FAMILY_NAME, PW_GENL_NAME, sizeof(PW_GENL_NAME));
	send(fd, message, head->nlmsg_len, 0);
	n = recv(fd, answer, sizeof(answer), 0);
	if (n < (int)NLMSG_HDRLEN || h->nlmsg_type != GENL_ID_CTRL)
		return 0;
	nla = (struct nlattr *)((char *)NLMSG_DATA(h) + GENL_HDRLEN);
	left = n - NLMSG_HDRLEN - GENL_HDRLEN;
	while (left >= NLA_HDRLEN && nla->nla_len >= NLA_HDRLEN) {
		if (nla->nla_type == CTRL_ATTR_FAMILY_ID)
			return *(__u16 *)NLA_AT(nla);
		left -= NLA_ALIGN(nla->nla_len);
		nla = (struct nlattr *)((char *)nla + NLA_ALIGN(nla->nla_len));
	}
	return 0;
}

static void hello(void)
{
	int fd = open_socket(), err;

	begin(family, PW_CMD_HELLO, 0);
	err = ask(fd);
	if (err) {
		printf("HELLO is not answered any more: %d\n", err);
		failures++;
	}
	close(fd);
}

static void create(__u32 abi, __u32 size)
{
	begin(family, PW_CMD_CREATE, 0);
	put_u32(PW_ATTR_ABI, abi);
	put_u32(PW_ATTR_SIZE, size);
}

static void expect(int fd, const char *what)
{
	int err = ask(fd);

	printf("%s: %s\n", what, err > 0 ? strerror(err) :
	       err ? "no answer" : "accepted");
	if (err <= 0 || err == ENOMEM || err == EPERM || err == EFAULT)
		failures++;
}

/* Each on a socket of its own, without a session. */
static void lonely_cases(void)
{
	static const struct {
		int cmd, flags;
		const char *what;
	} cases[] = {
		{ PW_CMD_UNSPEC, 0, "command 0" },
		{ PW_CMD_CREATE, 0, "CREATE without anything" },
		{ PW_CMD_JOIN, 0, "JOIN without a token" },
		{ PW_CMD_WRITE, 0, "WRITE without a session" },
		{ PW_CMD_VERIFY, 0, "VERIFY without a session" },
		{ PW_CMD_START, 0, "START without a session" },
		{ PW_CMD_STATS, 0, "STATS without a session" },
		{ PW_CMD_MAP_READ, NLM_F_DUMP, "MAP_READ without a session" },
		{ PW_CMD_MAP_CLEAR, 0, "MAP_CLEAR without a session" },
		{ PW_CMD_MAP_ZERO, 0, "MAP_ZERO without a session" },
		{ PW_CMD_STOP, 0, "STOP without a session" },
		{ PW_CMD_ERROR, 0, "ERROR, the module's own" },
		{ PW_CMD_DATA, 0, "DATA, the module's own" },
		{ PW_CMD_NOTIFY, 0, "NOTIFY, the module's own" },
		{ PW_CMD_MAX_PLUS_1, 0, "a command behind the last" },
		{ 255, 0, "command 255" },
	};
	unsigned i;
	int fd;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fd = open_socket();
		begin(family, cases[i].cmd, cases[i].flags);
		expect(fd, cases[i].what);
		close(fd);
	}
}

static void create_cases(void)
{
	__u16 narrow = PW_ABI;
	__u64 token = 0x1234;
	int fd = open_socket();

	create(PW_ABI + 1, 4096);
	expect(fd, "CREATE with another ABI");
	create(PW_ABI, 0);
	expect(fd, "CREATE of nothing");
	create(PW_ABI, 8);
	expect(fd, "CREATE of less than a header");
	create(PW_ABI, PW_IMAGE_MAX + 1);
	expect(fd, "CREATE of too much");
	create(PW_ABI, 0xffffffff);
	expect(fd, "CREATE of 4 GB");
	begin(family, PW_CMD_CREATE, 0);
	put(PW_ATTR_ABI, &narrow, sizeof(narrow));
	put_u32(PW_ATTR_SIZE, 4096);
	expect(fd, "CREATE with a short ABI attribute");
	begin(family, PW_CMD_JOIN, 0);
	put(PW_ATTR_TOKEN, &token, sizeof(token));
	expect(fd, "JOIN with a token that nobody gave");
	close(fd);
}

static void session_cases(void)
{
	static char noise[8192];
	int fd = open_socket(), err;
	unsigned i;

	for (i = 0; i < sizeof(noise); i++)
		noise[i] = rand();
	create(PW_ABI, sizeof(noise));
	err = ask(fd);
	if (err) {
		printf("a right CREATE is refused: %d\n", err);
		failures++;
		return;
	}
	create(PW_ABI, sizeof(noise));
	expect(fd, "a second CREATE");
	begin(family, PW_CMD_WRITE, 0);
	expect(fd, "WRITE of nothing");
	begin(family, PW_CMD_WRITE, 0);
	put_u32(PW_ATTR_OFFSET, sizeof(noise) - 8);
	put(PW_ATTR_DATA, noise, 16);
	expect(fd, "WRITE over the end");
	begin(family, PW_CMD_WRITE, 0);
	put_u32(PW_ATTR_OFFSET, 0xfffffff8);
	put(PW_ATTR_DATA, noise, 16);
	expect(fd, "WRITE at an offset that wraps");
	begin(family, PW_CMD_START, 0);
	expect(fd, "START before VERIFY");
	begin(family, PW_CMD_WRITE, 0);
	put_u32(PW_ATTR_OFFSET, 0);
	put(PW_ATTR_DATA, noise, sizeof(noise));
	err = ask(fd);
	if (err) {
		printf("a right WRITE is refused: %d\n", err);
		failures++;
	}
	begin(family, PW_CMD_VERIFY, 0);
	expect(fd, "VERIFY of noise");
	begin(family, PW_CMD_START, 0);
	expect(fd, "START of what was refused");
	begin(family, PW_CMD_MAP_READ, NLM_F_DUMP);
	put_u32(PW_ATTR_MAP, 0);
	expect(fd, "MAP_READ of a map that is not there");
	begin(family, PW_CMD_MAP_CLEAR, 0);
	put_u32(PW_ATTR_MAP, 77);
	expect(fd, "MAP_CLEAR of a map that is not there");
	close(fd);
}

/* A message of random attributes, sometimes cut, sometimes lying. */
static void scribble(void)
{
	static char data[4096];
	int attrs = rand() % 5, i, j, len;
	struct nlattr *nla;

	begin(family, rand() % 20, rand() % 4 ? 0 : NLM_F_DUMP);
	for (i = 0; i < attrs; i++) {
		len = rand() % 8 ? (rand() % 4) * 4 : rand() % 4096;
		for (j = 0; j < len; j++)
			data[j] = rand() % 3 ? 0 : rand();
		nla = (struct nlattr *)(message + head->nlmsg_len);
		put(rand() % 20, data, len);
		if (rand() % 6 == 0)
			nla->nla_len = rand();
	}
	if (rand() % 10 == 0)
		head->nlmsg_len -= rand() % 8;
}

static void noise(int n)
{
	int fd = -1, ok = 0, i;

	for (i = 0; i < n; i++) {
		if (fd < 0 || rand() % 20 == 0) {
			if (fd >= 0)
				close(fd);
			fd = open_socket();
			if (rand() % 2) {
				create(PW_ABI, 512);
				ask(fd);
			}
		}
		scribble();
		/* Without an answer to wait for, where there is none. */
		if (head->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN)
			head->nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN;
		if (ask(fd) == 0)
			ok++;
	}
	close(fd);
	printf("%d messages, %d accepted\n", n, ok);
}

static void denied(void)
{
	int cmd, err, fd = open_socket();

	for (cmd = PW_CMD_HELLO; cmd <= PW_CMD_BACKPORTS; cmd++) {
		begin(family, cmd, cmd == PW_CMD_MAP_READ ||
		      cmd == PW_CMD_BACKPORTS ? NLM_F_DUMP : 0);
		err = ask(fd);
		if (err != EPERM) {
			printf("command %d is not denied: %d\n", cmd, err);
			failures++;
		}
	}
	close(fd);
}

int main(int argc, char **argv)
{
	int fd = open_socket();

	family = find_family(fd);
	close(fd);
	if (!family) {
		fprintf(stderr, "garbage: the module is not loaded\n");
		return 1;
	}
	if (argc >= 4 && strcmp(argv[1], "noise") == 0) {
		srand(atoi(argv[3]));
		noise(atoi(argv[2]));
	} else if (argc == 2 && strcmp(argv[1], "cases") == 0) {
		lonely_cases();
		create_cases();
		session_cases();
	} else if (argc == 2 && strcmp(argv[1], "denied") == 0) {
		denied();
		return failures != 0;
	} else {
		fprintf(stderr, "usage: garbage cases|denied|noise N SEED\n");
		return 2;
	}
	hello();
	printf("%d failures\n", failures);
	return failures != 0;
}
