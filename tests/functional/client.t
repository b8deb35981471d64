#!/bin/sh
# client.t: mote-client: its operands, its ends, its limits, its exit statuses.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
for program in mote-client mote-server; do
	command -v $program > /dev/null || skip_all "$program is not in this profile"
done

# --- Wrong usage ---
status_is 100 'no endpoint' mote-client
status_is 100 'a transport is needed' mote-client nothing
status_is 100 'port 0 is not to connect to' mote-client -m x udp:127.0.0.1:0
status_is 100 'a port that is none' mote-client -u 127.0.0.1 eighty
like "$err" port 'and is named'

if feature transport udp && feature service echo; then
	start_server udp:127.0.0.1:0 echo
	is "$(echo hello | within 20 mote-client "$endpoint")" hello 'UDP: standard input, standard output'
	is "$(echo hello | within 20 mote-client -u 127.0.0.1 "$port")" hello 'UDP: -u HOST PORT'
	is "$(echo hello | within 20 mote-client -u router.test "$port" 2> /dev/null)" '' \
		'UDP: a server on 127.0.0.1 does not answer for another address'
	stop_server
	status_is 1 'UDP: a closed port' mote-client -m x "$endpoint"
	start_server udp:0 echo
	is "$(within 20 mote-client -4 -u -m hello router.test "$port")" hello 'UDP: a name of the hosts file'
	is "$(within 20 mote-client -4 -u -m hello local.example.test "$port")" hello 'UDP: a name from DNS'
	stop_server
	status_is 1 'UDP: no such name' mote-client -u -m x no-such-name.example.test 9
	like "$err" 'no-such-name' 'and it is named'
else
	skip 8 'UDP or echo is not in this profile'
fi
if feature transport udp && feature service discard; then
	start_server udp:127.0.0.1:0 discard
	status_is 99 'UDP: -i 1 without an answer' mote-client -i 1 -m x "$endpoint"
	stop_server
else
	skip 1 'UDP or discard is not in this profile'
fi

if feature transport tcp && feature service echo; then
	start_server tcp:0 echo
	is "$(echo hello | within 20 mote-client "tcp:127.0.0.1:$port")" hello 'TCP: an endpoint'
	is "$(echo hello | within 20 mote-client 127.0.0.1 "$port")" hello 'TCP: HOST PORT'
	is "$(echo hello | within 20 mote-client "tcp:$port")" hello 'TCP: a bare port is this machine'
	is "$(echo hello | within 20 mote-client router.test "$port")" hello 'TCP: a name of the hosts file'
	is "$(echo hello | within 20 mote-client local.example.test "$port")" hello 'TCP: a name from DNS'
	is "$(within 20 mote-client -m 'a b' "tcp:$port")" 'a b' '-m'
	status_is 0 '-m with nothing' mote-client -m '' "tcp:$port"
	is "$out" '' 'gets nothing back'
	is "$(echo hello | within 20 mote-client -4 localhost "$port")" hello '-4'
	if feature option ipv6; then
		is "$(echo hello | within 20 mote-client -6 localhost "$port")" hello '-6'
		is "$(echo hello | within 20 mote-client "tcp:[::1]:$port")" hello 'TCP: an IPv6 endpoint'
		is "$(echo hello | within 20 mote-client ::1 "$port")" hello 'TCP: an IPv6 HOST PORT'
	else
		skip 3 'IPv6 is not in this profile'
	fi
	status=0
	within 20 mote-client "tcp:127.0.0.1:$port" < /dev/null > /dev/full 2> "$work/err" || status=$?
	is "$status" 0 'standard output that is full, but nothing to write: fine'
	status=0
	within 20 mote-client -m x "tcp:127.0.0.1:$port" > /dev/full 2> "$work/err" || status=$?
	is "$status" 111 'standard output that is full: the system refused'
	like "$(cat "$work/err")" '^mote-client: fatal: .*write.*output' 'which is said'
	status=0
	within 20 mote-client -m x "tcp:127.0.0.1:$port" <&- > "$work/out" || status=$?
	is "$status $(cat "$work/out")" '0 x' 'without a standard input'
	stop_server
	status_is 1 'TCP: a closed port' mote-client -m x "tcp:127.0.0.1:$port"
	like "$err" '^mote-client: fatal: .*[Rr]efused' 'and why'
	status_is 1 'TCP: no such name' mote-client no-such-name.example.test 9
	status_is 1 'TCP: a name without an address' mote-client text.example.test 9
	status_is 2 'TCP: a name whose server fails' mote-client -w 8 x.broken.test 9

	# Both addresses of second.example.test are tried; at the first nothing listens. So are the families.
	start_server tcp:127.0.0.1:0 echo
	is "$(echo hello | within 20 mote-client second.example.test "$port")" hello 'all addresses of a name are tried'
	is "$(echo hello | within 20 mote-client local.example.test "$port")" hello 'and both families'
	status_is 1 'a source of the other family fails' mote-client -6 -m x local.example.test "$port"
	stop_server
