#!/bin/sh
# status.t: how the server is, as a page and for Prometheus.
. "$(dirname "$0")/lib.sh"
need service status

cr=$(printf '\r')

# ask METHOD TARGET: sets $head (without carriage returns) and $body of the reply.
ask()
{
	printf '%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' "$1" "$2" > "$work/request"
	within 20 mote-client "$status_endpoint" < "$work/request" > "$work/reply" || :
	head=$(sed "/^$cr\$/q; s/$cr\$//" "$work/reply")
	body=$(sed "1,/^$cr\$/d" "$work/reply")
}

# metric NAME: its value in the last body, as it stands.
metric()
{
	printf '%s\n' "$body" | grep -v '^#' | grep -F "mote_$1 " | sed 's/.* //'
}

has_metric()
{
	ask GET /metrics
	test "$(metric "$1")" = "$2"
}

for model in event fork iterative; do
	feature model $model || continue
	start_server -m $model -C 1:no tcp:127.0.0.1:0 "unix:$work/<a>\"&" status
	status_endpoint=$endpoint
	ask GET /
	like "$head" '^HTTP/1.1 200 OK$' "$model: a page"
	like "$head" '^Content-Type: text/html; charset=utf-8$' "$model: of HTML"
	like "$body" "<td>status, $model<td>tcp:127.0.0.1:$port unix:$work/.a>..<td>1 of" \
		"$model: with the service, its endpoints without what would be HTML, and this conversation"
	ask HEAD /
	like "$head" '^Content-Length: [1-9]' "$model: HEAD has the length"
	is "$body" '' "$model: and no page"
	ask GET /metrics
	like "$head" '^Content-Type: text/plain; version=0.0.4; charset=utf-8$' "$model: metrics"
	is "$(metric conversations_begun_total)" 3 "$model: of three conversations"
	unlike "$body" '^[^#]*[^0-9]$' "$model: each line ends with a number"
	is "$(printf '%s\n' "$body" | sed -n 's/^\([a-z_]*\).*/\1/p' | uniq | sort | uniq -d)" '' \
		"$model: all lines of a metric stand together"
	ask GET /index.html
	like "$head" '^HTTP/1.1 404 ' "$model: nothing else"
	ask POST /
	like "$head" '^HTTP/1.1 405 ' "$model: nor anything to change"
	stop_server
	is "$server_status" 0 "$model: stopped"
done

if feature option file || mote-server --help 2>&1 | grep -q -e --file; then
	if feature model fork; then held=fork; else held=event; fi
	printf '%s\n' 'tcp:127.0.0.1:0 status' "-m $held -c 7 -C 1:no tcp:127.0.0.1:0 udp:127.0.0.1:0 echo" \
		> "$work/services"
	start_server -f "$work/services"
	eventually 10 test "$(grep -c . "$server_out")" -eq 3
	status_endpoint=$(sed -n 1p "$server_out")
	echo=$(sed -n 2p "$server_out")
	labels="{service=\"echo\",endpoints=\"$echo $(sed -n 3p "$server_out")\"}"
	ask GET /metrics
	is "$(metric "conversations$labels")" 0 'a file: no conversation yet'
	is "$(metric "conversations_max$labels")" 7 'a file: of at most 7'
	client one "$echo"
	exec 7<> "$work/one.in"
	echo hello >&7
	ok 'a file: it talks' eventually 10 heard one hello
	ok 'a file: it is counted' eventually 10 has_metric "conversations$labels" 1
	is "$(mote-client "$echo" < /dev/null)" no 'a file: one more of that client is refused'
	ok 'a file: which is counted, too' has_metric 'refused_total{reason="number"}' 1
	before=$(metric received_bytes_total)
	exec 7>&-
	ok 'a file: it is over' eventually 10 has_metric "conversations$labels" 0
	ok 'a file: its bytes were counted' test "$(metric received_bytes_total)" -ge $((before + 6))
	mote-client -m ping "$(sed -n 3p "$server_out")" > /dev/null
	ok 'a file: a datagram' has_metric datagrams_total 1
	ok 'a file: our memory' test "$(metric memory_resident_bytes)" -gt 0
	isnt "$(metric memory_available_bytes)" 0 'a file: and the free one' # 32 bits are not enough for test -gt
	like "$(metric uptime_seconds)" '^[0-9]+$' 'a file: and the time'
	stop_server
fi

if feature option file && feature model fork; then
	echo '-m fork -u 65534 tcp:127.0.0.1:0 status' > "$work/services"
	status_is 100 'a user of its own is refused: no process of its own has it' mote-server --check -f "$work/services"
else
	skip 1 'option file, or model fork, is not in this profile'
fi

run mote-server udp:127.0.0.1:0 status
status_is 100 'datagrams are refused'
like "$err" 'status does not serve datagrams' 'and why'
run mote-server tcp:127.0.0.1:0 status me
status_is 100 'arguments, too'

done_testing
