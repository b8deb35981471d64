#!/bin/sh
# relay.t: streams are relayed to streams: all bytes, both ends, dead upstreams, turns, the PROXY protocol.
# shellcheck disable=SC2317 # functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service relay
need service echo
need transport tcp

dd if=/dev/urandom of="$work/data" bs=65536 count=16 2> /dev/null

# through: sends the data through the relay; is it there again?
through()
{
	status=0
	within 60 mote-client "$endpoint" < "$work/data" > "$work/back" 2> "$work/err" || status=$?
	is $status 0 "$1: it ends with the client's end"
	same_file "$work/data" "$work/back" "$1: a megabyte there and back"
}

# said WANT NAME: a line goes through, and comes back.
said()
{
	is "$(echo "$1" | within 20 mote-client "$endpoint" 2> "$work/err")" "$1" "$2"
}

start_server tcp:127.0.0.1:0 echo
echo=$endpoint
if feature service greet; then
	start_server tcp:127.0.0.1:0 greet one
	one=$endpoint
	start_server tcp:127.0.0.1:0 greet two
	two=$endpoint
fi
# Nothing listens there.
free_port
dead=tcp:127.0.0.1:$free_port

# turns: what three clients are greeted with.
turns()
{
	for _ in 1 2 3; do
		within 20 mote-client -m '' "$endpoint" 2> /dev/null
	done | tr '\n' ' '
}

for model in iterative event fork; do
	if ! feature model $model; then
		skip 14 "model $model is not in this profile"
		continue
	fi
	start_server -m $model -v tcp:127.0.0.1:0 relay "$echo"
	through $model
	status=0
	within 20 mote-client "$endpoint" < /dev/null > "$work/back" || status=$?
	is "$status $(wc -c < "$work/back" | tr -d ' ')" '0 0' "$model: nothing for nothing"
	ok "$model: all bytes are counted" eventually 5 logged 'ends after .*, in 1048576, out 1048576'
	stop_server
	is "$server_status" 0 "$model: stopped"

	start_server -m $model tcp:127.0.0.1:0 relay "$dead" "$echo"
	said hello "$model: where the first upstream is dead, the next one is asked"
	ok "$model: that is logged" eventually 5 logged "cannot connect to $dead: "
	said again "$model: and left out for a while"
	is "$(log_lines | grep -c "cannot connect")" 1 "$model: said once"
	stop_server

	start_server -m $model tcp:127.0.0.1:0 relay "$dead"
	status_is 0 "$model: where all are dead the client is let go" mote-client "$endpoint"
	is "$out" '' "$model: without a byte"
	stop_server

	if feature service greet; then
		start_server -m $model tcp:127.0.0.1:0 relay "$one" "$two"
		is "$(turns)" 'one one one ' "$model: the first that can be connected to"
		stop_server
		start_server -m $model tcp:127.0.0.1:0 relay --round-robin "$one" "$two"
		is "$(turns)" 'one two one ' "$model: or each in turn"
		stop_server
		start_server -m $model tcp:127.0.0.1:0 relay --round-robin "$one" "$dead" "$two"
		is "$(turns)" 'one two one ' "$model: a dead one is left out"
		stop_server
	else
		skip 3 'service greet is not in this profile'
	fi
done

# --- The end of one direction, while the other goes on ---
start_server tcp:127.0.0.1:0 relay "$echo"
client half
exec 7<> "$work/half.in"
echo first >&7
ok 'a conversation is open' eventually 5 heard half first
said other 'others have theirs meanwhile'
echo last >&7
exec 7>&-
ok "the client's end reaches the upstream, whose last words reach the client" eventually 5 heard half last
ok 'and both are done' eventually 5 gone_or_zombie "$client_pid"
stop_server

