/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest's first process. It mounts what tools expect, loads the module,
 * runs the command that tests/vm/run left in /lab/command, hands its output and
 * exit status to the host, and powers the machine off.
 *
 * Output leaves through QEMU's debug console: a byte written to an I/O port
 * arrives on the host as it is. No driver, no line discipline and no interrupt
 * is involved, so any kernel can do it and no kernel message gets in between.
 * The serial console is left to the kernel's log.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* The same numbers are in tests/vm/run. */
#define PORT_OUT	0xe9
#define PORT_ERR	0xea
#define PORT_STATUS	0xeb

#define MODULE		"/lab/probewire.ko"

static void send_bytes(unsigned short port, const char *buf, size_t len)
{
	outsb(port, buf, len);
}

static void say(const char *what, const char *why)
{
	char line[256];

	snprintf(line, sizeof(line), "guest: %s: %s\n", what, why);
	send_bytes(PORT_ERR, line, strlen(line));
}

static void power_off(void)
{
	sync();
	/* QEMU runs with -no-reboot: a restart ends it, whatever the kernel
	 * knows of power management. */
	reboot(RB_AUTOBOOT);
	_exit(0);
}

static void finish(int status)
{
	char text[16];

	snprintf(text, sizeof(text), "%d\n", status);
	send_bytes(PORT_STATUS, text, strlen(text));
	power_off();
}

static void must_mount(const char *type, const char *where)
{
	mkdir(where, 0755);
	if (mount(type, where, type, 0, NULL) && errno != EBUSY) {
		say(where, strerror(errno));
		finish(125);
	}
}

static void mounts(void)
{
	must_mount("proc", "/proc");
	must_mount("sysfs", "/sys");
	must_mount("devtmpfs", "/dev");
	must_mount("tmpfs", "/dev/shm");
	must_mount("tmpfs", "/tmp");
	must_mount("tmpfs", "/run");
	must_mount("debugfs", "/sys/kernel/debug");
	/* Its own mount point exists since 4.1; before, debugfs has it. */
	if (access("/sys/kernel/tracing", F_OK) == 0)
		must_mount("tracefs", "/sys/kernel/tracing");
	chmod("/tmp", 01777);
	chmod("/dev/shm", 01777);
}

static void loopback_up(void)
{
	struct ifreq ifr;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	memset(&ifr, 0, sizeof(ifr));
	strcpy(ifr.ifr_name, "lo");
	ifr.ifr_flags = IFF_UP | IFF_RUNNING;
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &ifr))
		say("lo", strerror(errno));
	close(fd);
}

static void load_module(void)
{
	int fd = open(MODULE, O_RDONLY);
	struct stat st;
	void *image;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && (image = malloc(st.st_size)) != NULL &&
	    read(fd, image, st.st_size) == st.st_size &&
	    syscall(SYS_init_module, image, (unsigned long)st.st_size,
		    "") == 0) {
		free(image);
		close(fd);
		return;
	}
	say(MODULE, strerror(errno));
	finish(125);
}

static pid_t start(int out, int err)
{
	static char *const argv[] = { "/bin/sh", "/lab/command", NULL };
	pid_t pid = fork();

	if (pid)
		return pid;
	setsid();
	dup2(out, 1);
	dup2(err, 2);
	close(out);
	close(err);
	if (chdir("/lab") == 0)
		execv(argv[0], argv);
	_exit(126);
}

/* Copies what is there; 0 at the end of the file, 1 otherwise. */
static int forward(int fd, unsigned short port)
{
	char buf[65536];
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		send_bytes(port, buf, n);
	return n < 0;
}

/* Until the command has ended and all that it wrote is out. */
static int serve(pid_t pid, int out, int err)
{
	struct pollfd fds[2] = {
		{ .fd = out, .events = POLLIN },
		{ .fd = err, .events = POLLIN },
	};
	int status = 0, done = 0;
	pid_t got;

	while (!done) {
		poll(fds, 2, 20);
		while ((got = waitpid(-1, &status, WNOHANG)) > 0) {
			if (got == pid) {
				done = 1;
				break;
			}
		}
		if (!forward(out, PORT_OUT))
			fds[0].fd = -1;
		if (!forward(err, PORT_ERR))
			fds[1].fd = -1;
	}
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

int main(void)
{
	int out[2], err[2];
	pid_t pid;
	int null;

	if (ioperm(PORT_OUT, PORT_STATUS - PORT_OUT + 1, 1))
		power_off();
	mounts();
	null = open("/dev/null", O_RDWR);
	while (null >= 0 && null < 2)
		null = dup(null);
	loopback_up();
	load_module();
	if (pipe(out) || pipe(err))
		finish(125);
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	fcntl(out[0], F_SETFD, FD_CLOEXEC);
	fcntl(err[0], F_SETFD, FD_CLOEXEC);
	pid = start(out[1], err[1]);
	close(out[1]);
	close(err[1]);
	finish(serve(pid, out[0], err[0]));
	return 0;
}
