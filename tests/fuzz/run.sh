#!/bin/sh
# run.sh NAME SECONDS: fuzzes tests/fuzz/NAME.c with clang's libFuzzer, ASan and UBSan for so long, starting from
# tests/fuzz/corpus/NAME. What it finds new is in out/fuzz/NAME/corpus, what breaks it in out/fuzz/NAME/crash-*.
set -eu
here=$(cd "${0%/*}" && pwd)
top=$(cd "$here/../.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../../toolchain/common.sh
. "$toolchain/common.sh"
cd "$top"

name=${1:?usage: run.sh NAME SECONDS}
seconds=${2:?usage: run.sh NAME SECONDS}
test -f "$here/$name.c" || die "there is no tests/fuzz/$name.c"
"$toolchain/need.sh" clang:clang make:make
target=$(host_target)
generated=out/$target-full/generated
make PROFILE=full TARGET="$target" "$generated/sources.mk" > /dev/null
folder=out/fuzz/$name
mkdir -p "$folder/corpus"
flags="-std=gnu11 -g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -Isrc -Itests/unit
	-include $generated/config.h"
rm -rf "$folder/objects"
mkdir "$folder/objects"
# From an archive only what is asked for is linked; what the target itself includes is there then.
for source in src/lib/*.c src/dns/*.c src/transport/*.c src/resolver/*.c; do
	case $source in */main.c) continue ;; esac
	# shellcheck disable=SC2086 # a list of flags
	clang $flags -c -o "$folder/objects/$(echo "${source%.c}" | tr / -).o" "$source"
done
ar rc "$folder/objects/mote.a" "$folder"/objects/*.o
# shellcheck disable=SC2086 # a list of flags
clang $flags -fsanitize=fuzzer -o "$folder/fuzz" "$here/$name.c" "$folder/objects/mote.a"
exec "$folder/fuzz" -max_total_time="$seconds" -timeout=5 -artifact_prefix="$folder/" -max_len=4096 \
	-print_final_stats=1 "$folder/corpus" "$here/corpus/$name"
