/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stacks: taken by the environment, kept once each; see stack.h. Any context,
 * preemption off, no lock; made, read and freed in process context.
 */
#include "stack.h"
#include "table.h"
#include "text.h"

#define SLOTS		(PW_STACK_WORDS / 8)
#define TRIES		64	/* slots looked at for one stack */

/* A program that takes a stack, and how deep. */
static u32 depth_wanted(const struct pw_image *img)
{
	const struct pw_insn *insn = img->insns;
	u32 depth = 0;
	u32 i, want;

	for (i = 0; i < img->head->insns.count; i++, insn++) {
		want = insn->op == PW_OP_STACK ? insn->lo :
		       insn->op == PW_OP_USYM;
		if (want > depth)
			depth = want;
	}
	return depth;
}

int pw_stacks_create(struct pw_vm *vm)
{
	u32 depth = depth_wanted(&vm->img);
	struct pw_stacks *stacks;
	u32 size;
	int nr;

	if (!depth)
		return 0;
	stacks = pw_alloc(sizeof(*stacks));
	if (!stacks)
		return -ENOMEM;
	vm->stacks = stacks;
	stacks->depth = depth;
	stacks->used = 1;
	stacks->words = pw_alloc(PW_STACK_WORDS * sizeof(u64));
	stacks->slots = pw_alloc(SLOTS * sizeof(u64));
	if (!stacks->words || !stacks->slots)
		return -ENOMEM;
	size = (PW_STACK_HEAD_WORDS + depth) * sizeof(u64);
	for (nr = 0; nr < pw_nr_cpus(); nr++) {
		if (!vm->cpu[nr])
			continue;
		vm->cpu[nr]->stack = pw_alloc_cpu(PW_LEVELS * size, nr);
		if (!vm->cpu[nr]->stack)
			return -ENOMEM;
	}
	return 0;
}

/* The work spaces are each CPU's to free. */
void pw_stacks_destroy(struct pw_vm *vm)
{
	if (!vm->stacks)
		return;
	pw_free(vm->stacks->words);
	pw_free(vm->stacks->slots);
	pw_free(vm->stacks);
	vm->stacks = NULL;
}

static inline struct pw_stack *stack_at(const struct pw_stacks *stacks,
					u32 number)
{
	return (struct pw_stack *)&stacks->words[number];
}

static inline u32 words_of(u32 head)
{
	return PW_STACK_HEAD_WORDS + (head & PW_STACK_FRAMES);
}

/* A place for so many words; 0: full. */
static pw_notrace u32 take_words(struct pw_stacks *stacks, u32 n)
{
	u32 used;

	do {
		used = READ_ONCE(stacks->used);
		if (n > PW_STACK_WORDS - used)
			return 0;
	} while (pw_cmpxchg(&stacks->used, used, used + n) != used);
	return used;
}

/* Puts one where it may stay; 0: there is no room. */
static pw_notrace u32 put(struct pw_stacks *stacks, const struct pw_stack *from)
{
	u32 n = words_of(from->head);
	u32 number = take_words(stacks, n);
	struct pw_stack *to;

	if (!number)
		return 0;
	to = stack_at(stacks, number);
	to->pid = from->pid;
	pw_copy_words((u64 *)to + 1, (const u64 *)from + 1, 8 * (n - 1));
	pw_store_release(&to->head, from->head);
	return number;
}

static pw_notrace bool is_same(const struct pw_stacks *stacks, u64 slot,
			       u32 hash, const struct pw_stack *stack)
{
	if (slot >> 32 != hash)
		return false;
	return pw_same_key((const u64 *)stack_at(stacks, (u32)slot),
			   (const u64 *)stack, words_of(stack->head));
}

/* Who reads the table learns of a new process at once, while it lives. */
static pw_notrace void tell(struct pw_vm *vm, u32 end)
{
	u32 news;

	do {
		news = READ_ONCE(vm->stacks->news);
		if (news >= end)
			return;
	} while (pw_cmpxchg(&vm->stacks->news, news, end) != news);
	vm->wake(vm);
}

