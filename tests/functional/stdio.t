#!/bin/sh
# stdio.t: a conversation with the server's own standard input and output: what nc -l is used for.
# shellcheck disable=SC2317 # functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service stdio

dd if=/dev/urandom of="$work/data" bs=65536 count=16 2> /dev/null
: > "$work/empty"

# listen NAME ARGS…: a server with the input from $input, its output in $work/listen-NAME.out behind the endpoint. Sets
# $pid and $endpoint.
listen()
{
	listen_out=$work/listen-$1.out listen_err=$work/listen-$1.err
	: > "$listen_out"
	shift
	mote-server -1 "$@" < "${input:-/dev/null}" > "$listen_out" 2> "$listen_err" 7>&- 8>&- &
	pid=$!
	track $pid
	eventually 10 grep -a -q '^[a-z]*:.' "$listen_out" || diag "$(cat "$listen_err")"
	endpoint=$(head -n 1 "$listen_out")
}

# ended STATUS NAME: the server has ended, with that status.
ended()
{
	ended_status=0
	eventually 10 gone_or_zombie $pid || kill -KILL $pid
	wait $pid || ended_status=$?
	is $ended_status "$1" "$2"
}

# heard_all NAME FILE TEXT: what the server has written.
heard_all()
{
	tail -n +2 "$listen_out" > "$work/heard"
	same_file "$1" "$work/heard" "$2"
}

# written PATTERN: has the server written a line like this?
written()
{
	tail -n +2 "$listen_out" | grep -a -q "$1"
}

# is_stuck PID: it has done nothing for a while.
is_stuck()
{
	stuck_before=$(grep char "/proc/$1/io")
	"$BUSYBOX" usleep 200000
	test "$stuck_before" = "$(grep char "/proc/$1/io")"
}

if feature transport tcp; then
	for model in iterative event fork; do
		if ! feature model $model; then
			skip 5 "model $model is not in this profile"
			continue
		fi
		input=$work/data
		listen $model -m $model tcp:127.0.0.1:0 stdio
		within 20 mote-client "$endpoint" < /dev/null > "$work/back"
		same_file "$work/data" "$work/back" "$model: a file to the client"
		ended 0 "$model: then it ends"
		input=/dev/null
		listen $model -m $model tcp:127.0.0.1:0 stdio
		client $model
		exec 7<> "$work/$model.in"
		cat "$work/data" >&7
		exec 7>&-
		ended 0 "$model: it ends with the client"
		heard_all "$work/data" "$model: a file from the client"
		ok "$model: the client is done" eventually 5 gone_or_zombie "$client_pid"
		rm "$work/$model.in"
	done

	# Both ways, as it is said.
	mkfifo "$work/said"
	input=$work/said
	exec 8<> "$work/said"
	listen both tcp:127.0.0.1:0 stdio
	client both
	exec 7<> "$work/both.in"
	echo from the client >&7
	ok 'the client is heard' eventually 5 written 'from the client'
	echo from the server >&8
	ok 'the server is heard' eventually 5 heard both 'from the server'
	is "$(within 5 mote-client -w 2 -m x "$endpoint" 2>&1 | grep -c refused)" 1 'nobody else is let in'
	kill $pid
	ended 0 'a signal ends it'
	exec 7>&- 8>&-
	eventually 5 gone_or_zombie "$client_pid"

	# A full pipe that nobody reads: nothing is lost, and a signal is still heard.
	input=/dev/null
	mkfifo "$work/pipe"
	exec 8<> "$work/pipe"
	mote-server -q -1 tcp:127.0.0.1:0 stdio < /dev/null > "$work/pipe" 2> "$work/full.err" 8>&- &
	pid=$!
	track $pid
	read -r endpoint <&8
	within 20 mote-client "$endpoint" < "$work/data" > "$work/back" 2> /dev/null &
	sender=$!
	track $sender
	eventually 10 is_stuck "$pid" || :
	head -c 1048576 <&8 > "$work/heard"
	same_file "$work/data" "$work/heard" 'an output that is not read for a while loses nothing'
	ended 0 'and it ends'
	mote-server -q -1 tcp:127.0.0.1:0 stdio < /dev/null > "$work/pipe" 2> "$work/full.err" 8>&- &
	pid=$!
	track $pid
	read -r endpoint <&8
	within 20 mote-client "$endpoint" < "$work/data" > "$work/back" 2> /dev/null &
	track $!
	nap
	nap
	kill $pid
	ended 0 'with an output that nobody reads it still hears a signal'
	exec 8>&-

	# -k
	: > "$work/words"
	echo one > "$work/words"
	input=$work/words
	listen keeps tcp:127.0.0.1:0 stdio -k
	is "$(within 20 mote-client -m 'first