else
	skip 24 'TCP or echo is not in this profile'
fi

if feature transport tcp && feature service greet; then
	start_server tcp:127.0.0.1:0 greet
	run mote-client -s 127.0.0.3 -m x "$endpoint"
	ok '-s: the source address' eventually 5 logged '^send a message to client\(127\.0\.0\.3\)$'
	status_is 111 '-s: an address that is not of this machine' mote-client -s 198.51.100.1 -m x "$endpoint"
	status_is 100 '-s: no address' mote-client -s nonsense -m x "$endpoint"
	stop_server
	# The server closes after the message; the client's input stays open.
	start_server tcp:127.0.0.1:0 greet
	client greeted
	exec 8<> "$work/greeted.in"
	echo bye >&8
	ok "it ends at the peer's close, whatever is left of its input" eventually 5 gone_or_zombie "$client_pid"
	exec 8>&-
	wait "$client_pid"
	is $? 0 'with status 0'
	is "$(cat "$work/greeted.out")" 'welcome to network server!!' 'and what the peer had said'
	stop_server
else
	skip 6 'TCP or greet is not in this profile'
fi

if feature transport tcp && feature service exec; then
	free_port
	# The program lists the connections, with its peer's port among them.
	start_server tcp:127.0.0.1:0 exec cat /proc/net/tcp
	run mote-client -p "$free_port" -m '' "$endpoint"
	like "$out" ":$(printf %04X "$port") 0100007F:$(printf %04X "$free_port") |:$(printf %04X "$port") 7F000001:$(printf %04X "$free_port") " \
		'-p: the source port'
	stop_server

	# A peer that ends half-way does not lose what it has said.
	start_server tcp:127.0.0.1:0 exec sh -c 'echo first; read -r line; echo "second $line"'
	is "$(echo go | within 20 mote-client "$endpoint" | tr '\n' ' ')" 'first second go ' 'all that the peer said is there'
	stop_server
else
	skip 2 'TCP or exec is not in this profile'
fi

if feature transport tcp && feature service discard; then
	start_server tcp:127.0.0.1:0 discard
	mkfifo "$work/idle"
	exec 8<> "$work/idle"
	status=0
	within 20 mote-client -i 1 "$endpoint" <&8 2> "$work/err" || status=$?
	exec 8>&-
	is $status 99 '-i 1: nothing said by either side: a time-out'
	isnt "$(cat "$work/err")" '' 'which is said'
	stop_server
else
	skip 2 'TCP or discard is not in this profile'
fi

# Connections that nobody accepts: the kernel drops what the backlog cannot hold.
if feature transport tcp && feature model iterative && feature service discard; then
	start_server -m iterative -b 1 -i 0 tcp:127.0.0.1:0 discard
	mkfifo "$work/wait"
	exec 8<> "$work/wait"
	for _ in 1 2 3 4; do
		mote-client "$endpoint" <&8 > /dev/null 2>&1 &
		track $!
	done
	full()
	{
		within 2 mote-client -w 1 -m x "$endpoint" > /dev/null 2> "$work/err"
		test $? -eq 99
	}
	ok '-w 1: a connection that is not made: a time-out' eventually 10 full
	like "$(cat "$work/err")" '^mote-client: fatal: .*[Tt]ime' 'and said'
	exec 8>&-
	stop_server
else
	skip 2 'TCP, iterative or discard is not in this profile'
fi

if feature transport unix && feature service echo; then
	start_server "unix:$work/socket" echo
	is "$(echo hello | within 20 mote-client -U "$work/socket")" hello 'UNIX: -U PATH'
	stop_server
	status_is 1 'UNIX: nothing there' mote-client -m x "unix:$work/socket"
	start_server unix:@mote-client echo
	is "$(echo hello | within 20 mote-client -U @mote-client)" hello 'UNIX: -U @NAME'
	stop_server
else
	skip 3 'UNIX sockets or echo is not in this profile'
fi

for wrong in '-w x' '-i -5' '-p 70000' '-p x' '-X'; do
	# shellcheck disable=SC2086 # an option and its value
	status_is 100 "$wrong is wrong usage" mote-client $wrong udp:127.0.0.1:9
	like "$err" "${wrong%% *}" 'and is named'
done

if feature transport fd mote-client; then
	run mote-client fd:3
	is "$status" 100 'fd: is the server'"'"'s alone'
	like "$err" 'endpoint fd:3: ' 'and it says so'
else
	skip 2 'transport fd is not in this profile'
fi

done_testing
