#!/bin/sh
# exec.t: a program for each conversation: what it gets, and what it does not.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service exec
need transport tcp

start_server tcp:127.0.0.1:0 exec cat
is "$(echo hello | within 20 mote-client "$endpoint")" hello 'standard input and output are the socket'
head -c 300000 /dev/urandom > "$work/data"
within 20 mote-client "$endpoint" < "$work/data" > "$work/back"
same_file "$work/data" "$work/back" '300 kB go through a program and come back'
stop_server

start_server tcp:127.0.0.1:0 exec sh -c 'echo "$0 $*"; echo to-stderr >&2' a 'b c' ''
is "$(within 20 mote-client -m '' "$endpoint")" 'a b c ' 'arguments are passed as they are'
ok 'standard error is the server'"'"'s' eventually 5 logged '^to-stderr$'
stop_server

# --- {fd} ---
start_server tcp:127.0.0.1:0 exec sh -c 'read -r line <&"$1"; echo "got $line" >&"$1"; echo "said $1, $2"' sh '{fd}' '<{fd}>{fd}'
is "$(echo hello | within 20 mote-client "$endpoint")" 'got hello' '{fd}: the socket is open under that number'
ok '{fd}: standard output is left alone' eventually 5 grep -q '^said' "$server_out"
number=$(sed -n 's/^said \([0-9]*\), .*/\1/p' "$server_out")
like "$(cat "$server_out")" "^said $number, <$number>$number\$" '{fd}: it is replaced wherever it stands'
ok "{fd}: it is none of the standard ones ($number)" test "$number" -gt 2
stop_server

