#!/bin/sh
# The services of docs/adding.md, as they stand there, built into the programs and asked.
set -eu
. "$(dirname "$0")/lib.sh"

# A tree with the real sources.
mkdir "$work/tree"
(cd "$top" && cp -r Makefile toolchain src docs .clang-format "$work/tree")
cd "$work/tree"

# take NAME: the page's block that defines that service.
take()
{
	awk -v name="service_$1" '
		/^```c$/ { in_block = 1; text = ""; next }
		/^```$/ { if (in_block && index(text, "const struct service " name " ")) printf "%s", text; in_block = 0 }
		in_block { text = text $0 "\n" }
	' docs/adding.md > "src/server/service/$1.c"
	test -s "src/server/service/$1.c"
}

# answers COMMAND…: the server's answer to a client on a UNIX socket.
answers()
{
	rm -f "$work/socket"
	: > "$work/announced"
	bin=out/$host-full/bin
	"$bin/mote-server" -1 "unix:$work/socket" "$@" > "$work/announced" &
	pid=$!
	tries=100
	while test ! -s "$work/announced" && test "$tries" -gt 0; do
		tries=$((tries - 1))
		sleep 0.1
	done
	timeout 10 "$bin/mote-client" -m '' "unix:$work/socket" || :
	kill "$pid"
	wait "$pid" || :
}

says()
{
	wanted=$1
	shift
	answers "$@" > "$work/answer" 2>&1
	grep -qx -e "$wanted" "$work/answer" || { cat "$work/answer"; return 1; }
}

no_warning()
{
	make > "$work/made" 2>&1 || { cat "$work/made"; return 1; }
	! grep 'warning:' "$work/made"
}

ok 'whoami stands in the page' take whoami
ok 'execall stands in the page' take execall
ok 'both are built, without a warning' no_warning
ok 'whoami answers' says local whoami
ok 'execall gives the client its standard error' says seen execall sh -c 'echo seen >&2'
done_testing
