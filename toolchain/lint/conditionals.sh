#!/bin/sh
# conditionals.sh: refuses #if on a CONFIG_ symbol in a .c file. Every symbol is 0 or 1 for a plain if, so that
# what is switched off is still compiled, and a misspelt symbol fails.
set -eu

! find src -name '*.c' | sort |
	xargs grep -HnE '^[[:space:]]*#[[:space:]]*(if|ifdef|ifndef|elif).*CONFIG_' |
	sed 's/$/: use a plain if/' | grep .
