# SPDX-License-Identifier: GPL-2.0
#
#   awk -f hist.awk OUT
#
# What is in histograms as bcc's tools print them: a line "TITLE FROM COUNT" for
# each row that is not empty, in the order of the output. TITLE is what stands
# behind the "=" above the histogram, or "-".

/ = / && !/\|/ {
	title = $0
	sub(/.* = /, "", title)
}

/\|.*\|$/ {
	count = $2 == "->" ? $5 : $3
	if (count)
		print title == "" ? "-" : title, $1, count
}
