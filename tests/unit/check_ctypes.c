// SPDX-License-Identifier: GPL-2.0
/*
 * C types that scripts declare, and what can be done with them: where members
 * are, reading through pointers, arrays and structs as values, casts between
 * integers and arrays, enums, records. Sizes and offsets are a C compiler's,
 * taken from it below where a struct can be written here too; values are worked
 * out from script_run.h's memory.
 */
#include <check.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

struct row {
	const char *source;
	const char *output;
};

#define N(rows) (sizeof(rows) / sizeof(rows[0]))
#define DATA "0xffff800000003000"
#define TABLE "0xffff800000004000"
#define TEXT "0xffff800000001000"

static void compare(const char *source, const char *expected, char *is)
{
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      source, expected, is);
	free(is);
}

static void run_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		compare(rows[i].source, rows[i].output,
			script_run(rows[i].source, NULL, 1));
}

/* ---- where members are ---- */

struct inner {
	char c;
	short s[3];
};

struct outer {
	char a;
	struct inner in[2];
	long l;
	union {
		char u8;
		long u64;
	};
	const char *name, *names[3];
	int (*call)(int, long);
	int (*row)[4];
	char text[5];
	_Bool flag;
	unsigned long long big;
	float f;
	double d;
};

struct packed {
	char a;
	long b;
	short c;
} __attribute__((packed));

struct bits {
	unsigned int a:3, b:7;
	unsigned int c:25;
	unsigned char d:4;
	unsigned short :0;
	unsigned char e:4;
	long f:40;
};

#define INNER "struct inner { char c; short s[3]; };\n"
#define OUTER INNER \
	"struct outer { char a; struct inner in[2]; long l;\n" \
	"union { char u8; long u64; };\n" \
	"const char *name, *names[3]; int (*call)(int, long);\n" \
	"int (*row)[4]; char text[5]; _Bool flag;\n" \
	"unsigned long long big; float f; double d; };\n"
#define PACKED "struct packed { char a; long b; short c; }\n" \
	"__attribute__((packed))\n"
#define BITS "struct bits { unsigned int a:3, b:7; unsigned int c:25;\n" \
	"unsigned char d:4; unsigned short :0; unsigned char e:4;\n" \
	"long f:40; };\n"

static const struct row typeof_rows[] = {
	{ "struct s { char m; };\nmacro size(a, b) { sizeof(a[2]) + sizeof(b*) "
	  "+ sizeof(b) } macro as(t, x) { (t*)x }\n"
	  "begin { print(size(typeof(uint64*), typeof(struct s))); "
	  "print(as(typeof(struct s), 3)); $a = (int8)1; "
	  "let $b: typeof($a) = -3; print(($b, sizeof($b))); "
	  "print((typeof($a))300); print(sizeof({ $c = (int16)1; $c })); }",
	  "25\n0x3\n(-3, 1)\n44\n2\n" },
	{ "begin { $p = (int32 *)8; print(typeinfo($p)); "
	  "print(typeinfo(uint64*[3]).full_type); @ = count(); "
	  "print(typeinfo(@).base_type); print(typeinfo((1, \"a\")).full_type "
	  "== \"(int8,string[2])\"); print(typeinfo(comm) == "
	  "typeinfo(string[16])); print(((bool)\"a\", (bool)\"\", "
	  "(bool)$p)); }",
	  "{ .btf_id = 0, .base_type = pointer, .full_type = int32 * }\n"
	  "uint64 *[3]\ncount_t\ntrue\ntrue\n(true, false, true)\n@: 1\n" },
};

START_TEST(test_typeof)
{
	run_rows(typeof_rows, N(typeof_rows));
}
END_TEST

