#!/bin/sh
# inetd.t: programs written for inetd, unchanged: one for each connection (inetd's `nowait`), and one for the bound
# socket of datagrams, until it ends (`wait`). The last part is inetd itself, as our client's peer.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service exec

# --- What BusyBox has: everywhere ---
mkdir -p "$work/www/cgi-bin"
echo 'a page' > "$work/www/page"
dd if=/dev/urandom of="$work/www/large" bs=65536 count=8 2> /dev/null
# The address is that of the socket's other side, which it asks the kernel for.
cat > "$work/www/cgi-bin/who" <<'END'
#!/bin/sh
printf 'Content-type: text/plain\r\n\r\nfrom %s\n' "$REMOTE_ADDR $REQUEST_METHOD"
END
chmod 755 "$work/www/cgi-bin/who"

# ask PATH [OPTION…]: an HTTP request by mote-client.
ask()
{
	ask_path=$1
	shift
	within 20 mote-client -m "$(printf 'GET %s HTTP/1.0\r\n\r\n.' "$ask_path")" "$@" "$endpoint"
}

if feature transport tcp; then
	start_server tcp:127.0.0.1:0 exec "$BUSYBOX" httpd -i -h "$work/www"
	like "$(ask /page)" '^a page$' "BusyBox's httpd -i: a page"
	like "$(ask /no-such-page)" ' 404 ' "BusyBox's httpd -i: none"
	ask /large > "$work/answer"
	# What follows the empty line.
	tail -c 524288 "$work/answer" > "$work/large"
	same_file "$work/large" "$work/www/large" "BusyBox's httpd -i: half a megabyte"
	like "$(ask /cgi-bin/who -s 127.0.0.7)" '^from (\[::ffff:)?127\.0\.0\.7\]?(:[0-9]+)? GET$' "BusyBox's httpd -i: who asks"
	stop_server
	if feature option ipv6; then
		start_server 'tcp:[::1]:0' exec "$BUSYBOX" httpd -i -h "$work/www"
		like "$(ask /cgi-bin/who)" '^from \[?::1\]?(:[0-9]+)? GET$' "BusyBox's httpd -i over IPv6: who asks"
		stop_server
	else
		skip 1 'IPv6 is not in this profile'
	fi
else
	skip 5 'TCP is not in this profile'
fi

# One datagram each; the socket is the program's until it ends.
one='dd bs=2000 count=1 2> /dev/null >> "$0"; echo >> "$0"
until test -e "$0.go"; do "$1" usleep 20000; done
rm "$0.go"'
wait_style()
{
	: > "$work/$1.got"
	start_server "$2" exec sh -c "$one" "$work/$1.got" "$BUSYBOX"
	printf first | within 20 mote-client -i 1 "$endpoint" > /dev/null 2>&1
	ok "wait, $1: the program has the first datagram" eventually 5 grep -q '^first$' "$work/$1.got"
	printf second | within 20 mote-client -i 1 "$endpoint" > /dev/null 2>&1
	is "$(cat "$work/$1.got")" first "wait, $1: while it runs there is no other"
	: > "$work/$1.got.go"
	ok "wait, $1: when it has ended the next one has what came since" eventually 5 grep -q '^second$' "$work/$1.got"
	: > "$work/$1.got.go"
	ok "wait, $1: none is left behind" eventually 5 no_children
	stop_server
}
if feature transport udp && command -v mote-client > /dev/null; then
	wait_style UDP udp:127.0.0.1:0
else
	skip 4 'UDP or mote-client is not in this profile'
fi
if feature transport unixgram && command -v mote-client > /dev/null; then
	wait_style unixgram "unixgram:$work/datagrams"
else
	skip 4 'UNIX datagrams or mote-client are not in this profile'
fi

# --- Debian's ---
peers=$PWD/out/peers
case $MOTE_RUN in
native) test -d "$peers/rts" || left='tests/peers/ucspi/get.sh was not run' ;;
*) left="Debian's programs are those of this machine" ;;
esac
feature transport tcp && feature transport udp && command -v mote-client > /dev/null ||
	left='TCP, UDP or mote-client is not in this profile'
