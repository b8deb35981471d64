#!/bin/sh
# perclient.t: -C, --rate, --prefix4, --prefix6 and --min-free: what one client may have and begin.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need option per-client

# gets SOURCE [ENDPOINT]: is a line that comes from there given back?
gets()
{
	test "$(within 20 mote-client -i 1 -s "$1" -m x "${2:-$endpoint}" 2> /dev/null)" = x
}

refused()
{
	! gets "$@"
}


if feature transport tcp; then
	for model in event fork; do
		if ! feature model $model; then
			skip 10 "model $model is not in this profile"
			continue
		fi
		start_server -m $model -C '2:too many, go away' tcp:127.0.0.1:0 echo
		client "$model-a"
		exec 7<> "$work/$model-a.in"
		echo a >&7
		client "$model-b"
		exec 8<> "$work/$model-b.in"
		echo b >&8
		ok "$model: -C 2: one" eventually 5 heard "$model-a" a
		ok "$model: -C 2: two" eventually 5 heard "$model-b" b
		run mote-client -m x "$endpoint"
		is "$out" 'too many, go away' "$model: -C 2: the third is told, and let go"
		ok "$model: that is logged" eventually 5 logged '127\.0\.0\.1'
		ok "$model: another client is served" gets 127.0.0.2
		exec 7>&-
		ok "$model: when one has ended, there is room" eventually 5 gets 127.0.0.1
		ok "$model: the other is still there" sh -c 'echo more >&8'
		ok "$model: and served" eventually 5 heard "$model-b" more
		exec 8>&-
		ok "$model: all have ended" eventually 5 gets 127.0.0.1
		ok "$model: as often as wanted" gets 127.0.0.1
		stop_server
	done

	start_server --rate 3/2 tcp:127.0.0.1:0 echo
	for turn in 1 2 3; do
		ok "--rate 3/2: $turn" gets 127.0.0.1
	done
	ok '--rate 3/2: the fourth is held off' refused 127.0.0.1
	ok '--rate 3/2: another client is not' gets 127.0.0.2
	# Trying does not make it longer: within the two seconds, and as long again for a slow machine.
	ok '--rate 3/2: it is let in again, though it goes on trying' eventually 8 gets 127.0.0.1
	stop_server

	start_server --rate 100/1000 --prefix4 24 tcp:127.0.0.1:0 echo
	turn=0
	while test $turn -lt 100 && gets "127.0.0.$((turn % 9 + 1))"; do
		turn=$((turn + 1))
	done
	is $turn 100 '--prefix4 24: 100 of one network'
	ok '--prefix4 24: the next one is held off' refused 127.0.0.100
	ok '--prefix4 24: that of the next network is not' gets 127.0.1.1
	stop_server

	if feature option ipv6 && test -e /proc/net/if_inet6; then
		start_server --rate 1/1000 'tcp:[::]:0' echo
		ok 'IPv6: one' gets ::1 "tcp:[::1]:$port"
		ok 'IPv6: and no more' refused ::1 "tcp:[::1]:$port"
		ok 'IPv6: one of another network' gets 2001:db8::1 "tcp:[2001:db8::1]:$port"
		stop_server
		start_server --rate 1/1000 --prefix6 2 'tcp:[::]:0' echo
		ok '--prefix6 2: one' gets ::1 "tcp:[::1]:$port"
		ok '--prefix6 2: and none of another network' refused 2001:db8::1 "tcp:[2001:db8::1]:$port"
		stop_server
		start_server --rate 1/1000 tcp:0 echo
		ok 'IPv4 over an IPv6 socket: one' gets 127.0.0.1 "tcp:127.0.0.1:$port"
		ok 'IPv4 over an IPv6 socket: and no more' refused 127.0.0.1 "tcp:127.0.0.1:$port"
		ok 'IPv4 over an IPv6 socket: its neighbour' gets 127.0.0.2 "tcp:127.0.0.1:$port"
		stop_server
	else
		skip 8 'there is no IPv6'
	fi
else
	skip 37 'TCP is not in this profile'
fi

if feature transport unix; then
	start_server -C 1 --rate 1/1000 "unix:$work/socket" echo
	is "$(within 20 mote-client -m x "$endpoint")" x 'a client of a UNIX socket has no address to count'
	is "$(within 20 mote-client -m x "$endpoint")" x 'as often as it likes'
	stop_server
else
	skip 2 'transport unix is not in this profile'
fi

if feature transport udp; then
	start_server --rate 2/1000 udp:127.0.0.1:0 echo
	ok 'UDP: --rate 2/1000: one' gets 127.0.0.1
	ok 'UDP: two' gets 127.0.0.1
	ok 'UDP: the third gets no reply' refused 127.0.0.1
	ok 'UDP: another client does' gets 127.0.0.2
	stop_server
else
	skip 4 'UDP is not in this profile'
fi

# --- --min-free ---
if feature option min-free && feature transport tcp && grep -q ^MemAvailable: /proc/meminfo; then
	start_server --min-free 1 tcp:127.0.0.1:0 echo
	ok '--min-free 1: there is more than that' gets 127.0.0.1
	stop_server
	start_server --min-free 4000000000 tcp:127.0.0.1:0 echo
	client waits
	exec 8<> "$work/waits.in"
	echo x >&8
	ok '--min-free: who comes when there is not as much waits' eventually 5 logged 'min-free'
	is "$(cat "$work/waits.out")" '' 'and is not served'
	ok 'nor dropped' alive $client_pid
	exec 8>&-
	stop_server
	is "$server_status" 0 'and the server can be stopped'
else
	skip 5 'option min-free, TCP or MemAvailable is not here'
fi

# --- Wrong usage ---
for wrong in '-C 0' '-C x' '-C :x' '--rate 5' '--rate 5/0' '--rate 0/5' '--rate x/y' '--prefix4 33' '--prefix6 129'; do
	if feature transport tcp; then kind=tcp; else kind=udp; fi
	# shellcheck disable=SC2086 # an option and its value
	status_is 100 "$wrong is wrong usage" mote-server $wrong $kind:127.0.0.1:0 echo
	like "$err" "${wrong%% *}" 'and is named'
done

done_testing