START_TEST(test_layout)
{
	static const struct {
		const char *types, *expr;
		size_t value;
	} rows[] = {
		{ INNER, "sizeof(struct inner)", sizeof(struct inner) },
		{ OUTER, "sizeof(struct outer)", sizeof(struct outer) },
#define OFFSET(member) { OUTER, "offsetof(struct outer, " #member ")", \
			 offsetof(struct outer, member) }
		OFFSET(in), OFFSET(l), OFFSET(u64), OFFSET(name),
		OFFSET(names), OFFSET(call), OFFSET(row), OFFSET(text),
		OFFSET(flag), OFFSET(big), OFFSET(f), OFFSET(d),
		{ PACKED, "sizeof(struct packed)", sizeof(struct packed) },
		{ PACKED, "offsetof(struct packed, c)",
		  offsetof(struct packed, c) },
		{ BITS, "sizeof(struct bits)", sizeof(struct bits) },
		{ "struct __attribute__((aligned(32))) w { char c; };",
		  "sizeof(struct w)", 32 },
		{ "struct w { char a; int b __attribute__((packed)); };",
		  "sizeof(struct w)", 5 },
		{ "enum { N = 2 << 2, M }; struct w { char a[N + 1][M * 2]; };",
		  "sizeof(struct w)", 9 * 18 },
		{ "typedef struct { long x; int y; } pair_t;\n"
		  "typedef pair_t *pair_p, pairs_t[3];",
		  "sizeof(pairs_t) + sizeof(pair_p) + sizeof(pair_t)",
		  3 * 16 + 8 + 16 },
		{ "union u { char c[3]; short s; };", "sizeof(union u)", 4 },
		{ "struct a; struct b { struct a *p; }; struct a { int x[5]; };",
		  "sizeof(struct a) + sizeof(struct b)", 28 },
		{ "struct s { struct { struct { int d; int e; } c; } b; };",
		  "offsetof(struct s, b.c.e)", 4 },
		{ "", "sizeof(uint32*[10])", 80 },
		{ "", "sizeof(int16[3])", 6 },
	};
	char source[1024], expected[32];

	for (size_t i = 0; i < N(rows); i++) {
		snprintf(source, sizeof(source), "%s begin { print(%s); }",
			 rows[i].types, rows[i].expr);
		snprintf(expected, sizeof(expected), "%zu\n", rows[i].value);
		compare(source, expected, script_run(source, NULL, 1));
	}
}
END_TEST

START_TEST(test_bits)
{
	union {
		struct bits bits;
		uint64_t words[2];
	} u;
	char source[512];

	memset(&u, 0, sizeof(u));
	u.bits.a = 5;
	u.bits.b = 99;
	u.bits.c = 0x1abcdef;
	u.bits.d = 9;
	u.bits.e = 6;
	u.bits.f = 0x123456789a;
	ck_assert_uint_eq(sizeof(u.bits), sizeof(u.words));
	snprintf(source, sizeof(source), BITS "begin { $w = ((uint64)%#llx, "
		 "(uint64)%#llx); $b = (struct bits *)&$w; "
		 "print(*$b); print(($b->a, $b->b, $b->c, $b->d, $b->e, "
		 "$b->f)); $v = *$b; print(($v.c, $v.f)); }",
		 (unsigned long long)u.words[0],
		 (unsigned long long)u.words[1]);
	compare(source,
		"{ .a = 5, .b = 99, .c = 28036591, .d = 9, .e = 6, "
		".f = 78187493530 }\n"
		"(5, 99, 28036591, 9, 6, 78187493530)\n"
		"(28036591, 78187493530)\n", script_run(source, NULL, 1));
}
END_TEST

/* ---- reading ---- */

