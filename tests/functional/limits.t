#!/bin/sh
# limits.t: -i, -t and -c: no client holds the server for longer, and no more are served at once.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service echo
need transport tcp

# now: seconds, whole ones; so durations are right to a second.
now()
{
	date +%s
}

for model in iterative event fork; do
	if ! feature model $model; then
		skip 5 "model $model is not in this profile"
		continue
	fi
	start_server -m $model -i 1 tcp:127.0.0.1:0 echo
	began=$(now)
	client "$model-idle"
	exec 8<> "$work/$model-idle.in"
	ok "$model: -i 1: a client that says nothing is let go" eventually 8 gone_or_zombie "$client_pid"
	took=$(($(now) - began))
	ok "$model: after a second, not before, nor long after ($took)" test $took -ge 1 -a $took -le 5
	exec 8>&-
	is "$(within 20 mote-client -m next "$endpoint")" next "$model: and the next is served"
	stop_server

	start_server -m $model -i 30 -t 1 tcp:127.0.0.1:0 echo
	client "$model-total"
	exec 8<> "$work/$model-total.in"
	began=$(now)
	# A byte now and then keeps it from being idle. (A shell would die of writing to a client that has gone.)
	while alive "$client_pid" && test $(($(now) - began)) -lt 8; do
		(echo x >&8) 2> /dev/null
		"$BUSYBOX" usleep 200000
	done
	exec 8>&-
	ok "$model: -t 1: a client that goes on and on is let go" eventually 3 gone_or_zombie "$client_pid"
	is "$(within 20 mote-client -m next "$endpoint")" next "$model: and the next is served"
	stop_server
done

# What a client does not read does not hold an iterative server either.
if feature model iterative; then
	start_server -m iterative -i 1 tcp:127.0.0.1:0 echo
	mkfifo "$work/deaf.out"
	# Nobody reads the client's output beyond what a pipe holds.
	exec 7<> "$work/deaf.out"
	mote-client "$endpoint" < /dev/zero >&7 2> /dev/null &
	track $!
	ok 'a client that does not read: the next one is served' eventually 10 \
		sh -c 'test "$("$0" timeout -s KILL 2 mote-client -m next "$1")" = next' "$BUSYBOX" "$endpoint"
	exec 7>&-
	stop_server
else
	skip 1 'model iterative is not in this profile'
fi

for model in event fork; do
	if ! feature model $model; then
		skip 3 "model $model is not in this profile"
		continue
	fi
	start_server -m $model -c 2 tcp:127.0.0.1:0 echo
	client "$model-a"
	exec 7<> "$work/$model-a.in"
	echo a >&7
	client "$model-b"
	exec 8<> "$work/$model-b.in"
	echo b >&8
	both()
	{
		heard "$model-a" a && heard "$model-b" b
	}
	ok "$model: -c 2: two are served" eventually 5 both
	client "$model-c"
	exec 9<> "$work/$model-c.in"
	echo c >&9
	# Nothing happens to be waited for.
	"$BUSYBOX" usleep 500000
	is "$(cat "$work/$model-c.out")" '' "$model: -c 2: the third waits"
	exec 7>&-
	ok "$model: -c 2: until one has ended" eventually 5 heard "$model-c" c
	exec 8>&- 9>&-
	stop_server
done

for wrong in '-c 0' '-c x' '-i -1' '-t x' '-b 0'; do
	# shellcheck disable=SC2086 # an option and its value
	status_is 100 "$wrong is wrong usage" mote-server $wrong tcp:127.0.0.1:0 echo
	like "$err" "${wrong%% *}" 'and is named'
done

done_testing
