// SPDX-License-Identifier: GPL-2.0
/*
 * Types as C declares them, for people: with the names of typedefs, and with
 * where each member is.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include "types/table_index.h"

/* Of structs in structs, and of pointers to pointers to … */
#define MAX_DEPTH	32
#define MAX_TEXT	512u

struct printer {
	FILE *out;
	unsigned int depth;
};

/* What is around a name: stars before it, brackets behind it. */
struct declarator {
	char text[MAX_TEXT];
};

static void print_body(struct printer *p, Dwarf_Die *die, unsigned int indent,
		       uint64_t base);

static void before(struct declarator *d, const char *text)
{
	size_t len = strlen(text), have = strlen(d->text);

	if (len + have < MAX_TEXT) {
		memmove(d->text + len, d->text, have + 1);
		memcpy(d->text, text, len);
	}
}

static void behind(struct declarator *d, const char *text)
{
	if (strlen(d->text) + strlen(text) < MAX_TEXT)
		strcat(d->text, text);
}

static uint64_t number_of(Dwarf_Die *die, unsigned int name, uint64_t usual)
{
	Dwarf_Attribute attr;
	Dwarf_Word word;

	return dwarf_attr(die, name, &attr) && !dwarf_formudata(&attr, &word) ?
	       word : usual;
}

/* *die becomes its type; false: it has none, void. */
static bool to_type(Dwarf_Die *die)
{
	Dwarf_Attribute attr;

	return dwarf_attr(die, DW_AT_type, &attr) &&
	       dwarf_formref_die(&attr, die);
}

static bool is_aggregate(int tag)
{
	return tag == DW_TAG_structure_type || tag == DW_TAG_union_type ||
	       tag == DW_TAG_enumeration_type;
}

static const char *word_of(int tag)
{
	return tag == DW_TAG_structure_type ? "struct" :
	       tag == DW_TAG_union_type ? "union" : "enum";
}

static void add_dimensions(struct declarator *d, Dwarf_Die *die)
{
	Dwarf_Die child;
	char text[32];
	uint64_t n;
	int end = dwarf_child(die, &child);

	for (; !end; end = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) != DW_TAG_subrange_type)
			continue;
		n = number_of(&child, DW_AT_count,
			      number_of(&child, DW_AT_upper_bound,
					UINT64_MAX) + 1);
		snprintf(text, sizeof(text), n ? "[%llu]" : "[]",
			 (unsigned long long)n);
		behind(d, text);
	}
}

static void declare(struct printer *p, Dwarf_Die *die, struct declarator *d,
		    Dwarf_Die *base, const char **qualifier);

/* "(int, struct sock *)" */
static void add_params(struct printer *p, struct declarator *d, Dwarf_Die *die)
{
	struct declarator param;
	const char *qualifier, *name;
	Dwarf_Die child, base;
	bool any = false;
	int end = dwarf_child(die, &child);

	behind(d, "(");
	for (; !end && p->depth < MAX_DEPTH;
	     end = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) != DW_TAG_formal_parameter)
			continue;
		param.text[0] = '\0';
		p->depth++;
		declare(p, &child, &param, &base, &qualifier);
		p->depth--;
		name = base.addr ? dwarf_diename(&base) : "void";
		behind(d, any ? ", " : "");
		behind(d, qualifier);
		if (base.addr && is_aggregate(dwarf_tag(&base))) {
			behind(d, word_of(dwarf_tag(&base)));
			behind(d, " ");
		}
		behind(d, name ? name : "{ }");
		behind(d, param.text[0] ? " " : "");
		behind(d, param.text);
		any = true;
	}
	behind(d, any ? ")" : "void)");
}

/*
 * The declarator of what has the type of `die`, and the named type that it is
 * made from; *base.addr is NULL for void.
 */