static const struct row pointer_rows[] = {
	{ "begin { $p = (int32 *)" DATA "; print((*$p, $p[2], *($p + 3), "
	  "*(1 + $p))); print($p + 4 - 1); print($p); }",
	  "(1, 3, 4, 2)\n0xffff80000000300c\n0xffff800000003000\n" },
	{ "begin { $p = (int32 *)" DATA "; $p += 2; $p++; print(*$p); --$p; "
	  "$p -= 1; print(*$p); print(*$p++); print(*$p); }",
	  "4\n2\n2\n3\n" },
	{ "begin { @ = (int16 *)0x32; @ += 3; @--; @++; } end { @++; }",
	  "@: 0x3a\n" },
	{ "begin { @n = 4; @p = (int32 *)0x32; @p -= @n; }",
	  "@n: 4\n@p: 0x22\n" },
	{ "begin { @p[1] = (int64 *)" DATA "; print(@p[1][4]); }",
	  "47244640247\n@p[1]: 0xffff800000003000\n" },
	/* int64 at 32: -9 in the low word, 10 in the high one. */
	{ "begin { $pp = (int32 **)" TABLE "; print((**$pp, *$pp[1], "
	  "**($pp + 1), $pp[1][1])); }", "(1, 3, 3, 4)\n" },
	{ "begin { $i = (uint64)0; $p = (int32 *)" DATA "; while ($i < 3) { "
	  "printf(\"%d \", $p[$i]); $i++; } }",
	  "1 2 3 " },
	{ "begin { $p = (int8 *)" TEXT "; printf(\"%c%c\\n\", *$p, *++$p); "
	  "print(str($p)); print(*(int16 *)$p); }",
	  "he\nello, world\n27749\n" },
	{ "begin { print(*" DATA "); }", "8589934593\n" },
	{ "begin { $a = (int64 *)0x32; $a++; if (0x32 < $a && $a > 0x32 && "
	  "$a != (int64 *)0 && $a == 0x3a) { print(1); } print(!0); "
	  "print($a ? 2 : 3); }", "1\ntrue\n2\n" },
	{ "begin { $a = (void *)5; print($a + 3); print((uint64)$a * 2); }",
	  "0x8\n10\n" },
	{ "begin { $a = 1; $b = &$a; $a = 7; print(*$b); "
	  "$t = (1, \"hello\", 2); print(*(&$t)); $s = \"hello\"; "
	  "$c = (int8 *)&$s; printf(\"%c%c%s\\n\", *$c, $c[1], *&$s); }",
	  "7\n(1, hello, 2)\nhehello\n" },
	{ "begin { let $a: int16 = -2; $p = &$a; print(*$p); "
	  "$u = username; $q = &$u; $r = *$q; }", "-2\n" },
	{ "begin { print(*kptr((int32 *)" DATA ")); "
	  "print(str(uptr((int8 *)0x7f0000002000))); }", "1\n/etc/passwd\n" },
	{ "t:sock:a { $p = args.path; printf(\"%c%c\\n\", *$p, $p[1]); "
	  "print(args.shorts[1]); $i = 2; print(args.shorts[$i]); }",
	  "/e\n2\n3\n" },
};

#define PAIR "struct pair { int a; int b; };\n"
#define DEEP PAIR "struct deep { int n; struct pair p[2]; struct pair q; " \
	"int tail[2]; };\n"
#define LIST PAIR "struct list { struct pair *first, *second; char *text; " \
	"struct list *next; };\n"

