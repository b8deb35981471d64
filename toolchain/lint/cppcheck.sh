#!/bin/sh
# cppcheck.sh FOLDER…: runs cppcheck over src/ with the configuration of the first folder.
set -eu
toolchain=$(cd "${0%/*}/.." && pwd)
"$toolchain/need.sh" cppcheck:cppcheck

cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr \
	--suppress=missingInclude --suppress=missingIncludeSystem -j "$(nproc)" \
	--include="$1/generated/config.h" -Isrc src toolchain/runtime
