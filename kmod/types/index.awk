# SPDX-License-Identifier: GPL-2.0
#
# From objdump --dwarf=info a list of where each name is in the debug info, so
# that nobody has to walk through it: "KIND:NAME OFFSET", sorted by who calls
# this. Kinds: s struct, u union, e enum, t typedef; c a value of an enum, with
# the enum's offset; f a function, with that of its member in pw_functions.

BEGIN {
	kind["DW_TAG_structure_type"] = "s"
	kind["DW_TAG_union_type"] = "u"
	kind["DW_TAG_enumeration_type"] = "e"
	kind["DW_TAG_typedef"] = "t"
}

function put(key, at)
{
	if (key in done)
		return
	done[key] = 1
	print key, at
}

# All of it is known: a type that is only declared is none.
function finish()
{
	if (level == 1 && name != "" && !is_declared && tag in kind)
		put(kind[tag] ":" name, offset)
}

/ <[0-9a-f]+><[0-9a-f]+>: Abbrev/ {
	finish()
	split($0, part, /[<>]/)
	level = part[2]
	tag = $NF
	gsub(/[()]/, "", tag)
	offset = part[4]
	is_declared = 0
	if (level == 1) {
		top = tag
		top_offset = offset
		top_name = ""
	}
	name = ""
	next
}

/ DW_AT_declaration / {
	is_declared = 1
}

/ DW_AT_name / {
	name = $0
	sub(/^.* DW_AT_name *: (\(indirect string, offset: [^)]*\): )?/, "",
	    name)
	sub(/[ \t]+$/, "", name)
	if (level == 1)
		top_name = name
	else if (level == 2 && tag == "DW_TAG_enumerator")
		put("c:" name, top_offset)
	else if (level == 2 && tag == "DW_TAG_member" &&
		 top_name == "pw_functions")
		put("f:" name, offset)
}

END {
	finish()
}
