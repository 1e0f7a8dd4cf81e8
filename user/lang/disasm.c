// SPDX-License-Identifier: GPL-2.0
/*
 * -d bytecode: an image as text. Operands are written as the opcode list
 * describes them: what is written first, then what is read. Only images that
 * this program has made are shown; nothing is checked.
 */
#include <inttypes.h>
#include <string.h>
#include "lang/arena.h"
#include "lang/lang.h"
#include "lang/types.h"

static const struct {
	const char *name;
	uint32_t operands;
} ops[] = {
#define PW_OP(name, text, operands, what) { text, operands },
	PW_OPCODES(PW_OP)
#undef PW_OP
};

static const char *const ctx_names[PW_CTX_VALUES] = {
	"pid", "tid", "uid", "gid", "cpu", "nsecs", "curtask", "probe", "arg0",
	"arg1", "arg2", "arg3", "arg4", "arg5", "retval", "elapsed", "rand",
	"jiffies", "node", "given0", "given1", "given2", "given3", "given4",
	"given5", "given6", "given7", "given8", "given9", "given10",
	"given11",
	"usermode", "ns_pid", "ns_tid", "cgroup", "place", "regs",
	"fault",
};

static const char *const task_names[PW_TASK_VALUES] = {
	"parent", "leader", "pid", "comm", "find",
};

static const char *const prog_ctx_names[] = {
	"plain", "entry", "return", "record", "raw", "exit",
};

static const char *const space_names[] = { "kernel", "user", "either" };

struct dump {
	const struct pw_program *prog;
	const struct pw_image_header *head;
	const struct pw_insn *insns;
	const char *constants;
	const char *strings;
	const struct pw_map_def *maps;
	const struct pw_rec_def *recs;
	const struct pw_seg *segs;
	const struct pw_prog_def *progs;
	const struct pw_probe_def *probes;
	struct pw_arena *arena;
	FILE *out;
};

static void open_image(struct dump *d)
{
	const char *image = d->prog->image;

	d->head = d->prog->image;
	d->insns = (const void *)(image + d->head->insns.offset);
	d->constants = image + d->head->constants.offset;
	d->strings = image + d->head->strings.offset;
	d->maps = (const void *)(image + d->head->maps.offset);
	d->recs = (const void *)(image + d->head->recs.offset);
	d->segs = (const void *)(image + d->head->segs.offset);
	d->progs = (const void *)(image + d->head->progs.offset);
	d->probes = (const void *)(image + d->head->probes.offset);
}

/* A string of the script, on one line. */
static void print_quoted(FILE *out, const char *text, size_t len)
{
	putc('"', out);
	for (size_t i = 0; i < len && text[i]; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\n')
			fputs("\\n", out);
		else if (c == '\t')
			fputs("\\t", out);
		else if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 32 || c > 126)
			fprintf(out, "\\x%02x", c);
		else
			putc(c, out);
	}
	putc('"', out);
}

static void print_maps(const struct dump *d)
{
	for (uint32_t i = 0; i < d->head->maps.count; i++) {
		const struct pw_map_info *info = &d->prog->maps[i];

		fprintf(d->out, "map %u @%s", i, info->name);
		for (uint32_t k = 0; k < info->n_keys; k++)
			fprintf(d->out, "%s%s", k ? ", " : "[",
				pw_type_name(d->arena, &info->keys[k]));
		fprintf(d->out, "%s: %s; key %u, value %u, entries %u%s\n",
			info->n_keys ? "]" : "",
			pw_type_name(d->arena, &info->value),
			d->maps[i].key_size, d->maps[i].value_size,
			d->maps[i].max_entries,
			d->maps[i].flags & PW_MAP_F_DELETE ? ", delete" : "");
	}
}

static const char *printing_name(enum pw_action_kind kind)
{
	switch (kind) {
	case PW_ACTION_ERRORF:
		return "errorf";
	case PW_ACTION_WARNF:
		return "warnf";
	case PW_ACTION_CAT:
		return "cat";
	case PW_ACTION_SYSTEM:
		return "system";
	case PW_ACTION_DEBUGF:
		return "debugf";
	case PW_ACTION_JOIN:
		return "join";
	case PW_ACTION_PACKET:
		return "packet";
	case PW_ACTION_NO_KEY:
		return "no key,";
	case PW_ACTION_FAULT:
		return "fault, probe_read";
	default:
		return "printf";
	}
}

