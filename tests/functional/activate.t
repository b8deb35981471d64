#!/bin/sh
# activate.t: sockets passed on, with systemd's programs on the other side: systemd-socket-activate starts
# mote-server, and mote-server starts systemd-socket-proxyd and uuidd. (activation.t is mote-server with itself.)
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need transport fd
need transport tcp
test "$MOTE_RUN" = native || skip_all "systemd's programs are those of this machine"
command -v mote-client > /dev/null || skip_all 'mote-client is not in this profile'
peers=$PWD/out/peers
test -d "$peers/rts" || skip_all 'tests/peers/ucspi/get.sh was not run'
activate()
{
	"$peers/root/usr/bin/systemd-socket-activate" "$@" 2> "$work/activate.log" &
	server_pid=$!
	server_log=$work/activate.log
	track $server_pid
}

ask()
{
	within 20 mote-client -m "$@"
}

# talk NAME ENDPOINT: is a word answered, over a connection of which both halves stay open until then? (Of
# systemd-socket-proxyd the end of one is the end of both.)
talk()
{
	client "$1" "$2"
	exec 8<> "$work/$1.in"
	echo "hello $1" >&8
	talk_status=0
	eventually 5 heard "$1" "^hello $1\$" || talk_status=1
	exec 8>&-
	eventually 5 gone_or_zombie "$client_pid"
	return "$talk_status"
}

# --- systemd-socket-activate: it waits for the first client, becomes mote-server, and leaves that client to it ---
free_port
one=$free_port
activate -l "127.0.0.1:$one" mote-server -v fd:3 echo
ok 'systemd-socket-activate: a socket' eventually 5 listening tcp "$one"
is "$(readlink "/proc/$server_pid/exe" | sed 's:.*/::')" systemd-socket-activate 'it is not us before there is a client'
is "$(ask hello "tcp:127.0.0.1:$one")" hello 'fd:3: the first client is answered'
like "$(readlink "/proc/$server_pid/exe")" '/mote[^/]*$' 'by us'
is "$(ask again "tcp:127.0.0.1:$one")" again 'fd:3: the next one too'
ok 'fd:3: they are in the log' logged '^mote-server: echo: 127\.0\.0\.1 port [0-9]+ begins'
end $server_pid
is "$ended" 0 'SIGTERM'

free_port
one=$free_port
free_port
two=$free_port
activate -l "127.0.0.1:$one" -l "127.0.0.1:$two" mote-server 'fd:*' echo
eventually 5 listening tcp "$two"
is "$(ask first "tcp:127.0.0.1:$one")" first 'fd:*: the first of two sockets'
is "$(ask second "tcp:127.0.0.1:$two")" second 'fd:*: and the second'
end $server_pid

activate -l "127.0.0.1:$one" -l "127.0.0.1:$two" --fdname=web:dns mote-server fd:dns echo
eventually 5 listening tcp "$two"
is "$(ask second "tcp:127.0.0.1:$two")" second 'fd:NAME: the second of two sockets'
# Nobody accepts on the first one, which stays open: its client waits.
status_is 99 'fd:NAME: not the first one' mote-client -i 1 -m first "tcp:127.0.0.1:$one"
end $server_pid

