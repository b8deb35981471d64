#!/bin/sh
# dns-peers.t: dns and the programs that people ask name servers with: dig, kdig, BusyBox's nslookup, the
# resolvers of glibc and musl, dnsperf; NSD behind it.
. "$(dirname "$0")/lib.sh"
need service dns
need service greet
need transport udp
need transport tcp
test "$MOTE_RUN" = native || skip_all 'the programs are those of this machine'
for program in dig kdig dnsperf; do
	command -v $program > /dev/null || skip_all "$program is not installed"
done

cat > "$work/hosts" << 'END'
127.0.0.3	here
192.168.1.1	router gw.lan
192.168.1.2	box
192.168.1.3	box
fd00::2	box
END
number=0
while test $number -lt 200; do
	number=$((number + 1))
	echo "10.0.0.$number crowd"
	echo "host$number.lan A" >&3
	echo "10.0.1.$number host$number"
done >> "$work/hosts" 3> "$work/queries"

# Its port is the usual one: resolvers know no other.
start_server udp:127.0.0.2:53 tcp:127.0.0.2:53 dns --domain lan --upstream "$NSD_ADDRESS:$NSD_PORT" "$work/hosts"

# dig_says WANT NAME ARG…: what dig prints of the answers, sorted, on one line.
dig_says()
{
	dig_want=$1 dig_name=$2
	shift 2
	out=$(dig @127.0.0.2 +tries=1 +time=5 +short "$@" 2>&1 | sort | tr '\n' ' ')
	is "${out% }" "$dig_want" "dig $*: $dig_name"
}

# dig_like PATTERN NAME ARG…: all that it prints. It warns of what is malformed.
dig_like()
{
	dig_pattern=$1 dig_name=$2
	shift 2
	out=$(dig @127.0.0.2 +tries=1 +time=5 "$@" 2>&1)
	like "$out" "$dig_pattern" "dig $*: $dig_name"
	unlike "$out" 'Warning|malformed|extra bytes|Got bad|FORMERR|mismatch' "dig $*: nothing is wrong"
}

dig_says '192.168.1.2 192.168.1.3' 'several addresses' box.lan
dig_says 'fd00::2' 'IPv6' box.lan AAAA
dig_says 'router.lan.' 'the reverse' -x 192.168.1.1
dig_says 'box.lan.' 'that of IPv6' -x fd00::2
dig_says '192.168.1.2 192.168.1.3' 'over TCP' +tcp box
dig_says '192.0.2.1' 'of another server' both.example.test
dig_says '192.0.2.1' 'the same over TCP' +tcp both.example.test
dig_like 'ANSWER: 2, AUTHORITY: 0' 'ANY' box.lan ANY +notcp
dig_like 'flags: qr aa rd ra;' 'flags' box.lan
dig_like 'status: NXDOMAIN' 'NXDOMAIN' nobody.lan
dig_like '^lan\..*SOA' 'has a SOA' nobody.lan
dig_like 'status: NOERROR.*' 'no data' router.lan AAAA
dig_like 'status: BADVERS' 'EDNS 1' +edns=1 +noednsnegotiation box.lan
dig_like 'EDNS: version: 0, flags: do; udp: 1232' 'EDNS 0' +dnssec +nsid +bufsize=4096 +subnet=192.0.2.0/24 box.lan
dig_like 'flags: qr aa tc rd ra; QUERY: 1, ANSWER: 30,' 'truncation' +noedns +ignore crowd
dig_like 'flags: qr aa tc rd ra; QUERY: 1, ANSWER: 74,' 'with EDNS' +ignore crowd
dig_like 'ANSWER: 200,' 'all of it over TCP' crowd
dig_like 'flags: qr aa tc.*ANSWER: 0,' 'truncation of what others say' +ignore crowd.test
dig_like 'ANSWER: 100,' 'all of it over TCP' crowd.test
dig_like 'ANSWER: 100,' 'and asked once more in one conversation' +tcp +keepopen crowd.test box.lan crowd.test
dig_like 'status: NOTIMP' 'another class' CH TXT version.bind
dig_like 'status: NOTIMP' 'another operation' +opcode=update +noedns lan SOA
like "$(dig @127.0.0.2 lan AXFR)" 'Transfer failed' 'dig lan AXFR: no transfer'

out=$(kdig @127.0.0.2 +timeout=5 +padding=128 +dnssec box.lan AAAA 2>&1)
like "$out" 'box.lan.*AAAA.fd00::2' 'kdig: with padding'
out=$(kdig @127.0.0.2 +timeout=5 +tcp +keepopen +noall +answer box.lan router.lan both.example.test crowd 2>&1)
is "$(echo "$out" | grep -c '	A	')" 204 'kdig: four questions in one conversation'
unlike "$out" 'WARNING|ERROR' 'kdig: nothing is wrong'

like "$("$BUSYBOX" nslookup box.lan 127.0.0.2 2>&1)" 'Address: *(1: *)?192.168.1.3' "BusyBox's nslookup"
like "$("$BUSYBOX" nslookup 192.168.1.1 127.0.0.2 2>&1)" 'router.lan' "BusyBox's nslookup: the reverse"

# with_resolver COMMAND…: as if the machine asked us, and had no names of its own.
with_resolver()
{
	printf 'nameserver 127.0.0.2\nsearch lan\n' > "$work/resolv.conf"
	unshare -m sh -c 'mount --bind "$0/resolv.conf" /etc/resolv.conf && mount --bind /dev/null /etc/hosts && exec "$@"' "$work" "$@"
}

is "$(with_resolver getent ahosts box | sed -n 's/ *STREAM.*//p' | sort | tr '\n' ' ')" '192.168.1.2 192.168.1.3 fd00::2 ' \
	"glibc's getaddrinfo"
like "$(with_resolver getent hosts 192.168.1.1)" '192.168.1.1 +router.lan' "glibc's gethostbyaddr"
is "$(with_resolver getent ahostsv4 both.example.test | sed -n 's/ *STREAM.*//p')" 192.0.2.1 'glibc: a name of another server'
dns_pid=$server_pid
start_server tcp:127.0.0.3:0 greet hello
is "$(with_resolver "$BUSYBOX" nc -w 1 here "$port" 2>&1 < /dev/null)" hello "musl's getaddrinfo, in BusyBox"
stop_server
server_pid=$dns_pid

# Two seconds of as many questions as it takes: none is lost, over UDP and over TCP.
for mode in udp tcp; do
	out=$(dnsperf -s 127.0.0.2 -p 53 -d "$work/queries" -l 1 -c 4 -q 50 -m $mode 2>&1)
	like "$out" 'Queries lost: +0 ' "dnsperf over $mode: nothing is lost"
	like "$out" 'NOERROR [0-9]+ \(100.00%\)' "dnsperf over $mode: all is found"
	diag "$(echo "$out" | grep 'per second')"
done
stop_server
is "$server_status" 0 'stopped'

done_testing
