# shellcheck shell=sh
# lib.sh: what the tests of the build share; read with `.`. They write TAP and end with `done_testing`.
#
# A scratch tree is the real Makefile and toolchain over the few sources of tree/, so that a test may break
# what it likes, and takes a second.

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../../toolchain/common.sh
. "$toolchain/common.sh"
host=$("$toolchain/target.sh")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
# A make above this one must not hand its options and variables down.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES TARGET PROFILE O TARGETS PROFILES CROSS_COMPILE V BASE || :

count=0
failures=0

# ok NAME COMMAND…: passes if the command does; what it printed is in $work/said.
ok()
{
	name=$1
	shift
	count=$((count + 1))
	if "$@" > "$work/said" 2>&1; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		failures=$((failures + 1))
		head -n 20 "$work/said" | sed 's/^/# /'
	fi
}

# fails NAME ERE COMMAND…: passes if the command fails and what it printed matches.
fails()
{
	wanted=$2
	fails_name=$1
	shift 2
	ok "$fails_name" fails_and_says "$@"
}

fails_and_says()
{
	if "$@" > "$work/printed" 2>&1; then
		echo "status 0, and:"
		cat "$work/printed"
		return 1
	fi
	grep -qE -e "$wanted" "$work/printed" || {
		echo "no line matches $wanted:"
		cat "$work/printed"
		return 1
	}
}

skip()
{
	count=$((count + 1))
	echo "ok $count - # SKIP $1"
}

done_testing()
{
	echo "1..$count"
	exit $((failures > 0))
}

# scratch FOLDER: a scratch tree.
scratch()
{
	mkdir -p "$1"
	cp -r "$top/Makefile" "$top/toolchain" "$top/.clang-format" "$1"
	cp -r "$here/tree/src" "$here/tree/docs" "$1"
	# What the start code shares with the programs.
	cp "$top/src/lib/thread.h" "$1/src/lib"
	rm -rf "$1/toolchain/profiles" "$1/toolchain/check.mk"
	cp -r "$here/tree/profiles" "$1/toolchain"
}

# A test has the toolchains that `make check` has in any case; the others only if they were built before.
has_toolchain()
{
	case $1 in
	"$host" | armv7 | mips) return 0 ;;
	esac
	command -v "$(target_value "$1" TRIPLET)-gcc" > /dev/null || return 1
	for folder in "$cache"/musl-*-"$1"-*; do
		test ! -d "$folder" || return 0
	done
	return 1
}
