# SPDX-License-Identifier: GPL-2.0
#
# Writes the man page of the tool whose script is the argument, from the table
# in its head (user/output/columns.h says what is in it).

# The words of the line into w[1]..w[n], without their quotes.
function words(line,	n, i, c, quoted, inside)
{
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (!quoted && (c == " " || c == "\t")) {
			inside = 0
			continue
		}
		if (!inside)
			w[++n] = ""
		inside = 1
		if (c == "\"") {
			quoted = !quoted
			continue
		}
		if (quoted && c == "\\")
			c = substr(line, ++i, 1)
		w[n] = w[n] c
	}
	return n
}

function item(title, what)
{
	return ".TP\n" title "\n" text(what) "\n"
}

function option(title, what)
{
	options = options item(title, what)
}

# NAME=KIND as letters of a man page.
function with_kind(name,	p, kind)
{
	p = index(name, "=")
	kind = substr(name, p + 1)
	if (kind == "TRACE" || kind == "ARGDIST")
		kind = "SPEC"
	return p ? "\\fB" text("--" substr(name, 1, p - 1)) "\\fR \\fI" \
		kind "\\fR" : "\\fB" text("--" name) "\\fR"
}

!/^\/\/:/ {
	next
}

{
	sub(/^\/\/:[ \t]*/, "")
	n = words($0)
}

w[1] == "tool" {
	name = w[2]
	summary = w[3]
}

w[1] == "param" {
	more = w[2] ~ /=TRACE$/ ? "..." : ""
	sub(/=.*/, "", w[2])
	has[w[2]] = 1
	needed = w[n] == "required"
	params = params (needed ? " " : " [") "\\fI" w[2] "\\fR" more
	closing = closing (needed ? "" : "]")
	about_params = about_params item("\\fI" w[2] "\\fR", w[3])
}

w[1] == "option" {
	has[w[2]] = 1
	name_only = w[3]
	sub(/=.*/, "", name_only)
	has[name_only] = 1
	option((w[2] == "-" ? "" : "\\fB" text("-" w[2]) "\\fR, ") \
	       with_kind(w[3]), w[4])
}

w[1] == "example" {
	examples = examples ".TP\n\\fB" text(w[2]) "\\fR\n" text(w[3]) "\n"
}

w[1] == "column" {
	columns = columns ".TP\n\\fB" text(w[3]) "\\fR\nin JSON: " text(w[2]) \
		"\n"
}

END {
	printf ".TH PROBEWIRE\\-%s 8 \"\" probewire \"System administration\"\n",
	       toupper(name)
	printf ".SH NAME\nprobewire\\-%s \\- %s\n", name, text(summary)
	printf ".SH SYNOPSIS\n\\fBprobewire %s\\fR [\\fIOPTIONS\\fR]%s%s\n",
	       name, params, closing
	if (!has["f"])
		option("\\fB\\-f json\\fR", "one JSON object a row")
	if (!has["duration"])
		option(with_kind("duration=N"), "end after N seconds")
	if (columns && !has["count"])
		option(with_kind("count=N"), "end after N rows")
	if (!has["p"])
		option("\\fB\\-p\\fR \\fIPID\\fR",
		       "only hits in this process; end when it ends")
	if (about_params)
		printf ".SH PARAMETERS\n%s", about_params
	printf ".SH OPTIONS\n%s", options
	if (columns)
		printf ".SH COLUMNS\n%s", columns
	if (examples)
		printf ".SH EXAMPLES\n%s", examples
	print ".SH SEE ALSO\nprobewire \\-\\-help, probewire tools"
}