static void print_action(const struct dump *d, const struct pw_action *action)
{
	switch (action->kind) {
	case PW_ACTION_PRINTF:
	case PW_ACTION_ERRORF:
	case PW_ACTION_WARNF:
	case PW_ACTION_CAT:
	case PW_ACTION_SYSTEM:
	case PW_ACTION_DEBUGF:
	case PW_ACTION_JOIN:
	case PW_ACTION_PACKET:
	case PW_ACTION_NO_KEY:
	case PW_ACTION_FAULT:
		fprintf(d->out, "%s ", printing_name(action->kind));
		print_quoted(d->out, action->format, strlen(action->format));
		break;
	case PW_ACTION_PRINT_VALUE:
		fputs("print", d->out);
		break;
	case PW_ACTION_PRINT_MAP:
		fprintf(d->out, "print @%s", d->prog->maps[action->map].name);
		if (action->top || action->div)
			fprintf(d->out, ", %u, %u", action->top, action->div);
		break;
	case PW_ACTION_CLEAR_MAP:
		fprintf(d->out, "clear @%s", d->prog->maps[action->map].name);
		break;
	case PW_ACTION_ZERO_MAP:
		fprintf(d->out, "zero @%s", d->prog->maps[action->map].name);
		break;
	case PW_ACTION_TIME:
		fputs("time ", d->out);
		print_quoted(d->out, action->format, strlen(action->format));
		break;
	}
}

static void print_records(const struct dump *d)
{
	for (uint32_t i = 0; i < d->head->recs.count; i++) {
		const struct pw_action *action = &d->prog->actions[i];
		const struct pw_rec_def *rec = &d->recs[i];

		fprintf(d->out, "record %u ", i);
		print_action(d, action);
		for (uint32_t v = 0; v < action->n_values; v++)
			fprintf(d->out, "%s%s", v ? ", " : " (",
				pw_type_name(d->arena, &action->values[v]));
		fputs(action->n_values ? ")" : "", d->out);
		for (uint32_t s = 0; s < rec->n_segs; s++) {
			const struct pw_seg *seg = &d->segs[rec->first_seg + s];

			fprintf(d->out, "%s%s [%u..%u)", s ? ", " : "; ",
				seg->kind == PW_SEG_STR ? "str" : "raw",
				seg->offset, seg->offset + seg->size);
		}
		putc('\n', d->out);
	}
}

static void print_probes(const struct dump *d)
{
	for (uint32_t i = 0; i < d->head->probes.count; i++) {
		const struct pw_probe_def *probe = &d->probes[i];

		fprintf(d->out, "probe %u %s: program %u%s%s", i,
			d->strings + probe->name, probe->prog,
			probe->kind == PW_PROBE_BACKPORT ? ", backport" : "",
			probe->flags & PW_PROBE_F_OPTIONAL ? ", optional" : "");
		if (probe->param)
			fprintf(d->out, ", %" PRIu64, (uint64_t)probe->param);
		putc('\n', d->out);
	}
}

static void print_width(FILE *out, uint8_t aux)
{
	fprintf(out, "%c%u", aux & PW_SIGNED ? 's' : 'u',
		8u * (aux & (uint8_t)~PW_SIGNED));
}

static void print_max(FILE *out, const struct pw_insn *insn)
{
	if (insn->lo >> 16)
		fprintf(out, " max %u", insn->lo >> 16);
}

/* What the flags of the opcode list do not tell. */
static void print_special(const struct dump *d, const struct pw_insn *insn)
{
	switch (insn->op) {
	case PW_OP_LDREC:
		fprintf(d->out, " rec[%u]", insn->off);
		break;
	case PW_OP_RECBYTES:
		fprintf(d->out, " rec[%u]", insn->lo);
		break;
	case PW_OP_RECSTR:
		fprintf(d->out, " rec[%u]%s", insn->lo & 0xffff,
			insn->aux ? " rel" : "");
		print_max(d->out, insn);
		break;
	case PW_OP_LDMEM:
		fprintf(d->out, "+%u", insn->off);
		break;
	case PW_OP_PICK:
		fprintf(d->out, " table %u", insn->lo);
		break;
	case PW_OP_PATH:
		fprintf(d->out, " max %u", insn->lo);
		break;
	case PW_OP_TSERIES:
		fprintf(d->out, " at r%u", insn->hi);
		break;
	case PW_OP_STACK:
		fprintf(d->out, " %s %u", insn->aux == PW_STACK_USER ? "user" :
			"kernel", insn->lo);
		break;
	case PW_OP_MAPLEN:
		fprintf(d->out, " @%s", d->prog->maps[insn->lo].name);
		break;
	case PW_OP_TASK:
		fprintf(d->out, " %s", task_names[insn->aux]);
		break;
	case PW_OP_STR:
		if (insn->lo & 0xffff)
			fprintf(d->out, " size r%u",
				(insn->lo & 0xffff) - 1);
		print_max(d->out, insn);
		break;
	case PW_OP_CSTR:
	case PW_OP_READ:
		if (insn->lo)
			fprintf(d->out, " size r%u", insn->lo - 1);
		break;
	}
}

