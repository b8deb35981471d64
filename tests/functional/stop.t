#!/bin/sh
# stop.t: SIGTERM and SIGINT stop the server with exit 0, in every model, idle or in a conversation.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
command -v mote-server > /dev/null || skip_all 'mote-server is not in this profile'

# A shell starts what is in the background with SIGINT ignored; the server has to take it all the same,
# or not at all, but never to die of it half-way. So it is sent where it is not ignored: from a pipeline
# of `env`, which cannot reset it; what can is a server started in the foreground of another shell.
interrupted()
{
	rm -f "$work/announced"
	mkfifo "$work/announced"
	(
		read -r line < "$work/announced"
		test -n "$line"
		kill -INT "$(cat "$work/pid")"
	) &
	interrupter=$!
	sh -c 'echo $$ > "$0"; exec mote-server -1 "$@"' "$work/pid" "$@" > "$work/announced" 2> "$work/log"
	interrupted_status=$?
	wait $interrupter
}

if feature transport tcp; then
	for model in iterative event fork; do
		if ! feature model $model; then
			skip 5 "model $model is not in this profile"
			continue
		fi
		start_server -m $model tcp:127.0.0.1:0 echo
		stop_server
		is "$server_status" 0 "$model: SIGTERM when idle"

		interrupted -m $model tcp:127.0.0.1:0 echo
		is $interrupted_status 0 "$model: SIGINT when idle"

		start_server -m $model tcp:127.0.0.1:0 echo
		client $model
		exec 8<> "$work/$model.in"
		echo hello >&8
		ok "$model: a client is in conversation" eventually 5 heard $model hello
		stop_server
		is "$server_status" 0 "$model: SIGTERM in a conversation"
		exec 8>&-
		ok "$model: whose client ends" eventually 5 gone_or_zombie $client_pid
	done
else
	skip 15 'TCP is not in this profile'
fi

if feature transport udp; then
	start_server udp:127.0.0.1:0 echo
	stop_server
	is "$server_status" 0 'UDP: SIGTERM'
	interrupted udp:127.0.0.1:0 echo
	is $interrupted_status 0 'UDP: SIGINT'
else
	skip 2 'UDP is not in this profile'
fi

if feature transport tcp && feature service exec; then
	start_server tcp:127.0.0.1:0 exec cat
	client exec
	exec 8<> "$work/exec.in"
	echo hello >&8
	ok 'exec: a program is running' eventually 5 heard exec hello
	program=$(children "$server_pid")
	isnt "$program" '' 'exec: as a child of the server'
	stop_server
	is "$server_status" 0 'exec: SIGTERM'
	exec 8>&-
	ok 'exec: its program ends too' eventually 5 gone "$program"
else
	skip 4 'exec over TCP is not in this profile'
fi

done_testing
