#!/bin/sh
# asking.t: many questions at once, and how servers are asked: TCP, EDNS0, time limits, in turn, from where.
. "$(dirname "$0")/lib.sh"

command -v mote-resolver > /dev/null || skip_all "mote-resolver is not in this profile"
nsd=$NSD_ADDRESS:$NSD_PORT

# says STATUS TEXT NAME ARG…: that is all that it prints on standard output.
says()
{
	says_status=$1 says_want=$2 says_name=$3
	shift 3
	run mote-resolver @"$nsd" "$@"
	is "$status:$out" "$says_status:$says_want" "$says_name"
}

# --- Several questions ---------------------------------------------------------------------------------

if feature option type mote-resolver; then
	says 0 'both.example.test 192.0.2.1
both.example.test 2001:db8::1
example.test 10 mail.example.test.
example.test 20 mail2.example.test.' 'names and types, in order' both.example.test A AAAA example.test MX
	says 0 'v4.example.test 192.0.2.4
both.example.test 192.0.2.1
one.example.test two.example.test.' '-t is for names without a type' -t A v4.example.test both.example.test one.example.test CNAME
	says 0 '192.0.2.1
2001:db8::1' 'several of -t, in short' --short -t A -t aaaa both.example.test
	says 1 'v4.example.test 192.0.2.4' 'the worst status of all: a no' nosuch.example.test A v4.example.test A
	is "$err" "mote-resolver: nosuch.example.test: no such name (NXDOMAIN from $nsd)" 'which is said, without ending the rest'
	says 2 'v4.example.test 192.0.2.4' 'the worst status of all: a failure' nosuch.example.test A a.broken.test A v4.example.test A
else
	skip 6 'option type is not in this profile'
fi
says 0 '192.0.2.4
2001:db8::1
192.0.2.1' 'hosts in short' --short v4.example.test both.example.test
if feature option reverse mote-resolver; then
	says 0 'v4.example.test
mail.example.test' 'names of addresses in short' --short -x 192.0.2.4 -x 192.0.2.25
	says 0 'official name: v4.example.test
address type: AF_INET
address length: 4
address = 192.0.2.4 (0xc0000204)

official name: mail2.example.test
address type: AF_INET
address length: 4
address = 192.0.2.26 (0xc000021a)' 'an address and a name' -x 192.0.2.4 mail2.example.test
else
	skip 2 'option reverse is not in this profile'
fi

# --- A list --------------------------------------------------------------------------------------------

if feature option list mote-resolver; then
	{
		echo '# a comment'
		echo 'v4.example.test'
		echo 'example.test MX	 # another'
		echo '192.0.2.25'
		echo 'nosuch.example.test A'
		echo 'a..b'
		echo
		printf 'both.example.test A AAAA'
	} > "$work/list"
	says 100 '192.0.2.4
10 mail.example.test.
20 mail2.example.test.
mail.example.test
192.0.2.1
2001:db8::1' 'a list, in order' --short -F "$work/list"
	is "$(grep -c . "$work/err"):$(grep -c "name 'a\.\.b'" "$work/err")" 2:1 'a malformed line is said, and the rest goes on'
	run sh -c 'mote-resolver "$1" "$2" --short -F - < "$3"' sh "@$nsd" --unordered "$work/list"
	is "$(LC_ALL=C sort "$work/out")" "10 mail.example.test.
