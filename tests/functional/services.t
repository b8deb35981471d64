#!/bin/sh
# services.t: echo, discard, daytime and time over streams (RFC 862, 863, 867, 868).
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

done_testing
