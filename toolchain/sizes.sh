#!/bin/sh
# sizes.sh [--budgets]: prints the size of each program in each profile on each target, raw and compressed
# with xz, beside its budget in docs/sizes.md, and fails if one is over it; then what each service costs
# (costs.sh). It builds what is not built.
#
# TARGETS and PROFILES restrict it to some. --budgets prints what is reached as the table for docs/sizes.md,
# each number rounded up to the next hundred.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"
cd "$toolchain/.."

programs='mote mote-server mote-client mote-resolver'
targets=${TARGETS:-armv5 armv7 aarch64 mips mipsel x86_64}
profiles=${PROFILES:-full nofork fork udp}
# The least that a profile can be is of interest where its ceilings are: on ARMv7.
least=nofork-tiny\ fork-tiny\ udp-tiny
test -z "${TARGETS:-}${PROFILES:-}" || least=

# measure: a line `program profile target bytes xz` for each.
measure()
{
	for target in $targets; do
		for profile in $profiles $least; do
			test "$target" = armv7 || case $profile in *-tiny) continue ;; esac
			for program in $programs; do
				file=out/$target-$profile/bin/$program
				test -f "$file" || continue
				echo "$program $profile $target $(wc -c < "$file") $(xz -9e -c "$file" | wc -c)"
			done
		done
	done
}

# In docs/sizes.md a table's head is | program | profile | TARGET… |, and a row has a budget for each target.
# shellcheck disable=SC2016 # awk's dollars
compare='
	function cell(i) { gsub(/[ ,]/, "", part[i]); return part[i] }
	FILENAME ~ /sizes\.md$/ {
		if (!/^\|/) next
		count = split($0, part, "|")
		if (cell(2) == "program") for (i = 4; i < count; i++) target[i] = cell(i)
		else if (cell(2) ~ /^mote/) for (i = 4; i < count; i++) budget[cell(2), cell(3), target[i]] = cell(i)
		next
	}
	!titled++ { printf "%-14s %-11s %-8s %7s %7s %7s %6s\n", "program", "profile", "target", "bytes", "xz -9e", "budget", "left" }
	{
		most = budget[$1, $2, $3]
		if (most !~ /^[0-9]+$/) {
			printf "%-14s %-11s %-8s %7d %7d %7s\n", $1, $2, $3, $4, $5, "-"
			next
		}
		most += 0
		printf "%-14s %-11s %-8s %7d %7d %7d %6d%s\n", $1, $2, $3, $4, $5, most, most - $4, ($4 > most ? " OVER" : "")
		if ($4 > most) over[++overs] = $1 " " $2 " on " $3 " by " $4 - most
	}
	END {
		for (i = 1; i <= overs; i++) print "over budget: " over[i]
		exit overs > 0
	}'

# shellcheck disable=SC2016 # awk's dollars
propose='
	{ reached[$1, $2, $3] = $4; if (!seen[$1, $2]++) row[++rows] = $1 " " $2; if (!seen[$3]++) target[++targets] = $3 }
	function with_comma(n) { return n < 1000 ? n : int(n / 1000) "," sprintf("%03d", n % 1000) }
	function cell_of(n) { return n ? with_comma(int((n + 99) / 100) * 100) : "-" }
	END {
		printf "| program | profile |"; for (i = 1; i <= targets; i++) printf " %s |", target[i]
		printf "\n| --- | --- |"; for (i = 1; i <= targets; i++) printf " ---: |"
		print ""
		for (r = 1; r <= rows; r++) {
			split(row[r], part, " ")
			printf "| %s | %s |", part[1], part[2]
			for (i = 1; i <= targets; i++)
				printf " %s |", cell_of(reached[part[1], part[2], target[i]])
			print ""
		}
	}'

"$toolchain/need.sh" xz:xz-utils
"$toolchain/build-all.sh" "$targets" "$profiles"
test -z "$least" || "$toolchain/build-all.sh" armv7 "$least"
if test "${1:-}" = --budgets; then
	measure | sort -s -k 1,1 | awk "$propose"
else
	status=0
	measure | sort -s -k 1,1 | awk "$compare" docs/sizes.md - || status=1
	test -z "$least" || "$toolchain/costs.sh" || status=1
	exit $status
fi
