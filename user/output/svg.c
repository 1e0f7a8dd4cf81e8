// SPDX-License-Identifier: GPL-2.0
/*
 * SVG text; see svg.h. A frame is a group with its numbers as attributes, a
 * title that browsers show when the mouse is on it, a box and, where there is
 * room, a text. The script makes the frame that is clicked as wide as the
 * whole, and those above it with it.
 */
#include <string.h>
#include "output/svg.h"

#define WIDTH		1200u	/* pixels */
#define MARGIN		10u
#define ROW		16u
#define HEAD		30u	/* above a graph, for its name */
#define LETTER		7u	/* pixels of one, about */
#define THOUSANDTHS	1000u	/* of a pixel, as places are written */

static const char script[] =
"<script><![CDATA[\n"
"function num(g, a) { return +g.getAttribute('data-' + a); }\n"
"function fit(g, from, count) {\n"
"	var box = g.querySelector('rect'), text = g.querySelector('text');\n"
"	var name = g.querySelector('title').textContent;\n"
"	var a = Math.max(num(g, 'start'), from);\n"
"	var b = Math.min(num(g, 'start') + num(g, 'count'), from + count);\n"
"	g.style.display = b > a ? '' : 'none';\n"
"	if (b <= a) return;\n"
"	var x = 10 + (a - from) / count * 1200, w = (b - a) / count * 1200;\n"
"	box.setAttribute('x', x);\n"
"	box.setAttribute('width', w);\n"
"	name = name.slice(0, name.lastIndexOf(' ('));\n"
"	var n = Math.floor((w - 6) / 7);\n"
"	if (!text) {\n"
"		text = document.createElementNS(g.namespaceURI, 'text');\n"
"		text.setAttribute('y', +box.getAttribute('y') + 12);\n"
"		g.appendChild(text);\n"
"	}\n"
"	text.setAttribute('x', x + 3);\n"
"	text.textContent = n < 3 ? '' : name.length <= n ? name :\n"
"		name.slice(0, n - 2) + '..';\n"
"}\n"
"document.documentElement.addEventListener('click', function (event) {\n"
"	var g = event.target.closest('.frame');\n"
"	if (!g) return;\n"
"	var all = g.parentNode.querySelectorAll('.frame');\n"
"	for (var i = 0; i < all.length; i++)\n"
"		fit(all[i], num(g, 'start'), num(g, 'count'));\n"
"});\n"
"]]></script>\n";

static void add_number(struct pw_buf *buf, const char *before, uint64_t number)
{
	pw_buf_str(buf, before);
	pw_buf_unsigned(buf, number);
}

/* Thousandths as "12.345". */
static void add_pixels(struct pw_buf *buf, const char *before, uint64_t place)
{
	uint64_t part = place % THOUSANDTHS;

	add_number(buf, before, place / THOUSANDTHS);
	pw_buf_char(buf, '.');
	pw_buf_char(buf, (char)('0' + part / 100));
	pw_buf_char(buf, (char)('0' + part / 10 % 10));
	pw_buf_char(buf, (char)('0' + part % 10));
}

/* Bytes of the letter that begins here; 0: it is none that XML may have. */
static size_t letter(const unsigned char *c, size_t len)
{
	size_t n = *c < 0x80 ? 1 : *c >= 0xc2 && *c < 0xe0 ? 2 :
		   *c >= 0xe0 && *c < 0xf0 ? 3 :
		   *c >= 0xf0 && *c < 0xf5 ? 4 : 0;
	size_t i;

	if (!n || n > len || (n == 1 && (*c < ' ' || *c == 0x7f)))
		return 0;
	for (i = 1; i < n; i++)
		if ((c[i] & 0xc0) != 0x80)
			return 0;
	/* Longer than need be, half of a pair, beyond the last, no letter. */
	if ((*c == 0xe0 && c[1] < 0xa0) || (*c == 0xed && c[1] > 0x9f) ||
	    (*c == 0xf0 && c[1] < 0x90) || (*c == 0xf4 && c[1] > 0x8f) ||
	    (*c == 0xef && c[1] == 0xbf && c[2] >= 0xbe))
		return 0;
	return n;
}

/* At most `max` letters, with ".." for the last two if there are more. */
static void add_text(struct pw_buf *buf, const char *text, size_t len,
		     size_t max)
{
	const unsigned char *c = (const unsigned char *)text, *end = c + len;
	size_t n, letters = 0, i = 0;

	for (; c < end; c += n ? n : 1, letters++)
		n = letter(c, (size_t)(end - c));
	for (c = (const unsigned char *)text; c < end; c += n ? n : 1, i++) {
		if (letters > max && i + 2 == max) {
			pw_buf_str(buf, "..");
			return;
		}
		n = letter(c, (size_t)(end - c));
		if (!n)
			pw_buf_char(buf, '?');
		else if (*c == '&')
			pw_buf_str(buf, "&amp;");
		else if (*c == '<')
			pw_buf_str(buf, "&lt;");
		else if (*c == '>')
			pw_buf_str(buf, "&gt;");
		else
			pw_buf_add(buf, c, n);
	}
}

