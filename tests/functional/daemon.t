#!/bin/sh
# daemon.t: the PID file, and the server in the background.
# shellcheck disable=SC2317 # functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service echo
need transport udp

pid_file=$work/server.pid

written()
{
	test -s "$pid_file"
}

if feature option pid-file; then
	start_server -p "$pid_file" udp:127.0.0.1:0 echo
	ok '-p: the file is written' eventually 5 written
	is "$(cat "$pid_file")" "$server_pid" 'and holds the number'
	stop_server
	ok 'it is removed at the end' test ! -e "$pid_file"

	echo 'something longer than a number' > "$pid_file"
	start_server -p "$pid_file" udp:127.0.0.1:0 echo
	is "$(cat "$pid_file")" "$server_pid" 'an older one is written over'
	echo 1 > "$pid_file"
	stop_server
	is "$(cat "$pid_file")" 1 'one that is another'"'"'s by then stays'
	rm "$pid_file"

	ln -s "$work/elsewhere" "$pid_file"
	status_is 111 'a symbolic link is not followed' mote-server -p "$pid_file" udp:127.0.0.1:0 echo
	ok 'and nothing is written there' test ! -e "$work/elsewhere"
	rm "$pid_file"
	status_is 111 'a folder that is not there' mote-server -p "$work/no/server.pid" udp:127.0.0.1:0 echo
	like "$err" 'cannot write .*/no/server.pid' 'is named'
else
	skip 9 '-p is not in this profile'
fi

if ! feature option background; then
	skip 16 '-D is not in this profile'
	done_testing
fi

# field PID N: of /proc/PID/stat, counted after the name: 1 is the state.
field()
{
	sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f "$2"
}

if ! feature option pid-file; then
	skip 16 "-p is not in this profile"
	done_testing
fi
mote-server -D -1 -p "$pid_file" udp:127.0.0.1:0 echo > "$work/announced" 2> "$work/log" < /dev/null
is $? 0 '-D: the command ends with 0'
ok 'with the endpoint announced' test -s "$work/announced"
ok 'and the PID file written' written
pid=$(cat "$pid_file")
track "$pid"
ok 'the server runs' alive "$pid"
endpoint=$(cat "$work/announced")
is "$(within 20 mote-client -u -m hello 127.0.0.1 "${endpoint##*:}")" hello 'and answers'
is "$(field "$pid" 4)" "$pid" 'in a session of its own'
is "$(for fd in 0 1 2; do readlink "/proc/$pid/fd/$fd"; done | uniq)" /dev/null '0, 1 and 2 are /dev/null'
kill "$pid"
ok 'SIGTERM ends it' eventually 5 gone_or_zombie "$pid"

mote-server -D udp:127.0.0.1:0 nosuch 2> "$work/log"
is $? 100 'what is wrong is said before, with its status'
run mote-server -D -p "$work/no/server.pid" udp:127.0.0.1:0 echo
is "$status" 111 'what goes wrong in the background'
like "$err" 'fatal: cannot write .*/no/server.pid' 'is still said'
if feature option root; then
	run mote-server -D -r "$work/no" udp:127.0.0.1:0 echo
	is "$status" 111 'up to the last of it'
	like "$err" "fatal: cannot make $work/no the root" 'all of it'
else
	skip 2 '-r is not in this profile'
fi

# Its folder is where it was started, so that names mean the same files at its end.
if feature transport unixgram; then
	cd "$work" || exit 1
	mote-server -D -p relative.pid unixgram:./relative echo 2> "$work/log"
	pid=$(cat relative.pid)
	track "$pid"
	ok 'names are those of the folder it was started in' test -S "$work/relative"
	kill "$pid"
	ok 'it ends' eventually 5 gone_or_zombie "$pid"
	ok 'and removes them' test ! -e relative -a ! -e relative.pid
else
	skip 3 'unixgram is not in this profile'
fi

done_testing
