#!/bin/sh
# What is fetched is checked; what a step needs is installed or named.
set -eu
. "$(dirname "$0")/lib.sh"

scratch "$work/tree"
cd "$work/tree"

# A mirror that holds something else under the right name.
path=$(source_value musl path)
mkdir -p "$work/mirror/pool/${path%/*}"
echo 'not musl' > "$work/mirror/pool/$path"
if command -v curl > /dev/null; then
	fails 'a tarball with the wrong checksum' 'has the wrong checksum' \
		env "MOTE_CACHE=$work/cache" "MOTE_MIRROR=file://$work/mirror" toolchain/fetch.sh musl
	ok 'is not kept' test -z "$(ls "$work/cache/sources")"
	fails 'a mirror without it' 'cannot fetch' \
		env "MOTE_CACHE=$work/cache" "MOTE_MIRROR=file://$work/nothing" toolchain/fetch.sh musl
else
	skip 'no curl here'
fi
fails 'a source that is not listed' "no line for 'glibc'" toolchain/fetch.sh glibc

ok 'nothing is missing' toolchain/need.sh sh:dash /bin/sh:dash
ok 'then nothing is said' test ! -s "$work/said"

# A system without apt: only what stands in this folder.
mkdir "$work/bin"
for tool in sh cat env sed uname; do
	ln -s "$(command -v "$tool")" "$work/bin/$tool"
done
fails 'without apt a missing command is named' 'commands are missing: kconfig-conf' \
	env "PATH=$work/bin" toolchain/need.sh sh:dash kconfig-conf:kconfig-frontends-nox
ok 'without apt a missing file is named' env "PATH=$work/bin" toolchain/need.sh /none/types.h:linux-libc-dev
ok 'and that stops nothing' true

done_testing
