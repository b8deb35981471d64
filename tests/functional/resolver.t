#!/bin/sh
# The resolver where nobody has to be asked: the hosts file, localhost, what an address is, options, errors.
. "$(dirname "$0")/lib.sh"

command -v mote-resolver > /dev/null || skip_all "mote-resolver is not in this profile"

# says TEXT NAME ARG…: that is all that it prints on standard output, and it ends with 0.
says()
{
	says_want=$1 says_name=$2
	shift 2
	run mote-resolver "$@"
	# Without the table of ranges these two lines are not there.
	feature option is mote-resolver ||
		says_want=$(printf '%s\n' "$says_want" | grep -v -e '^range: ' -e '^reverse: ')
	is "$status:$out:$err" "0:$says_want:" "$says_name"
}

# refuses STATUS PATTERN NAME ARG…: prints nothing but one line on standard error, that begins with the program's name.
refuses()
{
	refuses_status=$1 refuses_pattern=$2 refuses_name=$3
	shift 3
	run mote-resolver "$@"
	is "$status:$out" "$refuses_status:" "$refuses_name"
	like "$err" "^mote-resolver: fatal: $refuses_pattern" "$refuses_name: the message"
	is "$(wc -l < "$work/err")" 1 "$refuses_name: one line"
}

# --- The hosts file ------------------------------------------------------------------------------------

router4='address type: AF_INET
address length: 4
address = 192.0.2.1 (0xc0000201)'
router6='address type: AF_INET6
address length: 16
address = 2001:db8::1'
router='official name: router.test
alias: router
alias: gateway'

says "$router
$router4
$router6" 'a name of the hosts file' router.test
says "$router
$router4
$router6" 'an alias in capitals, with a dot behind it' GATEWAY.
says "$router
$router4" 'IPv4 only' -4 router
says "$router
$router6" 'IPv6 only' --ipv6 router
says "$router
$router4
$router6" 'both families named are both families' -46 router
says "official name: localhost
address type: AF_INET
address length: 4
address = 127.0.0.1 (0x7f000001)
address type: AF_INET6
address length: 16
address = ::1" 'localhost' localhost
says "official name: localhost
address type: AF_INET
address length: 4
address = 127.0.0.1 (0x7f000001)" 'a name below localhost' -4 any.localhost.

cat > "$work/hosts" <<- 'END'
	# a comment
	192.0.2.66	localhost
	192.0.2.7	one.test	uno # two.test
	192.0.2.8 one.test
	192.0.2.300 broken.test
	   2001:DB8::7		one.test
END
printf '192.0.2.10 windows.test\r\n192.0.2.11 last.test' >> "$work/hosts"
says "official name: one.test
alias: uno
address type: AF_INET
address length: 4
address = 192.0.2.7 (0xc0000207)
address = 192.0.2.8 (0xc0000208)
address type: AF_INET6
address length: 16
address = 2001:db8::7" 'another file; several lines for a name' -H "$work/hosts" one.test
run mote-resolver -4 -H "$work/hosts" localhost
like "$out" '= 127\.0\.0\.1 ' 'localhost is this machine whatever a file says'
run mote-resolver -H "$work/hosts" windows.test
like "$out" '^official name: windows.test$' 'a line that ends as on Windows'
run mote-resolver -H "$work/hosts" last.test
like "$out" '^address = 192.0.2.11 ' 'a last line without an end'
refuses 111 'cannot read .*/none: (No such file|error )' 'a hosts file that is not there' -H "$work/none" one.test
refuses 111 'cannot read .*: (Is a directory|error )' 'a folder as a hosts file' --hosts="$work" one.test

# 16,384 lines of other hosts before the one that is looked for.
printf '10.0.0.1 a.test b.test # c\n10.0.0.2 d.test\n' > "$work/many"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13; do
	cat "$work/many" "$work/many" > "$work/more"
	mv "$work/more" "$work/many"
done
echo '192.0.2.12 wanted.test' >> "$work/many"
run mote-resolver -H "$work/many" wanted.test
like "$out" '^address = 192.0.2.12 ' "the last of $(wc -l < "$work/many") lines"
run mote-resolver -H "$work/many" a.test
is "$status:$(printf '%s\n' "$out" | grep -c 'address =')" 0:1 'the same line 8,192 times is one address'

if feature option reverse mote-resolver; then
	says "$router
$router4" 'the name of an IPv4 address' -x 192.0.2.1
	says "$router
$router6" 'the name of an IPv6 address, however it is written' --reverse 2001:0DB8:0::0001
	refuses 100 '-x: 1\.2\.3 is not an IP address' '-x with a malformed address' -x 1.2.3
else
	skip 5 'option reverse is not in this profile'
fi

# --- What an address is --------------------------------------------------------------------------------

if feature option address mote-resolver; then
	says 'address type: AF_INET