if test -n "${left-}"; then
	skip 28 "$left"
	done_testing
fi
sbin=$peers/root/usr/sbin bin=$peers/root/usr/bin

start_server tcp:127.0.0.1:0 exec "$sbin/micro-httpd" "$work/www"
like "$(ask /page)" '^a page$' 'micro-httpd: a page'
ask /large > "$work/answer"
tail -c 524288 "$work/answer" > "$work/large"
same_file "$work/large" "$work/www/large" 'micro-httpd: half a megabyte'
like "$(ask /../)" ' 400 ' 'micro-httpd: what it refuses'
stop_server

# Its scripts have a fixed place; this /etc is the test run's own.
mkdir /etc/efingerd
for script in list luser nouser; do
	printf '#!/bin/sh\necho "%s: $*"\n' $script > /etc/efingerd/$script
	chmod 755 /etc/efingerd/$script
done
start_server tcp:127.0.0.1:79 exec "$sbin/efingerd" -n -i
like "$(printf 'root\r\n' | within 20 mote-client "$endpoint")" '^luser: .* 127\.0\.0\.1 root' 'efingerd: a user'
like "$(printf 'nobody-here\r\n' | within 20 mote-client -s 127.0.0.8 "$endpoint")" '^nouser: .* 127\.0\.0\.8 nobody-here' \
	'efingerd: none'
stop_server
rm -r /etc/efingerd

# rsync asks of its standard input whether it is a socket, and who is at its other end.
mkdir "$work/there" "$work/here"
cp "$work/www/large" "$work/there/large"
cat > "$work/rsyncd.conf" <<END
use chroot = no
log file = $work/rsync.log
[files]
	path = $work/there
	read only = no
	uid = 0
	gid = 0
	hosts allow = 127.0.0.1
END
start_server tcp:127.0.0.1:0 exec "$bin/rsync" --daemon "--config=$work/rsyncd.conf"
ok 'rsync: files come' within 20 "$bin/rsync" -t "rsync://127.0.0.1:$port/files/large" "$work/here/"
same_file "$work/here/large" "$work/www/large" 'rsync: as they are'
ok 'rsync: files go' within 20 "$bin/rsync" -t "$work/www/page" "rsync://127.0.0.1:$port/files/"
same_file "$work/there/page" "$work/www/page" 'rsync: and arrive'
run "$bin/rsync" --address=127.0.0.9 "rsync://127.0.0.1:$port/files/page" "$work/here/"
like "$err" 'ERROR: access denied to files from .*127\.0\.0\.9' 'rsync: it knows its client'
stop_server

# in.tftpd takes the first datagram, serves it by a child on a socket of its own, and waits for more for a while.
start_server udp:127.0.0.1:0 exec "$sbin/in.tftpd" --timeout 1 --user root --permissive --secure "$work/www"
(cd "$work/here" && within 20 "$bin/tftp" -m octet 127.0.0.1 "$port" -c get large tftp)
same_file "$work/here/tftp" "$work/www/large" 'in.tftpd: half a megabyte'
(cd "$work/here" && within 20 "$bin/tftp" 127.0.0.1 "$port" -c get page page2)
same_file "$work/here/page2" "$work/www/page" 'in.tftpd: another file'
ok 'in.tftpd: it ends when nobody asks' eventually 10 no_children
(cd "$work/here" && within 20 "$bin/tftp" 127.0.0.1 "$port" -c get page page3)
same_file "$work/here/page3" "$work/www/page" 'in.tftpd: and is started again'
stop_server

