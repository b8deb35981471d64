#!/bin/sh
# make sizes fails over budget and names what is over; make bloat names the symbols that differ.
set -eu
. "$(dirname "$0")/lib.sh"

scratch "$work/tree"
cd "$work/tree"
export TARGETS="$host" PROFILES=full

has()
{
	grep -qE -e "$1" "$work/table" || {
		cat "$work/table"
		return 1
	}
}

ok 'within the budget' sh -c 'make sizes > "$1"' - "$work/table"
ok 'each program has a line with its budget' has "^mote-server +full +$host +[0-9]+ +[0-9]+ +20000 +[0-9]+$"
sed -i 's/^| mote-server.*/| mote-server | full | 100 | 100 | 100 | 100 |/' docs/sizes.md
fails 'over the budget' "^over budget: mote-server full on $host by [0-9]+$" make sizes
fails 'no other program is named' '^1$' sh -c 'make sizes 2>&1 | grep -c "^over budget"; exit 1'
ok '--budgets prints the table' sh -c 'toolchain/sizes.sh --budgets > "$1"' - "$work/table"
ok 'with a row for each program' has '^\| mote-server \| full \| [0-9],[0-9]00 \|$'

cp -r "$work/tree" "$work/base"
cat >> src/server/main.c << 'END'
int added(int number)
{
	return number * number + (int)getpid();
}
END
sed -i 's/return write(/return added(argc) == 12345 ? 0 : write(/; s/^static int server_main/int added(int number);\n&/' \
	src/server/main.c
ok 'bloat' sh -c 'make bloat "BASE=$1" CFLAGS=-fno-inline > "$2"' - "$work/base" "$work/table"
ok 'a new symbol is named' has '^added +0 +[0-9]+ +\+[0-9]+$'
ok 'the total is there' has '^new [0-9]+, gone 0, grew [0-9]+, shrank [0-9]+: \+[0-9]+ bytes of [0-9]+$'
ok 'and the files' has '^file mote +[0-9]+ +[0-9]+ +\+[0-9]+$'
fails 'a BASE that is nothing' 'BASE=nothing is neither a folder nor a commit' make bloat BASE=nothing

done_testing