static void declare(struct printer *p, Dwarf_Die *die, struct declarator *d,
		    Dwarf_Die *base, const char **qualifier)
{
	bool is_const = false, was_pointer = false;
	Dwarf_Die type = *die;
	int tag;

	base->addr = NULL;
	while (to_type(&type)) {
		tag = dwarf_tag(&type);
		if (tag == DW_TAG_const_type) {
			is_const = true;
			continue;
		}
		if (tag == DW_TAG_volatile_type ||
		    tag == DW_TAG_restrict_type || tag == DW_TAG_atomic_type)
			continue;
		if (was_pointer && (tag == DW_TAG_array_type ||
				    tag == DW_TAG_subroutine_type)) {
			before(d, "(");
			behind(d, ")");
		}
		if (tag == DW_TAG_pointer_type) {
			if (is_const)
				before(d, d->text[0] ? "const " : "const");
			before(d, "*");
			is_const = false;
		} else if (tag == DW_TAG_array_type) {
			add_dimensions(d, &type);
		} else if (tag == DW_TAG_subroutine_type) {
			add_params(p, d, &type);
		} else {
			*base = type;
			break;
		}
		was_pointer = tag == DW_TAG_pointer_type;
	}
	*qualifier = is_const ? "const " : "";
}

static void tabs(struct printer *p, unsigned int n)
{
	while (n--)
		fputc('\t', p->out);
}

static void print_base(struct printer *p, Dwarf_Die *base,
		       const char *qualifier, unsigned int indent,
		       uint64_t offset)
{
	int tag = base->addr ? dwarf_tag(base) : 0;
	const char *name = base->addr ? dwarf_diename(base) : "void";

	fputs(qualifier, p->out);
	if (is_aggregate(tag))
		fprintf(p->out, "%s%s", word_of(tag), name ? " " : "");
	if (name)
		fputs(name, p->out);
	else if (is_aggregate(tag))
		print_body(p, base, indent, offset);
}

static uint64_t size_of(Dwarf_Die *die)
{
	Dwarf_Word size;

	return dwarf_aggregate_size(die, &size) ? 0 : size;
}

/* Where and how long: bytes, or of a bit-field bytes:bit and bits. */
static void print_place(struct printer *p, Dwarf_Die *member, uint64_t base)
{
	uint64_t offset = number_of(member, DW_AT_data_member_location, 0);
	uint64_t bits = number_of(member, DW_AT_bit_size, 0), bit;
	uint64_t from_top = number_of(member, DW_AT_bit_offset, UINT64_MAX);
	Dwarf_Die type = *member;

	if (!bits) {
		fprintf(p->out, "\t/* %llu %llu */\n",
			(unsigned long long)(base + offset),
			(unsigned long long)(to_type(&type) ?
					     size_of(&type) : 0));
		return;
	}
	bit = from_top == UINT64_MAX ?
	      number_of(member, DW_AT_data_bit_offset, 8 * offset) :
	      8 * (offset + number_of(member, DW_AT_byte_size,
				      to_type(&type) ? size_of(&type) : 4)) -
	      from_top - bits;
	bit += 8 * base;
	fprintf(p->out, "\t/* %llu:%llu :%llu */\n",
		(unsigned long long)(bit / 8), (unsigned long long)(bit % 8),
		(unsigned long long)bits);
}

static void print_member(struct printer *p, Dwarf_Die *member,
			 unsigned int indent, uint64_t base_offset)
{
	uint64_t offset = number_of(member, DW_AT_data_member_location, 0);
	uint64_t bits = number_of(member, DW_AT_bit_size, 0);
	const char *name = dwarf_diename(member), *qualifier;
	struct declarator d;
	Dwarf_Die base;

	d.text[0] = '\0';
	behind(&d, name ? name : "");
	declare(p, member, &d, &base, &qualifier);
	tabs(p, indent);
	print_base(p, &base, qualifier, indent, base_offset + offset);
	fprintf(p->out, "%s%s", d.text[0] ? " " : "", d.text);
	if (bits)
		fprintf(p->out, ": %llu", (unsigned long long)bits);
	fputc(';', p->out);
	print_place(p, member, base_offset);
}

static void print_enumerator(struct printer *p, Dwarf_Die *die,
			     unsigned int indent)
{
	Dwarf_Attribute attr;
	Dwarf_Sword value = 0;

	if (dwarf_attr(die, DW_AT_const_value, &attr))
		dwarf_formsdata(&attr, &value);
	tabs(p, indent);
	fprintf(p->out, "%s = %lld,\n", dwarf_diename(die), (long long)value);
}

