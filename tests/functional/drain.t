#!/bin/sh
# drain.t: SIGTERM with --drain lets conversations end by themselves; what does not is told to end, then
# killed; the exit status tells.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need option drain
feature transport tcp || skip_all 'TCP is not in this profile'

# terminate: SIGTERM to the server, which goes on.
terminate()
{
	kill "$server_pid"
}

# finished: sets $server_status once the server has ended, within some seconds.
finished()
{
	eventually 15 gone_or_zombie "$server_pid" || kill -KILL "$server_pid"
	server_status=0
	wait "$server_pid" 2> /dev/null || server_status=$?
}

# refuses: does a client get no connection any more?
refuses()
{
	! within 5 mote-client "$endpoint" < /dev/null > /dev/null 2>&1
}

for model in iterative event fork; do
	if ! feature model $model; then
		skip 8 "model $model is not in this profile"
		continue
	fi
	start_server --drain 60 -m $model tcp:127.0.0.1:0 echo
	client drain-$model
	exec 8<> "$work/drain-$model.in"
	echo one >&8
	ok "$model: a client is in conversation" eventually 5 heard drain-$model one
	terminate
	ok "$model: nobody is let in after SIGTERM" eventually 5 refuses
	ok "$model: the server is still there" alive "$server_pid"
	echo two >&8
	ok "$model: the conversation goes on" eventually 5 heard drain-$model two
	exec 8>&-
	finished
	is "$server_status" 0 "$model: all ended by themselves"

	start_server --drain 1 -m $model tcp:127.0.0.1:0 echo
	client cut-$model
	exec 8<> "$work/cut-$model.in"
	echo one >&8
	eventually 5 heard cut-$model one
	terminate
	finished
	is "$server_status" 99 "$model: one had to be ended"
	exec 8>&-

	start_server --drain 600 -m $model tcp:127.0.0.1:0 echo
	client hurry-$model
	exec 8<> "$work/hurry-$model.in"
	echo one >&8
	ok "$model: another conversation" eventually 5 heard hurry-$model one
	terminate
	eventually 5 refuses
	terminate
	finished
	is "$server_status" 99 "$model: the second SIGTERM hurries"
	exec 8>&-
done

# A program that does not mind SIGTERM is killed 5 seconds later, and SIGKILL to it ends the server.
if feature service exec; then
	start_server --drain 60 tcp:127.0.0.1:0 exec cat
	client program
	exec 8<> "$work/program.in"
	echo one >&8
	ok 'exec: a program is running' eventually 5 heard program one
	terminate
	eventually 5 refuses
	echo two >&8
	ok 'exec: it goes on after SIGTERM to the server' eventually 5 heard program two
	exec 8>&-
	finished
	is "$server_status" 0 'exec: it ended by itself'

	start_server tcp:127.0.0.1:0 exec sh -c 'trap "" TERM; echo ready; while :; do sleep 1; done'
	client stubborn
	exec 8<> "$work/stubborn.in"
	ok 'exec: a program that ignores SIGTERM' eventually 5 heard stubborn ready
	program=$(children "$server_pid")
	terminate
	finished
	is "$server_status" 0 'exec: the server ends'
	ok 'exec: and that program has ended' gone_or_zombie "$program"
	exec 8>&-
else
	skip 6 'exec is not in this profile'
fi

done_testing
