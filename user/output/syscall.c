// SPDX-License-Identifier: GPL-2.0
/*
 * System calls as strace shows them; see syscall.h and lang/syscalls.c. What a
 * hit has read of a process is trusted in nothing: lengths are cut to what the
 * slot has.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include "lang/call.h"
#include "lang/syscalls.h"
#include "lang/texts.h"
#include "output/buf.h"
#include "output/syscall.h"

#define CREATES		0x40u		/* O_CREAT */
#define TEMPORARY	0x410000u	/* O_TMPFILE */

/* A value while its arguments are printed. */
struct call {
	const struct pw_type *type;
	const uint8_t *slot;
	uint64_t args[PW_CALL_ARGS];
	uint64_t flags;		/* of an open() */
};

struct text {
	const uint8_t *bytes;
	uint32_t room;
	uint32_t length;	/* of data */
};

/* What was read of argument `arg`; false: nothing. */
static bool find_text(const struct call *call, unsigned int arg,
		      struct text *out)
{
	const uint8_t *at = call->slot + PW_SYSCALL_TEXT_AT;
	uint32_t room = pw_syscall_room(call->type);
	uint64_t head;

	for (uint32_t i = 0; i < PW_SYSCALL_TEXTS; i++, at += 8 + room) {
		memcpy(&head, at, sizeof(head));
		if ((head & 0xff) != arg + 1)
			continue;
		head >>= 8;
		out->bytes = at + 8;
		out->room = room;
		out->length = head < room ? (uint32_t)head : room;
		return true;
	}
	return false;
}

/* As C writes it: three digits where another digit follows. */
static void add_byte(struct pw_buf *buf, uint8_t c, uint8_t next)
{
	static const char plain[] = "\"\\\n\t\r\v\f";
	static const char letters[] = "\"\\ntrvf";
	const char *at = c ? strchr(plain, c) : NULL;
	bool digit = next >= '0' && next <= '9';

	if (at) {
		pw_buf_char(buf, '\\');
		pw_buf_char(buf, letters[at - plain]);
	} else if (c >= ' ' && c < 127) {
		pw_buf_char(buf, (char)c);
	} else {
		pw_buf_char(buf, '\\');
		if (digit || c >= 64)
			pw_buf_char(buf, (char)('0' + (c >> 6)));
		if (digit || c >= 8)
			pw_buf_char(buf, (char)('0' + ((c >> 3) & 7)));
		pw_buf_char(buf, (char)('0' + (c & 7)));
	}
}

static void add_quoted(struct pw_buf *buf, const uint8_t *bytes, uint32_t n,
		       bool is_cut)
{
	pw_buf_char(buf, '"');
	for (uint32_t i = 0; i < n; i++)
		add_byte(buf, bytes[i], i + 1 < n ? bytes[i + 1] : 0);
	pw_buf_str(buf, is_cut ? "\"..." : "\"");
}

static void add_pointer(struct pw_buf *buf, uint64_t v)
{
	if (!v) {
		pw_buf_str(buf, "NULL");
		return;
	}
	pw_buf_0x(buf, v);
}

static void add_octal(struct pw_buf *buf, uint64_t v)
{
	char digits[24], *at = digits + sizeof(digits);

	*--at = '\0';
	do {
		*--at = (char)('0' + (v & 7));
		v >>= 3;
	} while (v);
	if (*at != '0')
		*--at = '0';
	pw_buf_str(buf, at);
}

static void add_string(struct pw_buf *buf, const struct text *text)
{
	bool is_cut = text->bytes[text->room - 1] == 1;

	add_quoted(buf, text->bytes,
		   (uint32_t)strnlen((const char *)text->bytes,
				     text->room - is_cut), is_cut);
}

static void add_data(struct pw_buf *buf, const struct call *call,
		     const struct text *text, uint64_t whole)
{
	uint32_t n = text->length;

	if (n > call->type->length)
		n = call->type->length;
	add_quoted(buf, text->bytes, n, n < whole);
}

static void add_inet(struct pw_buf *buf, const char *names[2], int family,
		     const void *port, const void *address)
{
	char host[INET6_ADDRSTRLEN];
	uint16_t number;

	memcpy(&number, port, sizeof(number));
	pw_buf_str(buf, names[0]);
	pw_buf_unsigned(buf, ntohs(number));
	pw_buf_str(buf, names[1]);
	pw_buf_str(buf, inet_ntop(family, address, host, sizeof(host)) ?
		   host : "?");
	pw_buf_char(buf, '"');
}

/* Without a name in the file system it may be empty, or begin with a NUL. */
static void add_unix(struct pw_buf *buf, const uint8_t *path, uint32_t n)
{
	bool is_abstract = n && !path[0];

	if (!n)
		return;
	pw_buf_str(buf, is_abstract ? ", sun_path=@" : ", sun_path=");
	path += is_abstract;
	n -= is_abstract;
	add_quoted(buf, path, is_abstract ? n :
		   (uint32_t)strnlen((const char *)path, n), false);
}

static void add_address(struct pw_buf *buf, const struct text *text)
{
	static const char *in[2] = {
		", sin_port=htons(", "), sin_addr=inet_addr(\"" };
	static const char *in6[2] = {
		", sin6_port=htons(", "), sin6_addr=inet_pton(\"" };
	const char *name;
	uint16_t family;

	if (text->length < sizeof(family)) {
		add_quoted(buf, text->bytes, text->length, false);
		return;
	}
	memcpy(&family, text->bytes, sizeof(family));
	name = pw_family_name(family);
	pw_buf_str(buf, "{sa_family=");
	if (name)
		pw_buf_str(buf, name);
	else
		pw_buf_unsigned(buf, family);
	if (family == AF_INET && text->length >= 8) {
		add_inet(buf, in, AF_INET, text->bytes + 2, text->bytes + 4);
		pw_buf_char(buf, ')');
	} else if (family == AF_INET6 && text->length >= 24) {
		add_inet(buf, in6, AF_INET6, text->bytes + 2, text->bytes + 8);
		pw_buf_char(buf, ')');
	} else if (family == AF_UNIX) {
		add_unix(buf, text->bytes + 2, text->length - 2);
	} else {
		pw_buf_str(buf, ", ...");
	}
	pw_buf_char(buf, '}');
}

