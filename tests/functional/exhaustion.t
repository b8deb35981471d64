#!/bin/sh
# exhaustion.t: descriptors, processes or memory run out: what is running goes on, the rest waits, and is
# served when there is room again.
# shellcheck disable=SC2016,SC2034,SC2317,SC3045 # programs for another shell; functions for `eventually`; ulimit -p
. "$(dirname "$0")/lib.sh"
need transport tcp

# --- Processes -------------------------------------------------------------------------------------------

# Other runs of this test at the same time have accounts of their own.
account=$((100000 + $(printf %s "$TMPDIR" | cksum | cut -d ' ' -f 1) % 1000000000))

# An account that may have two processes: the server, and one of another server of it.
held()
{
	held_name=$1
	shift
	start_server -u $account:$account tcp:127.0.0.1:0 discard
	other=$server_pid
	limited 'ulimit -p 2'
	start_server -u $account:$account "$@"
	server_command=
	client "$held_name"
	exec 8<> "$work/$held_name.in"
	echo hello >&8
	ok "$held_name: a refused process is told of" eventually 10 logged 'cannot start a process: .*; a pause'
	ok "$held_name: the client is kept" alive "$client_pid"
	kill "$other"
	ok "$held_name: and is served once there is room" eventually 10 heard "$held_name" hello
	exec 8>&-
	ok "$held_name: to its end" eventually 10 gone_or_zombie "$client_pid"
	is "$(within 20 mote-client -m again "$endpoint")" again "$held_name: the next is served"
	stop_server
	is "$server_status" 0 "$held_name: nothing else has happened"
}

# limited COMMAND: the next servers are started after this command.
limited()
{
	printf '#!/bin/sh\n%s\nexec mote-server "$@"\n' "$1" > "$work/limited"
	chmod +x "$work/limited"
	server_command=$work/limited
}

if test "$MOTE_RUN" != native; then
	skip 12 'QEMU has threads of its own, which are counted too'
elif ! feature option user || ! (ulimit -p 2) 2> /dev/null; then
	skip 12 'option user is not in this profile, or the shell has no ulimit -p'
else
	if feature model fork; then
		held fork -m fork tcp:127.0.0.1:0 echo
	else
		skip 6 'model fork is not in this profile'
	fi
	if feature service exec; then
		held exec tcp:127.0.0.1:0 exec cat
	else
		skip 6 'exec is not in this profile'
	fi
fi

has_children()
{
	test "$(children "$server_pid" | grep -c .)" -eq "$1"
}

answers()
{
	test "$(within 5 mote-client -m next "$endpoint")" = next
}

# --- Descriptors ---------------------------------------------------------------------------------------

for model in event fork; do
	if ! feature model $model; then
		skip 4 "model $model is not in this profile"
		continue
	fi
	# Clients that stay, more of them than the server has descriptors for; fork has its own for each.
	limited 'ulimit -n 12'
	start_server -m $model tcp:127.0.0.1:0 echo
	server_command=
	held_pids=
	mkfifo "$work/silent-$model"
	exec 9<> "$work/silent-$model"
	for i in 1 2 3 4 5 6 7 8 9 10; do
		mote-client "$endpoint" < "$work/silent-$model" > /dev/null 2>&1 9>&- &
		held_pids="$held_pids $!"
		track $!
	done
	if test $model = event; then
		ok "$model: it says that there is none left" eventually 10 logged 'cannot accept: .*; a pause'
	else
		ok "$model: all are served" eventually 10 has_children 10
	fi
	for pid in $held_pids; do
		kill "$pid" 2> /dev/null
	done
	exec 9>&-
	ok "$model: once they are gone the next is served" eventually 15 answers
	ok "$model: again" eventually 5 answers
	stop_server
	is "$server_status" 0 "$model: nothing else has happened"
done

# --- Memory ----------------------------------------------------------------------------------------------

if feature option min-free; then
	available=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo)
	start_server --min-free $((available / 2)) tcp:127.0.0.1:0 echo
	is "$(within 20 mote-client -m enough "$endpoint")" enough '--min-free: enough'
	stop_server
	start_server --min-free 4000000000 tcp:127.0.0.1:0 echo
	client short
	exec 8<> "$work/short.in"
	echo hello >&8
	ok '--min-free: too little is told of' eventually 10 logged 'cannot keep --min-free: .*; a pause'
	ok '--min-free: the client waits' alive "$client_pid"
	is "$(cat "$work/short.out")" '' '--min-free: without an answer'
	exec 8>&-
	stop_server
else
	skip 4 'option min-free is not in this profile'
fi

done_testing
