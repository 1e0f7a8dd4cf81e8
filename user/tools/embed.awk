# SPDX-License-Identifier: GPL-2.0
#
# Writes the table of user/command/tools.h from the scripts named as
# arguments: each script is one string, its tool's name that of the file.

function finish()
{
	if (open)
		print "\t},"
	open = 0
}

BEGIN {
	print "/* Made by user/tools/embed.awk from the scripts in user/tools. */"
	print "#include \"command/tools.h\"\n"
	print "const struct pw_tool_source pw_tool_sources[] = {"
}

FNR == 1 {
	finish()
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.bt$/, "", name)
	printf "\t{\n\t\t\"%s\",\n", name
	open = 1
	count++
}

{
	gsub(/\\/, "\\\\&")
	gsub(/"/, "\\\"")
	gsub(/\?\?/, "?\"\"?")
	printf "\t\t\"%s\\n\"\n", $0
}

END {
	finish()
	if (!count)
		print "\t{ 0, 0 }"
	printf "};\n\nconst unsigned pw_n_tool_sources = %d;\n", count
}