static const struct row struct_rows[] = {
	{ PAIR "begin { $p = (struct pair *)" DATA "; print(($p->a, $p.b, "
	  "(*$p).b, $p[1].a)); print(*$p); @ = *$p; @k[*$p, 5] = 1; "
	  "print((*$p, 1)); print($p + 1); }",
	  "(1, 2, 2, 3)\n{ .a = 1, .b = 2 }\n({ .a = 1, .b = 2 }, 1)\n"
	  "0xffff800000003008\n"
	  "@: { .a = 1, .b = 2 }\n@k[{ .a = 1, .b = 2 }, 5]: 1\n" },
	{ DEEP "begin { $d = (struct deep *)" DATA "; $v = *$d; "
	  "print(($d.p[1].b, $v.p[1].b, $v.q.a, $d.tail[1])); "
	  "$i = 1; print(($d.p[$i].a, $v.p[$i].a, $v.tail[$i])); "
	  "print($v.p); $q = $v.q; print($q); print($v); }",
	  "(5, 5, 6, -9)\n(4, 4, -9)\n"
	  "[{ .a = 2, .b = 3 },{ .a = 4, .b = 5 }]\n{ .a = 6, .b = 7 }\n"
	  "{ .n = 1, .p = [{ .a = 2, .b = 3 },{ .a = 4, .b = 5 }], "
	  ".q = { .a = 6, .b = 7 }, .tail = [8,-9] }\n" },
	{ LIST "begin { $l = (struct list *)" TABLE "; print(($l.second.b, "
	  "$l->first->b, *$l.first)); print(str($l.text)); "
	  "$ll = &$l; print($ll.second.a); print($l.next); "
	  "printf(\"%p %s\\n\", $l.first, str($l.text, 6)); }",
	  "(4, 2, { .a = 1, .b = 2 })\nhello, world\n3\n0x0\n"
	  "0xffff800000003000 hello\n" },
	{ "struct s { char text[5]; char rest[20]; };\n"
	  "begin { $s = (struct s *)" TEXT "; print($s.text); print($s.rest); "
	  "@[$s.text] = 1; print(*$s); if ($s.text == \"hello\") { print(2); } "
	  "print((sizeof($s.text), $s.text[1])); $v = *$s; print($v.rest); }",
	  "hello\n, world\n{ .text = hello, .rest = , world }\n2\n"
	  "(5, 101)\n, world\n@[hello]: 1\n" },
	{ "struct n { struct { int m[1] } y; struct { int n } a; }\n"
	  "begin { print(*(struct n *)" DATA "); }",
	  "{ .y = { .m = [1] }, .a = { .n = 2 } }\n" },
	{ "struct u { int a; union { int b; float f; }; double d[1]; "
	  "_Bool c; };\nbegin { $u = (struct u *)" DATA "; print($u.b); "
	  "print(*$u); }",
	  "2\n{ .a = 1, .b = 2, .f = null, .d = null, .c = 5 }\n" },
	{ "typedef unsigned int u_t; typedef struct { u_t a; u8 b[4]; } s_t;\n"
	  "begin { $s = (s_t *)" DATA "; print(($s.a, $s.b, (uint32)$s.b)); "
	  "print(((u_t)-1, (s_t *)16)); }",
	  "(1, [2,0,0,0], 2)\n(4294967295, 0x10)\n" },
	{ PAIR "begin { let $p: struct pair *; let $v: struct pair[2]; "
	  "$p = (struct pair *)" DATA "; print($p.b); print($v); "
	  "$q = (typeof($p))0; print($q); print(sizeof($p[0])); }",
	  "2\n[{ .a = 0, .b = 0 },{ .a = 0, .b = 0 }]\n0x0\n8\n" },
	{ PAIR "begin { $b = (int32 *)" DATA " + 1; "
	  "$p = container_of($b, struct pair, b); print($p.a); "
	  "$c = &$b; $q = container_of(*$c, struct pair, b); print($q->b); }",
	  "1\n2\n" },
	{ PAIR "begin { $p = (struct pair *)8; print($p.a); }",
	  "0\nt:2:38: WARNING: memory reads failed: 1 time.\n" },
	{ PAIR "k:f { $a = (struct pair *)arg0; @p = $a; @a[$a] = 1; }",
	  "@a[0xa]: 1\n@p: 0xa\n" },
};

