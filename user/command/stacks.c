// SPDX-License-Identifier: GPL-2.0
/*
 * Stacks between the module, which has them, the symbols and the output. The
 * module's table never changes where it was written, so what was read once is
 * kept as it is.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include "command/report.h"
#include "command/stacks.h"
#include "symbols/demangle.h"

#define TABLE_BYTES	(PW_STACK_WORDS * sizeof(uint64_t))

struct reader {
	struct pw_session_stacks *s;
	uint32_t at;		/* word that comes next */
};

static const struct pw_stack *stack_at(const struct pw_session_stacks *s,
				       uint32_t number)
{
	return (const struct pw_stack *)&s->words[number];
}

static uint32_t words_of(const struct pw_stack *stack)
{
	return PW_STACK_HEAD_WORDS + (stack->head & PW_STACK_FRAMES);
}

/* Whole stacks, one behind the other. */
static void take(void *ctx, const void *data, size_t size)
{
	struct reader *reader = ctx;
	struct pw_session_stacks *s = reader->s;
	uint32_t n = (uint32_t)(size / sizeof(uint64_t));
	const struct pw_stack *stack;

	if (n > PW_STACK_WORDS - reader->at)
		n = PW_STACK_WORDS - reader->at;
	memcpy(&s->words[reader->at], data, n * sizeof(uint64_t));
	while (n >= PW_STACK_HEAD_WORDS) {
		stack = stack_at(s, reader->at);
		if (!(stack->head & PW_STACK_WHOLE) || words_of(stack) > n)
			break;
		n -= words_of(stack);
		reader->at += words_of(stack);
	}
	/* Nothing that is not whole is taken for a stack. */
	memset(&s->words[reader->at], 0, n * sizeof(uint64_t));
}

/* Reads on from a stack; the word behind the last one that came. */
static uint32_t fetch(struct pw_session_stacks *s, uint32_t from)
{
	struct reader reader = { s, from };
	struct pw_link_error error;

	if (!s->has_failed && pw_client_stacks(s->client, from, take, &reader,
					       &error)) {
		s->has_failed = true;
		pw_report_error("%s", error.text);
	}
	return reader.at;
}

void pw_session_stacks_news(struct pw_session_stacks *s, uint32_t words)
{
	const struct pw_stack *stack;
	uint32_t end;

	if (words > PW_STACK_WORDS)
		words = PW_STACK_WORDS;
	while (s->seen < words) {
		end = fetch(s, s->seen);
		/* One is being written: it comes with the next news. */
		if (end == s->seen)
			return;
		while (s->seen < end) {
			stack = stack_at(s, s->seen);
			if (stack->pid)
				pw_processes_see(s->processes, stack->pid,
						 stack->mm);
			s->seen += words_of(stack);
		}
	}
}

static const struct pw_stack *find(void *data, uint64_t number)
{
	struct pw_session_stacks *s = data;

	if (!number || number >= PW_STACK_WORDS - PW_STACK_HEAD_WORDS)
		return NULL;
	if (!stack_at(s, (uint32_t)number)->head)
		fetch(s, (uint32_t)number);
	if (!stack_at(s, (uint32_t)number)->head)
		return NULL;
	return stack_at(s, (uint32_t)number);
}

static void name_kernel(void *data, uint64_t address, struct pw_where *where)
{
	struct pw_session_stacks *s = data;

	where->name = pw_addresses_find(s->addresses, address, &where->offset);
}

static void name_process(void *data, const struct pw_stack *stack,
			 uint64_t address, struct pw_where *where)
{
	struct pw_session_stacks *s = data;
	struct pw_in_process in;

	pw_processes_find(s->processes, stack->pid, stack->mm, address, &in);
	where->offset = in.offset;
	where->module = in.path;
	where->file_offset = in.file_offset;
	if (in.functions)
		where->has_build_id = pw_functions_build_id(in.functions,
							 where->build_id);
	if (in.functions && s->has_lines)
		where->n_lines = pw_functions_lines(in.functions,
						    in.file_offset,
						    where->lines);
	where->name = in.name && !s->keeps_mangled ? pw_demangle(in.name) :
		      in.name;
}

int pw_session_stacks_init(struct pw_session_stacks *s,
			   struct pw_client *client,
			   struct pw_addresses *addresses, bool has_lines)
{
	memset(s, 0, sizeof(*s));
	s->client = client;
	s->addresses = addresses;
	s->seen = 1;
	s->has_lines = has_lines;
	s->processes = pw_processes_new("/proc", has_lines);
	s->words = mmap(NULL, TABLE_BYTES, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (s->words == MAP_FAILED)
		s->words = NULL;
	s->symbols.data = s;
	s->symbols.stack = find;
	s->symbols.kernel = name_kernel;
	s->symbols.process = name_process;
	if (s->words && s->processes)
		return 0;
	pw_session_stacks_free(s);
	return -ENOMEM;
}

void pw_session_stacks_free(struct pw_session_stacks *s)
{
	if (s->words)
		munmap(s->words, TABLE_BYTES);
	pw_processes_free(s->processes);
	s->words = NULL;
	s->processes = NULL;
}

void pw_session_stacks_hint(const struct pw_session_stacks *s)
{
	struct pw_unnamed unnamed;

	if (!s->processes)
		return;
	pw_processes_unnamed(s->processes, &unnamed);
	if (unnamed.n_ended)
		pw_report_hint("%u process%s had ended before the addresses in "
			       "%s stacks could be named", unnamed.n_ended,
			       unnamed.n_ended == 1 ? "" : "es",
			       unnamed.n_ended == 1 ? "its" : "their");
	if (unnamed.file)
		pw_report_hint("%s has no names for some addresses: its "
			       "symbols, or its debug package, are not "
			       "installed", unnamed.file);
}
