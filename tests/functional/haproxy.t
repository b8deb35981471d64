#!/bin/sh
# haproxy.t: HAProxy in front of us, with the PROXY protocol as it writes it: both versions, extensions,
# health checks.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need option proxy
need option env
need service exec
need transport tcp
test "$MOTE_RUN" = native || skip_all 'HAProxy is that of this machine'
PATH=$PATH:$PWD/out/peers/root/usr/sbin
command -v haproxy > /dev/null || skip_all 'haproxy is not installed'

# start_proxy OPTIONS [BIND]: HAProxy with those options for its server, which is the one that runs. Sets
# $front, the endpoint to ask; $proxy_pid.
start_proxy()
{
	free_port
	front=tcp:${2:-127.0.0.1}:$free_port
	cat > "$work/haproxy.cfg" <<-END
		defaults
			mode tcp
			timeout connect 5s
			timeout client 30s
			timeout server 30s
		frontend front
			bind ${2:-127.0.0.1}:$free_port
			default_backend back
		backend back
			server mote $endpoint_address $1
	END
	haproxy -db -f "$work/haproxy.cfg" > "$work/haproxy.log" 2>&1 &
	proxy_pid=$!
	track $proxy_pid
	eventually 10 listening tcp "$free_port" || { diag "$(cat "$work/haproxy.log")" && exit 1; }
}

stop_proxy()
{
	end "$proxy_pid"
}

told='echo $PROTO $TCPREMOTEIP $TCPREMOTEPORT $TCPLOCALIP $TCPLOCALPORT; exec cat'

for model in iterative event fork; do
	for options in send-proxy send-proxy-v2 'send-proxy-v2 proxy-v2-options crc32c,unique-id,authority'; do
		if ! feature model $model; then
			skip 2 "model $model is not in this profile"
			continue
		fi
		start_server -m $model -P tcp:127.0.0.1:0 exec sh -c "$told"
		endpoint_address=127.0.0.1:$port
		start_proxy "$options"
		free_port
		source_port=$free_port
		is "$(echo hello | within 20 mote-client -s 127.0.0.2 -p "$source_port" "$front")" \
			"TCP 127.0.0.2 $source_port 127.0.0.1 ${front##*:}
hello" "$model: $options"
		head -c 300000 /dev/urandom > "$work/data"
		within 20 mote-client "$front" < "$work/data" | tail -c 300000 > "$work/back"
		same_file "$work/data" "$work/back" 'and 300 kB go through and come back'
		stop_proxy
		stop_server
	done
done

if feature option ipv6 && test -e /proc/net/if_inet6; then
	for options in send-proxy send-proxy-v2; do
		start_server -P tcp:127.0.0.1:0 exec sh -c "$told"
		endpoint_address=127.0.0.1:$port
		start_proxy $options '[2001:db8::1]'
		free_port
		is "$(echo hello | within 20 mote-client -p "$free_port" "$front")" \
			"TCP 2001:db8::1 $free_port 2001:db8::1 ${front##*:}
hello" "IPv6: $options"
		stop_proxy
		stop_server
	done
else
	skip 2 'there is no IPv6'
fi

if feature transport unix; then
	start_server -P "unix:$work/socket" exec sh -c "$told"
	endpoint_address=unix@$work/socket
	start_proxy send-proxy-v2
	like "$(echo hello | within 20 mote-client "$front")" '^TCP 127\.0\.0\.1 ' 'over a UNIX socket'
	stop_proxy
	stop_server
else
	skip 1 'transport unix is not in this profile'
fi

# --- Health checks: HAProxy speaks for itself (LOCAL in version 2) ---
for options in send-proxy send-proxy-v2; do
	start_server -P -v tcp:127.0.0.1:0 exec sh -c "echo \$TCPREMOTEIP >> $work/checked; cat"
	endpoint_address=127.0.0.1:$port
	: > "$work/checked"
	start_proxy "$options check check-send-proxy inter 100ms"
	three_times()
	{
		test "$(wc -l < "$work/checked")" -ge 3
	}
	ok "$options: health checks are let in" eventually 10 three_times
	is "$(sort -u "$work/checked")" 127.0.0.1 'from the proxy itself'
	unlike "$(cat "$server_log")" refused 'and none is refused'
	unlike "$(cat "$work/haproxy.log")" 'is DOWN' 'and the server is up'
	is "$(echo hello | within 20 mote-client "$front")" hello 'and serves'
	stop_proxy
	stop_server
done

# --- What must not be ---
start_server -P tcp:127.0.0.1:0 exec sh -c "$told"
endpoint_address=127.0.0.1:$port
start_proxy ''
is "$(echo hello | within 20 mote-client "$front" 2> /dev/null)" '' 'a proxy that sends no header is refused'
ok 'and that is logged' eventually 5 logged '127\.0\.0\.1'
stop_proxy
stop_server

done_testing
