#!/bin/sh
# demo.sh [TARGET]: `make demo`. Builds what is missing for a target (ARMv7), starts its root file system under
# QEMU, and there skeleton/bin/mote-demo. The status is 0 only if all that was shown was right.
set -eu
here=$(cd "${0%/*}" && pwd)
target=${1:-armv7}

# The options of a make above us are not for the one below.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES || :
make -C "$here/.." --no-print-directory -j"$(nproc)" TARGET="$target" PROFILE=full > /dev/null
"$here/root.sh" "$target" full > /dev/null
exec "$here/shell.sh" "$target" mote-demo