/* The number of the stack in the table, where it is put if it is new. */
static pw_notrace u64 number_of(struct pw_run *run, const struct pw_insn *insn,
				const struct pw_stack *stack)
{
	struct pw_stacks *stacks = run->vm->stacks;
	u32 words = words_of(stack->head);
	u32 hash = pw_hash((const u64 *)stack, words, 0);
	u32 number = 0;
	u64 *slot, was;
	u32 i;

	for (i = 0; i < TRIES; i++) {
		slot = &stacks->slots[(hash + i) % SLOTS];
		was = pw_load_acquire(slot);
		if (!was) {
			if (!number)
				number = put(stacks, stack);
			if (!number)
				break;
			was = pw_cmpxchg(slot, 0ULL,
					 (u64)hash << 32 | number);
			if (!was) {
				if (stack->pid)
					tell(run->vm, number + words);
				return number;
			}
		}
		if (is_same(stacks, was, hash, stack))
			return (u32)was;
	}
	pw_note(run, PW_NOTE_STACK_FULL, insn);
	return 0;
}

static pw_notrace struct pw_stack *work_space(const struct pw_run *run)
{
	u32 words = PW_STACK_HEAD_WORDS + run->vm->stacks->depth;

	return (struct pw_stack *)(run->cpu->stack + run->level * words);
}

/* As /proc has it where the command runs. Nobody there can ask for what is not
 * seen there, but it is none of the kernel's. */
static pw_notrace u32 visible_pid(const struct pw_run *run)
{
	u32 pid = (u32)pw_ns_pid(run->vm->pid_ns);

	return pid ? pid : (u32)pw_pid();
}

static pw_notrace u64 finish(struct pw_run *run, const struct pw_insn *insn,
			     struct pw_stack *stack, u32 frames, bool is_user)
{
	if (!frames)
		return 0;
	stack->head = frames | PW_STACK_WHOLE;
	stack->pid = is_user ? visible_pid(run) : 0;
	stack->mm = is_user ? pw_mm() : 0;
	return number_of(run, insn, stack);
}

static pw_notrace u64 take(struct pw_run *run, const struct pw_insn *insn)
{
	struct pw_stack *stack = work_space(run);
	const struct pw_hit *hit = run->hit;
	bool is_user = insn->aux == PW_STACK_USER;
	u32 n;

	if (is_user)
		n = pw_user_stack(hit->regs, hit->at_entry, stack->frame,
				  insn->lo);
	else
		n = pw_kernel_stack(hit->regs, hit->ip, hit->at_entry,
				    stack->frame, insn->lo);
	return finish(run, insn, stack, n, is_user);
}

static pw_notrace u64 take_address(struct pw_run *run,
				   const struct pw_insn *insn, u64 address)
{
	struct pw_stack *stack = work_space(run);

	stack->frame[0] = address;
	return finish(run, insn, stack, 1, true);
}

/* A number may be anything. */
static pw_notrace u64 length_of(const struct pw_run *run, u64 number)
{
	const struct pw_stacks *stacks = run->vm->stacks;
	u32 head;

	if (!stacks || number >= PW_STACK_WORDS)
		return 0;
	head = READ_ONCE(stack_at(stacks, (u32)number)->head);
	return head & PW_STACK_WHOLE ? head & PW_STACK_FRAMES : 0;
}

pw_notrace u64 pw_stack_value(struct pw_run *run, const struct pw_insn *insn,
			      u64 src)
{
	switch (insn->op) {
	case PW_OP_STACK:
		return take(run, insn);
	case PW_OP_USYM:
		return take_address(run, insn, src);
	default:
		return length_of(run, src);
	}
}

u32 pw_stacks_read(const struct pw_vm *vm, u32 from, void *buf, u32 size)
{
	const struct pw_stacks *stacks = vm->stacks;
	u32 bytes, head;
	u32 done = 0;

	if (!stacks)
		return 0;
	while (from && from < PW_STACK_WORDS) {
		head = pw_load_acquire(&stack_at(stacks, from)->head);
		bytes = words_of(head) * sizeof(u64);
		if (!(head & PW_STACK_WHOLE) || bytes > size - done ||
		    words_of(head) > PW_STACK_WORDS - from)
			break;
		memcpy((u8 *)buf + done, &stacks->words[from], bytes);
		done += bytes;
		from += words_of(head);
	}
	return done;
}

u32 pw_stacks_news(const struct pw_vm *vm)
{
	return vm->stacks ? READ_ONCE(vm->stacks->news) : 0;
}
