#!/bin/sh
# The resolver and a real name server: types, aliases, the search list, reverse names, every kind of no, servers
# that fail, refuse, are silent, are not there, or answer something else.
. "$(dirname "$0")/lib.sh"

command -v mote-resolver > /dev/null || skip_all "mote-resolver is not in this profile"
# Nothing of the network says refused or unreachable too late: every limit here is a second.
nsd=$NSD_ADDRESS:$NSD_PORT
conf=$work/resolv.conf
printf 'nameserver %s\noptions timeout:1 attempts:1\n' "$nsd" > "$conf"

# says TEXT NAME ARG…: that is all that it prints on standard output, and it ends with 0.
says()
{
	says_want=$1 says_name=$2
	shift 2
	run mote-resolver -f "$conf" "$@"
	is "$status:$out:$err" "0:$says_want:" "$says_name"
}

# refuses STATUS PATTERN NAME ARG…: prints nothing but one line on standard error.
refuses()
{
	refuses_status=$1 refuses_pattern=$2 refuses_name=$3
	shift 3
	run mote-resolver -f "$conf" "$@"
	is "$status:$out" "$refuses_status:" "$refuses_name"
	like "$err" "^mote-resolver: fatal: $refuses_pattern" "$refuses_name: the message"
}

v4()
{
	printf 'address type: AF_INET\naddress length: 4'
	printf '\naddress = %s' "$@"
}

v6()
{
	printf 'address type: AF_INET6\naddress length: 16'
	printf '\naddress = %s' "$@"
}

# --- Host entries --------------------------------------------------------------------------------------

says "official name: both.example.test
$(v4 '192.0.2.1 (0xc0000201)')
$(v6 2001:db8::1)" 'a host of both families' both.example.test
both=$out
says "official name: v4.example.test
$(v4 '192.0.2.4 (0xc0000204)')" 'IPv4 only has the host' v4.example.test
says "official name: v6.example.test
$(v6 2001:db8::6)" 'IPv6 only has the host' v6.example.test
says "official name: both.example.test
$(v6 2001:db8::1)" 'IPv6 only is asked for' -6 both.example.test
says "official name: many.example.test
$(v4 '192.0.2.101 (0xc0000265)' '192.0.2.102 (0xc0000266)' '192.0.2.103 (0xc0000267)' '192.0.2.104 (0xc0000268)')" \
	'several addresses' -4 many.example.test
says "official name: both.example.test
alias: one.example.test
alias: two.example.test
alias: three.example.test
$(v4 '192.0.2.1 (0xc0000201)')
$(v6 2001:db8::1)" 'a chain of aliases' one.example.test
says "official name: both.example.test
alias: alias.search.test
alias: one.example.test
alias: two.example.test
alias: three.example.test
$(v4 '192.0.2.1 (0xc0000201)')" 'a chain through two zones' -4 alias.search.test
says "official name: x.y.wild.example.test
$(v4 '192.0.2.77 (0xc000024d)')" 'a wildcard' x.y.wild.example.test
run mote-resolver -f "$conf" -4 hop1.odd.test
is "$status:$(printf '%s\n' "$out" | grep -c '^alias: ')" 0:16 'a chain of 16 aliases'
refuses 2 'hop0.odd.test: .*endless aliases' 'a chain of 17' hop0.odd.test
refuses 2 'circle1.example.test: .*endless aliases' 'aliases that go round in a circle' circle1.example.test

# --- One type, one value a line ------------------------------------------------------------------------

if feature option types mote-resolver; then
	says 192.0.2.1 'A' both.example.test A
	says 2001:db8::1 'AAAA, in small letters' both.example.test aaaa
	says two.example.test. 'CNAME: the alias itself' one.example.test CNAME
	says 192.0.2.1 'A at the end of a chain' one.example.test A
	says ns.example.test. 'NS' example.test NS
	says 'b\.\007\032.odd.test.' 'a value with odd bytes' alias.odd.test CNAME
	says both.example.test. 'PTR by its name' 1.2.0.192.in-addr.arpa PTR
	run mote-resolver -f "$conf" many.example.test A
	is "$(sort "$work/out")" '192.0.2.101
