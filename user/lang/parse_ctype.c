// SPDX-License-Identifier: GPL-2.0
/*
 * C declarations at the top of a script: struct, union, enum and typedef. What
 * does not concern the layout (const, storage classes, parameters of function
 * pointers) is read and forgotten.
 */
#include <string.h>
#include "lang/cursor.h"
#include "lang/declare.h"

/* A declaration's words before the names. */
struct specifier {
	struct pw_ctype ctype;
	bool is_known;
	bool is_signed, is_unsigned;
	unsigned n_long;
	bool is_short;
	const char *word;		/* "int", "char" …, of C's own */
};

static bool parse_specifier(struct pw_cursor *c, struct specifier *s);

/* ---- structs ---- */

static void parse_bits(struct pw_cursor *c, struct pw_cmember *m,
		       struct pw_span span)
{
	int64_t bits = 0;

	if (!pw_parse_constant(c, &bits)) {
		c->lost = true;
		return;
	}
	span.end = c->prev_end;
	m->is_bits = true;
	m->bits = (uint32_t)bits;
	if (m->ctype.type.kind != PW_TYPE_INT || m->ctype.type.is_pointer)
		pw_error(c->diags, span, "bit-field has non-integral type");
	else if (bits < 0 || bits > 8 * (int64_t)m->ctype.size)
		pw_error(c->diags, span, "width of bit-field exceeds the "
			 "width of its type");
	else if (!bits && m->name)
		pw_error(c->diags, span, "named bit-field '%s' has zero width",
			 m->name);
}

static bool check_member(struct pw_cursor *c, const struct pw_cmember *m,
			 struct pw_span span)
{
	const struct pw_type *type = &m->ctype.type;

	while (pw_type_is_array(type) && type->of)
		type = type->of;
	if (type->kind == PW_TYPE_STRUCT && !type->record->is_complete) {
		pw_error(c->diags, span, "field has incomplete type '%s'",
			 type->record->name);
		return false;
	}
	if (type->kind == PW_TYPE_NONE && !m->ctype.size && m->name &&
	    !m->ctype.align) {
		pw_error(c->diags, span, "field '%s' has void type", m->name);
		return false;
	}
	return true;
}

/* One line of a struct: specifier a, *b, c[4]; */
static struct pw_cmember **parse_members(struct pw_cursor *c,
					 struct pw_cmember **end)
{
	struct pw_span span = c->tok.span;
	struct pw_attributes attributes;
	struct pw_cmember *m;
	struct specifier s;
	uint32_t align;

	if (!parse_specifier(c, &s))
		return end;
	do {
		m = pw_arena_alloc(c->arena, sizeof(*m));
		m->ctype = s.ctype;
		memset(&attributes, 0, sizeof(attributes));
		pw_parse_declarator(c, &m->ctype, &m->name);
		/* One from elsewhere is laid out there. */
		align = pw_type_align(&m->ctype.type);
		if (align > m->ctype.align)
			m->ctype.align = align;
		if (!c->lost && pw_accept(c, PW_TOK_COLON))
			parse_bits(c, m, span);
		if (!c->lost)
			pw_parse_attributes(c, &attributes);
		span.end = c->prev_end;
		m->align = attributes.align;
		if (c->lost || !check_member(c, m, span))
			return end;
		if (attributes.is_packed)
			m->ctype.align = 1;
		/* "struct foo;" inside declares nothing here. */
		if (!m->name && !m->is_bits &&
		    (m->ctype.type.kind != PW_TYPE_STRUCT ||
		     m->ctype.type.record->has_tag))
			continue;
		*end = m;
		end = &m->next;
	} while (pw_accept(c, PW_TOK_COMMA));
	/* The last line's semicolon may be missing, as clang lets it. */
	if (c->tok.kind != PW_TOK_RBRACE)
		pw_expect(c, PW_TOK_SEMICOLON);
	return end;
}

static void parse_struct_body(struct pw_cursor *c, struct pw_struct *record,
			      struct pw_attributes *attributes,
			      struct pw_span span)
{
	struct pw_cmember *members = NULL, **end = &members;
	const char *wrong;

	if (record->is_complete && !record->lazy) {
		pw_error(c->diags, span, "redefinition of '%s'", record->name);
		c->lost = true;
		return;
	}
	/* The script's goes before one from elsewhere. */
	record->lazy = NULL;
	record->is_complete = false;
	record->n_members = 0;
	while (!c->lost && !pw_accept(c, PW_TOK_RBRACE)) {
		if (pw_accept(c, PW_TOK_SEMICOLON))
			continue;
		end = parse_members(c, end);
	}
	if (!c->lost)
		pw_parse_attributes(c, attributes);
	if (c->lost)
		return;
	wrong = pw_struct_complete(c->types, record, members,
				   attributes->is_packed, attributes->align);
	if (wrong)
		pw_error(c->diags, span, "%s", wrong);
}