address length: 4
address = 192.0.2.77 (0xc000024d)
decimal: 3221226061
binary: 11000000.00000000.00000010.01001101
class: C
range: documentation
reverse: 77.2.0.192.in-addr.arpa
prefix: 24
netmask: 255.255.255.0
wildcard: 0.0.0.255
network: 192.0.2.0
broadcast: 192.0.2.255
first host: 192.0.2.1
last host: 192.0.2.254
hosts: 254' 'an address: its class says which network' 192.0.2.77
	says 'address type: AF_INET
address length: 4
address = 10.20.30.40 (0x0a141e28)
decimal: 169090600
binary: 00001010.00010100.00011110.00101000
class: A
range: private
reverse: 40.30.20.10.in-addr.arpa
prefix: 28
netmask: 255.255.255.240
wildcard: 0.0.0.15
network: 10.20.30.32
broadcast: 10.20.30.47
first host: 10.20.30.33
last host: 10.20.30.46
hosts: 14' 'a block' 10.20.30.40/28
	block=$out
	says "$block" 'a block by its netmask' 10.20.30.40/255.255.255.240
	run mote-resolver 172.16.0.1/31
	like "$out" '^last host: 172\.16\.0\.1$' 'in a block of two both are hosts'
	unlike "$out" broadcast 'and it has no broadcast address'
	run mote-resolver 172.16.0.1/32
	like "$out" '^hosts: 1$' 'a block of one'
	for pair in 0.0.0.1:A 127.255.255.255:A 128.0.0.0:B 191.255.255.255:B 192.0.0.0:C 223.255.255.255:C \
		224.0.0.0:D 239.255.255.255:D 240.0.0.0:E 255.255.255.255:E; do
		run mote-resolver "${pair%:*}"
		like "$out" "^class: ${pair#*:}\$" "${pair%:*} is of class ${pair#*:}"
	done
	says 'address type: AF_INET6
address length: 16
address = 2001:db8::abc:0:0:1
expanded: 2001:0db8:0000:0000:0abc:0000:0000:0001
range: documentation
reverse: 1.0.0.0.0.0.0.0.0.0.0.0.c.b.a.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa
prefix: 60
first address: 2001:db8::
last address: 2001:db8:0:f:ffff:ffff:ffff:ffff
addresses: 2^68' 'an IPv6 block' 2001:DB8:0:0:ABC:0:0:1/60
	if feature option is mote-resolver; then
		for pair in 0.0.0.0:this 10.255.255.255:private 100.63.255.255:global 100.64.0.0:cgnat 100.127.255.255:cgnat \
			127.0.0.1:loopback 169.254.1.1:link-local 172.15.255.255:global 172.31.255.255:private \
			192.0.0.8:protocol 192.0.0.9:global 192.0.2.1:documentation 192.88.99.1:6to4 192.168.0.1:private \
			198.19.255.255:benchmark 198.51.100.1:documentation 203.0.113.1:documentation \
			223.255.255.255:global 224.0.0.1:multicast 240.0.0.1:reserved 255.255.255.255:broadcast 9.9.9.9:global; do
			run mote-resolver "${pair%:*}"
			like "$out" "^range: ${pair#*:}\$" "${pair%:*} is ${pair#*:}"
		done
		for pair in ::=unspecified ::1=loopback ::2=global ::ffff:10.0.0.1=mapped 64:ff9b::1=nat64 64:ff9b:1::1=nat64 \
			100::1=discard 2001::1=teredo 2001:2::1=benchmark 2001:3::1=global 2001:20::1=orchid \
			2001:1ff::1=protocol 2001:200::1=global 2001:db8::1=documentation 2002::1=6to4 3fff:fff::1=documentation \
			5f00::1=srv6 fc00::1=ula fdff::1=ula fe80::1=link-local febf::1=link-local fec0::1=global ff02::1=multicast; do
			run mote-resolver "${pair%=*}"
			like "$out" "^range: ${pair#*=}\$" "${pair%=*} is ${pair#*=}"
		done
		for line in '0 private 10.0.0.0/8' '1 private 10.0.0.0/7' '0 global 8.8.8.8' '1 global 10.0.0.1' '0 ula fd00::/64' \
			'0 documentation 192.0.2.1 198.51.100.1' '1 documentation 192.0.2.1 8.8.8.8'; do
			# shellcheck disable=SC2086 # words
			set -- $line
			want=$1 range=$2
			shift 2
			run mote-resolver --is "$range" "$@"
			is "$status:$out$err" "$want:" "--is $range $*"
		done
		run mote-resolver --in 10.0.0.0/8 10.2.3.4 10.0.0.0/16
		is "$status:$out$err" 0: '--in: both are'
		run mote-resolver --in 2001:db8::/32 2001:db8::1 2001:db9::1
		is "$status:$out$err" 1: '--in: one is not'
		run mote-resolver --in 10.0.0.0/8 10.0.0.0/7
		is "$status" 1 '--in: a larger block is not in a smaller one'
		refuses 100 '--in: 10\.0\.0\.1/8 is not a block' '--in what is no block' --in 10.0.0.1/8 10.0.0.1
		refuses 100 'unknown range nosuch' '--is what there is not' --is nosuch 10.0.0.1
		says '192.0.2.10/31
