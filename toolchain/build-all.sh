#!/bin/sh
# build-all.sh TARGETS PROFILES: builds each of the profiles for each of the targets, and says how far it is.
#
# A folder whose .config was changed by hand is refused: its programs would not be the profile's.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"
cd "$toolchain/.."

# shellcheck disable=SC2086 # lists of names
total=$(set -- $1 && echo $#)
# shellcheck disable=SC2086
total=$((total * $(set -- $2 && echo $#)))
count=0
mkdir -p out
for target in $1; do
	for profile in $2; do
		count=$((count + 1))
		out=out/$target-$profile
		say "building $profile for $target ($count of $total)"
		${MAKE:-make} -j"$(nproc)" "TARGET=$target" "PROFILE=$profile" "O=$out" build > "$out.log" 2>&1 || {
			cat "$out.log" >&2
			die "$profile does not build for $target"
		}
		rm -f "$out.log"
		! grep -q "PROFILE \"$profile+\"" "$out/generated/config.h" ||
			die "$out/.config was changed by hand; first: make TARGET=$target PROFILE=$profile defconfig"
	done
done
