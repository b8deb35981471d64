#!/bin/sh
# shell.sh: runs shellcheck over every shell script of the tree.
set -eu
toolchain=$(cd "${0%/*}/.." && pwd)
"$toolchain/need.sh" shellcheck:shellcheck

# By name or by first line; out/ and git's own folder hold nothing of ours.
scripts()
{
	find . \( -path ./out -o -path ./.git \) -prune -o -type f -print | sort | while read -r file; do
		case $file in
		*.sh | *.t) echo "$file" ;;
		*) ! head -n 1 "$file" | grep -qE '^#!.*[/ ](sh|bash|dash)( |$)' 2> /dev/null || echo "$file" ;;
		esac
	done
}

# -x follows `.`. Left out: SC1091, files that are only there at run time; SC2016, dollars in single quotes,
# which are awk's or another sh's; SC2317, functions that a test hands to another function.
scripts | tr '\n' '\0' | xargs -0 shellcheck -x -P SCRIPTDIR -e SC1091,SC2016,SC2317
