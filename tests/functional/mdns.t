#!/bin/sh
# mdns.t: a machine found as NAME.local, by itself on the loopback device, and between two machines on a cable:
# a pair of network namespaces, with Avahi on the other side.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service mdns
need option interface

# --- What takes its time, and is looked at later ---

# Another that listens on the port hears it all: a line a packet, in hexadecimal, with the time.
cat > "$work/hear" <<-'END'
	until test -e "$1.end"; do
		packet=$(dd bs=9000 count=1 2> /dev/null | "$BUSYBOX" hexdump -v -e '1/1 "%02x"')
		read -r uptime rest < /proc/uptime
		echo "$packet $uptime" >> "$1"
	done
END
heard=$work/heard
: > "$heard"
start_server -4 --reuseport udp:0 exec "$BUSYBOX" sh "$work/hear" "$heard"
listener_pid=$server_pid listener=$endpoint

# told NUMBER PATTERN: have there been so many packets like this?
told()
{
	test "$(grep -c "$2" "$heard")" -ge "$1"
}

# at NUMBER PATTERN: when the first but NUMBER of them came, in hundredths of a second.
at()
{
	grep "$2" "$heard" | sed -n "$1s/.* \([0-9]*\)\.\([0-9]*\)\$/\1\2/p"
}

within 5 mote-client -i 1 -m here "udp:127.0.0.1:$port" > /dev/null 2>&1 &
track $!
eventually 10 told 1 '^68657265 '

own=05626f617264056c6f63616c00
# The second number is of the records, whose types are left out here: with IPv6 there are more.
probe="^0000000000010000000.0000${own}00ff0001c00c....000100000078"
announcement="^00008400000000..00000000$own....800100000078"
goodbye="^00008400000000..00000000$own....800100000000"

start_server -4 --reuseport -I lo "udp:$port" mdns board
speaker_pid=$server_pid speaker_log=$server_log

# machine NAME: one without a network; $NAME is its process. A script of that name in $work runs a command there.
machine()
{
	unshare --net --mount sh -c 'mount -t tmpfs -o mode=755 tmp /run
		mkdir /run/dbus /run/avahi-daemon
		for file in passwd group; do
			{ cat /etc/$file; echo avahi:x:998:998::/:/bin/false; } > /run/$file
			mount --bind /run/$file /etc/$file
		done
		"$1" ip link set lo up
		: > "$2"
		exec "$1" sleep 100' "$1" "$BUSYBOX" "$work/$1-is-there" &
	machine_pid=$!
	track $machine_pid
	printf '#!/bin/sh\nexec nsenter -t %s -n -m "$@"\n' "$machine_pid" > "$work/$1"
	printf '#!/bin/sh\nexec nsenter -t %s -n -m mote-server "$@"\n' "$machine_pid" > "$work/$1-server"
	chmod 755 "$work/$1" "$work/$1-server"
	eventually 5 test -e "$work/$1-is-there"
}

here()
{
	"$work/here" "$@"
}

there()
{
	"$work/there" "$@"
}

# cable ADDRESS: from here, with that address, to there.
cable()
{
	here "$BUSYBOX" ip link add cable type veth
	here "$BUSYBOX" ip link set veth0 netns "$there_pid"
	here "$BUSYBOX" ip addr add "$1" dev cable
	here "$BUSYBOX" ip link set cable up
	there "$BUSYBOX" ip addr add 10.9.0.2/24 dev veth0
	there "$BUSYBOX" ip link set veth0 up
}

# Two machines on a cable, which ask for the same name.
if test "$MOTE_RUN" = native && command -v nsenter > /dev/null; then
	machine there
	there_pid=$machine_pid
	machine here
	cable 10.9.0.1/24
	server_command=$work/here-server
	start_server udp:5353 mdns board
	one_log=$server_log one_pid=$server_pid
	server_command=$work/there-server
	start_server udp:5353 mdns board
	other_log=$server_log other_pid=$server_pid
	server_command=''
fi
start_server -I lo udp:0 mdns Board

# --- What is refused ---

# refused NAME WORDS ARGS…: wrong usage, and why.
refused()
{
	refused_name=$1 refused_words=$2
	shift 2
	status_is 100 "$refused_name" mote-server "$@"
	like "$err" "$refused_words" "$refused_name: says why"
}