192.0.2.1
192.0.2.4
20 mail2.example.test.
2001:db8::1
mail.example.test" 'from standard input, as they come'
	# 1,000 names, of which every tenth does not exist; 64 are asked for at once.
	number=0
	while test $number -lt 1000; do
		case $number in
		*0) echo "n$number.example.test A" ;;
		*) echo "n$number.wild.example.test A" ;;
		esac
		number=$((number + 1))
	done > "$work/thousand"
	run mote-resolver @"$nsd" -F "$work/thousand"
	is "$status:$(grep -c ' 192\.0\.2\.77$' "$work/out"):$(grep -c 'no such name' "$work/err")" 1:900:100 'a thousand names'
	sed 's/^n\([0-9]*\).*/\1/' "$work/out" > "$work/numbers"
	ok 'in order' sort -nc "$work/numbers"
	# A line is answered when it is there, not at the end of the input.
	mkfifo "$work/questions"
	mote-resolver @"$nsd" --short -F - < "$work/questions" > "$work/answers" &
	resolver=$!
	track $resolver
	exec 3> "$work/questions"
	echo 'v4.example.test A' >&3
	exec 3>&-
	wait $resolver
	is "$(cat "$work/answers")" 192.0.2.4 'the last line is answered, too'
	run mote-resolver @"$nsd" -F "$work/none"
	like "$status:$err" '^111:.*cannot read .*/none' 'a list that is not there'
else
	skip 8 'option list is not in this profile'
fi

# --- How servers are asked -----------------------------------------------------------------------------

if feature option tcp mote-resolver; then
	says 0 192.0.2.4 'over TCP' --tcp --short -4 v4.example.test
	run mote-resolver @"$nsd" --short crowd.test
	is "$status:$(grep -c . "$work/out")" 0:100 'TCP where UDP is too short'
	if feature service discard && feature transport udp; then
		start_server udp:127.0.0.1:0 discard
		run mote-resolver --tcp @127.0.0.1:"$port" v4.example.test
		is "$status" 2 'there is no TCP where only UDP is'
	else
		skip 1 'service discard or transport udp is not in this profile'
	fi
else
	skip 3 'option tcp is not in this profile'
fi
if feature option no-edns mote-resolver; then
	says 0 192.0.2.4 'without EDNS0' --no-edns --short -4 v4.example.test
	says 0 192.0.2.4 'from an address' -s 127.0.0.1 --short -4 v4.example.test
	run mote-resolver @"$nsd" -s ::1 v4.example.test
	is "$status" 111 'from an address of another family'
	run mote-resolver @"$nsd" -s 1.2.3 v4.example.test
	like "$status:$err" '^100:.*-s: 1\.2\.3 is not an IP address' 'from what is no address'
	for wrong in 0 31 x; do
		run mote-resolver @"$nsd" --timeout $wrong v4.example.test
		is "$status" 100 "--timeout $wrong"
	done
	if feature service discard && feature transport udp; then
		start_server udp:127.0.0.1:0 discard
		run mote-resolver --timeout 1 --attempts 1 @127.0.0.1:"$port" v4.example.test
		is "$status" 99 'a time limit of our own'
		run mote-resolver -v --rotate @"$nsd" @127.0.0.1:"$NSD_PORT" --short -4 v4.example.test v6.example.test
		is "$status" 1 'servers in turn'
	else
		skip 2 'service discard or transport udp is not in this profile'
	fi
	printf 'nameserver 127.0.0.1\nnameserver %s\noptions rotate timeout:1\n' "$nsd" > "$work/rotate.conf"
	run mote-resolver -f "$work/rotate.conf" -v -4 --short v4.example.test both.example.test mail.example.test
	is "$status:$(grep -c "from $nsd" "$work/err"):$(grep -c 'from 127.0.0.1$' "$work/err")" 0:2:1 'rotate in resolv.conf'
else
	skip 10 'option no-edns is not in this profile'
fi
if feature option interface mote-resolver; then
	says 0 192.0.2.4 'by an interface' -I lo --short -4 v4.example.test
	run mote-resolver @"$nsd" -I nosuch0 v4.example.test
	is "$status" 111 'by one that is not there'
	if test "$(id -u)" -eq 0 && test "$MOTE_RUN" = native; then
		says 0 192.0.2.4 'with a mark' --mark 0x1f --short -4 v4.example.test
	else
		skip 1 'only root may set marks, and QEMU does not know them'
	fi
else
	skip 3 'option interface is not in this profile'
fi
done_testing
