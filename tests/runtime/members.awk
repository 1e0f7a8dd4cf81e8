# SPDX-License-Identifier: GPL-2.0
#
# Structs as pahole and as probewire -lv print them, a line a member: struct,
# name, its first byte, or "bit" and the first one of a bit-field. Struct's names
# come as "struct x {"; what is without a name has no line.

{
	gsub(/\t/, " ")
	sub(/^vmlinux: /, "")
}

/^struct [a-zA-Z0-9_]+ \{/ {
	struct = $2
	next
}

# "TYPE NAME[2]; /* 18 4 */"; of bit-fields pahole "/* 16:17 4 */", the last
# being the type's, and -lv "/* 18:1 :3 */".
match($0, /\/\* *[0-9]+(: *[0-9]+)? +:?[0-9]+ *\*\/ *$/) {
	place = substr($0, RSTART + 2, RLENGTH - 4)
	gsub(/: */, ":", place)
	split(place, parts, " ")
	text = substr($0, 1, RSTART - 1)
	gsub(/__attribute__ *\(\([^;]*\)\)/, "", text)
	sub(/; *$/, "", text)
	sub(/ *: *[0-9]+ *$/, "", text)
	if (match(text, /\(\**[a-zA-Z0-9_]+(\[[0-9]*\])*\) *\(/)) {
		text = substr(text, RSTART, RLENGTH)
		gsub(/[()*]/, "", text)
	}
	gsub(/\[[0-9]*\]/, "", text)
	sub(/ *$/, "", text)
	sub(/^.*[ *}]/, "", text)
	if (split(parts[1], bit, ":") == 2)
		parts[1] = "bit " 8 * bit[1] + bit[2]
	if (text != "")
		print struct, text, parts[1]
}