/* Warm, and the same for a name in every picture. */
static void add_colour(struct pw_buf *buf, const char *name, size_t len)
{
	uint32_t hash = 5381;
	size_t i;

	for (i = 0; i < len; i++)
		hash = hash * 33 + (unsigned char)name[i];
	hash ^= hash >> 15;
	add_number(buf, " fill=\"rgb(", 205 + hash % 50);
	add_number(buf, ",", (hash >> 8) % 230);
	add_number(buf, ",", (hash >> 16) % 55);
	pw_buf_str(buf, ")\"");
}

void pw_svg_begin(struct pw_svg *svg, struct pw_buf *buf, uint32_t graphs,
		  uint32_t rows)
{
	svg->buf = buf;
	svg->top = 0;
	pw_buf_str(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		   "<svg xmlns=\"http://www.w3.org/2000/svg\"");
	add_number(buf, " width=\"", WIDTH + 2 * MARGIN);
	add_number(buf, "\" height=\"", graphs * (HEAD + MARGIN) + rows * ROW +
		   MARGIN);
	pw_buf_str(buf, "\">\n<style>text { font: 12px monospace; } .frame "
		   "{ cursor: pointer; } .frame:hover rect { stroke: black; }"
		   "</style>\n");
	pw_buf_str(buf, script);
}

void pw_svg_end(struct pw_svg *svg)
{
	pw_buf_str(svg->buf, "</svg>\n");
}

void pw_svg_graph(struct pw_svg *svg, const char *name, uint64_t total,
		  uint32_t rows)
{
	svg->total = total;
	svg->rows = rows;
	pw_buf_str(svg->buf, "<g class=\"graph\">\n");
	add_number(svg->buf, "<text x=\"", MARGIN);
	add_number(svg->buf, "\" y=\"", svg->top + HEAD - ROW / 2);
	pw_buf_str(svg->buf, "\">");
	pw_buf_char(svg->buf, '@');
	add_text(svg->buf, name, strlen(name), ~(size_t)0);
	add_number(svg->buf, ": ", total);
	pw_buf_str(svg->buf, "</text>\n");
}

void pw_svg_graph_end(struct pw_svg *svg)
{
	pw_buf_str(svg->buf, "</g>\n");
	svg->top += HEAD + svg->rows * ROW + MARGIN;
}

/* Where this much of the total ends, in thousandths of a pixel. */
static uint64_t place_of(const struct pw_svg *svg, uint64_t count)
{
	return (uint64_t)((double)count / (double)svg->total * WIDTH *
			  THOUSANDTHS + 0.5);
}

static void add_title(struct pw_svg *svg, const char *name, size_t len,
		      uint64_t count)
{
	/* Hundredths of a percent. */
	uint64_t share = (uint64_t)((double)count / (double)svg->total *
				    10000 + 0.5);

	pw_buf_str(svg->buf, "<title>");
	add_text(svg->buf, name, len, ~(size_t)0);
	add_number(svg->buf, " (", count);
	add_number(svg->buf, ", ", share / 100);
	pw_buf_char(svg->buf, '.');
	pw_buf_char(svg->buf, (char)('0' + share / 10 % 10));
	pw_buf_char(svg->buf, (char)('0' + share % 10));
	pw_buf_str(svg->buf, "%)</title>");
}

void pw_svg_frame(struct pw_svg *svg, const char *name, size_t len,
		  uint32_t row, uint64_t start, uint64_t count)
{
	uint64_t x = place_of(svg, start);
	uint64_t width = place_of(svg, start + count) - x;
	uint32_t y = svg->top + HEAD + (svg->rows - 1 - row) * ROW;
	uint64_t letters = width / THOUSANDTHS;

	x += MARGIN * THOUSANDTHS;
	letters = letters < 6 ? 0 : (letters - 6) / LETTER;
	add_number(svg->buf, "<g class=\"frame\" data-start=\"", start);
	add_number(svg->buf, "\" data-count=\"", count);
	pw_buf_str(svg->buf, "\">");
	add_title(svg, name, len, count);
	add_pixels(svg->buf, "<rect x=\"", x);
	add_number(svg->buf, "\" y=\"", y);
	add_pixels(svg->buf, "\" width=\"", width);
	add_number(svg->buf, "\" height=\"", ROW - 1);
	pw_buf_str(svg->buf, "\" rx=\"2\"");
	add_colour(svg->buf, name, len);
	pw_buf_str(svg->buf, "/>");
	if (letters >= 3) {
		add_pixels(svg->buf, "<text x=\"", x + 3 * THOUSANDTHS);
		add_number(svg->buf, "\" y=\"", y + 12);
		pw_buf_str(svg->buf, "\">");
		add_text(svg->buf, name, len, (size_t)letters);
		pw_buf_str(svg->buf, "</text>");
	}
	pw_buf_str(svg->buf, "</g>\n");
}
