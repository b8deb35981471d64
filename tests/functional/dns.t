#!/bin/sh
# dns.t: the names of a hosts file over UDP and TCP, and others' names from the tests' name server.
# shellcheck disable=SC2317 # functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service dns
need transport udp

hosts=$work/hosts
cat > "$hosts" << 'END'
127.0.0.1	localhost
192.168.1.1	Router gw.lan	# the way out
192.168.1.2	box
192.168.1.3	box printer
fd00::2	box
198.51.100.7	www.elsewhere.test
END

# --- Questions by hand ---------------------------------------------------------------------------------

# A header: the id 0x1234, recursion is wanted, one question. All of this is for printf.
header='\0224\001\000\000\001\000\000\000\000\000\000'
header_edns='\0224\001\000\000\001\000\000\000\000\000\001'
a='\000\001\000\001'

# wire NAME: its labels.
wire()
{
	wire_rest=$1.
	while test -n "$wire_rest"; do
		wire_label=${wire_rest%%.*}
		printf '\\%03o%s' ${#wire_label} "$wire_label"
		wire_rest=${wire_rest#*.}
	done
	printf '\\000'
}

hex()
{
	"$BUSYBOX" hexdump -v -e '1/1 "%02x"'
}

# say BYTES [IDLE]: sets $out to the reply over UDP, in hexadecimal, and $length to its bytes.
say()
{
	# shellcheck disable=SC2059 # escapes
	printf "$1" > "$work/packet"
	out=$(within 20 mote-client -i "${2:-10}" "$udp" < "$work/packet" 2> /dev/null | hex)
	length=$((${#out} / 2))
}

# listen OPTION… -- ARGUMENT…: starts it on a port for UDP, and one for TCP where that is there.
listen()
{
	listen_options=''
	while test "$1" != --; do
		listen_options="$listen_options $1"
		shift
	done
	shift
	if feature transport tcp; then
		# shellcheck disable=SC2086 # options
		start_server $listen_options udp:127.0.0.1:0 tcp:127.0.0.1:0 dns "$@"
	else
		# shellcheck disable=SC2086 # options
		start_server $listen_options udp:127.0.0.1:0 dns "$@"
	fi
	udp=$endpoint
	tcp=${endpoints##*
}
}

# ask NAME [TYPE]: what the resolver prints and its status, on one line.
ask()
{
	run mote-resolver "@127.0.0.1:${udp##*:}" "$@"
	out=$(echo "$status" "$out" | tr '\n' ' ' | sed 's/ *$//')
}

# refuses STATUS PATTERN ARGUMENT…: it does not start.
refuses()
{
	refuses_status=$1 refuses_pattern=$2
	shift 2
	run mote-server udp:127.0.0.1:0 dns "$@"
	like "$status $err" "^$refuses_status mote-server: fatal: .*$refuses_pattern" "dns $*"
}

refuses 100 'a\.\.b is not a DOMAIN' --domain a..b
refuses 100 'what is b\?' a b
refuses 100 'a is not a number' --ttl a
refuses 111 'cannot read /nonexistent: ' /nonexistent
refuses 111 'cannot read /: ' /

listen -- --domain lan "$hosts"
if command -v mote-resolver > /dev/null && feature option types mote-resolver; then
	answers()
	{
		answers_want=$1
		shift
		ask "$@"
		is "$out" "$answers_want" "$*"
	}
	answers '0 192.168.1.1' router A
	answers '0 192.168.1.1' router.lan A
	answers '0 192.168.1.1' GW.lan A
	answers '0 192.168.1.2 192.168.1.3' box A
	answers '0 fd00::2' box.lan AAAA
	answers '0 192.168.1.3' printer.lan A
	answers '0 198.51.100.7' www.elsewhere.test A
	answers '0 router.lan.' 1.1.168.192.in-addr.arpa PTR
	answers '0 box.lan.' 2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa PTR
	answers 1 router.lan AAAA
	unlike "$err" NXDOMAIN 'is a name without that type'
	answers 1 nobody.lan A
	like "$err" NXDOMAIN 'is no name'
	answers 1 99.1.168.192.in-addr.arpa PTR
	like "$err" NXDOMAIN 'nor is that of a neighbour that is not there'
	answers 2 www.example.test A
	like "$err" REFUSED 'is refused'
else
	skip 17 'the resolver with types is not in this profile'
fi

# --- Wire format ---------------------------------------------------------------------------------------

say "$header$(wire lan)$a"
is "$out" "123485000001000000010000036c616e0000010001c00c000600010000003c002f""096c6f63616c686f737400066e6f626f647907696e76616c6964000000000100000e10000004b000093a8000015180" \
	'a domain of our own without that type: its SOA'
say "$header_edns$(wire printer)$a\000\000\051\377\377\000\000\200\000\000\000"
is "$out" "123485000001000100000001077072696e7465720000010001c00c000100010000003c0004c0a80103000029""04d0000080000000" \
	'EDNS in kind: our size, version 0, DO'
say "$header_edns$(wire printer)$a\000\000\051\004\320\000\001\000\000\000\000"
is "$out" '123481000001000000000001077072696e7465720000010001''00002904d0010000000000' 'EDNS of another version: BADVERS'
say '\0224\050\000\000\001\000\000\000\000\000\000\003lan\000\000\006\000\001'
is "$out" 1234a8040000000000000000 'an update: NOTIMP'
say "$(printf %s "$header" | sed 's/.001.000.000.000.000.000.000$/\\002\\000\\000\\000\\000\\000\\000/')$(wire box)$a"
is "$out" 123481010000000000000000 'two questions: FORMERR'
say "$header"'\300\014'"$a"
is "$out" 123481010000000000000000 'a name that points to itself: FORMERR'
say "$header$(wire version.bind)"'\000\020\000\003'
is "$length:${out%"${out#????????}"}" 30:12348104 'another class: NOTIMP'
printf '\0224\201\000\000\001\000\000\000\000\000\000\003box\000\000\001\000\001' > "$work/response"
printf '\0224\001\000\000\001' > "$work/half"
within 20 mote-client -i 1 "$udp" < "$work/response" > "$work/none" 2> /dev/null &
response=$!
track $response
within 20 mote-client -i 1 "$udp" < "$work/half" > "$work/none2" 2> /dev/null || :
wait $response || :
is "$(cat "$work/none" "$work/none2" | hex)" '' 'a response, and half a header, are not answered'

# --- TCP -----------------------------------------------------------------------------------------------

# framed BYTES: over TCP, with their length before them.
framed()
{
	# shellcheck disable=SC2059 # escapes
	framed_length=$(printf "$1" | wc -c)
	# shellcheck disable=SC2059 # escapes
	printf "\\$(printf %03o $((framed_length / 256)))\\$(printf %03o $((framed_length % 256)))$1"
}

box="123485000001000200000000""03626f780000010001""c00c000100010000003c0004c0a80102""c00c000100010000003c0004c0a80103"
for model in iterative event fork; do
	if ! feature transport tcp || ! feature model $model; then
		skip 4 "TCP, or model $model, is not in this profile"
		continue
	fi
	stop_server
	listen -m $model -- --domain lan --ttl 60 "$hosts"
	framed "$header$(wire box)$a" > "$work/question"
	is "$(within 20 mote-client "$tcp" < "$work/question" | hex)" "0035$box" "$model: a question over TCP"
	# A thousand at once, more than fit any buffer, and one that is no question.
	cat "$work/question" > "$work/questions"
	framed '\0224\201\000\000\001\000\000\000\000\000\000' >> "$work/questions"
	number=0
	while test $number -lt 10; do
		cat "$work/questions" "$work/questions" > "$work/more"
		mv "$work/more" "$work/questions"
		number=$((number + 1))
	done
	within 20 mote-client "$tcp" < "$work/questions" > "$work/replies"
	is "$(wc -c < "$work/replies" | tr -d ' ')" $((1024 * 55)) "$model: 1,024 questions in one conversation"
	is "$(tail -c 55 "$work/replies" | hex)" "0035$box" "$model: and the last reply is whole"
	printf '\377\377x' > "$work/question"
	status_is 0 "$model: a question that is too long ends the conversation" \
		mote-client -m "$(printf '\377\377%5000s' x)" "$tcp"
done

# --- Servers that are silent, or say the question back; what comes of it is seen at the end -------------

# has_upstream: can this dns ask others, and can we see it?
has_upstream()
{
	feature option types mote-resolver && feature service echo && feature service discard &&
		mote-server udp:127.0.0.1:0 dns --upstream '' 2>&1 | grep -q ADDRESS
}

if has_upstream; then
	start_server udp:127.0.0.1:0 discard
	silent=${endpoint#udp:}
	start_server udp:127.0.0.1:0 echo
	liar=${endpoint#udp:}
	listen -- --upstream "$liar" --upstream "$NSD_ADDRESS:$NSD_PORT" "$hosts"
	mote-resolver "@${udp#udp:}" both.example.test A > "$work/found" 2>&1 &
	waiting=$!
	track $waiting
	listen -- --upstream "$silent" "$hosts"
	mote-resolver "@${udp#udp:}" both.example.test A > "$work/failed" 2>&1 &
	waiting_for_none=$!
	track $waiting_for_none
	listen -- --domain lan "$hosts"
fi

# --- The file changes ----------------------------------------------------------------------------------

# address OF: what the resolver says now, over UDP by hand, as the last four bytes.
address()
{
	say "$header$(wire "$1")$a"
	address_last=${out#"${out%????????}"}
}

has_address()
{
	address "$1"
	test "$address_last" = "$2"
}

status_is_rcode()
{
	address "$1"
	out=${out#???????}
	test "${out%"${out#?}"}" = "$2"
}

echo '10.1.2.3 fresh' >> "$hosts"
ok 'a line is added' eventually 5 has_address fresh.lan 0a010203
ok 'what was there is still there' has_address router.lan c0a80101
echo '10.1.2.4 fresh' > "$hosts.new"
mv "$hosts.new" "$hosts"
ok 'the file is replaced' eventually 5 has_address fresh.lan 0a010204
ok 'what was there is gone' status_is_rcode router.lan 3
rm "$hosts"
gone_said()
{
	address fresh.lan
	logged 'dns: cannot read .*No such file'
}
ok 'the file is gone, which is said' eventually 5 gone_said
ok 'and what was known is still known' has_address fresh.lan 0a010204
# An address without a name, a name without, half of a UTF-8 character, NULs, no end of the last line.
printf '10.1.2.6\n  \nfresh\n#\n10.1.2.7 \303 \000\000\n10.1.2.5 fresh' > "$hosts"
ok 'there is another one, odd as it is' eventually 5 has_address fresh.lan 0a010205
stop_server
is "$server_status" 0 'stopped'

# --- Others are asked ----------------------------------------------------------------------------------

if ! has_upstream; then
	skip 1 'dns has no --upstream in this profile'
	done_testing
fi
refuses 100 'example.test is not ADDRESS' --upstream example.test
echo '10.1.2.3 fresh' > "$hosts"
nsd=$NSD_ADDRESS:$NSD_PORT
free_port
listen -- --domain lan --upstream "127.0.0.1:$free_port" --upstream "$nsd" "$hosts"
ask fresh A
is "$out" '0 10.1.2.3' 'the file comes first'
ask both.example.test A
is "$out" '0 192.0.2.1' 'another name is asked of another server, past one that is not there'
ask nothing-here.example.test A
like "$status $err" '1 .*NXDOMAIN' 'also one that is not there'
ask nobody.lan A
like "$status $err" '1 .*NXDOMAIN' 'but none of our own domain'
ask 1.2.0.192.in-addr.arpa PTR
is "$out" '0 both.example.test.' 'the name of a public address is asked'
say "$header$(wire crowd.test)$a"
is "$out" 1234870000010000000000000563726f776404746573740000010001 'an answer that is too long is truncated: TC'
say "$header_edns$(wire crowd.test)$a\000\000\051\020\000\000\000\000\000\000\000"
is "$length:${out%"${out#????????}"}" 39:12348700 'with EDNS, too'
ask broken.test A
like "$status $err" '2 .*SERVFAIL' 'the last server has failed'

# In a circle: each question would be the next one, for ever.
stop_server
free_port
start_server "udp:127.0.0.1:$free_port" dns --upstream "127.0.0.1:$free_port" "$hosts"
udp=$endpoint
say "$header$(wire www.example.test)$a"
is "${out%"${out#????????}"}" 12348182 'a server that asks itself has failed'
stop_server

listen -- --domain lan "$hosts"
for model in iterative event fork; do
	if ! feature transport tcp || ! feature model $model; then
		skip 3 "TCP, or model $model, is not in this profile"
		continue
	fi
	stop_server
	listen -m $model -- --domain lan --upstream "127.0.0.1:$free_port" --upstream "$nsd" "$hosts"
	{
		framed "$header$(wire fresh.lan)$a"
		framed "$header$(wire crowd.test)$a"
		framed "$header$(wire v4.example.test)$a"
		framed "$header$(wire fresh.lan)$a"
	} > "$work/questions"
	out=$(within 20 mote-client "$tcp" < "$work/questions" | hex)
	is "${out%"${out#????}"}" 002b "$model: four questions over TCP, two of them for others"
	is "$(echo "$out" | grep -o 'c63364..' | wc -l | tr -d ' ')" 100 "$model: the long answer is whole"
	is "${out#"${out%????????}"}" 0a010203 "$model: in their order"
done
stop_server

ok 'servers that are silent are not waited for, ' eventually 10 gone_or_zombie "$waiting"
is "$(cat "$work/found")" 192.0.2.1 'what is no answer is passed over, and the next server asked'
ok 'and where nobody answers ' eventually 10 gone_or_zombie "$waiting_for_none"
like "$(cat "$work/failed")" SERVFAIL 'it has failed'

done_testing
