#!/bin/sh
# count.sh FOLDER STATUS NAME: counts what prove reported in FOLDER/log, writes `passed failed skipped` to
# FOLDER/result and the reasons for what was skipped to FOLDER/skipped; prints the counts, what failed, and
# these reasons, unless MOTE_SKIPS_LATER is set. STATUS is prove's own: a run that it did not accept has failed
# at least once, and so has a run without tests.
set -eu

log=$1/log status=$2 name=$3

# A file that prove did not accept although none of its tests failed (it died, or had no plan) counts
# as one failure.
counts=$(awk '
	/^ok [0-9]+.*# *[Ss][Kk][Ii][Pp]/ || /^[^#]*\.t \.+ skipped: / || /^1\.\.0 # SKIP/ { skipped++; next }
	/^ok [0-9]/ { passed++ }
	/^not ok [0-9]/ { failed++ }
	/^[^ ].* \(Wstat: .* Failed: 0\)$/ { failed++ }
	END { print passed + 0, failed + 0, skipped + 0 }
' "$log")
# shellcheck disable=SC2086 # three numbers
set -- "$1" $counts
if test "$status" -ne 0 && test "$3" -eq 0; then
	set -- "$1" "$2" 1 "$4"
fi
if test $(($2 + $3 + $4)) -eq 0; then
	echo 'no test was run' >> "$log"
	set -- "$1" 0 1 0
fi
echo "$2 $3 $4" > "$1/result"

printf '%s: %d passed, %d failed, %d skipped\n' "$name" "$2" "$3" "$4"
if test "$3" -ne 0; then
	# The tests that failed with what they said, and what prove sums up.
	awk '/^not ok/ || /^# (left running|took longer)/ { show = 1 } /^(ok|[^#n])/ { show = 0 }
		/^Test Summary|^no test/ { show = end = 1 } show || end' "$log" | head -80
	echo "$name: all of it is in $log"
fi
sed -n 's/^ok [0-9]* *\(- .*\)\{0,1\}# *[Ss][Kk][Ii][Pp][^ ]* *//p
	s/^1\.\.0 # SKIP *//p
	s/^[^#]*\/\([^ ]*\.t\) \.* skipped: /\1: /p' "$log" | sort > "$1/skipped"
test -n "${MOTE_SKIPS_LATER:-}" || uniq -c "$1/skipped"
test "$3" -eq 0
