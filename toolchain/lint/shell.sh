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

# -x follows `.`; SC1091 is about files that are only there at run time.
scripts | tr '\n' '\0' | xargs -0 shellcheck -x -P SCRIPTDIR -e SC1091