# The other way round: the upstream says all that it has to say, and ends first.
if feature service stdio; then
	: > "$work/up.out"
	mote-server -1 tcp:127.0.0.1:0 stdio < "$work/data" > "$work/up.out" 2> "$work/up.err" &
	up_pid=$!
	track $up_pid
	up_listens()
	{
		grep -a -q '^tcp:.' "$work/up.out"
	}
	eventually 10 up_listens
	start_server tcp:127.0.0.1:0 relay "$(head -n 1 "$work/up.out")"
	through_end=$(echo 'and the client, too' | within 30 mote-client "$endpoint" | cmp - "$work/data" && echo same)
	is "$through_end" same 'what the upstream said before its end'
	ok 'and it has ended' eventually 5 gone_or_zombie $up_pid
	is "$(tail -n 1 "$work/up.out")" 'and the client, too' 'it has heard all'
	stop_server
else
	skip 3 'service stdio is not in this profile'
fi

# --- UNIX sockets ---
if feature transport unix; then
	start_server "unix:$work/echo" echo
	local=$endpoint
	start_server tcp:127.0.0.1:0 relay "$local"
	through 'tcp to unix'
	stop_server
	start_server "unix:$work/front" relay "$echo"
	through 'unix to tcp'
	stop_server
	start_server tcp:127.0.0.1:0 relay "unix:$work/nothing" "$local"
	said hello 'a UNIX socket that is not there is dead'
	stop_server
else
	skip 5 'transport unix is not in this profile'
fi
if feature option ipv6 && test -e /proc/net/if_inet6; then
	start_server 'tcp:[::1]:0' relay "$echo"
	said hello 'IPv6 to IPv4'
	stop_server
else
	skip 1 'there is no IPv6'
fi
if feature option hosts; then
	start_server tcp:127.0.0.1:0 relay "tcp:localhost:${echo##*:}"
	said hello 'a name of the hosts file'
	stop_server
else
	skip 1 'option hosts is not in this profile'
fi
start_server tcp:127.0.0.1:0 relay "tcp:${echo##*:}"
said hello 'a port alone is this host'
stop_server

# --- An upstream that does not answer: its backlog is full ---
start_server -b 1 tcp:127.0.0.1:0 echo
full=$endpoint full_pid=$server_pid
kill -STOP "$full_pid"
mkfifo "$work/in"
exec 7<> "$work/in"
fillers=''
for filler in 1 2 3 4; do
	mote-client "$full" < "$work/in" > /dev/null 2>&1 7>&- &
	track $!
	fillers="$fillers $!"
done
filled()
{
	! within 1 mote-client -w 1 -m '' "$full" > /dev/null 2>&1
}
eventually 5 filled
start_server tcp:127.0.0.1:0 relay "$full" "$echo"
said hello 'an upstream that is silent is left after some seconds, and not a byte is lost'
said again 'and at once by the next client'
like "$(cat "$server_log")" "cannot connect to $full: (Timed out|error [0-9]*)" 'that is logged'
stop_server
kill -CONT "$full_pid"
for filler in $fillers; do
	end "$filler"
done
exec 7>&-
end "$full_pid"

# --- Who is slow, resets, or is many ---
ticks()
{
	cut -d ' ' -f 14,15 < "/proc/$server_pid/stat" | tr ' ' '+'
}
descriptors()
{
	find "/proc/$server_pid/fd" -type l 2> /dev/null | wc -l
}
start_server tcp:127.0.0.1:0 echo
deaf=$endpoint deaf_pid=$server_pid
kill -STOP "$deaf_pid"
start_server -c 100 tcp:127.0.0.1:0 relay "$deaf"
idle_descriptors=$(descriptors)
mkfifo "$work/flood"
within 60 mote-client "$endpoint" < "$work/flood" > /dev/null 2>&1 &
flood=$!
track $flood
cat "$work/data" "$work/data" "$work/data" "$work/data" "$work/data" "$work/data" "$work/data" > "$work/flood" &
writer=$!
track $writer
stuck()
{
	stuck_before=$(grep -E "^rchar|^wchar" "/proc/$server_pid/io" 2> /dev/null)
	"$BUSYBOX" usleep 300000
	test "$stuck_before" = "$(grep -E "^rchar|^wchar" "/proc/$server_pid/io" 2> /dev/null)"
}
eventually 10 stuck
before=$(($(ticks)))
"$BUSYBOX" usleep 500000
ok 'while an upstream takes nothing there is nothing to do' test $(($(ticks) - before)) -lt 20
# Its unread bytes make its end a reset.
kill -KILL "$deaf_pid"
eventually 5 gone_or_zombie $flood
flood_status=0
wait $flood || flood_status=$?
is $flood_status 2 'a reset is passed on as a reset'
kill -KILL $writer 2> /dev/null || :
let_go()
{
	test "$(descriptors)" -le "$((idle_descriptors + ${1:-0}))"
}
ok 'when both are gone, all is let go' eventually 5 let_go
stop_server

