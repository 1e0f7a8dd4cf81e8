# SPDX-License-Identifier: GPL-2.0
#
#   awk -v of=TEXT [-v skip=N] -f rows.awk WORK OUT
#
# The rows of a tool that have the word TEXT must be what the workload printed,
# each once and in that order. Blanks do not count, nor do the first N columns;
# "*" in the workload's line stands for any one word.

function differs(want, got,	n, m, i, a, b)
{
	n = split(want, a, " ")
	m = split(got, b, " ")
	if (n != m)
		return 1
	for (i = 1; i <= n; i++)
		if (a[i] != "*" && a[i] != b[i])
			return 1
	return 0
}

NR == FNR {
	want[++wanted] = $0
	next
}

FNR == 1 {
	next
}

(" " $0 " ") ~ (" " of " ") {
	for (i = 1; i <= skip; i++)
		$i = ""
	got++
	if (got > wanted || differs(want[got], $0)) {
		printf "row %d is\n  %s\nand not\n  %s\n", got, $0, want[got]
		bad = 1
		exit
	}
}

END {
	if (bad)
		exit 1
	if (!wanted || got != wanted) {
		printf "%d rows, and not %d\n", got, wanted
		exit 1
	}
}
