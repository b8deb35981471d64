#!/bin/sh
# endpoint.t: how endpoints are written, in the server and the client: bound, announced, refused.
. "$(dirname "$0")/lib.sh"
command -v mote-server > /dev/null || skip_all 'mote-server is not in this profile'

if feature transport tcp; then
	stream=tcp
	start_server tcp:127.0.0.1:0 discard
	like "$endpoint" '^tcp:127\.0\.0\.1:[1-9][0-9]*$' 'port 0 is announced as the port that the kernel picked'
	ok 'something listens there' listening tcp "$port"
	stop_server

	start_server tcp:0 discard
	like "$endpoint" '^tcp:[1-9][0-9]*$' 'a wildcard is announced as a bare port'
	status_is 0 'it takes IPv4' mote-client -m x "tcp:127.0.0.1:$port"
	if feature option ipv6; then
		status_is 0 'the same takes IPv6' mote-client -m x "tcp:[::1]:$port"
		status_is 0 'and by the name localhost' mote-client -m x "tcp:$port"
	else
		skip 2 'IPv6 is not in this profile'
	fi
	stop_server

	start_server -4 tcp:0 discard
	status_is 0 '-4: a wildcard takes IPv4' mote-client -m x "tcp:127.0.0.1:$port"
	if feature option ipv6; then
		status_is 1 '-4: and no IPv6' mote-client -m x "tcp:[::1]:$port"
		stop_server
		start_server -6 tcp:0 discard
		status_is 0 '-6: a wildcard takes IPv6' mote-client -m x "tcp:[::1]:$port"
		status_is 1 '-6: and no IPv4' mote-client -m x "tcp:127.0.0.1:$port"
		stop_server
		start_server 'tcp:[::1]:0' discard
		like "$endpoint" '^tcp:\[::1\]:[1-9][0-9]*$' 'an IPv6 endpoint is announced in brackets'
		status_is 0 'it can be connected to as it was announced' mote-client -m x "$endpoint"
		status_is 1 'and it does not listen on IPv4' mote-client -m x "tcp:127.0.0.1:$port"
	else
		skip 6 'IPv6 is not in this profile'
	fi
	stop_server

	if feature option hosts; then
		start_server tcp:localhost:0 discard
		like "$endpoint" '^tcp:127\.0\.0\.1:' 'localhost is 127.0.0.1 to listen on'
		status_is 0 'a host may be a name' mote-client -m x "tcp:localhost:$port"
		stop_server
	else
		status_is 100 'a name is no host in this profile' mote-server tcp:localhost:0 discard
		like "$err" 'CONFIG_SERVER_HOSTS' 'and what would bring it is named'
	fi

	start_server tcp:127.0.0.1:0 tcp:127.0.0.2:0 discard
	is "$(echo "$endpoints" | grep -c '^tcp:127\.0\.0\.[12]:')" 2 'several endpoints are announced, one a line'
	for one in $endpoints; do
		status_is 0 "connected to $one of several" mote-client -m x "$one"
	done
	taken=$endpoint
	status_is 111 'an address in use: the system refused' mote-server "$taken" discard
	like "$err" "^mote-server: fatal: .*$taken.*[Aa]ddress.*in use" 'and which is said'
	stop_server

	start_server "$taken" discard
	pass 'the port of a server that has just ended can be bound at once'
	stop_server
	status_is 111 "an address that is not this machine's" mote-server tcp:198.51.100.1:0 discard
else
	stream=udp
	skip 21 'TCP is not in this profile'
fi

if feature transport udp; then
	start_server udp:127.0.0.1:0 udp:0 echo
	is "$(echo "$endpoints" | grep -c '^udp:.*[1-9][0-9]*$')" 2 'two UDP endpoints are announced'
	for one in $endpoints; do
		status_is 0 'a datagram is answered' mote-client -m ping "$one"
		is "$out" ping 'with its bytes'
	done
	stop_server
else
	skip 5 'UDP is not in this profile'
fi

for kind in unix unixgram; do
	if feature transport $kind; then
		start_server "$kind:$work/socket" echo
		is "$endpoint" "$kind:$work/socket" "$kind: the path is announced"
		ok "$kind: the file is a socket" test -S "$work/socket"
		status_is 0 "$kind: connected" mote-client -m ping "$endpoint"
		is "$out" ping "$kind: and answered"
		stop_server
		ok "$kind: the file is gone after the server" test ! -e "$work/socket"

		start_server "$kind:$work/socket" echo
		kill -KILL "$server_pid"
		stop_server
		ok "$kind: a killed server leaves the file" test -e "$work/socket"
		start_server "$kind:$work/socket" echo
		pass "$kind: which the next one replaces"
		status_is 111 "$kind: but a living server's file stays" mote-server "$kind:$work/socket" echo
		status_is 0 "$kind: and it goes on" mote-client -m ping "$endpoint"
		stop_server
		: > "$work/file"
		status_is 111 "$kind: a file that is no socket stays" mote-server "$kind:$work/file" echo
		ok "$kind: and is still there" test -f "$work/file"

		start_server "$kind:@mote-test" echo
		is "$endpoint" "$kind:@mote-test" "$kind: an abstract name is announced"
		status_is 0 "$kind: abstract, connected" mote-client -m ping "$endpoint"
		is "$out" ping "$kind: abstract, answered"
		ok "$kind: an abstract name has no file" test ! -e @mote-test
		stop_server
		start_server "$kind:@mote-test" echo
		pass "$kind: an abstract name is free once its server has ended"
		stop_server
	else
		skip 17 "$kind is not in this profile"
	fi
done

# What is wrong, and the part that the message has to name.
mistakes()
{
	long=$(printf '%0200d' 0)
	cat <<-END
	nonsense:80|nonsense
	$stream:|port
	$stream:70000|port.*65535
	$stream:-1|port
	$stream:80x|port
	$stream:127.0.0.1:|port
	$stream:127.0.0.1:80:90|port|host|IP[vV]6
	$stream:::1:80|IP[vV]6
	$stream:[::1:80|IP[vV]6
	$stream:[::1]80|IP[vV]6
	$stream:[zz::1]:80|zz::1
	$stream:1.2.3.400:80|1\\.2\\.3\\.400
	:80|transport|TRANSPORT
	END
	# Not all profiles have these.
	for kind in unix unixgram; do
		! feature transport $kind || cat <<-END
		$kind:|path
		$kind:@|path|empty
		$kind:/$long|path
		END
	done
}

mistakes > "$work/mistakes"
while IFS='|' read -r wrong part; do
	run mote-server "$wrong" echo
	status_is 100 "mote-server $(echo "$wrong" | cut -c 1-30): wrong usage"
	like "$err" "$part" 'and the part is named'
	run mote-client -m x "$wrong"
	status_is 100 "mote-client $(echo "$wrong" | cut -c 1-30): wrong usage"
	like "$err" "$part" 'and the part is named'
done < "$work/mistakes"

done_testing
