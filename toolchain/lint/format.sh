#!/bin/sh
# format.sh [--fix]: says which changed lines of src/ and tests/ clang-format would write otherwise.
#
# Changed is what differs from BASE (a commit; without it the last commit's parent, so that the last
# commit and what is not yet committed are looked at), and every line where git knows no such commit.
# --fix writes the lines as clang-format has them.
set -eu
toolchain=$(cd "${0%/*}/.." && pwd)
"$toolchain/need.sh" clang-format:clang-format

fix=''
test "${1:-}" != --fix || fix=y
base=${BASE:-HEAD~1}
git rev-parse --verify --quiet "$base^{commit}" > /dev/null 2>&1 || base=''

# The changed lines of a file as --lines=FROM:TO for clang-format; nothing for all of them.
changed_lines()
{
	git diff -U0 "$base" -- "$1" | awk '
		/^@@/ {
			split(substr($3, 2), part, ",")
			count = part[2] == "" ? 1 : part[2]
			if (count) printf "--lines=%d:%d ", part[1], part[1] + count - 1
		}'
}

status=0
for file in $(find src tests -name '*.[ch]' 2> /dev/null | sort); do
	lines=''
	if test -n "$base" && git ls-files --error-unmatch "$file" > /dev/null 2>&1; then
		lines=$(changed_lines "$file")
		test -n "$lines" || continue
	fi
	# shellcheck disable=SC2086 # a list of options
	if test -n "$fix"; then
		clang-format -i $lines "$file"
	else
		clang-format $lines "$file" | diff -u --label "$file" --label "$file (as it should be)" "$file" - || status=1
	fi
done
exit $status
