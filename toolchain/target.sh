#!/bin/sh
# target.sh [CROSS_COMPILE]: prints the target that this machine is, or that a compiler's prefix builds for.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"

if test $# -eq 0; then
	host_target
	exit
fi
case $("$1gcc" -dumpmachine 2> /dev/null || :) in
aarch64*) echo aarch64 ;;
arm*hf) echo armv7 ;;
arm*) echo armv5 ;;
mipsel*) echo mipsel ;;
mips*) echo mips ;;
x86_64*) echo x86_64 ;;
*) echo other ;;
esac