static const struct row array_rows[] = {
	{ "struct a { int x[4]; int y[2][2]; int *z[2]; };\n"
	  "begin { $a = (struct a *)" DATA "; @v = $a.x; @m[$a.x, 7] = $a.y; "
	  "$x = $a.x; print(($x[3], $a.y[1][0], @m[$a.x, 7][0][1])); "
	  "if ($a.x == $x) { print(\"same\"); } "
	  "if ($a.y[0] != $a.y[1]) { print(\"other\"); } "
	  "print(sizeof($a.x)); $b = $a.y; $r = $b[1]; print($r); "
	  "$i = (uint8)1; print($b[$i][$i]); }",
	  "(4, 7, 6)\nsame\nother\n16\n[7,8]\n8\n"
	  "@m[[1,2,3,4], 7]: [[5,6],[7,8]]\n@v: [1,2,3,4]\n" },
	{ "struct a { int *z[2]; };\nbegin { $a = (struct a *)" TABLE "; "
	  "print(*$a.z[1]); print($a.z); $i = (uint64)1; print(*$a.z[$i]); }",
	  "3\n[0xffff800000003000,0xffff800000003008]\n3\n" },
	{ "struct a { int x[4]; };\nbegin { $a = (struct a *)" DATA "; "
	  "$y = (uint64)100; print($a.x[$y]); $v = $a.x; $i = (uint8)4; "
	  "print($v[$i]); }",
	  "1\n1\nt:2:70: WARNING: Array access out of bounds. This can lead to "
	  "unexpected results: 2 times, here first.\n" },
	{ "struct a { int n; int x[0]; int z; };\nbegin { "
	  "$a = (struct a *)" DATA "; print($a.x[0]); print($a.x[5]); }",
	  "2\n7\n" },
	{ "begin { printf(\"%x\\n\", ((int8[8])12345)[0]); "
	  "print(((int8[])12345)[1]); print((uint8[4])(uint32)0x01020304); "
	  "$x = (uint8[8])12345; print((uint64)$x); print($x); }",
	  "39\n48\n[4,3,2,1]\n12345\n[57,48,0,0,0,0,0,0]\n" },
	{ "begin { printf(\"%x\\n\", (uint32)pton(\"127.0.0.1\")); "
	  "print((int8[])\"hello\"); print((uint16[2])(int32)-2); "
	  "@a = (bool[2])(uint16)1; $b = @a; print($b[0]); print((uint16[])pid); }",
	  "100007f\n[104,101,108,108,111,0]\n[65534,65535]\ntrue\n[1234,0]\n"
	  "@a: [true,false]\n" },
	/* Arrays of char are strings, but for these. */
	{ "struct s { char mac[6]; char ip[4]; char gap[2]; char ip6[16]; };\n"
	  "begin { $s = (struct s *)" DATA "; @[macaddr($s.mac)] = 1; "
	  "$m = $s.mac; print(macaddr($m)); print(ntop($s.ip)); "
	  "print(ntop($s.ip6)); printf(\"%r\\n\", buf($s.ip, 4)); }",
	  "01:00:00:00:00:00\n0.0.3.0\n400:0:500:0:600:0:700:0\n"
	  "\\x00\\x00\\x03\\x00\n@[01:00:00:00:02:00]: 1\n" },
	{ "begin { $s = \"abc\"; print(($s[0], \"xyz\"[1 + 1])); "
	  "$i = (uint8)1; print($s[$i]); $b = buf(\"hi\", 2); "
	  "$c = buf(\"bye\", 3); printf(\"%d %d\\n\", $b == $b, $b != $c); }",
	  "(97, 122)\n98\n1 1\n" },
};

static const struct row enum_rows[] = {
	{ "enum Foo { ONE = 1, TWO, OTHER = 99999 };\n"
	  "begin { printf(\"%d %s %-5s|%5s|\\n\", ONE, ONE, TWO, TWO); "
	  "$x = OTHER; @v = TWO; @k[ONE] = $x; print($x); "
	  "printf(\"%s %d\\n\", (enum Foo)1, @v); $y = 100; "
	  "print((enum Foo)$y); print(ONE + 1); print((TWO, ONE == 1)); "
	  "let $z: enum Foo = TWO; print($z); }",
	  "1 ONE TWO  |  TWO|\nOTHER\nONE 2\n100\n2\n(TWO, true)\nTWO\n"
	  "@k[ONE]: OTHER\n@v: TWO\n" },
	{ "enum { A = 333, B = A + 1, C = -1 }; enum E { X, Y = 2 };\n"
	  "struct s { enum E e; int i; enum { P = 2, Q } q; };\n"
	  "begin { $f = A; print($f); print((B, C, Y)); "
	  "$s = (struct s *)" DATA "; print($s->q); print(*$s); }",
	  "A\n(B, C, Y)\nQ\n{ .e = 1, .i = 2, .q = Q }\n" },
};

