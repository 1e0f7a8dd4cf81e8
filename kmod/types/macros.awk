# SPDX-License-Identifier: GPL-2.0
#
# Of all macros those that a script can use, that is whose text may be an
# integer or a string: "NAME TEXT", and of those with parameters, which others
# are made of, "NAME(A,B) TEXT".

function is_constant(text)
{
	if (text == "" || length(text) > 200)
		return 0
	# Nothing that only a statement has, and no list or member.
	return text !~ /[][;{}@$\\]|->|[a-z_]\.|__attribute|asm|typeof|\?/ &&
	       text ~ /[0-9A-Z"]/
}

{
	sub(/^#define /, "")
	match($0, /^[A-Za-z_0-9]+/)
	name = substr($0, 1, RLENGTH)
	text = substr($0, RLENGTH + 1)
	params = ""
	# Those of the build, and of the compiler.
	if (name ~ /^CONFIG_/ && text ~ /^ (1$|[^0-9])/)
		next
	if (name ~ /^__/ && name !~ /^__(AC|NR|UL|ULL|_?[A-Z]*GFP)/)
		next
	if (name !~ /[A-Z]/)
		next
	if (text ~ /^\(/) {
		match(text, /^\([^)]*\)/)
		params = substr(text, 1, RLENGTH)
		text = substr(text, RLENGTH + 1)
		if (length(text) > 60 || params ~ /\.\.\./)
			next
	}
	sub(/^ */, "", text)
	if (is_constant(text))
		print name params " " text
}