label=abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-123456789
refused 'a name with a dot' 'board.lan: a NAME is 1 to 63' udp:0 mdns board.lan
refused 'a name with a blank' 'a board: a NAME is 1 to 63' udp:0 mdns 'a board'
refused 'an empty name' 'a NAME is 1 to 63' udp:0 mdns ''
refused 'a name of 64 bytes' 'a NAME is 1 to 63' udp:0 mdns "${label}0"
refused 'two names' 'one NAME' udp:0 mdns one two
refused 'two endpoints' 'one endpoint' udp:0 udp:0 mdns board
refused 'an endpoint with a host' 'without a host' udp:127.0.0.1:0 mdns board
refused 'a stream' 'tcp:0' tcp:0 mdns board

# --- On the loopback device: what is answered ---

header='\0022\0064\0000\0000\0000\0001\0000\0000\0000\0000\0000\0000'

# ask OCTETS: asks as a resolver of DNS alone does; sets $answer to what comes back, in hexadecimal.
ask()
{
	printf %b "$header$1" > "$work/question"
	within 10 mote-client -i 1 "udp:127.0.0.1:$port" < "$work/question" > "$work/answer" 2> /dev/null
	answer=$("$BUSYBOX" hexdump -v -e '1/1 "%02x"' "$work/answer")
}

ok 'the name is claimed' eventually 10 logged 'mdns: this is Board\.local$'
name='\0005board\0005local\0000'
ask "$name\\0000\\0001\\0000\\0001"
if test -z "$answer" && test "$MOTE_RUN" = mips; then
	skip 6 'QEMU gives the numbers of interfaces in the wrong order of bytes'
else
	# The header, the question, the name as we write it; then, by a pointer, again: lo has two addresses.
	own=05426f617264056c6f63616c00
	is "$answer" "123484000001000200000000$(
	)05626f617264056c6f63616c0000010001$(
	)${own}000100010000000a00047f000001$(
	)c01d000100010000000a0004c0000201" 'A: all addresses of the interface, for 10 s, to DNS alone'
	ask "$name\\0000\\0020\\0000\\0001"
	is "$answer" "123484000001000000000001$(
	)05626f617264056c6f63616c0000100001$(
	)${own}002f00010000000a0008c01d000440000008" 'TXT: that there is none, only A and AAAA'
	ask '\00011\00012\00010\0003192\0007in-addr\0004arpa\0000\0000\0014\0000\0001'
	is "$answer" "123484000001000100000000$(
	)0131013201300331393207696e2d61646472046172706100000c0001$(
	)0131013201300331393207696e2d61646472046172706100000c00010000000a000d$own" 'PTR: the name'
	ask '\0005other\0005local\0000\0000\0001\0000\0001\0000\0001'
	is "$answer" '' 'nothing of another name'
	if command -v mote-resolver > /dev/null; then
		is "$(within 20 mote-resolver "@127.0.0.1:$port" board.local A)" '127.0.0.1
192.0.2.1' 'a resolver finds it'
	else
		skip 1 'mote-resolver is not in this profile'
	fi
fi
stop_server
is "$server_status" 0 'ended'

# --- On the loopback device: what is said unasked ---

ok 'the name is claimed, in IPv4 alone' eventually 10 grep -q 'mdns: this is board\.local$' "$speaker_log"
ok 'and announced twice' eventually 10 told 2 "$announcement"
is "$(grep -c "$probe" "$heard")" 3 'after it was asked for three times'
is "$(grep -c ^0000 "$heard")" 5 'and nothing else was said'
first=$(at 1 "$probe") third=$(at 3 "$probe") said=$(at 1 "$announcement") again=$(at 2 "$announcement")
ok "a quarter of a second lies between the questions ($first, $third) and the first answer ($said)" \
	test "$((third - first))" -ge 45 -a "$((said - third))" -ge 20
ok "and a second before the next ($again)" test "$((again - said))" -ge 95
end "$speaker_pid"
ok 'a goodbye at the end' eventually 5 told 1 "$goodbye"
# What waits for a packet has to end by itself.
: > "$heard.end"
mote-client -i 1 -m end "udp:127.0.0.1:${listener##*:}" > /dev/null 2>&1 &
track $!
no_listener()
{
	test -z "$(children "$listener_pid")"
}
ok 'nothing is left of who heard it' eventually 5 no_listener
end "$listener_pid"

# --- Two machines ---

if test -z "${one_pid:-}"; then
	skip 1 'machines are network namespaces of util-linux, which the root file system has not'
	done_testing
fi

one_each()
{
	test "$(sed -n 's/.*: this is //p' "$one_log" "$other_log" | sort | paste -s -d ' ' -)" = \
		'board-2.local board.local'
}
ok 'of two that ask for a name at the same time one has it, and one the next' eventually 10 one_each
end "$one_pid"
end "$other_pid"