start_server -c 100 tcp:127.0.0.1:0 relay "$echo"
idle_descriptors=$(descriptors)
many=0
while test $many -lt 40; do
	mote-client -m hello "$endpoint" > /dev/null 2>&1 &
	many=$((many + 1))
done
wait_for_many()
{
	test "$(log_lines | wc -l)" -ge 0 && let_go 2
}
ok 'forty at once, and nothing stays open' eventually 10 wait_for_many
said hello 'it goes on'
stop_server

# --- The PROXY protocol ---
if feature option proxy && feature option send-proxy; then
	for model in event fork; do
		for version in '' -v2; do
			if ! feature model $model; then
				skip 2 "model $model is not in this profile"
				continue
			fi
			start_server -v -P tcp:127.0.0.1:0 echo
			told=$endpoint told_pid=$server_pid told_log=$server_log
			start_server -m $model tcp:127.0.0.1:0 relay --send-proxy$version "$told"
			free_port
			is "$(echo hello | within 20 mote-client -s 127.0.0.2 -p "$free_port" "$endpoint")" hello "$model: --send-proxy$version"
			server_log=$told_log
			ok 'the upstream is told the client' eventually 5 logged "echo: 127\\.0\\.0\\.2 port $free_port begins"
			stop_server
			end "$told_pid"
		done
	done
	for version in '' -v2; do
		start_server -v -P tcp:127.0.0.1:0 echo
		told=$endpoint told_pid=$server_pid told_log=$server_log
		if feature transport unix; then
			start_server "unix:$work/front" relay --send-proxy$version "$told"
			said hello "--send-proxy$version for a client of a UNIX socket"
			stop_server
		else
			skip 1 'transport unix is not in this profile'
		fi
		if feature option ipv6 && test -e /proc/net/if_inet6; then
			start_server 'tcp:[::1]:0' relay --send-proxy$version "$told"
			said hello "--send-proxy$version: IPv6"
			server_log=$told_log
			ok 'the upstream is told the client' eventually 5 logged 'echo: ::1 port [0-9]* begins'
			stop_server
		else
			skip 2 'there is no IPv6'
		fi
		end "$told_pid"
	done
	# What a proxy in front has said is passed on.
	start_server -v -P tcp:127.0.0.1:0 echo
	told=$endpoint told_pid=$server_pid told_log=$server_log
	start_server -P tcp:127.0.0.1:0 relay --send-proxy-v2 "$told"
	is "$(printf 'PROXY TCP6 2001:db8::9 ::ffff:192.0.2.1 4242 443\r\nhello\n' | within 20 mote-client "$endpoint")" hello \
		'what a proxy has said'
	server_log=$told_log
	ok 'is passed on' eventually 5 logged 'echo: 2001:db8::9 port 4242 begins'
	stop_server
	end "$told_pid"
else
	skip 16 'the PROXY protocol is not in this profile'
fi

# --- Usage ---
usage()
{
	usage_name=$1 usage_want=$2
	shift 2
	status_is 100 "$usage_name is wrong usage" mote-server tcp:127.0.0.1:0 relay "$@"
	like "$err" "$usage_want" 'and says why'
}
usage 'no upstream' 'ENDPOINT'
usage 'an upstream that is no endpoint' 'TRANSPORT: is missing' nonsense
usage 'port 0' 'tcp:127\.0\.0\.1:0: ' tcp:127.0.0.1:0
usage 'an unknown option' 'unknown option --nonsense' --nonsense "$echo"
if feature transport udp; then
	usage 'datagrams for a stream' 'tcp:127\.0\.0\.1:0' udp:127.0.0.1:7
else
	skip 2 'transport udp is not in this profile'
fi

done_testing