static void print_ctx(FILE *out, uint8_t value)
{
	if (value >= PW_CTX_REG0)
		fprintf(out, " reg%u", value - PW_CTX_REG0);
	else
		fprintf(out, " %s", ctx_names[value]);
}

static void print_operands(const struct dump *d, const struct pw_insn *insn,
			   uint32_t o)
{
	FILE *out = d->out;

	if (o & PW_O_DST)
		fprintf(out, " r%u", insn->dst);
	if (o & (PW_O_FRAME_W8 | PW_O_FRAME_W | PW_O_FRAME_R | PW_O_FRAME_R8))
		fprintf(out, " [%u]", insn->off);
	if (o & PW_O_SRC)
		fprintf(out, " r%u", insn->src);
	if (o & PW_O_AUX && insn->aux == PW_IMM)
		fprintf(out, " %" PRId64, (int64_t)insn->imm);
	else if (o & PW_O_AUX)
		fprintf(out, " r%u", insn->aux);
	if (o & PW_O_FRAME_RLO)
		fprintf(out, " [%u]", insn->lo);
	if (o & PW_O_CONST) {
		putc(' ', out);
		print_quoted(out, d->constants + insn->lo, insn->hi);
	}
	print_special(d, insn);
	if (o & PW_O_CTX)
		print_ctx(out, insn->aux);
	if (o & PW_O_SPACE)
		fprintf(out, " %s", space_names[insn->aux]);
	if (o & PW_O_NAME)
		fputs(insn->aux == PW_NAME_FUNC ? " func" : " probe", out);
	if (o & PW_O_MAP) {
		fprintf(out, " @%s", d->prog->maps[insn->lo].name);
		if (d->maps[insn->lo].key_size)
			fprintf(out, "[%u]", insn->off);
	}
	if (o & PW_O_WALK)
		fprintf(out, " @%s [%u] [%u]", d->prog->maps[insn->lo].name,
			insn->off, insn->hi);
	if (o & (PW_O_MAP_RV | PW_O_MAP_WV))
		fprintf(out, " [%u]", insn->hi);
	if (o & PW_O_EMIT)
		fprintf(out, " %u", insn->lo);
	if (o & (PW_O_FRAME_W | PW_O_FRAME_R | PW_O_FRAME_RLO))
		fprintf(out, " %u", insn->hi);
	if (o & PW_O_WIDTH) {
		putc(' ', out);
		print_width(out, insn->aux);
	}
	if (o & (PW_O_JUMP | PW_O_BACK))
		fprintf(out, " -> %u", insn->off);
}

static void print_program(const struct dump *d, uint32_t number)
{
	const struct pw_prog_def *prog = &d->progs[number];

	fprintf(d->out, "program %u: %s, frame %u", number,
		prog_ctx_names[prog->ctx], prog->frame_size);
	if (prog->rec_size)
		fprintf(d->out, ", record %u", prog->rec_size);
	putc('\n', d->out);
	for (uint32_t i = 0; i < prog->n_insns; i++) {
		const struct pw_insn *insn = &d->insns[prog->first_insn + i];
		const struct pw_source_pos *pos =
			&d->prog->positions[prog->first_insn + i];

		fprintf(d->out, "%4u  %u:%-4u %s", i, pos->line, pos->column,
			ops[insn->op].name);
		print_operands(d, insn, ops[insn->op].operands);
		putc('\n', d->out);
	}
}

void pw_disassemble(const struct pw_program *prog, FILE *out)
{
	struct dump d;

	memset(&d, 0, sizeof(d));
	d.prog = prog;
	d.out = out;
	d.arena = pw_arena_new();
	open_image(&d);
	print_maps(&d);
	print_records(&d);
	print_probes(&d);
	for (uint32_t i = 0; i < d.head->progs.count; i++)
		print_program(&d, i);
	pw_arena_free(d.arena);
}
