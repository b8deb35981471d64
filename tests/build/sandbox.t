#!/bin/sh
# sandbox.t: a service that tries a forbidden system call: in a process of its own only its conversation dies,
# in the server's it fails. The service is in no profile: this is a build of its own.
set -eu
. "$(dirname "$0")/lib.sh"

mkdir "$work/tree"
cp -r "$top/Makefile" "$top/toolchain" "$top/src" "$work/tree"
cp "$here/sandbox/trespass.c" "$work/tree/src/server/service"
cd "$work/tree"
ok 'a build with the service' make PROFILE=full
PATH=$work/tree/out/$host-full/bin:$PATH

pid=''
trap 'test -z "$pid" || kill $pid; rm -rf "$work"' EXIT

# eventually COMMAND…: at most 10 s.
eventually()
{
	left=500
	until "$@"; do
		left=$((left - 1))
		test $left -gt 0 || return 1
		sleep 0.02
	done
}

# serve ARGS…: starts a server; $pid, $endpoint (the first).
serve()
{
	: > "$work/out"
	mote-server -v -1 "$@" > "$work/out" 2> "$work/log" < /dev/null &
	pid=$!
	eventually test -s "$work/out" || { cat "$work/log"; return 1; }
	read -r endpoint < "$work/out"
}

stop()
{
	kill "$pid"
	status=0
	wait "$pid" || status=$?
	pid=''
}

ask()
{
	mote-client -w 5 -i 5 -m '' "$endpoint" < /dev/null 2>&1 || :
}

serve -m event tcp:127.0.0.1:0 trespass
if grep -q 'no filter of system calls' "$work/log"; then
	stop
	for name in 1 2 3 4 5 6 7 8 9 10 11; do
		skip 'this kernel has no filter of system calls'
	done
	done_testing
fi
ok 'event: the call fails' test "$(ask)" = 'open: Not permitted'
ok 'and the server goes on' test "$(ask)" = 'open: Not permitted'
ok 'no new privileges' grep -q '^NoNewPrivs:[[:space:]]*1$' "/proc/$pid/status"
stop
ok 'it ends as it should' test "$status" -eq 0

serve -m iterative tcp:127.0.0.1:0 trespass
ok 'iterative: the call fails' test "$(ask)" = 'open: Not permitted'
stop

serve -m fork tcp:127.0.0.1:0 trespass
ok 'fork: the conversation is ended without an answer' test -z "$(ask | grep '^open')"
ok 'the log says how' eventually grep -q 'signal 31' "$work/log"
ok 'the server goes on: the next one is ended too' test -z "$(ask | grep '^open')"
ok 'and it is the same server' kill -0 "$pid"
stop
ok 'that ends as it should' test "$status" -eq 0

# Programs would inherit the filter, so there is none beside them: the call is what it would be.
printf 'tcp:127.0.0.1:0 trespass\nunix:%s exec true\n' "$work/socket" > "$work/services"
serve -f "$work/services"
ok 'beside exec there is no filter: the call is done' test "$(ask)" = 'open: done'
stop

done_testing
