/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The syntax tree as text, for -d ast and for tests: one line a statement,
 * operators in front of their operands, so that precedence can be seen.
 */
#include <string.h>
#include "lang/lang.h"
#include "lang/lex.h"
#include "lang/parse.h"

static void print_string(const char *text, size_t len, FILE *out)
{
	size_t i;

	fputc('"', out);
	for (i = 0; i < len; i++) {
		if (text[i] == '"' || text[i] == '\\')
			fprintf(out, "\\%c", text[i]);
		else if (text[i] == '\n')
			fputs("\\n", out);
		else if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			fprintf(out, "\\x%02x", (unsigned char)text[i]);
		else
			fputc(text[i], out);
	}
	fputc('"', out);
}

static void print_args(const struct pw_expr *arg, const char *open,
		       const char *gap, const char *close, FILE *out)
{
	fputs(open, out);
	for (; arg; arg = arg->next) {
		if (arg->label)
			fprintf(out, "%s=", arg->label);
		pw_print_expr(arg, out);
		if (arg->next)
			fputs(gap, out);
	}
	fputs(close, out);
}

static void print_operator(const char *name, const struct pw_expr *expr,
			   FILE *out)
{
	const struct pw_expr *parts[3] = { expr->a, expr->b, expr->c };
	unsigned i;

	fprintf(out, "(%s", name);
	for (i = 0; i < 3; i++) {
		if (!parts[i])
			continue;
		fputc(' ', out);
		pw_print_expr(parts[i], out);
	}
	fputc(')', out);
}

static void print_body(const struct pw_stmt *stmt, unsigned depth, FILE *out);

/* What may be behind the others, and the bracket. */
static void print_last(const struct pw_expr *expr, FILE *out)
{
	if (expr) {
		fputc(' ', out);
		pw_print_expr(expr, out);
	}
	fputc(')', out);
}

/* Its statements take lines of their own, also in the midst of one. */
static void print_block(const struct pw_expr *expr, FILE *out)
{
	fputs("(block\n", out);
	print_body(expr->body, 1, out);
	fputs("  value", out);
	print_last(expr->a, out);
}

void pw_print_expr(const struct pw_expr *expr, FILE *out)
{
	switch (expr->kind) {
	case PW_EXPR_INT:
		fprintf(out, "%llu%s", (unsigned long long)expr->number,
			expr->is_unsigned ? "u" : "");
		break;
	case PW_EXPR_STRING:
		print_string(expr->text, expr->text_len, out);
		break;
	case PW_EXPR_IDENT:
		fputs(expr->name, out);
		break;
	case PW_EXPR_VAR:
		fprintf(out, "$%s", expr->name);
		break;
	case PW_EXPR_PARAM:
		fprintf(out, expr->number ? "$%llu" : "$#",
			(unsigned long long)expr->number);
		break;
	case PW_EXPR_MAP:
		fprintf(out, "@%s", expr->name);
		if (expr->args)
			print_args(expr->args, "[", ", ", "]", out);
		break;
	case PW_EXPR_CALL:
		fputs(expr->name, out);
		print_args(expr->args, "(", ", ", ")", out);
		break;
	case PW_EXPR_TUPLE:
		print_args(expr->args, "(tuple ", " ", ")", out);
		break;
	case PW_EXPR_FIELD:
		pw_print_expr(expr->a, out);
		fputs(pw_token_name(expr->op), out);
		fputs(expr->name ? expr->name : "?", out);
		break;
	case PW_EXPR_CAST:
		fprintf(out, "(cast \"%s\"", expr->name ? expr->name : "?");
		print_last(expr->a, out);
		break;
	case PW_EXPR_BLOCK:
		print_block(expr, out);
		break;
	case PW_EXPR_INDEX:
		print_operator("index", expr, out);
		break;
	case PW_EXPR_POSTINC:
		print_operator(expr->op == PW_TOK_INC ? "post++" : "post--",
			       expr, out);
		break;
	case PW_EXPR_UNARY:
	case PW_EXPR_BINARY:
	case PW_EXPR_TERNARY:
	case PW_EXPR_ASSIGN:
	case PW_EXPR_PREINC:
		print_operator(pw_token_name(expr->op), expr, out);
		break;
	}
}

static void indent(unsigned depth, FILE *out)
{
	fprintf(out, "%*s", (int)depth * 2, "");
}

static void print_stmt(const struct pw_stmt *stmt, unsigned depth, FILE *out)
{
	indent(depth, out);
	switch (stmt->kind) {
	case PW_STMT_EXPR:
		break;
	case PW_STMT_IF:
		fputs("if ", out);
		break;
	case PW_STMT_BLOCK:
		fputs("block", out);
		break;
	case PW_STMT_RETURN:
		fputs(stmt->expr ? "return " : "return", out);
		break;
	case PW_STMT_LET:
		fprintf(out, "let $%s", stmt->name ? stmt->name : "?");
		if (stmt->type_name)
			fprintf(out, " : %s", stmt->type_name);
		if (stmt->expr)
			fputs(" = ", out);
		break;
	case PW_STMT_WHILE:
		fputs("while ", out);
		break;
	case PW_STMT_UNROLL:
		fputs("unroll ", out);
		break;
	case PW_STMT_RANGE:
	case PW_STMT_EACH:
		fprintf(out, "for $%s : ", stmt->name ? stmt->name : "?");
		break;
	case PW_STMT_BREAK:
		fputs("break", out);
		break;
	case PW_STMT_CONTINUE:
		fputs("continue", out);
		break;
	case PW_STMT_FUNCTION:
	case PW_STMT_LEAVE:	/* only calls have them */
		break;
	}
	if (stmt->expr)
		pw_print_expr(stmt->expr, out);
	if (stmt->last) {
		fputs("..", out);
		pw_print_expr(stmt->last, out);
	}
	fputc('\n', out);
	print_body(stmt->body, depth + 1, out);
	if (stmt->else_body) {
		indent(depth, out);
		fputs("else\n", out);
		print_body(stmt->else_body, depth + 1, out);
	}
}

static void print_body(const struct pw_stmt *stmt, unsigned depth, FILE *out)
{
	for (; stmt; stmt = stmt->next)
		print_stmt(stmt, depth, out);
}

void pw_print_script(const struct pw_script *script, FILE *out)
{
	const struct pw_attach *attach;
	const struct pw_block *block;
	unsigned i;

	for (block = script->blocks; block; block = block->next) {
		for (attach = block->attach; attach; attach = attach->next) {
			fputs("probe", out);
			for (i = 0; i < attach->n_parts; i++)
				fprintf(out, "%c%s", i ? ':' : ' ',
					attach->parts[i]);
			fputc('\n', out);
		}
		if (block->predicate) {
			fputs("when ", out);
			pw_print_expr(block->predicate, out);
			fputc('\n', out);
		}
		print_body(block->body, 1, out);
	}
}

void pw_dump_ast(const char *name, const char *text, FILE *out)
{
	struct pw_arena *arena = pw_arena_new();
	struct pw_script *script;
	struct pw_diags diags;

	pw_diags_init(&diags, arena);
	script = pw_parse(arena, text, &diags);
	if (diags.n_errors)
		pw_diags_print(&diags, name, text, out);
	else
		pw_print_script(script, out);
	pw_arena_free(arena);
}
