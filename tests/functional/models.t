#!/bin/sh
# models.t: who is served when: two at once, or one after the other; children and their ends.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service echo
need transport tcp

for model in event fork; do
	if ! feature model $model; then
		skip 5 "model $model is not in this profile"
		continue
	fi
	start_server -m $model tcp:127.0.0.1:0 echo
	client "$model-one"
	one_pid=$client_pid
	exec 8<> "$work/$model-one.in"
	echo first >&8
	ok "$model: the first client is answered" eventually 5 heard "$model-one" first
	client "$model-two"
	exec 9<> "$work/$model-two.in"
	echo second >&9
	ok "$model: the second too, while the first is connected" eventually 5 heard "$model-two" second
	echo third >&8
	ok "$model: and the first again" eventually 5 heard "$model-one" third
	exec 8>&- 9>&-
	ok "$model: clients end" eventually 5 gone_or_zombie "$one_pid"
	ok "$model: no child and no zombie is left" eventually 5 no_children
	stop_server
done

if feature model iterative; then
	start_server -m iterative tcp:127.0.0.1:0 echo
	client one
	one_pid=$client_pid
	exec 8<> "$work/one.in"
	echo first >&8
	ok 'iterative: the first client is answered' eventually 5 heard one first
	client two
	exec 9<> "$work/two.in"
	echo second >&9
	# There is no event to wait for when something must not happen: half a second is long for loopback.
	"$BUSYBOX" usleep 500000
	is "$(cat "$work/two.out")" '' 'iterative: the second waits'
	exec 8>&-
	ok 'iterative: and is answered when the first has ended' eventually 5 heard two second
	exec 9>&-
	ok 'iterative: the first client has ended' eventually 5 gone_or_zombie "$one_pid"
	is "$(children "$server_pid")" '' 'iterative: no child'
	stop_server
else
	skip 5 'model iterative is not in this profile'
fi

# Many short conversations leave no process behind.
for model in iterative event fork; do
	if ! feature model $model; then
		skip 2 "model $model is not in this profile"
		continue
	fi
	start_server -m $model tcp:127.0.0.1:0 echo
	answered=0
	for number in 1 2 3 4 5 6 7 8 9 10; do
		if test "$(within 20 mote-client -m $number "$endpoint")" = $number; then
			answered=$((answered + 1))
		fi
	done
	is $answered 10 "$model: ten clients, ten answers"
	ok "$model: and no child" eventually 5 no_children
	stop_server
done

# The default is the best that is compiled in.
start_server tcp:127.0.0.1:0 echo
client default-one
exec 8<> "$work/default-one.in"
echo first >&8
ok 'the default model answers' eventually 5 heard default-one first
if feature model event; then
	is "$(children "$server_pid")" '' 'and is event: no child'
elif feature model fork; then
	isnt "$(children "$server_pid")" '' 'and is fork: a child'
else
	skip 1 'only the iterative model is in this profile'
fi
exec 8>&-
stop_server

done_testing
