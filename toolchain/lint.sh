#!/bin/sh
# lint.sh: checks the rules for the code, then what is in the binaries. `make lint` runs this.
#
# Each check is a script of lint/ that prints what is wrong and fails; those of binaries are given folders
# as make leaves them (out/TARGET-PROFILE). Without TARGETS and PROFILES all of both are built and checked.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"
cd "$toolchain/.."

targets=${TARGETS:-armv5 armv7 aarch64 mips mipsel x86_64}
profiles=${PROFILES:-full nofork fork udp}
failed=''

check()
{
	name=$1
	shift
	if "$toolchain/lint/$name.sh" "$@"; then
		echo "ok      $name"
	else
		echo "FAILED  $name"
		failed="$failed $name"
	fi
}

for name in shell conditionals lengths width format; do
	check "$name"
done
"$toolchain/build-all.sh" "$targets" "$profiles"
folders=''
for target in $targets; do
	for profile in $profiles; do
		folders="$folders out/$target-$profile"
	done
done
# shellcheck disable=SC2086 # a list of folders
for name in cppcheck globals float level; do
	check "$name" $folders
done
test -z "$failed" || die "lint:$failed"
echo "lint: all checks passed, on $(echo "$targets" | wc -w) targets with $(echo "$profiles" | wc -w) profiles"
