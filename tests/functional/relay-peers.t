#!/bin/sh
# relay-peers.t: relay and stdio with others on both sides: HAProxy, socat, netcat of OpenBSD and of BusyBox.
# shellcheck disable=SC2086,SC2094,SC2317 # words of a command; a file that is looked into; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service relay
need service stdio
need service echo
need transport tcp
test "$MOTE_RUN" = native || skip_all 'the peers are those of this machine'
PATH=$PATH:$PWD/out/peers/root/usr/sbin:$PWD/out/peers/root/usr/bin

head -c 3000000 /dev/urandom > "$work/data"

start_server tcp:127.0.0.1:0 echo
echo=$endpoint

# --- HAProxy takes what we send for a client of ours ---
# start_proxy: HAProxy in front of the echo server; it accepts the PROXY protocol, and logs whom it is told.
start_proxy()
{
	free_port
	proxy_port=$free_port
	cat > "$work/haproxy.cfg" <<-END
		global
			log stdout format raw local0
		defaults
			mode tcp
			log global
			log-format "client %ci:%cp"
			timeout connect 5s
			timeout client 30s
			timeout server 30s
		frontend front
			bind 127.0.0.1:$proxy_port accept-proxy
			default_backend back
		backend back
			server echo ${echo#tcp:}
	END
	haproxy -db -f "$work/haproxy.cfg" > "$work/haproxy.log" 2>&1 &
	proxy_pid=$!
	track $proxy_pid
	eventually 10 listening tcp "$proxy_port" || diag "$(cat "$work/haproxy.log")"
}
told()
{
	grep -q -x "client $1" "$work/haproxy.log"
}
if command -v haproxy > /dev/null && feature option send-proxy; then
	start_proxy
	for version in '' -v2; do
		start_server tcp:127.0.0.1:0 relay --send-proxy$version "tcp:127.0.0.1:$proxy_port"
		free_port
		within 20 mote-client -s 127.0.0.2 -p "$free_port" "$endpoint" < "$work/data" > "$work/back"
		same_file "$work/data" "$work/back" "HAProxy behind --send-proxy$version"
		ok 'is told the client' eventually 5 told "127.0.0.2:$free_port"
		stop_server
	done
	if feature option ipv6 && test -e /proc/net/if_inet6; then
		start_server 'tcp:[2001:db8::1]:0' relay --send-proxy-v2 "tcp:127.0.0.1:$proxy_port"
		free_port
		is "$(echo hello | within 20 mote-client -p "$free_port" "$endpoint")" hello 'IPv6'
		ok 'is told, too' eventually 5 told "2001:db8::1:$free_port"
		stop_server
	else
		skip 2 'there is no IPv6'
	fi
	end "$proxy_pid"
else
	skip 6 'haproxy is not installed, or --send-proxy not in this profile'
fi

# --- The upstream ends first, and goes on to listen ---
if command -v socat > /dev/null; then
	free_port
	socat "TCP-LISTEN:$free_port,bind=127.0.0.1,reuseaddr" "SYSTEM:echo bye; exec 1>&-; cat > $work/last" 2> "$work/socat.log" &
	socat=$!
	track $socat
	eventually 5 listening tcp "$free_port"
	start_server tcp:127.0.0.1:0 relay "tcp:127.0.0.1:$free_port"
	# -t: socat waits that long for our end after its own.
	{
		eventually 5 grep -q bye "$work/bye"
		cat "$work/data"
	} | within 20 socat -t 10 - "TCP:127.0.0.1:$port" > "$work/bye"
	is "$(cat "$work/bye")" bye 'the upstream ends first'
	eventually 5 gone_or_zombie $socat
	same_file "$work/data" "$work/last" 'and hears all that the client says after that'
	stop_server

	# A reset is passed on, from either side.
	for side in upstream client; do
		free_port
		socat "TCP-LISTEN:$free_port,bind=127.0.0.1,reuseaddr,fork,linger=0" 'SYSTEM:read line; sleep 0.1' 2> "$work/reset.log" &
		reset=$!
		track $reset
		eventually 5 listening tcp "$free_port"
		if test $side = upstream; then
			start_server -v tcp:127.0.0.1:0 relay "tcp:127.0.0.1:$free_port"
		else
			start_server -v tcp:127.0.0.1:0 relay "$echo"
		fi
		echo go | within 5 socat -t 3 - "TCP:127.0.0.1:$port,linger=0" > "$work/reset.out" 2> "$work/reset.err"
		ok "$side resets, and the conversation is over" eventually 5 logged 'relay: .* ends after'
		end "$reset"
		stop_server
	done
else
	skip 4 'socat is not installed'
fi

# --- stdio with other clients, and relay and stdio between two of them ---
netcats=''
! command -v nc.openbsd > /dev/null || netcats='nc.openbsd -N'
for netcat in "$BUSYBOX nc" "$netcats" 'socat -t 10 - TCP:'; do
	if test -z "$netcat" || ! command -v "${netcat%% *}" > /dev/null; then
		skip 2 "there is no ${netcat:-nc.openbsd}"
		continue
	fi
	: > "$work/heard"
	mote-server -1 tcp:127.0.0.1:0 stdio < /dev/null > "$work/heard" 2> "$work/stdio.err" &
	pid=$!
	track $pid
	eventually 5 grep -a -q '^tcp:.' "$work/heard"
	port=$(sed -n '1s/.*://p' "$work/heard")
	case $netcat in
	socat*) within 20 socat -t 10 - "TCP:127.0.0.1:$port" < "$work/data" ;;
	*nc)
		# BusyBox's waits for our end, not for that of its input.
		$netcat 127.0.0.1 "$port" < "$work/data" &
		netcat_pid=$!
		size()
		{
			test "$(wc -c < "$work/heard")" -gt 3000000
		}
		eventually 10 size
		kill $netcat_pid 2> /dev/null || :
		;;
	*) within 20 $netcat 127.0.0.1 "$port" < "$work/data" ;;
	esac
	eventually 5 gone_or_zombie $pid
	tail -n +2 "$work/heard" > "$work/all"
	same_file "$work/data" "$work/all" "from $netcat to stdio"
	: > "$work/heard"
	mote-server -1 tcp:127.0.0.1:0 stdio < "$work/data" > "$work/heard" 2> "$work/stdio.err" &
	pid=$!
	track $pid
	eventually 5 grep -a -q '^tcp:.' "$work/heard"
	port=$(sed -n '1s/.*://p' "$work/heard")
	case $netcat in
	socat*) within 20 socat -t 10 - "TCP:127.0.0.1:$port" < /dev/null > "$work/all" ;;
	*) within 20 $netcat 127.0.0.1 "$port" < /dev/null > "$work/all" ;;
	esac
	same_file "$work/data" "$work/all" "from stdio to $netcat"
	eventually 5 gone_or_zombie $pid || kill $pid
done

# --- Datagrams ---
if feature transport udp && serves_datagrams relay udp:127.0.0.1:9 && command -v socat > /dev/null; then
	free_port
	socat "UDP-RECVFROM:$free_port,bind=127.0.0.1,fork" EXEC:cat 2> "$work/socat.log" &
	socat=$!
	track $socat
	eventually 5 listening udp "$free_port"
	start_server udp:0 relay "udp:127.0.0.1:$free_port"
	is "$(echo hello | within 5 socat -t 1 - "UDP:127.0.0.2:$port")" hello 'socat to socat, by datagrams'
	stop_server
	end "$socat"
	head -c 65507 /dev/urandom > "$work/longest"
	start_server udp:127.0.0.1:0 echo
	start_server udp:127.0.0.1:0 relay "$endpoint"
	within 5 socat -b 65536 -t 1 - "UDP:127.0.0.1:$port" < "$work/longest" > "$work/back"
	same_file "$work/longest" "$work/back" 'the longest datagram there is'
	stop_server
else
	skip 2 'socat is not installed, or transport udp not in this profile'
fi

done_testing
