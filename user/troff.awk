# SPDX-License-Identifier: GPL-2.0
#
# What both makers of man pages, the command's and the tools', have in common.

# As troff wants it.
function text(s)
{
	gsub(/\\/, "\\e", s)
	gsub(/-/, "\\-", s)
	sub(/^[.']/, "\\\\\\&&", s)
	return s
}