# --- Descriptors ---
# The program lists what it has open, but for the standard ones, the folder that it is reading, and what its
# arguments name.
list='for fd in /proc/$$/fd/*; do
	case ${fd##*/} in 0 | 1 | 2 | "$0") ;; *) readlink "$fd" ;; esac
done'
for model in iterative event fork; do
	if ! feature model $model; then
		skip 3 "model $model is not in this profile"
		continue
	fi
	start_server -m $model tcp:127.0.0.1:0 tcp:127.0.0.1:0 exec sh -c "$list"
	is "$(within 20 mote-client -m '' "$endpoint")" '' "$model: no descriptor leaks"
	stop_server
	start_server -m $model tcp:127.0.0.1:0 exec sh -c "$list" 5< "$work/data" 7> "$work/seven" 9<> "$work/nine"
	is "$(within 20 mote-client -m '' "$endpoint")" '' "$model: nor one that the server inherited"
	stop_server
	start_server -m $model tcp:127.0.0.1:0 exec sh -c "exec >&\"\$0\"; $list" '{fd}'
	is "$(within 20 mote-client -m '' "$endpoint")" '' "$model: nor with {fd}, but for that one"
	stop_server
done

# --- Signals: what the server blocks or ignores is the program's own again. ---
signals='exec sed -n "s/^\(Sig[BI][lg][kn]\):/\1/p" /proc/self/status'
# (A shell starts what is in the background with some ignored: so is the measure.)
sh -c "$signals" > "$work/signals" &
wait $!
start_server tcp:127.0.0.1:0 exec sh -c "$signals"
is "$(within 20 mote-client -m '' "$endpoint")" "$(cat "$work/signals")" 'signals: no other is blocked or ignored'
stop_server

# --- Ends ---
for model in iterative event fork; do
	if ! feature model $model; then
		skip 4 "model $model is not in this profile"
		continue
	fi
	start_server -m $model tcp:127.0.0.1:0 exec true
	status_is 0 "$model: the client sees the program's end" mote-client "$endpoint"
	ok "$model: no zombie is left" eventually 5 no_children
	stop_server

	start_server -m $model tcp:127.0.0.1:0 exec "$work/no-such-program"
	within 20 mote-client -m x "$endpoint" > /dev/null 2>&1
	ok "$model: a program that is not there is named" eventually 5 logged "$work/no-such-program.*No such file"
	within 20 mote-client -m x "$endpoint" > /dev/null 2>&1
	ok "$model: and the server goes on" alive "$server_pid"
	stop_server
done

# --- Many at once: more than are on their way to their program at a time ---
twenty='1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20'
if feature option env; then
	start_server -c 40 tcp:127.0.0.1:0 exec sh -c 'echo $$ $TCPREMOTEPORT'
	kill -STOP "$server_pid"
	clients=''
	for _ in $twenty; do
		mote-client "$endpoint" < /dev/null >> "$work/at-once" 2>&1 &
		track $!
		clients="$clients $!"
	done
	kill -CONT "$server_pid"
	for client in $clients; do
		eventually 20 gone_or_zombie "$client"
	done
	is "$(sort -u "$work/at-once" | wc -l | tr -d ' ')" 20 'twenty at once: each has a program of its own'
	is "$(cut -d ' ' -f 2 "$work/at-once" | sort -u | wc -l | tr -d ' ')" 20 'and that is told of its own client'
	stop_server
	# Where there is none, nobody else is told of the wrong error.
	start_server -c 40 tcp:127.0.0.1:0 exec "$work/no-such-program"
	clients=''
	for _ in $twenty; do
		mote-client "$endpoint" < /dev/null > /dev/null 2>&1 &
		track $!
		clients="$clients $!"
	done
	for client in $clients; do
		eventually 20 gone_or_zombie "$client"
	done
	is "$(log_lines | sort | uniq -c | sed 's/^ *//')" \
		"20 mote-server: cannot run $work/no-such-program: No such file" 'twenty without a program: said for each'
	stop_server
else
	skip 3 'option env is not in this profile'
fi

# --- Who waits for whom ---
if feature model iterative; then
	start_server -m iterative tcp:127.0.0.1:0 exec cat
	client first
	exec 8<> "$work/first.in"
	echo one >&8
	ok 'iterative: a program runs' eventually 5 heard first one
	client second
	exec 9<> "$work/second.in"
	echo two >&9
	# Nothing happens to be waited for.
	"$BUSYBOX" usleep 500000
	is "$(cat "$work/second.out")" '' 'iterative: the next client waits for its end'
	exec 8>&-
	ok 'iterative: and is served then' eventually 5 heard second two
	exec 9>&-
	ok 'iterative: and ends' eventually 5 gone_or_zombie $client_pid
	stop_server
else
	skip 4 'model iterative is not in this profile'
fi
for model in event fork; do
	if ! feature model $model; then
		skip 2 "model $model is not in this profile"
		continue
	fi
	start_server -m $model tcp:127.0.0.1:0 exec cat
	client $model-first
	exec 8<> "$work/$model-first.in"
	echo one >&8
	ok "$model: a program runs" eventually 5 heard $model-first one
	client $model-second
	exec 9<> "$work/$model-second.in"
	echo two >&9
	ok "$model: and another beside it" eventually 5 heard $model-second two
	exec 8>&- 9>&-
	eventually 5 gone_or_zombie $client_pid
	stop_server
done

# --- -t ends a program, too ---
start_server -t 1 tcp:127.0.0.1:0 exec sleep 100
status_is 0 '-t 1: a program over its time is ended, and its client sees it' mote-client -m '' "$endpoint"
ok '-t 1: and it is reaped' eventually 5 no_children
stop_server

if feature transport unix; then
	start_server "unix:$work/socket" exec cat
	is "$(echo hello | within 20 mote-client "$endpoint")" hello 'UNIX: a program on the socket'
	stop_server
else
	skip 1 'UNIX sockets are not in this profile'
fi

status_is 100 'without a program: wrong usage' mote-server tcp:127.0.0.1:0 exec
like "$err" '[Pp][Rr][Oo][Gg][Rr][Aa][Mm]' 'which says what is missing'

done_testing
