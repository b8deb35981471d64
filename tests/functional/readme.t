#!/bin/sh
# readme.t: every example of README.md, run as it is written.
#
# A block of ```sh whose line before is <!-- test --> is run as one script, with set -e, in an empty folder.
# If a block of ```text follows, with <!-- output --> before it, it is what the script has to print; a line
# `...` in it stands for any lines.
# shellcheck disable=SC2317 # functions that `ok` calls
. "$(dirname "$0")/lib.sh"
test "$MOTE_RUN-$MOTE_PROFILE" = native-full || skip_all 'the examples are run once, natively with full'
readme=$(dirname "$0")/../../README.md
test -e "$readme" || skip_all 'there is no README.md'

# The blocks, to $work/N.sh and $work/N.text; prints how many there are.
awk -v work="$work" '
	/^```/ && file { close(file); file = ""; next }
	file { print > file; next }
	/^```sh/ && before == "<!-- test -->" { count++; file = work "/" count ".sh"; print "set -e" > file }
	/^```text/ && before == "<!-- output -->" { file = work "/" count ".text"; printf "" > file }
	{ before = $0 }
	END { print count + 0 }
' "$readme" > "$work/count"
count=$(cat "$work/count")
isnt "$count" 0 'README.md has examples'

# matches WANTED GOT: the same lines, where ... in WANTED stands for any.
matches()
{
	awk '
		# Does want[w..] match got[g..]?
		function match_from(w, g) {
			for (; w <= wants; w++) {
				if (want[w] == "...") {
					for (; g <= gots + 1; g++)
						if (match_from(w + 1, g))
							return 1
					return 0
				}
				if (g > gots || want[w] != got[g++])
					return 0
			}
			return g > gots
		}
		NR == FNR { want[++wants] = $0; next }
		{ got[++gots] = $0 }
		END { exit !match_from(1, 1) }
	' "$1" "$2"
}

number=1
while test $number -le "$count"; do
	script=$work/$number.sh
	title=$(sed -n '2,$s/^\([^#].*\)/\1/p' "$script" | head -n 1)
	mkdir "$work/folder-$number"
	status=0
	(cd "$work/folder-$number" && within 30 sh "$script") > "$work/out" 2> "$work/err" || status=$?
	if ! is $status 0 "example $number: $title"; then
		diag "$(cat "$script" "$work/out" "$work/err")"
	fi
	if test -e "$work/$number.text"; then
		ok "example $number: prints what README.md says" matches "$work/$number.text" "$work/out" ||
			diag "$(diff "$work/$number.text" "$work/out")"
	fi
	number=$((number + 1))
done

done_testing