' "$endpoint")" one '-k: the first has the input'
	is "$(within 20 mote-client -m 'second
' "$endpoint")" '' '-k: its end stays the end'
	is "$(within 20 mote-client -m 'third
' "$endpoint")" '' '-k: for all'
	kill $pid
	ended 0 '-k: until it is ended'
	is "$(tail -n +2 "$listen_out" | tr '\n' ' ')" 'first second third ' '-k: all are heard, in turn'

	# Limits and failures.
	input=/dev/null
	listen idle -i 1 tcp:127.0.0.1:0 stdio
	client idle
	exec 7<> "$work/idle.in"
	ended 99 'a peer that is silent for -i seconds: 99'
	exec 7>&-
	if feature transport unix; then
		listen unix "unix:$work/socket" stdio
		is "$(within 20 mote-client -m 'hello
' "$endpoint")" '' 'over a UNIX socket'
		ended 0 'it ends'
		ok 'and its file is gone' test ! -e "$work/socket"
		is "$(tail -n +2 "$listen_out")" hello 'it has heard all'
	else
		skip 4 'transport unix is not in this profile'
	fi
else
	skip 32 'transport tcp is not in this profile'
fi

if feature transport udp && serves_datagrams stdio; then
	input=/dev/null
	listen udp -i 3 udp:127.0.0.1:0 stdio
	client udp
	exec 7<> "$work/udp.in"
	echo one >&7
	ok 'a datagram is written' eventually 5 written one
	within 5 mote-client -i 1 -m 'another
' "$endpoint" > /dev/null 2>&1
	echo two >&7
	ok 'and the next' eventually 5 written two
	ended 0 'after -i seconds of silence it ends'
	exec 7>&-
	is "$(tail -n +2 "$listen_out" | tr '\n' ' ')" 'one two ' 'only its first peer is heard'

	mkfifo "$work/answers"
	input=$work/answers
	exec 8<> "$work/answers"
	listen udp-2 udp:0 stdio
	port=${endpoint##*:}
	client udp-2 "udp:127.0.0.2:$port"
	exec 7<> "$work/udp-2.in"
	echo question >&7
	ok 'a question' eventually 5 written question
	echo answer >&8
	ok 'its answer leaves from the address that was asked' eventually 5 heard udp-2 answer
	kill $pid
	ended 0 'a signal ends it'
	exec 7>&- 8>&-

	input=/dev/null
	listen udp-4 -i 1 udp:127.0.0.1:0 stdio
	within 5 mote-client -i 1 -m mine "$endpoint" > /dev/null 2>&1
	for other in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		! gone_or_zombie $pid || break
		within 5 mote-client -i 1 -s 127.0.0.2 -m "not $other" "$endpoint" > /dev/null 2>&1 &
		track $!
		nap
		nap
		nap
		nap
		nap
	done
	ok 'the datagrams of others do not keep it' gone_or_zombie $pid
	listen udp-3 -i 1 udp:127.0.0.1:0 stdio -k
	within 5 mote-client -i 1 -m 'one
' "$endpoint" > /dev/null 2>&1
	ok '-k: one' eventually 5 written one
	again()
	{
		within 5 mote-client -i 1 -m 'two
' "$endpoint" > /dev/null 2>&1
		written two
	}
	ok '-k: and when it is silent, another one' eventually 10 again
	kill $pid
	ended 0 '-k: until it is ended'
	exec 8>&-
else
	skip 11 'stdio has no datagrams in this profile'
fi

any=tcp:127.0.0.1:0
feature transport tcp || any=udp:127.0.0.1:0
status_is 100 'an unknown argument is wrong usage' mote-server $any stdio -x
like "$err" 'what is -x' 'and says why'
if feature option file; then
	echo "$any stdio" > "$work/file"
	status_is 100 'in a file it is wrong usage' mote-server --check -f "$work/file"
else
	skip 1 'option file is not in this profile'
fi

done_testing
