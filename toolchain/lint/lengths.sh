#!/bin/sh
# lengths.sh: functions of src/ have at most 100 lines, and a median of 15 or less; files at most 400.
#
# A function's body begins with a brace that stands alone in the first column; its lines are counted from
# the line above it, which holds the end of its declaration, to its closing brace.
set -eu

find src -name '*.[ch]' | sort | xargs awk '
	function complain(text) { print text; failed = 1 }
	FNR == 1 && file { if (lines > 400) complain(file ": " lines " lines, more than 400") }
	{ file = FILENAME; lines = FNR }
	/^\{$/ { begin = FNR - 1; name = previous }
	/^}$/ && begin {
		length_of = FNR - begin + 1
		print length_of > "/dev/fd/3"
		if (length_of > 100) complain(FILENAME ":" begin ": a function of " length_of " lines: " name)
		begin = 0
	}
	{ previous = $0 }
	END {
		if (lines > 400) complain(file ": " lines " lines, more than 400")
		exit failed
	}' 3> "${TMPDIR:-/tmp}/lengths.$$" || status=$?
sort -n "${TMPDIR:-/tmp}/lengths.$$" | awk '
	{ length_of[NR] = $1 }
	END {
		median = length_of[int((NR + 1) / 2)]
		printf "functions: %d; lines: median %d, 90th percentile %d, longest %d\n", NR, median, length_of[int(NR * 0.9)], length_of[NR]
		if (median > 15) { print "the median function has more than 15 lines"; exit 1 }
	}' || status=$?
rm -f "${TMPDIR:-/tmp}/lengths.$$"
exit "${status:-0}"