static const struct row record_rows[] = {
	{ "begin { $v = 99; $t = (a=0, b=1, c=\"str\", d=(5, 6), e=$v); "
	  "print(($t.a, $t.b, $t.c, $t.d.1, $t.e)); print($t); @ = $t; }",
	  "(0, 1, str, 6, 99)\n"
	  "{ .a = 0, .b = 1, .c = str, .d = (5, 6), .e = 99 }\n"
	  "@: { .a = 0, .b = 1, .c = str, .d = (5, 6), .e = 99 }\n" },
	{ "begin { $v = (x=1, y=2); $t = (n=$v, s=\"a\"); print($t.n.y); "
	  "@[$t] = (bye=3); @m[$v, 4] = 5; @[(n=(x=7, y=8), s=\"longer\")] = "
	  "(bye=4); }",
	  "2\n@[{ .n = { .x = 1, .y = 2 }, .s = a }]: { .bye = 3 }\n"
	  "@[{ .n = { .x = 7, .y = 8 }, .s = longer }]: { .bye = 4 }\n"
	  "@m[{ .x = 1, .y = 2 }, 4]: 5\n" },
	/* Evaluated as written, stored as the first one was. */
	{ "begin { $a = (foo={ printf(\"1\"); 1 }, bar={ printf(\"2\"); \"x\" "
	  "}); $a = (bar={ printf(\"3\"); \"yy\" }, foo={ printf(\"4\\n\"); "
	  "300 }); print($a); $b = (bar=\"z\", foo=1); $a = $b; print($a.foo); "
	  "print($a); }",
	  "1234\n{ .foo = 300, .bar = yy }\n1\n{ .foo = 1, .bar = z }\n" },
	{ "begin { $a = (p=1, q=\"s\"); if ($a == (q=\"s\", p=1)) { print(1); "
	  "} if ((1, \"ab\") != (1, \"ac\")) { print(2); } "
	  "print((1, (2, 3)) == (1, (2, 3))); print(sizeof($a)); }",
	  "1\n2\ntrue\n3\n" },
	{ "begin { $t = ((int8)1, (int64)1, (int8)1, (int64)1); "
	  "$u = ((int8)-100, (int8)100, \"abcdef\", 3, (int32)1, (int64)-10, "
	  "(int8)10, (int16)-555, \"abc\"); "
	  "print((sizeof($t), sizeof($u), sizeof(((int32)1, (int8)1)))); }",
	  "(32, 32, 8)\n" },
};