192.0.2.102
192.0.2.103
192.0.2.104' 'several values'
	refuses 1 'v4.example.test: no such data \(NOERROR from ' 'no data of that type' v4.example.test AAAA
	refuses 1 'nosuch.example.test: no such name \(NXDOMAIN from ' 'no such name' nosuch.example.test NS
else
	skip 12 'option types is not in this profile'
fi

# --- Reverse -------------------------------------------------------------------------------------------

if feature option reverse mote-resolver; then
	says "official name: v4.example.test
$(v4 '192.0.2.4 (0xc0000204)')" 'the name of an IPv4 address' -x 192.0.2.4
	says "official name: v6.example.test
$(v6 2001:db8::6)" 'the name of an IPv6 address' -x 2001:db8::6
	says "official name: mail.example.test
$(v4 '192.0.2.25 (0xc0000219)')" 'a name behind an alias (RFC 2317)' -x 192.0.2.25
	run mote-resolver -f "$conf" -x 192.0.2.10
	is "$(grep -E '^(official name|alias)' "$work/out" | sed 's/.*: //' | sort)" 'example.test
www.example.test' 'an address with two names'
	refuses 1 '192\.0\.2\.99: no such name \(NXDOMAIN from ' 'an address without a name' -x 192.0.2.99
	refuses 2 '198\.51\.100\.1: the servers failed \(REFUSED from ' 'an address of nobody we know' -x 198.51.100.1
	says "official name: both.example.test
$(v4 '192.0.2.1 (0xc0000201)')" 'a server on the command line is asked before the hosts file' @"$nsd" -x 192.0.2.1
	if feature option types mote-resolver; then
		says mail.example.test. 'the value alone' -x 192.0.2.25 PTR
	else
		skip 1 'option types is not in this profile'
	fi
else
	skip 10 'option reverse is not in this profile'
fi

# --- Every kind of no ----------------------------------------------------------------------------------

refuses 1 "nosuch.example.test: no such name \\(NXDOMAIN from $nsd\\)" 'no such name' nosuch.example.test
refuses 1 'text.example.test: no such data \(NOERROR from ' 'a name without an address' text.example.test
refuses 1 'empty.example.test: no such data \(NOERROR from ' 'a name that only has others below it' empty.example.test
refuses 1 'v4.example.test: no such data \(NOERROR from ' 'a name without an address of that family' -6 v4.example.test
refuses 1 'dangling.example.test: no such name \(NXDOMAIN from ' 'an alias of nothing' dangling.example.test
refuses 2 'outside.example.test: the servers failed \(REFUSED from ' 'an alias into another world' outside.example.test
refuses 2 'a.broken.test: the servers failed \(SERVFAIL from ' 'SERVFAIL' a.broken.test
refuses 2 'elsewhere.invalid: the servers failed \(REFUSED from ' 'REFUSED' elsewhere.invalid
refuses 2 'delegated.search.test: the servers failed \(referral from ' 'others are in charge' delegated.search.test
if feature option tcp mote-resolver; then
	run mote-resolver -f "$conf" -4 crowd.test
	is "$status:$(grep -c '^address = ' "$work/out"):$err" 0:100: 'an answer that does not fit comes over TCP'
else
	refuses 2 'crowd.test: the servers failed \(truncated answer from ' 'an answer that does not fit is not shown as if it was all' crowd.test
fi

# --- Names of every shape ------------------------------------------------------------------------------

odd()
{
	run mote-resolver -f "$conf" "$2"
	is "$status:$(grep -E '^(official|address =)' "$work/out")" "0:official name: $3
address = $4" "$1"
}