static void add_fds(struct pw_buf *buf, const struct text *text)
{
	int32_t fds[2] = { 0, 0 };

	memcpy(fds, text->bytes, sizeof(fds));
	pw_buf_char(buf, '[');
	pw_buf_signed(buf, fds[0]);
	pw_buf_str(buf, ", ");
	pw_buf_signed(buf, fds[1]);
	pw_buf_char(buf, ']');
}

static void add_time(struct pw_buf *buf, const struct text *text)
{
	int64_t parts[2];

	memcpy(parts, text->bytes, sizeof(parts));
	pw_buf_str(buf, "{tv_sec=");
	pw_buf_signed(buf, parts[0]);
	pw_buf_str(buf, ", tv_nsec=");
	pw_buf_signed(buf, parts[1]);
	pw_buf_char(buf, '}');
}

/* What is behind an address. False: it is not known, or not to be shown. */
static bool add_target(struct pw_buf *buf, const struct call *call,
		       const char *word, size_t len, unsigned int arg)
{
	uint64_t next = arg + 1 < PW_CALL_ARGS ? call->args[arg + 1] : 0;
	struct text text;

	if (!find_text(call, arg, &text))
		return false;
	if (!strncmp(word, "path", len) || !strncmp(word, "str", len))
		add_string(buf, &text);
	else if (!strncmp(word, "buf", len))
		add_data(buf, call, &text, next);
	else if (!strncmp(word, "out", len))
		add_data(buf, call, &text, text.length == text.room ?
			 UINT64_MAX : text.length);
	else if (!strncmp(word, "addr", len))
		add_address(buf, &text);
	else if (!strncmp(word, "fds", len))
		add_fds(buf, &text);
	else
		add_time(buf, &text);
	return true;
}

static void add_number(struct pw_buf *buf, const char *word, size_t len,
		       uint64_t v)
{
	if (len == 2 && !memcmp(word, "at", 2) && (int32_t)v == -100)
		pw_buf_str(buf, "AT_FDCWD");
	else if (len == 2)	/* fd, at: an int */
		pw_buf_signed(buf, (int32_t)v);
	else if (len > 1)	/* nothing was read there */
		add_pointer(buf, v);
	else if (*word == 'd')
		pw_buf_signed(buf, (int32_t)v);
	else if (*word == 'l')
		pw_buf_signed(buf, (int64_t)v);
	else if (*word == 'u')
		pw_buf_unsigned(buf, v);
	else if (*word == 'o')
		add_octal(buf, (uint32_t)v);
	else if (*word == 'p' || v)
		add_pointer(buf, v);
	else
		pw_buf_char(buf, '0');
}

static void add_arg(struct pw_buf *buf, struct call *call, const char *word,
		    size_t len, unsigned int arg)
{
	uint64_t v = call->args[arg];

	if (len == 6 && !memcmp(word, "oflags", len))
		call->flags = v;
	if (!pw_flags_text(buf, word, len, v) &&
	    !add_target(buf, call, word, len, arg))
		add_number(buf, word, len, v);
}

/* open() takes a mode only if it may make the file. */
static bool is_missing(const struct call *call, const char *word, size_t len)
{
	return len == 4 && !memcmp(word, "mode", len) &&
	       !(call->flags & CREATES) &&
	       (call->flags & TEMPORARY) != TEMPORARY;
}

/* Nobody has described it. */
static void add_unknown(struct pw_buf *buf, const struct call *call)
{
	for (unsigned int i = 0; i < PW_CALL_ARGS; i++) {
		if (i)
			pw_buf_str(buf, ", ");
		pw_buf_0x(buf, call->args[i]);
	}
}

void pw_syscall_args_text(struct pw_buf *buf, const struct pw_type *type,
			  const uint8_t *slot)
{
	struct call call = { type, slot, { 0 }, 0 };
	const char *args, *word;
	unsigned int arg = 0;
	int64_t number;
	size_t len;

	memcpy(&number, slot, sizeof(number));
	memcpy(call.args, slot + 8, sizeof(call.args));
	args = pw_syscall_args(number);
	if (!args) {
		add_unknown(buf, &call);
		return;
	}
	for (unsigned int i = 0; arg < PW_CALL_ARGS &&
	     (len = pw_syscall_word(args, i, &word)) != 0; i++) {
		if (*word == '=' || is_missing(&call, word, len))
			continue;
		if (arg)
			pw_buf_str(buf, ", ");
		if (len == 4 && !memcmp(word, "mode", len))
			add_octal(buf, (uint32_t)call.args[arg]);
		else
			add_arg(buf, &call, word, len, arg);
		arg++;
	}
}

void pw_syscall_result_text(struct pw_buf *buf, int64_t number, int64_t result)
{
	const char *args = pw_syscall_args(number), *word = "";

	if (result < 0 && result > -4096) {
		pw_call_error(buf, result);
		return;
	}
	if (args)
		pw_syscall_word(args, 0, &word);
	if (!strncmp(word, "=p", 2))
		add_pointer(buf, (uint64_t)result);
	else if (!strncmp(word, "=o", 2))
		add_octal(buf, (uint64_t)result);
	else
		pw_buf_signed(buf, result);
}
