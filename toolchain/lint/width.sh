#!/bin/sh
# width.sh: lines of C have at most 100 columns, where a tab goes to the next eighth. clang-format breaks
# what it can; this finds what it leaves, in comments and strings.
set -eu

find src tests toolchain -name '*.[ch]' 2> /dev/null | sort | while read -r file; do
	expand -t 8 "$file" | sed "s|^|$file:|"
done | LC_ALL=C.UTF-8 awk '
	{
		colon = index($0, ":")
		file = substr($0, 1, colon - 1)
		line = file == last ? line + 1 : 1
		last = file
		# Bytes that continue a character have no column of their own.
		text = substr($0, colon + 1)
		gsub(/[\200-\277]/, "", text)
		if (length(text) > 100) {
			print file ":" line ": " length(text) " columns"
			failed = 1
		}
	}
	END { exit failed }'
