#!/bin/sh
# sockets.t: what is asked of sockets: interface, mark, freebind and others; mode and owner of UNIX socket
# files; the variables of mwan3.
# shellcheck disable=SC2317 # functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service echo

hello()
{
	within 20 mote-client -m hello "${1:-$endpoint}"
}

hello_udp()
{
	within 20 mote-client -u -i 1 -m hello "$1" "$port" 2> /dev/null
}

# mode_of FILE: permissions and owner, as numbers.
mode_of()
{
	"$BUSYBOX" stat -c '%a %u:%g' "$1"
}

transport=tcp
feature transport tcp || transport=udp

# An interface beside the loopback device.
has_other=''
"$BUSYBOX" ip link add mote0 type bridge 2> /dev/null && has_other=1

# --- Options ---
if feature option interface; then
	start_server -I lo --tos 0x48 --freebind --reuseport --keepalive $transport:127.0.0.1:0 echo
	pass "all options are taken"
	if test $transport = tcp; then
		is "$(hello)" hello 'and it serves'
	else
		is "$(hello_udp 127.0.0.1)" hello 'and it serves'
	fi
	shared=$endpoint
	ok '--reuseport: a second server on the same port' start_server --reuseport "$shared" echo
	stop_server
	status_is 111 'without it there is none' mote-server "$shared" echo
	status_is 111 'an interface that is not there' mote-server -I nosuch0 $transport:127.0.0.1:0 echo
	like "$err" 'interface' 'is named'
	start_server --freebind $transport:203.0.113.9:0 echo
	pass '--freebind: an address that is not there can be bound'
	stop_server
	status_is 111 'without it it cannot' mote-server $transport:203.0.113.9:0 echo
	status_is 100 '--tos over 255' mote-server --tos 256 $transport:127.0.0.1:0 echo
	if test "$(id -u)" -eq 0 && test "$MOTE_RUN" = native; then
		start_server --mark 0x3f00 $transport:127.0.0.1:0 echo
		pass '--mark is taken'
		stop_server
	else
		skip 1 '--mark needs root, and QEMU does not know it'
	fi
	if test "$has_other" && test $transport = tcp; then
		start_server -I mote0 tcp:0 echo
		status_is 1 '-I: a client that comes by another interface is refused' \
			mote-client -w 3 -m hello "tcp:127.0.0.1:$port"
		stop_server
	else
		skip 1 'no other interface, or no TCP'
	fi
else
	skip 11 'the options of sockets are not in this profile'
fi

# --- Mode and owner ---
if feature option mode && feature transport unix; then
	start_server --mode 640 "unix:$work/socket" echo
	like "$(mode_of "$work/socket")" '^640 ' '--mode'
	stop_server
	start_server --mode 0 "unix:$work/socket" echo
	like "$(mode_of "$work/socket")" '^0 ' '--mode 0'
	stop_server
	umask 077
	start_server --mode 0666 "unix:$work/socket" echo
	like "$(mode_of "$work/socket")" '^666 ' '--mode does not depend on the umask'
	stop_server
	start_server "unix:$work/socket" echo
	like "$(mode_of "$work/socket")" '^700 ' 'which without it says'
	stop_server
	umask 022
	for mode in 888 1777 -1 0x1ff '' 64o; do
		status_is 100 "--mode '$mode'" mote-server --mode "$mode" "unix:$work/socket" echo
	done
	if test "$(id -u)" -eq 0; then
		start_server --mode 600 --owner 1234:4321 "unix:$work/socket" echo
		is "$(mode_of "$work/socket")" '600 1234:4321' '--owner, with --mode'
		is "$(hello)" hello 'and it serves'
		stop_server
		ok 'the file is removed' test ! -e "$work/socket"
	else
		skip 3 '--owner needs root'
	fi
	status_is 100 '--owner: nobody of that name' mote-server --owner no-such-user "unix:$work/socket" echo
	ok 'and there is no file' test ! -e "$work/socket"
	start_server --mode 600 --owner 0:0 "unix:@mote-$$" echo
	is "$(hello)" hello 'a socket without a file has neither'
	stop_server
	if feature transport unixgram; then
		start_server --mode 606 "unixgram:$work/gram" echo
		like "$(mode_of "$work/gram")" '^606 ' 'datagram sockets, too'
		stop_server
	else
		skip 1 'unixgram is not in this profile'
	fi
else
	skip 17 '--mode, or UNIX sockets, are not in this profile'
fi

# --- mwan3 ---
if feature option mwan3 && test $transport = tcp; then
	start_server tcp:0 echo
	is "$(DEVICE=lo FAMILY=ipv4 hello "tcp:192.0.2.1:$port")" hello 'DEVICE: that interface leads there'
	status_is 111 'DEVICE: one that is not there' \
		env DEVICE=nosuch0 mote-client -w 3 -m hello "tcp:192.0.2.1:$port"
	like "$err" 'DEVICE or FWMARK: ' 'is named'
	is "$(DEVICE=nosuch0 hello "tcp:127.0.0.1:$port")" hello 'what stays in this machine needs none'
	status_is 111 'FAMILY=ipv6 forbids IPv4' env FAMILY=ipv6 mote-client -m hello "tcp:192.0.2.1:$port"
	stop_server
	start_server -v tcp:0 echo
	is "$(SRCIP=127.0.0.7 hello "tcp:192.0.2.1:$port")" hello 'SRCIP'
	ok 'is where the client comes from' eventually 5 logged '127\.0\.0\.7'
	is "$(SRCIP=203.0.113.9 within 20 mote-client -s 127.0.0.8 -m hello "tcp:192.0.2.1:$port")" hello 'but -s is stronger'
	ok 'than it' eventually 5 logged '127\.0\.0\.8'
	stop_server
	if test "$has_other"; then
		status_is 1 'DEVICE: of a server on an interface, another is refused' sh -c '
			DEVICE=mote0 mote-server -1 tcp:0 echo > "$1" 2> "$1.log" &
			until test -s "$1" || ! kill -0 $!; do "$BUSYBOX" usleep 20000; done
			read -r endpoint < "$1"
			mote-client -w 3 -m hello "tcp:192.0.2.1:${endpoint##*:}"
			status=$?
			kill $!
			exit $status' sh "$work/mwan3"
	else
		skip 1 'no other interface'
	fi
	FAMILY=ipv4
	export FAMILY
	start_server tcp:0 echo
	unset FAMILY
	is "$(hello "tcp:127.0.0.1:$port")" hello 'FAMILY=ipv4: a server on every address'
	status_is 1 'does not listen on IPv6' mote-client -m hello "tcp:[::1]:$port"
	stop_server
else
	skip 12 'mwan3, or TCP, is not in this profile'
fi
if feature option mwan3 mote-server && command -v mote-resolver > /dev/null && test "${NSD_ADDRESS:-}"; then
	run env DEVICE=nosuch0 mote-resolver "@192.0.2.1:$NSD_PORT" www.example.test
	is "$status" 111 'the resolver: DEVICE of its queries'
	like "$err" 'DEVICE or FWMARK: ' 'is named'
else
	skip 2 'no resolver'
fi
test -z "$has_other" || "$BUSYBOX" ip link del mote0

done_testing
