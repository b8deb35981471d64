#!/bin/sh
# build.sh [FOLDER]: builds the unit tests, natively, under ASan and UBSan, into out/unit or another
# folder: an executable a file of this folder, that prints TAP, and one a fuzz target, that is fed
# the inputs kept in tests/fuzz/corpus. They are run at the top of the tree.
set -eu
here=$(cd "${0%/*}" && pwd)
top=$(cd "$here/../.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../../toolchain/common.sh
. "$toolchain/common.sh"
cd "$top"

target=$(host_target)
generated=out/$target-full/generated
unit=${1:-out/unit}
objects=$unit-objects
CC=${CC:-gcc}
# What is undefined must stop the test, not only be told.
flags="-std=gnu11 -g -O1 -Wall -Wextra -Wno-unused-parameter -fno-omit-frame-pointer
	-fsanitize=address,undefined -fno-sanitize-recover=all -Isrc -Itests/unit -include $generated/config.h"

# compile SOURCE…: each into $objects, several side by side.
compile()
{
	# shellcheck disable=SC2016,SC2086 # for the inner shell; a list of flags
	printf '%s\n' "$@" | xargs -P "$(nproc)" -I '{}' sh -euc '
		source=$1
		shift
		object=$(echo "${source%.c}" | tr / -)
		"$@" -c -o "$0/$object.o" "$source"
	' "$objects" '{}' "$CC" $flags
}

# link_test NAME OBJECT…
link_test()
{
	name=$1
	shift
	# shellcheck disable=SC2086 # a list of flags
	"$CC" $flags -o "$unit/$name" "$@" "$objects/mote.a"
}

"$toolchain/need.sh" gcc:gcc make:make
make PROFILE=full TARGET="$target" "$generated/sources.mk" > /dev/null
rm -rf "$unit" "$objects"
mkdir -p "$unit" "$objects"
set -- tests/unit/*.c tests/fuzz/*.c
# Every program's main is left out: a test has its own.
for source in src/lib/*.c src/dns/*.c src/transport/*.c src/resolver/*.c; do
	test "${source##*/}" = main.c || set -- "$@" "$source"
done
compile "$@"
ar rc "$objects/mote.a" "$objects"/src-*.o
for test in tests/unit/*.c; do
	test=${test##*/}
	link_test "${test%.c}" "$objects/tests-unit-${test%.c}.o"
done
for fuzz in tests/fuzz/*.c; do
	fuzz=${fuzz##*/}
	fuzz=${fuzz%.c}
	test "$fuzz" != corpus || continue
	link_test "fuzz-$fuzz" "$objects/tests-fuzz-$fuzz.o" "$objects/tests-fuzz-corpus.o"
done
