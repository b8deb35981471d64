#!/bin/sh
# proxy.t: -P and --proxy-from: the PROXY protocol, versions 1 and 2, judged by its specification.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need option proxy
need transport tcp

line='PROXY TCP4 192.0.2.9 198.51.100.2 4242 443\r\n'
line6='PROXY TCP6 2001:db8::9 2001:db8::2 4242 443\r\n'
signature='\015\012\015\012\000\015\012QUIT\012'
block='\300\000\002\011\306\063\144\002\020\222\001\273' # the same in binary
block6='\040\001\015\270\000\000\000\000\000\000\000\000\000\000\000\011\040\001\015\270\000\000\000\000\000\000\000\000\000\000\000\002\020\222\001\273'

# answer TEXT [OPTIONS…]: what comes back for it; printf's escapes in it are bytes.
answer()
{
	answer_text=$1
	shift
	# shellcheck disable=SC2059 # the text is a format
	printf "$answer_text" | within 20 mote-client "$@" "$endpoint" 2> /dev/null
}

# gets TEXT WANT NAME
gets()
{
	is "$(answer "$1")" "$2" "$3"
}

# closes TEXT NAME: the conversation is ended without a byte, at once, and it is not the client who ends it.
closes()
{
	test -p "$work/closed.in" || mkfifo "$work/closed.in"
	exec 7<> "$work/closed.in"
	within 20 mote-client -i 10 "$endpoint" < "$work/closed.in" > "$work/closed.out" 2> "$work/closed.err" 7>&- &
	closed_pid=$!
	# shellcheck disable=SC2059 # the text is a format
	printf "$1" >&7
	ok "$2: it is closed" eventually 5 gone_or_zombie $closed_pid
	is "$(cat "$work/closed.out")" '' 'without a byte'
	exec 7>&-
	wait $closed_pid 2> /dev/null || :
}

for model in iterative event fork; do
	if ! feature model $model; then
		skip 12 "model $model is not in this profile"
		continue
	fi
	start_server -m $model -v -P tcp:127.0.0.1:0 echo
	gets "${line}hello" hello "$model: version 1: what is behind the header is the service's"
	ok "$model: the peer is the client that it names" eventually 5 logged 'echo: 192\.0\.2\.9 port 4242 begins'
	gets "${line6}hello" hello "$model: version 1, IPv6"
	ok "$model: the peer" eventually 5 logged 'echo: 2001:db8::9 port 4242 begins'
	gets "$signature\\041\\021\\000\\014${block}hello" hello "$model: version 2"
	gets "$signature\\041\\041\\000\\044${block6}hello" hello "$model: version 2, IPv6"
	: > "$server_log"
	gets 'PROXY UNKNOWN ffff::1 anything\r\nhello' hello "$model: UNKNOWN"
	ok "$model: the peer is the one that is connected" eventually 5 logged 'echo: 127\.0\.0\.1 port [0-9]* begins'
	closes 'GET / HTTP/1.0\r\n\r\n' "$model: no header"
	closes "${line%43*}65536\\r\\n" "$model: a wrong one"
	stop_server
done

start_server -P tcp:127.0.0.1:0 echo
: > "$server_log"
closes 'PROXY TCP4 192.0.2.9 198.51.100.2 4242 0443\r\n' 'a port with a leading zero'
ok 'it is logged, with the address that is connected' eventually 5 logged '127\.0\.0\.1'
unlike "$(cat "$server_log")" '192\.0\.2\.9' 'not with what was said'
closes 'PROXY TCP4 192.0.2.9 198.51.100.2 4242 443\n' 'LF alone'
closes 'PROXY TCP4 192.0.2.9  198.51.100.2 4242 443\r\n' 'two spaces'
closes 'PROXY UNKNOWN xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' \
	'no end in 107 bytes'
closes "$signature\\061\\021\\000\\014$block" 'version 3'
closes "$signature\\042\\021\\000\\014$block" 'an unknown command'
closes "$signature\\041\\021\\000\\013$block" 'a block that is too short'
closes "\\015\\012\\015\\012\\000\\015\\012QUIZ" 'another signature'
gets "$signature\\040\\000\\000\\000hello" hello 'version 2: LOCAL'
gets "$signature\\041\\000\\000\\000hello" hello 'version 2: no family'
gets "$signature\\041\\021\\000\\027${block}\\004\\000\\001x\\003\\000\\004abcdhello" hello 'version 2: extensions are skipped'
# 4,096 bytes in all: the addresses, and 4,068 of extensions.
{
	# shellcheck disable=SC2059 # the text is a format
	printf "$signature\\041\\021\\017\\360$block"
	head -c 4068 /dev/zero
	echo hello
} | within 20 mote-client "$endpoint" > "$work/out" 2> /dev/null
is "$(cat "$work/out")" hello 'version 2: 4,096 bytes'
gets "${line}${line}" "$(printf '%b' "${line%\\r\\n}\\r")" 'a second header is the service'"'"'s'

