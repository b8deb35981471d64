#!/bin/sh
# Two builds in different folders, with another umask, time zone, locale and number of jobs, give the same bytes.
set -eu
. "$(dirname "$0")/lib.sh"

first=$work/a
second=$work/another/folder/whose/name/is/longer
for tree in "$first" "$second"; do
	mkdir -p "$tree"
	cp -r "$top/Makefile" "$top/toolchain" "$top/src" "$tree"
	rm -f "$tree/toolchain/check.mk"
done

for target in "$host" armv7; do
	ok "$target: first build" sh -c 'umask 022; TZ=UTC LC_ALL=C make -C "$1" -j2 TARGET="$2"' - "$first" "$target"
	ok "$target: second build" sh -c 'umask 077; TZ=Asia/Tokyo LC_ALL=C.UTF-8 make -C "$1" TARGET="$2"' \
		- "$second" "$target"
	for program in mote mote-server mote-client mote-resolver; do
		ok "$target: $program is the same" cmp "$first/out/$target-full/bin/$program" "$second/out/$target-full/bin/$program"
	done
done
ok 'no path of the build is in a program' sh -c '! grep -F "$1" "$2"' - "$work" "$first/out/$host-full/bin/mote"

done_testing