/* " {", what is in it, "}". */
static void print_body(struct printer *p, Dwarf_Die *die, unsigned int indent,
		       uint64_t base)
{
	Dwarf_Die child;
	int end = p->depth < MAX_DEPTH ? dwarf_child(die, &child) : 1;

	p->depth++;
	fputs(" {\n", p->out);
	for (; !end; end = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) == DW_TAG_member)
			print_member(p, &child, indent + 1, base);
		else if (dwarf_tag(&child) == DW_TAG_enumerator)
			print_enumerator(p, &child, indent + 1);
	}
	tabs(p, indent);
	fputc('}', p->out);
	p->depth--;
}

void pw_table_print(struct pw_table *table, const struct pw_table_name *name,
		    FILE *out)
{
	struct printer p = { out, 0 };
	Dwarf_Die die;

	if (!dwarf_offdie(table->dwarf, name->die, &die))
		return;
	fprintf(out, "%s %s", word_of(name->tag), name->name);
	print_body(&p, &die, 0, 0);
	fputs(";\n", out);
}

/* "    struct sock *" */
static void print_param(struct printer *p, Dwarf_Die *die, enum pw_shown shown)
{
	struct declarator d;
	const char *qualifier;
	Dwarf_Die base;

	d.text[0] = '\0';
	declare(p, die, &d, &base, &qualifier);
	fputs("    ", p->out);
	print_base(p, &base, qualifier, 1, 0);
	fprintf(p->out, "%s%s", d.text[0] && shown != PW_SHOW_USER ? " " : "",
		d.text);
}

bool pw_table_print_function(struct pw_table *table, const char *function,
			     enum pw_shown shown, FILE *out)
{
	struct printer p = { out, 0 };
	const char *names = table->is_program ? "" :
			    pw_table_line(&table->functions, function);
	Dwarf_Die die, child, type;
	unsigned int n;
	size_t len;
	int end;

	if (!names || !pw_table_function(table, function, &die))
		return false;
	end = dwarf_child(&die, &child);
	for (n = 0; !end; end = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) != DW_TAG_formal_parameter)
			continue;
		names += *names == ' ';
		len = strcspn(names, " \n");
		if (pw_shows_param(shown, n)) {
			print_param(&p, &child, shown);
			if (table->is_program)
				names = dwarf_diename(&child);
			if (table->is_program)
				len = names ? strlen(names) : 0;
			pw_show_name(shown, n, names, (int)len, out);
		}
		names += len;
		n++;
	}
	type = die;
	if (pw_shows_return(shown) && to_type(&type)) {
		print_param(&p, &die, shown);
		fputs(" retval\n", out);
	} else if (shown == PW_SHOW_RETURN) {
		fputs("    void\n", out);
	}
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct pw_table_name *const *x = a, *const *y = b;
	int order = strcmp(word_of((*x)->tag), word_of((*y)->tag));

	return order ? order : strcmp((*x)->name, (*y)->name);
}

int pw_table_match(struct pw_table *table,
		   bool (*match)(void *ctx, const char *type),
		   void (*take)(void *ctx, const char *type,
				const struct pw_table_name *name), void *ctx)
{
	const struct pw_table_name **found;
	uint32_t n = 0;
	char type[256];

	if (pw_table_index(table))
		return -1;
	found = calloc(table->names.n + 1, sizeof(*found));
	if (!found)
		return -1;
	for (uint32_t i = 0; i < table->names.n; i++) {
		const struct pw_table_name *name = &table->names.list[i];

		if (!is_aggregate(name->tag) || !*name->name)
			continue;
		snprintf(type, sizeof(type), "%s %s", word_of(name->tag),
			 name->name);
		if (match(ctx, type))
			found[n++] = name;
	}
	qsort(found, n, sizeof(*found), by_name);
	for (uint32_t i = 0; i < n; i++) {
		snprintf(type, sizeof(type), "%s %s", word_of(found[i]->tag),
			 found[i]->name);
		take(ctx, type, found[i]);
	}
	free(found);
	return (int)n;
}
