/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs the lexer or the parser on a source and writes the result into memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lang/lex.h"
#include "lang/parse.h"
#include "lang_text.h"

static FILE *open_text(char **text, size_t *size)
{
	FILE *out = open_memstream(text, size);

	if (!out)
		abort();
	return out;
}

static void print_bytes(const char *text, size_t len, FILE *out)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] > ' ' && text[i] <= '~')
			fputc(text[i], out);
		else
			fprintf(out, "<%02x>", (unsigned char)text[i]);
	}
}

static void print_token(const struct pw_token *token, FILE *out)
{
	switch (token->kind) {
	case PW_TOK_IDENT:
		fprintf(out, "%s", token->text);
		break;
	case PW_TOK_VAR:
		fprintf(out, "$%s", token->text);
		break;
	case PW_TOK_MAP:
		fprintf(out, "@%s", token->text);
		break;
	case PW_TOK_PARAM:
		fprintf(out, "param:%llu", (unsigned long long)token->number);
		break;
	case PW_TOK_INT:
		fprintf(out, "%llu%s", (unsigned long long)token->number,
			token->is_unsigned ? "u" : "");
		break;
	case PW_TOK_STRING:
		fputc('"', out);
		print_bytes(token->text, token->text_len, out);
		fputc('"', out);
		break;
	case PW_TOK_ATTACH:
		fprintf(out, "attach:%s", token->text);
		break;
	case PW_TOK_DIRECTIVE:
		fprintf(out, "directive:%s", token->text);
		break;
	case PW_TOK_BAD:
		fputs("bad", out);
		break;
	default:
		fputs(pw_token_name(token->kind), out);
		break;
	}
}

char *lang_tokens(const char *source, bool head)
{
	struct pw_arena *arena = pw_arena_new();
	struct pw_diags diags;
	struct pw_lexer lexer;
	struct pw_token token;
	char *text;
	size_t size;
	FILE *out = open_text(&text, &size);
	const char *gap = "";

	pw_diags_init(&diags, arena);
	pw_lex_init(&lexer, arena, &diags, source, strlen(source));
	for (;;) {
		if (head)
			pw_lex_head(&lexer, &token);
		else
			pw_lex_next(&lexer, &token);
		if (token.kind == PW_TOK_EOF)
			break;
		fputs(gap, out);
		print_token(&token, out);
		gap = " ";
	}
	fclose(out);
	pw_arena_free(arena);
	return text;
}

static char *parse(const char *source, bool tree)
{
	struct pw_arena *arena = pw_arena_new();
	struct pw_script *script;
	struct pw_diags diags;
	char *text;
	size_t size;
	FILE *out = open_text(&text, &size);

	pw_diags_init(&diags, arena);
	script = pw_parse(arena, source, &diags);
	pw_diags_print(&diags, "stdin", source, out);
	if (tree && !diags.n_errors)
		pw_print_script(script, out);
	fclose(out);
	pw_arena_free(arena);
	return text;
}

char *lang_tree(const char *source)
{
	return parse(source, true);
}

char *lang_messages(const char *source)
{
	return parse(source, false);
}
