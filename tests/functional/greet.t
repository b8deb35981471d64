#!/bin/sh
# greet.t: the greeting server over streams: what it sends, what it logs, in every model.
. "$(dirname "$0")/lib.sh"
need service greet
need transport tcp

# greeted MODEL: the whole of one conversation.
greeted()
{
	start_server -m "$1" tcp:127.0.0.1:0 greet
	status_is 0 "$1: a client is greeted" mote-client -m 'I want a HTTP service' "$endpoint"
	is "$out" 'welcome to network server!!' "$1: with the message"
	is "$(wc -c < "$work/out" | tr -d ' ')" 28 "$1: that ends in one newline"
	ok "$1: what it said is logged" eventually 5 logged '^from client: I want a HTTP service$'
	is "$(log_lines)" 'send a message to client(127.0.0.1)
from client: I want a HTTP service' "$1: standard error is these two lines"
	stop_server
	is "$server_status" 0 "$1: stopped"
}

for model in iterative event fork; do
	if feature model $model; then
		greeted $model
	else
		skip 6 "model $model is not in this profile"
	fi
done

start_server tcp:127.0.0.1:0 greet -0
run mote-client -m hello "$endpoint"
printf 'welcome to network server!!\0' > "$work/wanted"
same_file "$work/out" "$work/wanted" '-0: the message ends in a NUL byte'
stop_server

start_server tcp:127.0.0.1:0 greet 'good day'
run mote-client -m hello "$endpoint"
is "$out" 'good day' 'another message'
stop_server

start_server tcp:127.0.0.1:0 greet -0 'good day'
run mote-client -m hello "$endpoint"
printf 'good day\0' > "$work/wanted"
same_file "$work/out" "$work/wanted" 'another message with -0'
stop_server

# Whoever reads the log must not be fooled by what a client says.
start_server tcp:127.0.0.1:0 greet
printf 'a\033[2Jb\001\177\tc\r\nsecond' | within 20 mote-client "$endpoint" > /dev/null
ok 'control bytes: logged' eventually 5 logged '^from client:'
is "$(tr -d '\n' < "$server_log" | tr -d ' -~')" '' 'control bytes: none is in the log'
like "$(cat "$server_log")" '^from client: a.*\[2Jb.*c' 'control bytes: what stands between them is'
is "$(log_lines | wc -l | tr -d ' ')" 2 'control bytes: it is still two lines'
stop_server

start_server tcp:127.0.0.1:0 greet
run mote-client -m 'x' "$endpoint"
head -c 100000 /dev/zero | tr '\0' 'y' > "$work/long"
within 20 mote-client "$endpoint" < "$work/long" > /dev/null 2>&1
ok 'a client that says too much: something is logged' eventually 5 logged '^from client: y'
status_is 0 'and the next one is greeted' mote-client -m x "$endpoint"
stop_server

if feature option ipv6; then
	start_server 'tcp:[::1]:0' greet
	run mote-client -m hello "$endpoint"
	ok 'IPv6: the client is named' logged '^send a message to client\(::1\)$'
	stop_server
	start_server tcp:0 greet
	run mote-client -m hello "tcp:127.0.0.1:$port"
	ok 'a wildcard: an IPv4 client is named as one' logged '^send a message to client\(127\.0\.0\.1\)$'
	stop_server
else
	skip 2 'IPv6 is not in this profile'
fi

status_is 100 'a second message is one too many' mote-server tcp:127.0.0.1:0 greet one two

done_testing