# What was passed stays with us.
activate -l "127.0.0.1:$one" -l "127.0.0.1:$two" --fdname=web:dns mote-server fd:dns exec sh -c \
	'for fd in /proc/$$/fd/*; do
		case ${fd##*/} in [012]) ;; *) readlink "$fd" ;; esac
	done | grep socket
	echo "$(env | grep LISTEN)end"'
eventually 5 listening tcp "$two"
is "$(ask '' "tcp:127.0.0.1:$two")" end 'a program has none of the sockets, nor their names'
end $server_pid

if feature option file; then
	cat > "$work/services" <<-'END'
		# by name
		fd:web exec sh -c "echo $TCPLOCALPORT ${LISTEN_FDS-none}"
		fd:dns echo
	END
	activate -l "127.0.0.1:$one" -l "127.0.0.1:$two" --fdname=web:dns mote-server -f "$work/services"
	eventually 5 listening tcp "$two"
	is "$(ask '' "tcp:127.0.0.1:$one")" "$one none" '-f: a service by name, whose program knows the port'
	is "$(ask second "tcp:127.0.0.1:$two")" second '-f: and another by name'
	end $server_pid
else
	skip 2 'a configuration file is not in this profile'
fi

if feature transport udp; then
	activate -d -l "127.0.0.1:$one" mote-server fd:3 echo
	eventually 5 listening udp "$one"
	is "$(ask hello "udp:127.0.0.1:$one")" hello 'a socket of datagrams'
	is "$(ask again "udp:127.0.0.1:$one")" again 'and again'
	end $server_pid
else
	skip 2 'UDP is not in this profile'
fi

if feature transport unix; then
	activate -l "$work/socket" mote-server fd:3 echo
	eventually 5 test -S "$work/socket"
	is "$(ask hello "unix:$work/socket")" hello 'a UNIX socket'
	end $server_pid
	ok 'a UNIX socket: its file is left to whoever made it' test -S "$work/socket"
	rm -f "$work/socket"
	activate -l "$work/socket" mote-server fd:3 exec sh -c 'echo "$PROTO $IPCREMOTEEUID $IPCLOCALPATH"'
	eventually 5 test -S "$work/socket"
	is "$(ask '' "unix:$work/socket")" "IPC 0 $work/socket" 'a UNIX socket: what a program is told'
	end $server_pid
	rm -f "$work/socket"
else
	skip 3 'UNIX sockets are not in this profile'
fi

if feature option ipv6; then
	activate -l "[::]:$one" mote-server fd:3 exec sh -c 'echo "${TCPREMOTEIP-none}"'
	eventually 5 listening tcp "$one"
	is "$(ask '' "tcp:127.0.0.1:$one")" 127.0.0.1 'an IPv6 socket: IPv4 is IPv4'
	is "$(ask '' "tcp:[::1]:$one")" ::1 'an IPv6 socket: and IPv6'
	end $server_pid
else
	skip 2 'IPv6 is not in this profile'
fi

# With -a it hands over the connection, which is no endpoint.
activate -a -l "127.0.0.1:$one" mote-server fd:3 echo
eventually 5 listening tcp "$one"
is "$(ask hello "tcp:127.0.0.1:$one" 2> /dev/null)" '' 'a connection is no endpoint'
ok 'which is said' eventually 5 logged 'fd:3.* 3 does not listen'
end $server_pid

# --- activate: programs of others that take LISTEN_FDS, and look whose LISTEN_PID is ---
if feature service activate && feature service echo; then
	proxyd=$peers/root/lib/systemd/systemd-socket-proxyd
	start_server tcp:127.0.0.1:0 echo
	backend=$port
	start_server tcp:127.0.0.1:0 activate "$proxyd" --exit-idle-time=1s "127.0.0.1:$backend"
	ok 'systemd-socket-proxyd: nobody before there is a client' no_children
	ok 'systemd-socket-proxyd: the first client' talk first "$endpoint"
	first=$(children "$server_pid")
	isnt "$first" '' 'systemd-socket-proxyd: it runs'
	ok 'systemd-socket-proxyd: the next' talk second "$endpoint"
	is "$(children "$server_pid")" "$first" 'systemd-socket-proxyd: has the same process'
	ok 'systemd-socket-proxyd: it leaves when there is nothing to do' eventually 10 no_children
	ok 'systemd-socket-proxyd: and is started again' talk third "$endpoint"
	isnt "$(children "$server_pid")" "$first" 'systemd-socket-proxyd: by another process'
	stop_server
	is "$server_status" 0 'systemd-socket-proxyd: ends with us'

	# Sockets that were passed to us are passed on.
	activate -l "127.0.0.1:$one" mote-server fd:3 activate "$proxyd" "127.0.0.1:$backend"
	eventually 5 listening tcp "$one"
	ok 'a socket that was passed to us, passed on' talk on "tcp:127.0.0.1:$one"
	end $server_pid

	if feature transport unix; then
		uuidd=$peers/root/usr/sbin/uuidd
		start_server "unix:$work/uuidd" activate "$uuidd" -S -F -P
		ok 'uuidd: nobody before there is a client' no_children
		like "$(within 20 "$uuidd" -s "$work/uuidd" -r)" '^[0-9a-f]{8}-[0-9a-f]{4}-4' 'uuidd: an answer'
		like "$(within 20 "$uuidd" -s "$work/uuidd" -r -n 3)" '^List' 'uuidd: and another'
		is "$(children "$server_pid" | wc -l)" 1 'uuidd: of one process'
		stop_server
	else
		skip 4 'UNIX sockets are not in this profile'
	fi
else
	skip 15 'activate or echo is not in this profile'
fi

done_testing