# Piece by piece; what is there already must not keep the server busy while it waits.
ticks()
{
	cut -d ' ' -f 14,15 < "/proc/$server_pid/stat" | tr ' ' '+'
}
# pieces NAME TEXT…: the last is a line of the service.
pieces()
{
	pieces_name=$1
	shift
	client "$pieces_name"
	exec 8<> "$work/$pieces_name.in"
	for piece; do
		# shellcheck disable=SC2059 # the text is a format
		printf "$piece" >&8
		"$BUSYBOX" usleep 100000
	done
	ok "in pieces: $pieces_name" eventually 5 heard "$pieces_name" '^hello$'
	is "$(wc -c < "$work/$pieces_name.out")" 6 'and not a byte more'
	exec 8>&-
}
before=$(($(ticks)))
pieces version-1 P 'ROXY TCP4 1' '92.0.2.9 198.51.100.2 4242 443' '\r' '\nhe' 'llo\n'
pieces version-2 '\015' '\012\015\012\000\015\012QUIT\012\041\021\000' "\\015$block" x 'hello\n'
ok 'it waits for the next one without work' test $(($(ticks) - before)) -lt 50
stop_server

# Who sends nothing, or only a part, is waited for no longer than ten seconds.
start_server -P tcp:127.0.0.1:0 echo
client silent
silent=$client_pid
exec 7<> "$work/silent.in"
client slow
exec 8<> "$work/slow.in"
printf 'PROXY TCP4 ' >&8
gets "${line}hello" hello 'while others are waited for, one is served'
ok 'who sends no header is let go' eventually 15 gone_or_zombie $silent
ok 'who sends a part of one is' eventually 15 gone_or_zombie $client_pid
exec 7>&- 8>&-
gets "${line}hello" hello 'and the next is served'
stop_server

# --- Who the client is counts for all that asks for it ---
if feature option deny; then
	start_server -P -d 192.0.2.8/29 -d 2001:db8::/32 tcp:127.0.0.1:0 echo
	gets "${line}hello" '' '-d: the client behind the proxy is refused'
	gets "${line6}hello" '' '-d: one of IPv6'
	gets 'PROXY TCP4 192.0.2.7 198.51.100.2 4242 443\r\nhello' hello '-d: another one is not'
	gets 'PROXY TCP6 ::ffff:192.0.2.9 ::1 4242 443\r\nhello' '' '-d: IPv4 as IPv6 is IPv4'
	stop_server
else
	skip 4 'option deny is not in this profile'
fi
if feature option rate; then
	start_server -P --rate 1/1000 tcp:127.0.0.1:0 echo
	gets "${line}hello" hello '--rate: one'
	gets "${line}hello" '' '--rate: and no more'
	gets 'PROXY TCP4 192.0.2.7 198.51.100.2 4242 443\r\nhello' hello '--rate: another client'
	stop_server
else
	skip 3 'option rate is not in this profile'
fi
if feature service exec && feature option env; then
	start_server -P tcp:127.0.0.1:0 exec sh -c 'echo $TCPREMOTEIP $TCPREMOTEPORT $TCPLOCALIP $TCPLOCALPORT; exec cat'
	is "$(answer "${line}hello")" '192.0.2.9 4242 198.51.100.2 443
hello' 'a program is told of both sides, and reads what is behind the header'
	is "$(answer "$signature\\041\\041\\000\\045${block6}xhello")" '2001:db8::9 4242 2001:db8::2 443
hello' 'version 2 too'
	like "$(answer 'PROXY UNKNOWN\r\nhello')" "^127\\.0\\.0\\.1 [0-9]* 127\\.0\\.0\\.1 $port\$" 'UNKNOWN: the real ones'
	stop_server
	if feature transport unix; then
		start_server -P "unix:$work/socket" exec sh -c 'echo $PROTO $TCPREMOTEIP; exec cat'
		is "$(answer "${line}hello")" 'TCP 192.0.2.9
hello' 'over a UNIX socket'
		is "$(answer "$signature\\040\\000\\000\\000hello")" 'IPC
hello' 'LOCAL over a UNIX socket'
		stop_server
	else
		skip 2 'transport unix is not in this profile'
	fi
else
	skip 5 'service exec or option env is not in this profile'
fi

# --- From those who are proxies only ---
start_server --proxy-from 127.0.0.8/29 --proxy-from 192.0.2.1 tcp:0 echo
endpoint=tcp:127.0.0.1:$port
is "$(answer "${line}hello" -s 127.0.0.9)" hello '--proxy-from: a proxy sends a header'
is "$(answer hello -s 127.0.0.9)" '' '--proxy-from: it must'
is "$(answer hello)" hello '--proxy-from: others do not'
is "$(answer "${line}")" "$(printf '%b' "${line%\\r\\n}\\r")" '--proxy-from: if they do, it is the service'"'"'s'
endpoint=tcp:192.0.2.1:$port
is "$(answer "${line}hello")" hello '--proxy-from: a second proxy'
stop_server

status_is 100 '--proxy-from localhost is wrong usage' mote-server --proxy-from localhost tcp:127.0.0.1:0 echo
like "$err" 'localhost: not ADDRESS' 'and says why'

# The limits begin with the conversation, however its header came.
start_server -P -i 1 tcp:127.0.0.1:0 echo
client pieces
exec 8<> "$work/pieces.in"
printf 'PROXY TCP4 192.0.2.7 ' >&8
nap
nap
printf '192.0.2.8 1 2\r\nhello\n' >&8
ok 'a header in two pieces' eventually 5 heard pieces hello
ok 'then the idle limit holds' eventually 5 gone_or_zombie "$client_pid"
exec 8>&-
stop_server

done_testing
