#!/bin/sh
# activation.t: sockets that are passed on (fd:), and programs that are started when they are needed
# (activate), the one by the other: mote-server is the program that is activated.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service activate
need transport fd
need transport tcp
need service echo

ask()
{
	within 20 mote-client -m "$1" "${2:-$endpoint}"
}

# The program of the last server, once there is one.
program()
{
	children "$server_pid"
}

runs()
{
	test -n "$(program)"
}

# runs_other PID: does another one run?
runs_other()
{
	runs && test "$(program)" != "$1"
}

start_server tcp:127.0.0.1:0 activate mote-server 'fd:*' echo
is "$(program)" '' 'before a client there is no process'
is "$(ask hello)" hello 'the first client is answered'
first=$(program)
isnt "$first" '' 'by a program that is there now'
is "$(ask again)" again 'the next one too'
is "$(program)" "$first" 'by the same'
kill "$first"
ok 'it ends' eventually 5 no_children
is "$(ask 'third')" third 'the next client starts it again'
ok 'as another process' runs_other "$first"
second=$(program)
kill -KILL "$second"
ok 'however it ends' eventually 5 no_children
is "$(ask fourth)" fourth 'the next client starts it again'
second=$(program)
stop_server
is "$server_status" 0 'SIGTERM'
ok 'ends the program, too' eventually 5 gone "$second"

# --- Several endpoints, and what the program is told ---
show='echo "$LISTEN_FDS $LISTEN_FDNAMES $(test "$LISTEN_PID" = $$ && echo me) $X" > "$1"
for fd in /proc/$$/fd/*; do
	case $(readlink "$fd") in socket:*) echo "${fd##*/}" >> "$1" ;; esac
done
exec mote-server fd:4 echo'
LISTEN_FDS=7 LISTEN_FDNAMES=stale LISTEN_PID=1 X=kept
export LISTEN_FDS LISTEN_FDNAMES LISTEN_PID X
start_server tcp:127.0.0.1:0 "unix:$work/socket" activate sh -c "$show" sh "$work/shown"
unset LISTEN_FDS LISTEN_FDNAMES LISTEN_PID X
is "$(ask over-unix "unix:$work/socket")" over-unix 'fd:4 is the second endpoint'
is "$(head -n 1 "$work/shown")" "2  me kept" 'number, process; no stale names; the rest is as it was'
is "$(sed 1d "$work/shown" | sort -n | tr '\n' ' ')" '3 4 ' 'sockets on 3 and 4, and no others'
stop_server

if feature transport udp; then
	start_server tcp:127.0.0.1:0 udp:127.0.0.1:0 activate mote-server 'fd:*' echo
	udp=$(echo "$endpoints" | sed -n 2p)
	is "$(within 20 mote-client -u -m datagram 127.0.0.1 "${udp##*:}")" datagram 'a datagram starts it, too'
	is "$(ask stream)" stream 'and the same one has the stream'
	is "$(program | wc -l)" 1 'one process'
	stop_server
else
	skip 3 'UDP is not in this profile'
fi

# --- A program that does not take what is there ---
start_server tcp:127.0.0.1:0 activate sh -c 'echo x >> "$1"' sh "$work/starts"
within 20 mote-client -w 1 -i 1 "$endpoint" < /dev/null > /dev/null 2>&1 &
holder=$!
track $holder
ok 'a program that leaves the client there: that is said' eventually 10 logged 'a pause'
ok 'and it is not started for ever' test "$(wc -l < "$work/starts")" -lt 100
stop_server
start_server tcp:127.0.0.1:0 activate "$work/nosuch"
within 5 mote-client -w 1 -i 1 "$endpoint" < /dev/null > /dev/null 2>&1 || :
ok 'one that is not there is named' eventually 5 logged "cannot run $work/nosuch"
stop_server

# --- What is wrong ---
status_is 100 'activate without a program' mote-server tcp:127.0.0.1:0 activate
like "$err" 'activate: PROGRAM is missing' 'is named'
status_is 100 'fd:* without sockets' mote-server 'fd:*' echo
like "$err" 'fd:\*: not in LISTEN_FDS' 'is named'
status_is 100 'sockets that are for another process' env LISTEN_PID=1 LISTEN_FDS=1 mote-server 'fd:*' echo
status_is 100 'a descriptor that is no socket' sh -c \
	'exec 3< /dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec mote-server fd:3 echo'
like "$err" 'fd:3: 3 does not listen' 'is named'

# By name: what systemd gives names to.
names='LISTEN_FDNAMES=one:two exec mote-server fd:two echo'
start_server tcp:127.0.0.1:0 "unix:$work/named" activate sh -c "$names"
is "$(ask named "unix:$work/named")" named 'fd:NAME'
stop_server
if command -v mote-client > /dev/null; then
	status_is 100 'a client' mote-client fd:0
	like "$err" 'fd:0' 'does not connect to one'
fi

done_testing