192.0.2.12/30
192.0.2.16/28
192.0.2.32/31' 'a range in blocks' 192.0.2.10-192.0.2.33
		says 2001:db8::/32 'one that is a block' 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
		says 0.0.0.0/0 'all of IPv4' 0.0.0.0-255.255.255.255
		says ::/0 'all of IPv6' ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
		says 255.255.255.255/32 'a single address' 255.255.255.255-255.255.255.255
		for wrong in 10.0.0.2-10.0.0.1 10.0.0.1- 10.0.0.1-2 ::1-10.0.0.1; do
			refuses 100 "$wrong is not a range" "no range: $wrong" "$wrong"
		done
	fi
	for malformed in 1.2.3 1.2.3.4.5 256.1.1.1 010.1.1.1 1 1.2.3.; do
		refuses 100 "$malformed is not an IPv4 address" "$malformed" "$malformed"
	done
	refuses 100 '1\.2\.3\.4/33: the prefix is not a number from 0 to 32' 'a prefix above 32' 1.2.3.4/33
	refuses 100 '1\.2\.3\.4/255\.0\.255\.0: the prefix is not' 'a netmask with a hole' 1.2.3.4/255.0.255.0
	refuses 100 '1::2::3 is not an IPv6 address' 'a malformed IPv6 address' 1::2::3
else
	refuses 100 '.*CONFIG_RESOLVER_ADDRESS' 'a report that is not compiled in' 192.0.2.1
fi

# --- Wrong usage ---------------------------------------------------------------------------------------

long=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
refuses 100 'needs a name' 'no name'
refuses 100 'needs a name' 'only a server' @127.0.0.1
refuses 100 "name '': " 'an empty name' ''
refuses 100 "name 'a\.\.b': " 'an empty label' a..b
refuses 100 "name '\.a': " 'a dot first' .a
refuses 100 "name '$long': " 'a label of 64 bytes' $long
long=${long#a}
refuses 100 "name '$long\..*': " 'a name of 256 bytes' "$long.$long.$long.${long#a}"
refuses 100 "name 'a.256': " 'an escape above 255' 'a\256'
refuses 100 "name 'x.x1b\[31m\.\.': " 'control bytes in the message are made harmless' "$(printf 'x\033[31m..')"
refuses 100 'unknown option -z' 'an unknown option' -z localhost
refuses 100 'unknown option --nosuch' 'an unknown option behind the name' localhost --nosuch
refuses 100 'option -f: a value is missing' 'an option without its value' localhost -f
if feature option types mote-resolver; then
	refuses 100 'unknown type XYZ; --help lists them' 'an unknown type' localhost -t XYZ
else
	refuses 100 '.*CONFIG_RESOLVER_TYPES' 'types that are not compiled in' localhost A
fi
for server in 1.2.3 127.0.0.1:0 127.0.0.1:65536 127.0.0.1:x '[::1' '[::1]x' '[zz::1]' ''; do
	run mote-resolver @"$server" example.test
	is "$out" '' "server '$server'"
	like "$status:$err" '^(100|1):mote-resolver: fatal: @' "server '$server': the message"
done
refuses 100 '@127\.0\.0\.1:99999: ' 'one of two servers is malformed' @127.0.0.1:99999 @127.0.0.1 example.test
refuses 111 'cannot read .*/none: (No such file|error )' 'a resolv.conf that is not there' -f "$work/none" example.test

# --- About itself --------------------------------------------------------------------------------------

run mote-resolver --help
is "$status:$err" 0: '--help'
like "$out" '^usage: mote-resolver ' '--help: the usage'
if like "$out" '@SERVER' '--help: servers'; then
	like "$out" '-f, --conf FILE' '--help: an option'
fi
run mote-resolver -V
is "$status:$err" 0: '--version'
like "$out" '^mote-resolver [0-9]' '--version: the version'
like "$out" '^target ' '--version: the target'
like "$out" '^profile ' '--version: the profile'
run mote resolver localhost
is "$status:$out" "0:$(mote-resolver localhost)" 'mote resolver is the same'
run sh -c 'exec mote-resolver localhost > /dev/full'
is "$status" 111 'what cannot be written is a failure'
like "$err" 'cannot write: (No space left|error )' 'what cannot be written is said'
run sh -c 'exec mote-resolver localhost <&- 2>&-'
is "$status" 0 'without standard input and standard error'
done_testing