# talkd answers over the bound socket itself. A request is: version 1, LOOK_UP, no answer yet, padding, an id, two
# addresses (family 2, port, IPv4, 8 bytes), a process, two names of 12 bytes, a terminal of 16.
start_server udp:127.0.0.1:0 exec "$sbin/talkd" --timeout 1 --idle-timeout 1
free_port
{
	printf '\001\001\000\000\000\000\000\052'
	address="\\000\\002\\$(printf %03o $((free_port / 256)))\\$(printf %03o $((free_port % 256)))\\177\\000\\000\\001"
	# shellcheck disable=SC2059 # octal numbers
	printf "$address\\000\\000\\000\\000\\000\\000\\000\\000$address\\000\\000\\000\\000\\000\\000\\000\\000"
	printf '\000\000\000\001root\000\000\000\000\000\000\000\000nobody\000\000\000\000\000\000'
	printf '\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000'
} > "$work/talk"
is "$(within 20 mote-client -i 5 -p "$free_port" "$endpoint" < "$work/talk" | head -c 3 | od -An -tx1)" \
	' 01 01 01' 'talkd: says that nobody calls, from the address that was asked'
ok 'talkd: it ends when nobody asks' eventually 10 no_children
stop_server

# --- All of them in one process, as inetd has them, and a socket from systemd ---
if feature option file; then
	free_port
	http=$free_port
	free_port
	tftp=$free_port
	cat > "$work/services" <<-END
		# inetd.conf
		tcp:127.0.0.1:$http exec $sbin/micro-httpd $work/www
		udp:127.0.0.1:$tftp exec $sbin/in.tftpd --timeout 1 --user root --permissive --secure $work/www
		tcp:127.0.0.1:7 udp:127.0.0.1:7 echo
	END
	mote-server -f "$work/services" 2> "$work/services.log" &
	server_pid=$!
	track $server_pid
	eventually 5 listening tcp 7
	endpoint=tcp:127.0.0.1:$http
	like "$(ask /page)" '^a page$' 'in one process: micro-httpd'
	(cd "$work/here" && within 20 "$bin/tftp" 127.0.0.1 "$tftp" -c get page page4)
	same_file "$work/here/page4" "$work/www/page" 'in one process: in.tftpd'
	is "$(echo hello | within 20 mote-client tcp:127.0.0.1:7)" hello 'in one process: a service of ours'
	is "$(echo hello | within 20 mote-client udp:127.0.0.1:7)" hello 'in one process: also for datagrams'
	ok 'in one process: in.tftpd ends' eventually 10 no_children
	end $server_pid
else
	skip 5 'a configuration file is not in this profile'
fi
if feature transport fd; then
	free_port
	"$bin/systemd-socket-activate" -d -l "127.0.0.1:$free_port" mote-server fd:3 \
		exec "$sbin/in.tftpd" --timeout 1 --user root --permissive --secure "$work/www" 2> "$work/passed.log" &
	server_pid=$!
	track $server_pid
	eventually 5 listening udp "$free_port"
	(cd "$work/here" && within 20 "$bin/tftp" -m octet 127.0.0.1 "$free_port" -c get large passed)
	same_file "$work/here/passed" "$work/www/large" 'a socket of systemd: in.tftpd'
	ok 'a socket of systemd: in.tftpd ends' eventually 10 no_children
	(cd "$work/here" && within 20 "$bin/tftp" 127.0.0.1 "$free_port" -c get page page5)
	same_file "$work/here/page5" "$work/www/page" 'a socket of systemd: and is started again'
	end $server_pid
else
	skip 3 'passed sockets are not in this profile'
fi

# --- OpenBSD's inetd: its own services, by our client. It answers no datagram from 127.0.0.1. ---
for service in echo discard daytime time; do
	printf '192.0.2.1:%s %s root internal\n' $service 'stream tcp nowait' $service 'dgram udp wait'
done > "$work/inetd.conf"
"$sbin/inetd" -i "$work/inetd.conf" 2> "$work/inetd.log" &
inetd=$!
track $inetd
ok "OpenBSD's inetd: it listens" eventually 5 listening tcp 37
within 20 mote-client tcp:192.0.2.1:7 < "$work/www/large" > "$work/answer"
same_file "$work/answer" "$work/www/large" "OpenBSD's inetd: half a megabyte of echo"
is "$(echo hello | within 20 mote-client udp:192.0.2.1:7)" hello "OpenBSD's inetd: echo of a datagram"
ok "OpenBSD's inetd: discard" within 20 mote-client tcp:192.0.2.1:9 < "$work/www/large"
end $inetd

done_testing