odd 'a dot in a label' 'a\.dot.odd.test' 'a\.dot.odd.test' '192.0.2.51 (0xc0000233)'
odd 'a blank in a label' 'a space.odd.test' 'a\032space.odd.test' '192.0.2.52 (0xc0000234)'
odd 'the same, escaped' 'a\032space.odd.test' 'a\032space.odd.test' '192.0.2.52 (0xc0000234)'
odd 'a NUL and other bytes' '\000\001\255.odd.test' '\000\001\255.odd.test' '192.0.2.53 (0xc0000235)'
odd 'what is special in a master file' '$;"()@\\.odd.test' '\$\;\"\(\)\@\\.odd.test' '192.0.2.54 (0xc0000236)'
odd 'an underscore' _under.odd.test _under.odd.test '192.0.2.55 (0xc0000237)'
odd 'capitals' uPPeR.ODD.test uPPeR.ODD.test '192.0.2.56 (0xc0000238)'
odd 'an alias of a name with odd bytes' alias.odd.test 'b\.\007\032.odd.test' '192.0.2.57 (0xc0000239)'
b=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
c=ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
d=ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
odd 'a label of 63 bytes' $b.odd.test $b.odd.test '192.0.2.58 (0xc000023a)'
longest=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.$b.$c.$d.odd.test
odd 'a name of 255 bytes' $longest $longest '192.0.2.59 (0xc000023b)'
odd 'the same, absolute' $longest. $longest '192.0.2.59 (0xc000023b)'

# --- The search list -----------------------------------------------------------------------------------

# search_conf LINE…: the server, and these lines.
search_conf()
{
	printf 'nameserver %s\noptions timeout:1 attempts:1\n' "$nsd" > "$work/search.conf"
	printf '%s\n' "$@" >> "$work/search.conf"
}

# found NAME WHAT: the official name of it, and its exit status.
found()
{
	run mote-resolver -f "$work/search.conf" "$1"
	found="$status:$(sed -n 's/^official name: //p' "$work/out")"
}

search_conf 'search search.test example.test'
found www
is "$found" 0:example.test 'a name that is not in the first domain, but in the second'
found both
is "$found" 0:both.example.test 'a name without an address in the first domain, with one in the second'
found v4
is "$found" 0:v4.search.test 'a name in both domains'
found both.example.test
is "$found" 0:both.example.test 'a name with dots is asked for as it is first'
found nosuch.example.test
is "$found" 1: 'where that does not exist, the domains are searched, in vain'
found v4.
is "$found" 2: 'an absolute name is not searched for'
search_conf 'search test' 'options ndots:2'
found v4.example
is "$found" 0:v4.example.test 'with ndots 2 a name with a dot is searched for'
search_conf 'search broken.test elsewhere.invalid example.test'
found v4
is "$found" 0:v4.example.test 'domains that the server fails on, or refuses, do not end the search'
search_conf 'search search.test' 'domain example.test'
found v6
is "$found" 0:v6.example.test 'the last line of domain and search holds'
search_conf "search $b.$c.$d.$b example.test"
found v4
is "$found" 0:v4.example.test 'a domain that makes the name too long is passed over'
search_conf 'search search.test example.test'
run mote-resolver -f "$work/search.conf" -v both
is "$(printf '%s\n' "$err" | grep -c '^mote-resolver: both\.[a-z.]* type [0-9]*: NOERROR from ')" 4 'each question is told with -v'

# --- Servers -------------------------------------------------------------------------------------------

says "$both" 'a server on the command line' @"$nsd" both.example.test
says "$both" 'behind the name' both.example.test @"$nsd"
says "$both" 'port 53, in the system'\''s resolv.conf' -f /etc/resolv.conf both.example.test
says "$both" 'a server by its name' @localhost:"$NSD_PORT" both.example.test
run mote-resolver @"$nsd" router.test
isnt "$status" 0 'a server on the command line is heard in place of the hosts file'
run mote-resolver @"$nsd" -H /etc/hosts router.test
is "$status" 0 'unless that is named too'
if feature option ipv6 mote-resolver; then
	says "$both" 'IPv6' @"[::1]:$NSD_PORT" both.example.test
	says "$both" 'IPv6 without brackets, port 53' @::1 both.example.test
	run mote-resolver -f "$conf" @"[::1%lo]:$NSD_PORT" both.example.test
	if test "$status" = 0; then
		is "$out" "$both" 'IPv6 with an interface'
	else
		like "$status:$err" '^100:.*\(CONFIG_ZONES\)' 'IPv6 with an interface that is not compiled in'
	fi
	printf 'nameserver [::1]:%s\n' "$NSD_PORT" > "$work/v6.conf"
	says "$both" 'IPv6 in resolv.conf' -f "$work/v6.conf" both.example.test
