#!/bin/sh
# notify.t: who has started the server is told that it serves, and that it ends: s6 and systemd.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need option notify-fd
need service greet

# What serves is told of here: a datagram server logs what it is sent.
if feature transport unixgram; then
	for socket in "$work/notify" "@mote-notify-$$"; do
		case $socket in @*) kind=abstract ;; *) kind=path ;; esac
		start_server "unixgram:$socket" greet
		told_pid=$server_pid told_log=$server_log
		told()
		{
			grep -qx "from client: $1" "$told_log"
		}
		NOTIFY_SOCKET=$socket
		export NOTIFY_SOCKET
		start_server udp:127.0.0.1:0 echo
		ok "NOTIFY_SOCKET, $kind: READY=1" eventually 5 told 'READY=1'
		is "$(grep -c '^from client' "$told_log")" 1 "$kind: once, and nothing else yet"
		stop_server
		ok "$kind: STOPPING=1" eventually 5 told 'STOPPING=1'
		unset NOTIFY_SOCKET
		end "$told_pid"
	done

	if feature option root && test "$(id -u)" -eq 0; then
		start_server "unixgram:$work/notify" greet
		told_pid=$server_pid told_log=$server_log
		NOTIFY_SOCKET=$work/notify
		export NOTIFY_SOCKET
		mkdir "$work/jail"
		start_server -r "$work/jail" udp:127.0.0.1:0 echo
		ok 'chroot: READY=1' eventually 5 told 'READY=1'
		stop_server
		ok 'chroot: STOPPING=1' eventually 5 told 'STOPPING=1'
		end "$told_pid"
	else
		skip 2 '-r is not in this profile'
	fi

	NOTIFY_SOCKET=$work/nobody
	export NOTIFY_SOCKET
	start_server udp:127.0.0.1:0 echo
	is "$(within 20 mote-client -u -m hello 127.0.0.1 "$port")" hello 'nobody listens there: it serves'
	stop_server

	if feature service exec && feature transport tcp; then
		start_server "unixgram:@mote-exec-$$" greet
		told_pid=$server_pid
		NOTIFY_SOCKET=@mote-exec-$$
		start_server tcp:127.0.0.1:0 exec sh -c 'echo "<$NOTIFY_SOCKET>"; ls /proc/self/fd | wc -l'
		is "$(within 20 mote-client -m '' "$endpoint" | head -n 1)" '<>' 'programs do not see the variable'
		stop_server
		end "$told_pid"
	else
		skip 1 'exec over TCP is not in this profile'
	fi
	unset NOTIFY_SOCKET
else
	skip 10 'unixgram is not in this profile'
fi

# s6: a newline on the descriptor, which is closed then.
mkfifo "$work/ready"
cat "$work/ready" > "$work/said" &
reader=$!
track $reader
mote-server --notify-fd 9 udp:127.0.0.1:0 echo 9> "$work/ready" 2> "$work/log" < /dev/null &
server_pid=$!
track $server_pid
ok '--notify-fd: it is closed while the server runs' eventually 10 gone_or_zombie $reader
is "$(wc -c < "$work/said"),$(wc -l < "$work/said")" 1,1 'after a newline'
ok 'the server goes on' alive $server_pid
stop_server
is "$server_status" 0 'until it is ended'

# A number that nothing stands behind must not become one of our sockets.
status_is 100 '--notify-fd: one that is not open' mote-server --notify-fd 9 udp:127.0.0.1:0 echo
like "$err" 'option --notify-fd: not open' 'it is named'
status_is 100 '--notify-fd 3, as a script might guess' \
	sh -c 'exec 3>&-; exec mote-server --notify-fd 3 udp:127.0.0.1:0 echo'

# A server that does not come to serve says nothing.
: > "$work/ready-not"
status_is 100 'a server that cannot start' sh -c \
	'exec mote-server --notify-fd 9 udp:127.0.0.1:0 nosuch 9> "$1"' sh "$work/ready-not"
is "$(wc -c < "$work/ready-not")" 0 'is not ready'

done_testing
