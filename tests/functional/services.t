#!/bin/sh
# services.t: echo, discard, chargen, daytime, qotd and time (RFC 862, 863, 864, 867, 865, 868).
. "$(dirname "$0")/lib.sh"
need transport tcp

# A megabyte of binary data, every byte value in it.
dd if=/dev/urandom of="$work/data" bs=65536 count=16 2> /dev/null

for model in iterative event fork; do
	if ! feature model $model || ! feature service echo; then
		skip 4 "model $model, or echo, is not in this profile"
		continue
	fi
	start_server -m $model tcp:127.0.0.1:0 echo
	status=0
	within 60 mote-client "$endpoint" < "$work/data" > "$work/back" || status=$?
	is $status 0 "$model: echo ends with the client's half-close"
	same_file "$work/data" "$work/back" "$model: a megabyte comes back, byte for byte"
	status=0
	within 20 mote-client "$endpoint" < /dev/null > "$work/back" || status=$?
	is "$status $(wc -c < "$work/back" | tr -d ' ')" '0 0' "$model: nothing for nothing"
	stop_server
	is "$server_status" 0 "$model: stopped"
done

if feature service discard; then
	start_server tcp:127.0.0.1:0 discard
	status=0
	within 60 mote-client "$endpoint" < "$work/data" > "$work/back" || status=$?
	is "$status $(wc -c < "$work/back" | tr -d ' ')" '0 0' 'discard: takes a megabyte and says nothing'
	stop_server
else
	skip 1 'discard is not in this profile'
fi

if feature service daytime; then
	start_server tcp:127.0.0.1:0 daytime
	before=$(date -u +%Y%m%d%H%M%S)
	status_is 0 'daytime: answers' mote-client -m '' "$endpoint"
	after=$(date -u +%Y%m%d%H%M%S)
	is "$(wc -l < "$work/out" | tr -d ' ')" 1 'daytime: with one line'
	day=$(date -u +%d | sed 's/^0//')
	like "$out" "(^|[^0-9])0?$day([^0-9]|\$)" 'daytime: the day of the month is right'
	like "$out" "$(date -u +%Y)" 'daytime: and the year'
	time=$(echo "$out" | sed 's/.*\([0-2][0-9]\):\([0-5][0-9]\):\([0-6][0-9]\).*/\1\2\3/')
	ok "daytime: and the time $time" test "${before#????????}" -le "$time" -a "$time" -le "${after#????????}"
	stop_server
else
	skip 5 'daytime is not in this profile'
fi

if feature service time; then
	start_server tcp:127.0.0.1:0 time
	before=$(date +%s)
	status_is 0 'time: answers' mote-client -m '' "$endpoint"
	after=$(date +%s)
	is "$(wc -c < "$work/out" | tr -d ' ')" 4 'time: with four bytes'
	# shellcheck disable=SC2046 # four numbers
	set -- $("$BUSYBOX" hexdump -v -e '1/1 "%u "' "$work/out")
	# Seconds since 1900; the shell's numbers have 64 bits.
	time=$((($1 << 24 | $2 << 16 | $3 << 8 | $4) - 2208988800))
	test $time -ge "$before" || time=$((time + 4294967296))
	ok 'time: that are the time' test "$before" -le $time -a $time -le "$after"
	stop_server
else
	skip 3 'time is not in this profile'
fi

if feature service chargen; then
	start_server tcp:127.0.0.1:0 udp:127.0.0.1:0 chargen
	mote-client "$endpoint" < "$work/data" 2> /dev/null | dd bs=1 count=14060 > "$work/back" 2> /dev/null
	tr -d '\r' < "$work/back" > "$work/lines"
	is "$(wc -l < "$work/lines" | tr -d ' ')" 190 'chargen: lines of 72 characters, while a megabyte is thrown away'
	is "$(sed -n 2p "$work/lines")" \
		'!"#$%&'"'"'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefgh' \
		'chargen: each begins one character further'
	sed -n '1,95p' "$work/lines" > "$work/first"
	sed -n '96,190p' "$work/lines" > "$work/second"
	same_file "$work/first" "$work/second" 'chargen: after 95 lines it is the first one again'
	run mote-client -m "$(printf %0100d 0)" "${endpoints##*
}"
	is "$(wc -c < "$work/out" | tr -d ' ')" 100 'chargen: a datagram is as long as its question'
	run mote-client -m "$(printf %0900d 0)" "${endpoints##*
}"
	is "$(wc -c < "$work/out" | tr -d ' ')" 512 'chargen: and not above 512 bytes'
	stop_server
	is "$server_status" 0 'chargen: stopped'
else
	skip 6 'chargen is not in this profile'
fi

if feature service qotd; then
	{
		printf '%s\n%%\n' 'One.' 'Two,
of two lines: 100 %'
		printf '%0600d\n%%\nThree, the last' 1
	} > "$work/quotations"
	start_server tcp:127.0.0.1:0 qotd "$work/quotations"
	: > "$work/said"
	for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		mote-client "$endpoint" < /dev/null > "$work/back"
		case $(cat "$work/back") in
		'One.') echo one ;;
		'Two,
of two lines: 100 %') echo two ;;
		'Three, the last') echo three ;;
		*) echo "wrong, at try $try" ;;
		esac >> "$work/said"
	done
	is "$(sort -u "$work/said" | tr '\n' ' ')" 'one three two ' 'qotd: each of them, and none over 511 bytes'
	stop_server
	status_is 100 'qotd: a file is needed' mote-server tcp:0 qotd
	printf '%0600d\n' 1 > "$work/quotations"
	status_is 100 'qotd: with one that is not too long' mote-server tcp:0 qotd "$work/quotations"
	like "$err" 'no quotation' 'qotd: which is said'
	status_is 100 'qotd: datagrams are refused' mote-server udp:0 qotd "$work/quotations"
else
	skip 5 'qotd is not in this profile'
fi

done_testing