else
	refuses 100 '.*CONFIG_IPV6' 'IPv6 that is not compiled in' @::1 both.example.test
	skip 2 'option ipv6 is not in this profile'
fi
cat > "$work/junk.conf" <<- END
	nonsense
	nameserver
	nameserver 1.2.3
	nameserver fe80::1%nosuch0
	nameserver $nsd # the one
	options timeout:x ndots attempts:-3 $(printf '\033')
	$(printf 'search \001\377 example.test')
END
says "$both" 'a resolv.conf full of junk' -f "$work/junk.conf" both.example.test
: > "$work/empty.conf"
says "$both" 'an empty one: the server of this machine' -f "$work/empty.conf" both.example.test

# Nobody listens at that port, and the next answers. (Without the texts of errors there is a number.)
no_one='(Connection refused|error [0-9]+)'
free_port
refuses 2 "both.example.test: the servers failed \\($no_one at 127\\.0\\.0\\.1:$free_port\\)" \
	'nobody listens' @127.0.0.1:"$free_port" both.example.test
says "$both" 'nobody listens at the first server' @127.0.0.1:"$free_port" @"$nsd" both.example.test
refuses 2 'a.broken.test: the servers failed \(SERVFAIL' 'a server that fails weighs more than one that is not there' \
	@127.0.0.1:"$free_port" @"$nsd" a.broken.test
# There is no route to it here.
run mote-resolver -f "$conf" @198.51.100.1 both.example.test
is "$status:$out" 111: 'a server that cannot be reached from here'
like "$err" 'no server can be asked \((Net(work)? (is )?unreachable|error [0-9]+) at 198\.51\.100\.1\)' 'that is said'
says "$both" 'a server that cannot be reached is passed over' @198.51.100.1 @"$nsd" both.example.test

# A server that never answers, and one that sends back what it is sent, which is no answer.
if feature service discard && feature service echo && feature transport udp; then
	start_server udp:127.0.0.1:0 discard
	silent=$port
	start_server udp:127.0.0.1:0 echo
	refuses 99 "both.example.test: nobody answered \\(no answer from 127\\.0\\.0\\.1:$silent\\)" \
		'a silent server' @127.0.0.1:"$silent" both.example.test
	refuses 99 'both.example.test: nobody answered' 'a server that sends the question back' @127.0.0.1:"$port" \
		both.example.test
	says "$both" 'a silent server and one that answers' @127.0.0.1:"$silent" @"$nsd" both.example.test
	refuses 2 "both.example.test: the servers failed \\($no_one at " 'a silent server and one that is not there' \
		@127.0.0.1:"$silent" @127.0.0.1:"$free_port" both.example.test
else
	skip 7 'service discard, service echo or transport udp is not in this profile'
fi

# --- A peer --------------------------------------------------------------------------------------------

# BusyBox's nslookup asks the same server: the addresses are the same.
for name in both.example.test many.example.test one.example.test; do
	run "$BUSYBOX" nslookup "$name" 127.0.0.1
	theirs=$(sed -n '/^Name:/,$s/^Address[ 0-9]*: *\([^ ]*\).*/\1/p' "$work/out" | sort -u)
	run mote-resolver @127.0.0.1 "$name"
	is "$(sed -n 's/^address = \([^ ]*\).*/\1/p' "$work/out" | sort)" "$theirs" "BusyBox's nslookup finds the same for $name"
done
done_testing
