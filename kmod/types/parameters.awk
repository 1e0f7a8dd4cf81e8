# SPDX-License-Identifier: GPL-2.0
#
# Names of the parameters of functions, which debug info does not have of a
# function that is only declared. First file: the functions; second: the
# preprocessed headers. Prints FUNCTION NAME NAME ... where each parameter has
# a name. A third file may give names that the headers do not: FUNCTION NAME ...

FILENAME == ARGV[1] {
	wanted[$1] = 1
	next
}

# The name in a parameter: its last word, or what (*…)( has inside.
function name_of(text)
{
	if (match(text, /\( *\* *(const +)?[a-zA-Z_][a-zA-Z_0-9]*/)) {
		text = substr(text, RSTART, RLENGTH)
	} else {
		gsub(/\[[^]]*\]/, "", text)
		sub(/[ \t]+$/, "", text)
		# One word alone, or one behind struct, is a type.
		if (text !~ /[ *][a-zA-Z_0-9]+$/ ||
		    text ~ /^ *(const )? *(struct|union|enum) +[a-zA-Z_0-9]+$/)
			return ""
	}
	match(text, /[a-zA-Z_0-9]+$/)
	text = substr(text, RSTART, RLENGTH)
	if (text ~ /^(int|char|short|long|unsigned|signed|void|const|_Bool)$/)
		return ""
	return text
}

# "int f(struct sock *sk, int n)" with its end cut off.
function declare(text,    name, depth, i, n, c, part, names, one)
{
	gsub(/__attribute__ *\(\(([^()]|\([^()]*\))*\)\)/, " ", text)
	i = index(text, "(")
	name = substr(text, 1, i - 1)
	sub(/[ \t]+$/, "", name)
	if (!match(name, /[a-zA-Z_0-9]+$/))
		return
	name = substr(name, RSTART, RLENGTH)
	if (!(name in wanted) || name in done)
		return
	depth = 1
	part = names = ""
	for (n = length(text); ++i <= n; ) {
		c = substr(text, i, 1)
		if (c == "(")
			depth++
		else if (c == ")")
			depth--
		if (!depth || (c == "," && depth == 1)) {
			one = name_of(part)
			if (part ~ /^ *void *$/)
				break
			if (one == "")
				return
			names = names " " one
			part = ""
			if (!depth)
				break
		} else {
			part = part c
		}
	}
	print name names
	done[name] = 1
}

FILENAME == ARGV[3] {
	if ($1 in wanted && !($1 in done))
		print
	next
}

# Bodies are skipped; what is between them is a list of declarations.
{
	line = $0
	while (line != "") {
		if (!match(line, /[{};]/)) {
			if (!level)
				text = text " " line
			break
		}
		c = substr(line, RSTART, 1)
		if (!level)
			text = text " " substr(line, 1, RSTART - 1)
		line = substr(line, RSTART + 1)
		if (c == "{") {
			level++
		} else if (c == "}") {
			if (!--level)
				text = ""
		} else if (!level) {
			if (text ~ /\(/)
				declare(text)
			text = ""
		}
	}
}
