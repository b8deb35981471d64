#!/bin/sh
# build.sh FOLDER: builds the bare loops and the load client into a folder: natively, static, with the
# project's own musl and the flags of toolchain/flags.mk.
set -eu
here=$(cd "${0%/*}" && pwd)
toolchain=$here/../../toolchain
# shellcheck source=../../toolchain/common.sh
. "$toolchain/common.sh"

# flags_of NAME: the values of its lines NAME += … without their reasons.
flags_of()
{
	sed -n "s/^$1 *+= *\([^#]*[^# ]\).*/\1/p" "$toolchain/flags.mk"
}

# build NAME SOURCE…
build()
{
	name=$1
	shift
	# shellcheck disable=SC2046 # lists of flags
	(cd "$here" && "$musl/bin/musl-gcc" -std=gnu11 $(flags_of CODEGEN) $(flags_of FIXED) $(flags_of WARNINGS) \
		-static -nostartfiles "$musl/lib/crt1.o" $(flags_of LINKER) $(flags_of LINKER_FIXED) -s \
		-o "$folder/$name" "$@")
}

mkdir -p "${1:?usage: build.sh FOLDER}"
folder=$(cd "$1" && pwd)
musl=$("$toolchain/musl.sh" "$(host_target)")
for name in greet exec datagram fixed forward hold idle program; do
	build "$name" "$name.c"
done
build load load.c load-stream.c load-datagram.c load-http.c load-relay.c load-dns.c load-memory.c
