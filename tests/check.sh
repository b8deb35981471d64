#!/bin/sh
# check.sh [TARGET…]: `make check`. Builds what is missing, then runs the unit tests, the tests of the build
# and of the harness, and the functional tests natively and in the root file systems of the targets (armv7
# and mips if none are named), in all profiles, several side by side. The last line is the sum,
# `N passed, N failed, N skipped`, and the status is 0 only if nothing failed and something passed.
set -eu
here=$(cd "${0%/*}" && pwd)
top=$(cd "$here/.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../toolchain/common.sh
. "$toolchain/common.sh"
cd "$top"

# The tests of one line of the list below, to be judged by count.sh.
prove_alone()
{
	out=$top/out/check/$1
	rm -rf "$out"
	mkdir -p "$out"
	shift
	status=0
	prove --verbose --timer --nocolor "$@" > "$out/log" 2>&1 < /dev/null || status=$?
	"$here/count.sh" "$out" "$status" "${out##*/}"
}

build_unit_tests()
{
	mkdir -p out/check/unit
	tests/unit/build.sh > out/check/unit/build-log 2>&1 || {
		mkdir -p out/check/unit
		cat out/check/unit/build-log
		echo '0 1 0' > out/check/unit/result
		echo 'unit: did not build'
		return 1
	}
}

run_job()
{
	case $1 in
	unit) build_unit_tests && prove_alone unit --exec '' out/unit/* ;;
	build) prove_alone build --exec sh tests/build/*.t ;;
	harness) prove_alone harness --exec sh tests/harness/*.t ;;
	*) tests/run.sh "$1" "$2" ;;
	esac
}

# What a job prints comes in one piece, with its duration.
if test "${1:-}" = --job; then
	shift
	began=$(date +%s)
	status=0
	text=$(run_job "$@" 2>&1) || status=$?
	printf '%s\n' "$text" | sed "1s/\$/ ($(($(date +%s) - began)) s)/"
	exit "$status"
fi

builds()
{
	for target in $host $targets; do
		for profile in $profiles; do
			echo "$target $profile"
		done
	done
}

# The longest first, so that none of them is left alone at the end.
jobs_list()
{
	test ! -x tests/unit/build.sh || echo unit -
	for folder in build harness; do
		ls tests/$folder/*.t > /dev/null 2>&1 && echo "$folder -"
	done
	for target in $targets; do
		cpus=$(target_value "$target" QEMU_CPU)
		for profile in $profiles; do
			case $cpus in
			*' '*)
				for cpu in $cpus; do
					echo "$target:$cpu $profile"
				done
				;;
			*) echo "$target $profile" ;;
			esac
		done
	done
	for profile in $profiles; do
		echo "native $profile"
	done
}

# results FILE: what the jobs on standard input have written to their files of that name.
results()
{
	while read -r target profile; do
		name=$(echo "$target-$profile" | tr : -)
		cat "out/check/${name%--}/$1" 2> /dev/null || { test "$1" != result || echo '0 1 0'; }
	done
}

sum()
{
	results result | awk '
		{ passed += $1; failed += $2; skipped += $3 }
		END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit failed || !passed }
	'
}

test $# -gt 0 || set -- armv7 mips
targets=$*
host=$(host_target)
profiles='full nofork fork udp'
for target in $targets; do
	test "$target" = "$host" || toolchain/need.sh "$(target_value "$target" QEMU):qemu-user-static"
done
toolchain/need.sh prove:perl unshare:util-linux flock:util-linux timeout:coreutils
toolchain/need.sh dig:bind9-dnsutils kdig:knot-dnsutils dnsperf:dnsperf || say 'dns-peers.t is skipped'
tests/peers/nsd.sh --path > /dev/null
# Asked for once, before several want it.
toolchain/need.sh curl:curl ab:apache2-utils wrk:wrk || say 'curl, ab or wrk are missing: their tests are skipped'
toolchain/need.sh chromium:chromium || say 'there is no Chromium: its test is skipped'
tests/peers/ucspi/get.sh > /dev/null || say 'some peers are missing: what is tested with them is skipped'
test "$(id -u)" -eq 0 || sudo -v || die 'the functional tests need root: they run in namespaces'

# The options of a make above us are not for the makes below.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES || :
# shellcheck disable=SC2016 # for the inner shell
builds | xargs -P "$(nproc)" -n 2 sh -c 'make TARGET="$0" PROFILE="$1"'
for target in $host $targets; do
	rootfs/root.sh "$target" > /dev/null
done

list=$(jobs_list)
export MOTE_SKIPS_LATER=1
# They wait more than they compute.
echo "$list" | xargs -P $(($(nproc) * 3)) -n 2 "$0" --job || :
skips=$(echo "$list" | results skipped | sort | uniq -c)
test -z "$skips" || printf 'skipped, how often and why:\n%s\n' "$skips"
echo "$list" | sum
