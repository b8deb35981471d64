#!/bin/sh
# relay-udp.t: datagrams are relayed, each client by a socket of its own, and replies leave from where was asked.
# shellcheck disable=SC2317 # functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service relay
need service echo
need transport udp
serves_datagrams relay udp:127.0.0.1:9 || skip_all 'relay has no datagrams in this profile'

# said TEXT NAME [ARGS…]
said()
{
	said_text=$1 said_name=$2
	shift 2
	is "$(within 20 mote-client "$@" -m "$said_text" "$endpoint" 2> "$work/err")" "$said_text" "$said_name"
}

descriptors()
{
	find "/proc/$server_pid/fd" -type l 2> /dev/null | wc -l
}

start_server udp:127.0.0.1:0 echo
echo=$endpoint
free_port
dead=udp:127.0.0.1:$free_port

start_server udp:127.0.0.1:0 relay "$echo"
said hello 'a datagram there and back'
said '' 'an empty one'
head -c 16000 /dev/urandom > "$work/data"
within 20 mote-client "$endpoint" < "$work/data" > "$work/back"
same_file "$work/data" "$work/back" 'one of 16,000 bytes'
for one in 7 8; do
	client client-$one
	eval "client_$one=\$client_pid"
	case $one in 7) exec 7<> "$work/client-7.in" ;; 8) exec 8> "$work/client-8.in" ;; esac
done
echo seven >&7
echo eight >&8
ok 'two clients' eventually 5 heard client-7 seven
ok 'each with its own' eventually 5 heard client-8 eight
echo seven again >&7
ok 'which stays' eventually 5 heard client-7 again
is "$(cat "$work/client-8.out")" eight 'and nothing of the other'
exec 7>&- 8>&-
stop_server
is "$server_status" 0 'stopped'

start_server udp:0 relay "$echo"
endpoint=udp:127.0.0.2:$port
said hello 'a reply leaves from the address that was asked'
endpoint=udp:127.0.0.1:$port
said hello 'whichever'
endpoint=udp:192.0.2.1:$port
said hello 'it is'
if feature option ipv6 && test -e /proc/net/if_inet6; then
	endpoint="udp:[2001:db8::1]:$port"
	said hello 'IPv6 to IPv4'
else
	skip 1 'there is no IPv6'
fi
# One client, from one port, asks two of our addresses.
free_port
endpoint=udp:127.0.0.2:$port
said first 'the same client port' -s 127.0.0.3 -p "$free_port"
endpoint=udp:127.0.0.1:$port
said second 'asks another address' -s 127.0.0.3 -p "$free_port"
stop_server

# --- Several upstreams ---
if feature service greet; then
	start_server udp:127.0.0.1:0 greet one
	one=$endpoint
	start_server udp:127.0.0.1:0 greet two
	two=$endpoint
	turns()
	{
		for _ in 1 2 3; do
			within 20 mote-client -m x "$endpoint" 2> /dev/null
		done | tr '\n' ' '
	}
	start_server udp:127.0.0.1:0 relay "$one" "$two"
	is "$(turns)" 'one one one ' 'the first one'
	stop_server
	start_server udp:127.0.0.1:0 relay --round-robin "$one" "$two"
	is "$(turns)" 'one two one ' 'or each in turn'
	stop_server
else
	skip 2 'service greet is not in this profile'
fi
start_server udp:127.0.0.1:0 relay "$dead" "$echo"
client lost
exec 7<> "$work/lost.in"
echo lost >&7
ok 'an upstream that refuses is dead' eventually 5 logged "cannot connect to $dead: "
echo found >&7
ok 'and its client goes on to the next one' eventually 5 heard lost found
said hello 'as others do'
exec 7>&-
stop_server
start_server udp:127.0.0.1:0 relay "$dead"
client lost-2
exec 7<> "$work/lost-2.in"
for word in 1 2 3; do
	echo $word >&7
	nap
done
ok 'where all refuse, nothing comes' test ! -s "$work/lost-2.out"
is "$(grep -c 'cannot connect to' "$server_log")" 1 'which is said once, however often it is asked'
exec 7>&-
status_is 100 'a relay to itself is refused' mote-server udp:127.0.0.1:20999 relay udp:127.0.0.1:20999
like "$err" 'relayed to itself' 'and why'
status_is 100 'by way of the loopback, too' mote-server udp:20999 relay udp:20999
stop_server
is "$server_status" 0 'and the server goes on'

# --- How many, and how long ---
if feature option max; then
	start_server -c 2 udp:127.0.0.1:0 relay "$echo"
	idle_descriptors=$(descriptors)
	for one in 1 2 3 4 5; do
		said $one "two at once: number $one"
	done
	ok 'no more sockets than that' test "$(descriptors)" -le $((idle_descriptors + 2))
	stop_server
	start_server -i 1 udp:127.0.0.1:0 relay "$echo"
	idle_descriptors=$(descriptors)
	said hello 'a client is there'
	let_go()
	{
		test "$(descriptors)" -eq "$idle_descriptors"
	}
	ok 'after -i seconds of silence it is forgotten' eventually 10 let_go
	said hello 'and can come again'
	stop_server
else
	skip 9 'option max is not in this profile'
fi

# --- UNIX datagrams ---
if feature transport unixgram; then
	start_server "unixgram:$work/echo" echo
	local=$endpoint
	start_server udp:127.0.0.1:0 relay "$local"
	said hello 'udp to unixgram'
	stop_server
	start_server "unixgram:$work/front" relay "$echo"
	said hello 'unixgram to udp'
	stop_server
	start_server udp:127.0.0.1:0 relay "unixgram:$work/nothing" "$local"
	said hello 'a UNIX socket that is not there is dead'
	stop_server
else
	skip 3 'transport unixgram is not in this profile'
fi

# --- Both kinds in one ---
if feature transport tcp; then
	start_server tcp:127.0.0.1:0 echo
	both=$endpoint
	start_server tcp:127.0.0.1:0 udp:127.0.0.1:0 relay "$echo" "$both"
	said stream 'a stream to the stream'
	endpoint=$(echo "$endpoints" | grep udp)
	said datagram 'a datagram to the datagrams'
	stop_server
else
	skip 2 'transport tcp is not in this profile'
fi

done_testing
