#!/bin/sh
# counters.t: SIGUSR1 logs what there was; a conversation is a line at its start and one at its end.
# shellcheck disable=SC2034,SC2317 # counters of loops; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
command -v mote-server > /dev/null || skip_all 'mote-server is not in this profile'

# counted: asks for the counters; the line is then in $counters.
counted()
{
	counted_before=$(grep -c '^mote-server: conversations' "$server_log")
	kill -USR1 "$server_pid"
	ok "${1:-the counters} are logged" eventually 5 has_counted
	counters=$(grep '^mote-server: conversations' "$server_log" | tail -n 1)
}

has_counted()
{
	test "$(grep -c '^mote-server: conversations' "$server_log")" -gt "$counted_before"
}

# --- The log of a conversation ---------------------------------------------------------------------------

if feature transport tcp; then
	for model in iterative event fork; do
		if ! feature model $model; then
			skip 2 "model $model is not in this profile"
			continue
		fi
		start_server -v -m $model tcp:127.0.0.1:0 echo
		printf 'hello' | mote-client "$endpoint" > /dev/null
		ok "$model: a line at the start" eventually 5 logged '^mote-server: echo: 127.0.0.1 port [0-9]+ begins$'
		ok "$model: one at the end: peer, service, how, seconds, bytes" eventually 5 logged \
			'^mote-server: echo: 127.0.0.1 port [0-9]+ ends after [0-9]+\.[0-9]{3} s, in 5, out 5$'
		stop_server
	done
	if feature service exec; then
		start_server -v tcp:127.0.0.1:0 exec sh -c 'exit 7'
		mote-client "$endpoint" < /dev/null
		ok 'exec: with the status of the program' eventually 5 logged \
			'^mote-server: exec: 127.0.0.1 port [0-9]+ ends with status 7 after [0-9]+\.[0-9]{3} s$'
		stop_server
		# shellcheck disable=SC2016 # for the other shell
		start_server -v tcp:127.0.0.1:0 exec sh -c 'kill -KILL $$'
		mote-client "$endpoint" < /dev/null
		ok 'exec: or the signal' eventually 5 logged 'is killed by signal 9 after'
		stop_server
	else
		skip 2 'exec is not in this profile'
	fi
	start_server tcp:127.0.0.1:0 echo
	printf 'hello' | mote-client "$endpoint" > /dev/null
	stop_server
	unlike "$(cat "$server_log")" 'begins|ends' 'nothing of it without -v'
else
	skip 9 'TCP is not in this profile'
fi

# --- Counters ------------------------------------------------------------------------------------------

if ! feature option counters; then
	skip 1 'option counters is not in this profile'
	done_testing
fi

if feature transport udp; then
	start_server -q udp:127.0.0.1:0 echo
	printf 1234567 | mote-client -w 1 "$endpoint" > /dev/null 2>&1
	counted 'UDP: the counters'
	like "$counters" 'conversations 0, now 0, datagrams 1,.* bytes in 7, out 7, seconds [0-9]+$' 'UDP: of a datagram'
	stop_server
else
	skip 2 'UDP is not in this profile'
fi

if feature transport tcp; then
	for model in event fork; do
		feature model $model || {
			skip 2 "model $model is not in this profile"
			continue
		}
		start_server -q -m $model tcp:127.0.0.1:0 echo
		for i in 1 2 3; do
			printf 'four' | mote-client "$endpoint" > /dev/null
		done
		ok "$model: all have ended" eventually 5 no_children
		counted "$model: the counters"
		like "$counters" 'conversations 3, now 0, .* bytes in 12, out 12, seconds [0-9]+$' "$model: of three conversations"
		stop_server
	done
	if feature option deny; then
		start_server -d 127.0.0.0/8 tcp:127.0.0.1:0 echo
		for i in 1 2 3 4 5; do
			mote-client "$endpoint" < /dev/null > /dev/null 2>&1
		done
		counted 'refused: the counters'
		like "$counters" 'conversations 0, .* refused by rule 5,' 'refused: are counted by reason'
		test "$(grep -c 'refused 127.0.0.1: rule' "$server_log")" -lt 5
		is $? 0 'refused: fewer lines than refusals'
		like "$(cat "$server_log")" '^mote-server: refused 127.0.0.1: rule' 'refused: but one'
		stop_server
	else
		skip 4 'option deny is not in this profile'
	fi
else
	skip 10 'TCP is not in this profile'
fi

done_testing