static void parse_struct(struct pw_cursor *c, struct specifier *s)
{
	bool is_union = pw_at_word(c, "union");
	struct pw_attributes attributes;
	struct pw_span span = c->tok.span;
	struct pw_struct *record;
	const char *tag = NULL;

	memset(&attributes, 0, sizeof(attributes));
	pw_next(c);
	pw_parse_attributes(c, &attributes);
	if (c->tok.kind == PW_TOK_IDENT) {
		tag = c->tok.text;
		span.end = c->tok.span.end;
		pw_next(c);
	} else if (c->tok.kind != PW_TOK_LBRACE) {
		pw_unexpected(c, "identifier or {");
		return;
	}
	record = pw_struct_declare(c->types, is_union, tag);
	if (c->tok.kind == PW_TOK_LBRACE && pw_enter(c)) {
		pw_next(c);
		parse_struct_body(c, record, &attributes, span);
		pw_leave(c);
	}
	/* Where it is a member, its size must be known. */
	if (c->tok.kind == PW_TOK_IDENT && !record->is_complete)
		pw_struct_find(c->types, record->name);
	s->ctype = pw_ctype_struct(record);
}

/* ---- enums ---- */

static void parse_values(struct pw_cursor *c, struct pw_enum *enumeration)
{
	struct pw_span span;
	int64_t value = 0;
	const char *name;

	while (!c->lost && !pw_accept(c, PW_TOK_RBRACE)) {
		span = c->tok.span;
		name = c->tok.text;
		if (!pw_expect(c, PW_TOK_IDENT))
			return;
		if (pw_accept(c, PW_TOK_ASSIGN) &&
		    !pw_parse_constant(c, &value)) {
			c->lost = true;
			return;
		}
		if (!pw_ctypes_count(c->types, 1)) {
			pw_error(c->diags, span, "too many enumerators");
			c->lost = true;
		} else if (!pw_enum_add(c->types, enumeration, name, value)) {
			pw_error(c->diags, span, "redefinition of enumerator "
				 "'%s'", name);
		}
		value = (int64_t)((uint64_t)value + 1);
		if (!pw_accept(c, PW_TOK_COMMA) &&
		    c->tok.kind != PW_TOK_RBRACE)
			pw_unexpected(c, "} or \",\"");
	}
}

static void parse_enum(struct pw_cursor *c, struct specifier *s)
{
	struct pw_attributes attributes;
	struct pw_span span = c->tok.span;
	struct pw_enum *enumeration;
	const char *tag = NULL;

	memset(&attributes, 0, sizeof(attributes));
	pw_next(c);
	pw_parse_attributes(c, &attributes);
	if (c->tok.kind == PW_TOK_IDENT) {
		tag = c->tok.text;
		pw_next(c);
	}
	enumeration = pw_enum_declare(c->types, tag);
	if (pw_accept(c, PW_TOK_LBRACE)) {
		if (enumeration->is_complete) {
			pw_error(c->diags, span, "redefinition of 'enum %s'",
				 enumeration->name);
			c->lost = true;
			return;
		}
		parse_values(c, enumeration);
		enumeration->is_complete = true;
		if (!c->lost)
			pw_parse_attributes(c, &attributes);
	}
	s->ctype.type = pw_type_enum(enumeration);
	s->ctype.size = s->ctype.align = enumeration->width;
}

/* ---- specifiers ---- */

/* C's own words, of which there may be several: "unsigned long int". */
static bool take_int_word(struct pw_cursor *c, struct specifier *s)
{
	static const char *const types[] = {
		"int", "char", "float", "double", "void", "bool", "_Bool",
		"__int128", NULL
	};

	if (pw_at_word(c, "unsigned"))
		s->is_unsigned = true;
	else if (pw_at_word(c, "signed") || pw_at_word(c, "__signed__"))
		s->is_signed = true;
	else if (pw_at_word(c, "long"))
		s->n_long++;
	else if (pw_at_word(c, "short"))
		s->is_short = true;
	else {
		const char *word = c->tok.text;

		if (!pw_skip_word(c, types))
			return false;
		s->word = word;
		return true;
	}
	pw_next(c);
	return true;
}

static void set_unreadable(struct specifier *s, uint32_t size)
{
	memset(&s->ctype, 0, sizeof(s->ctype));
	s->ctype.size = s->ctype.align = size;
}

