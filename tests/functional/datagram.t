#!/bin/sh
# datagram.t: the services over UDP and UNIX datagrams, and from which address they answer.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need transport udp

if feature service echo; then
	start_server udp:127.0.0.1:0 echo
	is "$(within 20 mote-client -m ping "$endpoint")" ping 'echo'
	is "$(within 20 mote-client -u -m ping 127.0.0.1 "$port")" ping 'echo to -u HOST PORT'
	head -c 1400 /dev/urandom > "$work/data"
	within 20 mote-client "$endpoint" < "$work/data" > "$work/back"
	same_file "$work/data" "$work/back" 'echo of 1,400 bytes, byte for byte'
	status_is 0 'an empty datagram is answered' mote-client -m '' "$endpoint"
	is "$out" '' 'with an empty one'
	answered=0
	for number in 1 2 3 4 5; do
		if test "$(within 20 mote-client -m $number "$endpoint")" = $number; then
			answered=$((answered + 1))
		fi
	done
	is $answered 5 'five clients, five answers'

	# Many that are there at once are received together, and some replies do not go out in one piece.
	kill -STOP "$server_pid"
	asked=0
	clients=''
	while test $asked -lt 10; do
		head -c 12000 /dev/urandom > "$work/at-once.$asked"
		mote-client -i 10 "$endpoint" < "$work/at-once.$asked" > "$work/back.$asked" &
		track $!
		clients="$clients $!"
		asked=$((asked + 1))
	done
	# The kernel counts the memory of what waits, which grows no more once all are there.
	queue()
	{
		awk -v port="$(printf %04X "$port")" '$2 ~ port "$" { print $5 }' /proc/net/udp
	}
	settled()
	{
		before=$(queue)
		nap
		nap
		test "${before#*:}" != 00000000 && test "$before" = "$(queue)"
	}
	ok 'datagrams wait for a server that is stopped' eventually 5 settled
	kill -CONT "$server_pid"
	for client in $clients; do
		eventually 10 gone_or_zombie "$client"
	done
	asked=0
	same=0
	while test $asked -lt 10; do
		! cmp -s "$work/at-once.$asked" "$work/back.$asked" || same=$((same + 1))
		asked=$((asked + 1))
	done
	is $same 10 'ten at once: each gets its own answer'
	is "$(children "$server_pid")" '' 'and no process for any'
	stop_server

	for model in iterative event fork; do
		if feature model $model; then
			start_server -m $model udp:127.0.0.1:0 echo
			is "$(within 20 mote-client -m ping "$endpoint")" ping "model $model serves datagrams"
			stop_server
		else
			skip 1 "model $model is not in this profile"
		fi
	done

	# mote-client's socket is connected: the kernel drops what comes from elsewhere than it was sent to.
	start_server udp:0 echo
	for address in 127.0.0.1 127.0.0.2 192.0.2.1; do
		is "$(within 20 mote-client -m "to $address" "udp:$address:$port")" "to $address" \
			"wildcard: the answer leaves from $address, which was asked"
	done
	if feature option ipv6; then
		for address in ::1 2001:db8::1; do
			is "$(within 20 mote-client -m "to $address" "udp:[$address]:$port")" "to $address" \
				"wildcard: the answer leaves from $address, which was asked"
		done
		if logged 'replies may leave from another address'; then
			is "$(grep -c 'replies may leave' "$server_log")" 1 'wildcard: the kernel or QEMU does not say it: said once'
		else
			is "$(log_lines)" '' 'wildcard: nothing to complain of'
		fi
		stop_server
		start_server -4 udp:0 echo
	else
		skip 3 'IPv6 is not in this profile'
	fi
	is "$(within 20 mote-client -m ping "udp:127.0.0.2:$port")" ping 'IPv4 wildcard: from 127.0.0.2'
	stop_server
else
	skip 19 'echo is not in this profile'
fi

if feature service greet; then
	start_server udp:127.0.0.1:0 greet
	is "$(within 20 mote-client -m 'I want a HTTP service' "$endpoint")" 'welcome to network server!!' 'greet'
	is "$(log_lines | sort)" 'from client: I want a HTTP service
