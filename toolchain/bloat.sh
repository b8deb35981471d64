#!/bin/sh
# bloat.sh TARGET PROFILE BASE: what grew, what shrank, symbol by symbol, between BASE and this tree.
#
# BASE is a commit, or a folder that holds another tree. Symbols are those of mote, which holds all
# programs; PROGRAM=mote-server names another. A symbol's copies made by the compiler (.isra.0, .part.1)
# count as one with it. Strings and tables without a name are what is left of the total.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"
cd "$toolchain/.."

target=$1
profile=$2
base=$3
program=${PROGRAM:-mote}
out=out/$target-$profile

# A commit's tree, once for each commit, below out/.
unpack()
{
	commit=$(git rev-parse --verify --quiet "$base^{commit}") ||
		die "BASE=$base is neither a folder nor a commit that git knows here"
	tree=out/bloat/$commit
	test -d "$tree" || {
		rm -rf "$tree.new"
		mkdir -p "$tree.new"
		git archive "$commit" | tar -x -C "$tree.new"
		mv "$tree.new" "$tree"
	}
}

build()
{
	${MAKE:-make} -C "$1" "TARGET=$target" "PROFILE=$profile" "O=$out" build > "$work/log" 2>&1 || {
		cat "$work/log" >&2
		die "$profile for $target does not build in $1"
	}
}

# Name and size of each symbol; the code and data that the file holds last, as `(all)`.
symbols()
{
	"$nm" -S -t d "$1" | awk '
		NF == 4 && $3 !~ /^[bBuU]$/ { sub(/\.(isra|part|constprop|cold|lto_priv)(\.[0-9]+)*$/, "", $4); sum[$4] += $2 }
		END { for (name in sum) print name, sum[name] }'
	echo "(all) $("$size" "$1" | awk 'NR == 2 { print $1 + $2 }')"
}

tree=$base
test -d "$tree" || unpack
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build "$tree"
build .
musl=$("$toolchain/musl.sh" "$target")
nm=$musl/bin/cross/nm
size=$musl/bin/cross/size
symbols "$tree/$out/debug/$program" | sort > "$work/old"
symbols "$out/debug/$program" | sort > "$work/new"
echo "$program, $profile on $target: $base, and this tree"
printf '%-40s %8s %8s %8s\n' symbol old new change
join -a 1 -a 2 -e 0 -o 0,1.2,2.2 "$work/old" "$work/new" | awk '
	$1 == "(all)" { all_old = $2; all_new = $3; next }
	{ old += $2; new += $3 }
	$2 == $3 { next }
	{
		if (!$2) appeared++; else if (!$3) gone++; else if ($3 > $2) grew++; else shrank++
		printf "%-40s %8d %8d %+8d\n", $1, $2, $3, $3 - $2
	}
	END {
		unnamed = (all_new - new) - (all_old - old)
		if (unnamed) printf "%-40s %8d %8d %+8d\n", "(strings, padding, unnamed tables)", all_old - old, all_new - new, unnamed
		printf "new %d, gone %d, grew %d, shrank %d: %+d bytes of %d\n", appeared, gone, grew, shrank, all_new - all_old, all_old
	}' > "$work/table"
# The largest change first, the totals last.
sed '$d' "$work/table" | awk '{ print ($NF < 0 ? -$NF : $NF) "\t" $0 }' | sort -rn | cut -f 2-
tail -n 1 "$work/table"
for file in "$out"/bin/*; do
	name=${file##*/}
	test -f "$tree/$out/bin/$name" || continue
	old=$(wc -c < "$tree/$out/bin/$name")
	new=$(wc -c < "$file")
	printf 'file %-35s %8d %8d %+8d\n' "$name" "$old" "$new" "$((new - old))"
done