# --- With Avahi ---

PATH=$PATH:$PWD/out/peers/root/usr/sbin:$PWD/out/peers/root/usr/bin
if ! command -v avahi-daemon > /dev/null || ! command -v dbus-daemon > /dev/null; then
	skip 1 'avahi-daemon is not installed'
	done_testing
fi
cat > "$work/dbus.conf" <<-'END'
	<busconfig>
		<listen>unix:path=/run/dbus/system_bus_socket</listen>
		<policy context="default">
			<allow user="*"/><allow own="*"/>
			<allow send_type="method_call"/><allow send_type="method_return"/>
			<allow send_type="error"/><allow send_type="signal"/>
			<allow receive_type="method_call"/><allow receive_type="method_return"/>
			<allow receive_type="error"/><allow receive_type="signal"/>
		</policy>
	</busconfig>
END

# avahi MACHINE NAME: Avahi there, with that name; its log is $work/avahi-MACHINE.log.
avahi()
{
	printf '[server]\nhost-name=%s\n[publish]\npublish-workstation=no\n' "$2" > "$work/avahi-$1.conf"
	"$work/$1" dbus-daemon --config-file="$work/dbus.conf" --nofork --nopidfile 2> /dev/null &
	track $!
	eventually 5 "$1" test -e /run/dbus/system_bus_socket
	"$work/$1" avahi-daemon -f "$work/avahi-$1.conf" --no-drop-root --no-chroot --no-rlimits \
		> "$work/avahi-$1.log" 2>&1 &
	track $!
}

# avahi_says MACHINE PATTERN
avahi_says()
{
	grep -q "$2" "$work/avahi-$1.log"
}

# found MACHINE OPTION NAME ADDRESS: Avahi finds it there; or by the address the name.
found()
{
	test "$(within 6 "$work/$1" avahi-resolve "$2" "$3" 2> /dev/null | cut -f 2)" = "$4"
}

server_command=$work/here-server
start_server udp:5353 mdns board
ok 'a name is claimed' eventually 10 logged 'this is board\.local$'
there "$BUSYBOX" ip addr add 10.8.0.2/24 dev veth0
here "$BUSYBOX" ip route add default via 10.9.0.2
printf %b "$header$name\\0000\\0001\\0000\\0001" > "$work/question"
for source in 10.9.0.2 10.8.0.2; do
	there mote-client -i 1 -s $source udp:10.9.0.1:5353 < "$work/question" > "$work/answer-$source" 2> /dev/null
done
ok 'who is in our network is answered' test -s "$work/answer-10.9.0.2"
ok 'and who is not is not' test ! -s "$work/answer-10.8.0.2"
there "$BUSYBOX" ip addr del 10.8.0.2/24 dev veth0
avahi there board
ok 'Avahi, which comes later, has the next' eventually 10 avahi_says there 'Host name is board-2.local'
ok 'and finds our address' found there -4n board.local 10.9.0.1
here "$BUSYBOX" ip addr show dev cable > "$work/addresses"
link_local=$(sed -n 's/.*inet6 \(fe80[^/]*\).*/\1/p' "$work/addresses")
ok 'that of IPv6, too' found there -6n board.local "$link_local"
ok 'and our name by the address' found there -a 10.9.0.1 board.local
ok 'by that of IPv6, too' found there -a "$link_local" board.local
stop_server
is "$server_status" 0 'ended'
start_server udp:5353 mdns board-2
ok 'where Avahi has the name we take the next' eventually 10 logged 'this is board-2-2\.local$'
ok 'which it finds' found there -4n board-2-2.local 10.9.0.1

here "$BUSYBOX" ip addr add 10.9.0.3/24 dev cable
here "$BUSYBOX" ip addr del 10.9.0.1/24 dev cable
here "$BUSYBOX" ip addr add 10.9.0.3/24 dev cable 2> /dev/null
ok 'a new address is found in place of the old one' eventually 5 found there -4n board-2-2.local 10.9.0.3
here "$BUSYBOX" ip link del cable
cable 10.9.0.4/24
ok 'and one on a new interface' eventually 10 found there -4n board-2-2.local 10.9.0.4

avahi here side
ok 'Avahi beside us on the same machine has its own name' eventually 10 avahi_says here 'Host name is side.local'
ok 'finds us' found here -4n board-2-2.local 10.9.0.4
ok 'and the other machine' found here -4n board-2.local 10.9.0.2
ok 'and both are found from there' found there -4n side.local 10.9.0.4
stop_server

done_testing