send a message to client(127.0.0.1)' 'greet: its two lines'
	stop_server
else
	skip 2 'greet is not in this profile'
fi

if feature service daytime; then
	start_server udp:127.0.0.1:0 daytime
	like "$(within 20 mote-client -m '' "$endpoint")" "$(date -u +%Y)" 'daytime'
	stop_server
else
	skip 1 'daytime is not in this profile'
fi

if feature service time; then
	start_server udp:127.0.0.1:0 time
	before=$(date +%s)
	run mote-client -m '' "$endpoint"
	after=$(date +%s)
	# shellcheck disable=SC2046 # four numbers
	set -- $("$BUSYBOX" hexdump -v -e '1/1 "%u "' "$work/out")
	is $# 4 'time: four bytes'
	time=$((($1 << 24 | $2 << 16 | $3 << 8 | $4) - 2208988800))
	test $time -ge "$before" || time=$((time + 4294967296))
	ok 'time: that are the time' test "$before" -le $time -a $time -le "$after"
	stop_server
else
	skip 2 'time is not in this profile'
fi

if feature service discard; then
	start_server udp:127.0.0.1:0 discard
	status_is 99 'discard: no answer' mote-client -i 1 -m ping "$endpoint"
	ok 'discard: the server goes on' alive "$server_pid"
	stop_server
else
	skip 2 'discard is not in this profile'
fi

if feature transport unixgram && feature service echo; then
	start_server "unixgram:$work/socket" echo
	is "$(within 20 mote-client -m ping "$endpoint")" ping 'UNIX datagrams: echo'
	is "$(within 20 mote-client -u -U -m ping "$work/socket")" ping 'UNIX datagrams: by -u -U'
	stop_server
	start_server unixgram:@mote-datagram udp:127.0.0.1:0 echo
	for one in $endpoints; do
		is "$(within 20 mote-client -m ping "$one")" ping "both at once: $one"
	done
	stop_server
else
	skip 4 'UNIX datagrams are not in this profile'
fi

# --- exec: inetd's `wait`: the program gets the bound socket, and has it until it ends. ---
if feature service exec; then
	: > "$work/got"
	# It takes one datagram, and the next is for the next program.
	start_server udp:127.0.0.1:0 exec sh -c 'dd bs=2000 count=1 2> /dev/null >> "$0"; echo . >> "$0"' "$work/got"
	got()
	{
		test "$(tr '\n' ' ' < "$work/got")" = "$1"
	}
	mote-client -i 1 -m one "$endpoint" > /dev/null 2>&1 &
	track $!
	ok 'exec: the program reads the datagram' eventually 5 got 'one. '
	mote-client -i 1 -m two "$endpoint" > /dev/null 2>&1 &
	track $!
	ok 'exec: and another one the next' eventually 5 got 'one. two. '
	ok 'exec: no zombie is left' eventually 5 no_children
	stop_server
	is "$server_status" 0 'exec: stopped'

	# A program that stays has the socket for itself: both datagrams are its own.
	: > "$work/got"
	start_server udp:127.0.0.1:0 exec sh -c 'for n in 1 2; do dd bs=2000 count=1 2> /dev/null; echo " $$"; done >> "$0"' "$work/got"
	for number in 1 2; do
		mote-client -i 1 -m $number "$endpoint" > /dev/null 2>&1 &
		track $!
	done
	both()
	{
		test "$(wc -l < "$work/got")" -eq 2
	}
	ok 'exec: a program that stays reads both' eventually 5 both
	is "$(sed 's/.* //' "$work/got" | sort -u | wc -l | tr -d ' ')" 1 'exec: and it was one program'
	stop_server

	start_server udp:127.0.0.1:0 exec sh -c 'dd bs=2000 count=1 <&"$1" > "$0" 2> /dev/null' "$work/fd" '{fd}'
	echo hello | within 20 mote-client -i 1 "$endpoint" > /dev/null 2>&1
	ok 'exec: {fd} is the bound socket' eventually 5 grep -q hello "$work/fd"
	stop_server
else
	skip 7 'exec is not in this profile'
fi

done_testing