static void finish_ints(struct specifier *s)
{
	const char *word = s->word ? s->word : "int";
	unsigned width = s->is_short ? 2 : s->n_long ? 8 : 4;
	bool is_signed = !s->is_unsigned;

	if (!strcmp(word, "void")) {
		set_unreadable(s, 0);
		return;
	}
	if (!strcmp(word, "float") || !strcmp(word, "double") ||
	    !strcmp(word, "__int128")) {
		set_unreadable(s, word[0] == 'f' ? 4 : word[0] == 'd' &&
			       !s->n_long ? 8 : 16);
		return;
	}
	/* In a struct bpftrace takes bool for a number. */
	if (word[0] == 'c' || word[0] == 'b' || word[1] == 'B')
		width = 1;
	if (word[0] == 'b' || word[1] == 'B')
		is_signed = false;
	s->ctype.type = pw_type_int(width, is_signed);
	s->ctype.size = s->ctype.align = width;
	s->ctype.is_char = word[0] == 'c' && !s->is_signed && !s->is_unsigned;
}

static bool take_name(struct pw_cursor *c, struct specifier *s)
{
	struct pw_span span = c->tok.span;

	if (c->tok.kind != PW_TOK_IDENT) {
		pw_unexpected(c, "type");
		return false;
	}
	if (!pw_typedef_find(c->types, c->tok.text, &s->ctype)) {
		pw_error(c->diags, span, "unknown type name '%s'",
			 c->tok.text);
		c->lost = true;
		return false;
	}
	pw_next(c);
	return true;
}

static bool parse_specifier(struct pw_cursor *c, struct specifier *s)
{
	struct pw_attributes attributes;
	bool is_own = false;

	memset(s, 0, sizeof(*s));
	memset(&attributes, 0, sizeof(attributes));
	pw_skip_qualifiers(c);
	pw_parse_attributes(c, &attributes);
	if (pw_at_word(c, "struct") || pw_at_word(c, "union")) {
		parse_struct(c, s);
	} else if (pw_at_word(c, "enum")) {
		parse_enum(c, s);
	} else {
		while (take_int_word(c, s)) {
			is_own = true;
			pw_skip_qualifiers(c);
		}
		if (is_own)
			finish_ints(s);
		else if (!take_name(c, s))
			return false;
	}
	if (!c->lost)
		pw_skip_qualifiers(c);
	return !c->lost;
}

/* ---- the top of a script ---- */

static void parse_typedef(struct pw_cursor *c)
{
	struct pw_attributes attributes;
	struct pw_ctype ctype;
	struct specifier s;
	struct pw_span span;
	const char *name;

	pw_next(c);
	if (!parse_specifier(c, &s))
		return;
	do {
		ctype = s.ctype;
		memset(&attributes, 0, sizeof(attributes));
		span = c->tok.span;
		pw_parse_declarator(c, &ctype, &name);
		if (c->lost)
			return;
		if (!name) {
			pw_unexpected(c, "identifier");
			return;
		}
		pw_parse_attributes(c, &attributes);
		if (!pw_ctypes_count(c->types, 1))
			pw_error(c->diags, span, "too many types");
		else if (!pw_typedef_add(c->types, name, &ctype))
			pw_error(c->diags, span, "typedef redefinition with "
				 "different types: '%s'", name);
	} while (pw_accept(c, PW_TOK_COMMA));
	pw_expect(c, PW_TOK_SEMICOLON);
}

/* What could not be understood, up to its end. */
static void skip_declaration(struct pw_cursor *c, uint32_t begin,
			     bool is_typedef)
{
	c->lexer.pos = begin - c->lexer.base;
	c->lexer.quiet = true;
	pw_next(c);
	if (pw_skip_to_body(c))
		pw_skip_brackets(c);
	if (is_typedef)
		pw_skip_statement(c);
	else
		pw_accept(c, PW_TOK_SEMICOLON);
	c->lexer.quiet = false;
	c->lost = false;
}

static void parse_declaration(struct pw_cursor *c)
{
	bool is_typedef = !strcmp(c->tok.text, "typedef");
	uint32_t begin = c->tok.span.begin;
	struct specifier s;

	/* The word was read as one that may begin a probe. */
	c->lexer.pos = begin - c->lexer.base;
	pw_next(c);
	if (is_typedef)
		parse_typedef(c);
	else
		parse_specifier(c, &s);
	if (c->lost)
		skip_declaration(c, begin, is_typedef);
	while (c->tok.kind == PW_TOK_SEMICOLON)
		pw_next(c);
	pw_reread_head(c);
}

bool pw_parse_ctypes(struct pw_cursor *c, bool is_header)
{
	struct pw_diags *diags = c->diags, unheard;

	if (strcmp(c->tok.text, "typedef") && strcmp(c->tok.text, "struct") &&
	    strcmp(c->tok.text, "union") && strcmp(c->tok.text, "enum"))
		return false;
	/* C that is not understood only matters in the script itself. */
	if (is_header) {
		pw_diags_init(&unheard, c->arena);
		c->diags = &unheard;
	}
	parse_declaration(c);
	c->diags = diags;
	return true;
}