static const struct row message_rows[] = {
	{ PAIR "begin { $p = (struct pair *)1; print($p.c); print(*$p.a); }",
	  "2:38-42: ERROR: Struct/union of type 'struct pair' does not contain "
	  "a field named 'c'" },
	{ PAIR "begin { $s = *(struct pair *)1; $t = *$s; $u = (uint64)$s; }",
	  "2:38-41: ERROR: Can not dereference struct/union of type 'struct "
	  "pair'. It is not a pointer.\n"
	  "2:48-56: ERROR: Cannot cast from C type \"struct pair\"" },
	{ "struct f; begin { $p = (struct f *)1; $q = (enum e)1; }",
	  "1:25-35: ERROR: Cannot resolve unknown type \"struct f\"\n"
	  "1:44-52: ERROR: Unknown enum: e" },
	{ "enum e { A = 3 }; begin { $x = (enum e)4; }",
	  "1:32-40: ERROR: Enum: e doesn't contain a variant value of 4" },
	{ "struct s { int x[4]; float f; }; begin { $s = (struct s *)1; "
	  "print($s.x[4]); print($s.f); }",
	  "1:68-75: ERROR: the index 4 is out of bounds for array of size 4\n"
	  "1:84-88: ERROR: 'f' has unsupported type" },
	{ "struct s { int x[4]; char y[4]; long z[2]; }; begin { "
	  "$s = (struct s *)1; if ($s.x == $s.z) { } if ($s.x < $s.x) { } "
	  "$v = (int64)$s.x; }",
	  "1:79-91: ERROR: Only arrays of same size support comparison "
	  "operators.\n"
	  "1:101-112: ERROR: The < operator cannot be used on arrays.\n"
	  "1:123-130: ERROR: Cannot cast from \"int32[4]\" to \"int64\"" },
	{ "begin { $a = (uint8[4])(uint64)1; $b = (uint8[16])1; $c = (void)1; "
	  "}",
	  "1:14-24: ERROR: Cannot cast from \"uint64\" to \"uint8[4]\"\n"
	  "1:40-51: ERROR: Cannot cast from \"int8\" to \"uint8[16]\"\n"
	  "1:59-65: ERROR: Incomplete cast, unknown type" },
	{ "begin { $r = (a=1, b=2); print($r.c); $r = (a=1, c=2); "
	  "print($r.0); $t = (1, 2); print($t.a); }",
	  "1:32-36: ERROR: Record does not contain a field named 'c'\n"
	  "1:39-54: ERROR: Type mismatch for $r: trying to assign value of "
	  "type 'record { .a = int8, .c = int8 }' when variable already has a "
	  "type 'record { .a = int8, .b = int8 }'\n"
	  "1:62-66: ERROR: Can not access index '0' on expression of type "
	  "'record { .a = int8, .b = int8 }'\n"
	  "1:88-92: ERROR: Can not access field 'a' on expression of type "
	  "'(int8,int8)'" },
	{ PAIR "begin { print(offsetof(struct pair, c)); print(offsetof(struct "
	  "pair, a.b)); @p = (struct pair *)0; @p = (int8 *)0; }",
	  "2:15-39: ERROR: 'struct pair' has no field named 'c'\n"
	  "2:48-74: ERROR: 'int32' is not a C type.\n"
	  "2:100-114: ERROR: Type mismatch for @p: trying to assign value of "
	  "type 'int8 *' when map already has a type 'struct pair *'" },
	{ "begin { let $x: int32[2]; let $s: string[4] = \"abcdefgh\"; "
	  "let $c: sum_t; }",
	  "1:27-57: ERROR: Type mismatch for $s: trying to assign value of "
	  "type 'string[9]' when variable already has a type 'string[4]'\n"
	  "1:59-72: ERROR: Cannot resolve unknown type \"sum_t\"\n"
	  "1:9-25: WARNING: Variable $x was never assigned to.\n"
	  "1:59-72: WARNING: Variable $c was never assigned to." },
};

START_TEST(test_messages)
{
	for (size_t i = 0; i < N(message_rows); i++)
		compare(message_rows[i].source, message_rows[i].output,
			script_messages(message_rows[i].source, NULL));
}
END_TEST

START_TEST(test_pointers)
{
	run_rows(pointer_rows, N(pointer_rows));
}
END_TEST

START_TEST(test_structs)
{
	run_rows(struct_rows, N(struct_rows));
}
END_TEST

START_TEST(test_arrays)
{
	run_rows(array_rows, N(array_rows));
}
END_TEST

START_TEST(test_enums)
{
	run_rows(enum_rows, N(enum_rows));
}
END_TEST

START_TEST(test_records)
{
	run_rows(record_rows, N(record_rows));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ctypes");
	TCase *tcase = tcase_create("ctypes");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_layout);
	tcase_add_test(tcase, test_bits);
	tcase_add_test(tcase, test_pointers);
	tcase_add_test(tcase, test_structs);
	tcase_add_test(tcase, test_arrays);
	tcase_add_test(tcase, test_enums);
	tcase_add_test(tcase, test_records);
	tcase_add_test(tcase, test_typeof);
	tcase_add_test(tcase, test_messages);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
