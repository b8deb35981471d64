#!/bin/sh
# access.t: -a, -d and -x: who may speak to the server; the rules are read again on SIGHUP.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need option allow
if feature transport tcp; then kind=tcp; else kind=udp; fi

# gets SOURCE ENDPOINT: is a byte that comes from there given back? (A datagram is not waited for longer.)
gets()
{
	test "$(within 20 mote-client -i 1 -s "$1" -m x "$2" 2> /dev/null)" = x
}

refused()
{
	! gets "$1" "$2"
}

# judge NAME ALLOWED DENIED: sources, each before its @HOST of the server's endpoint, of one server.
judge()
{
	for judge_case in $2; do
		ok "$1: ${judge_case%@*} may" gets "${judge_case%@*}" "$kind:${judge_case#*@}:$port"
	done
	for judge_case in $3; do
		ok "$1: ${judge_case%@*} may not" refused "${judge_case%@*}" "$kind:${judge_case#*@}:$port"
	done
}

has_v6=''
if feature option ipv6 && test -e /proc/net/if_inet6; then has_v6=1; fi

# judge6: the same, where there is IPv6.
judge6()
{
	if test -n "$has_v6"; then
		judge "$@"
	else
		# shellcheck disable=SC2086 # words
		set -- $2 $3
		skip $# 'there is no IPv6'
	fi
}

for model in iterative event fork; do
	if test $kind = tcp && ! feature model $model; then
		skip 4 "model $model is not in this profile"
		continue
	fi
	test $kind = tcp && chosen="-m $model" || chosen=''
	# shellcheck disable=SC2086 # options
	start_server $chosen -d 127.0.0.0/9 -a 127.0.0.8/29 -a 192.0.2.0/24 $kind:0 echo
	judge "$model" '127.0.0.9@127.0.0.1 192.0.2.1@192.0.2.1' '127.0.0.7@127.0.0.1 127.128.0.1@127.0.0.1'
	stop_server
	test $kind = tcp || break
done
ok 'a refused client is told of' logged '127\.0\.0\.7'

start_server -d 127.0.0.2 $kind:0 echo
judge6 '-d alone' '::1@[::1]' ''
judge '-d alone' '127.0.0.1@127.0.0.1' '127.0.0.2@127.0.0.1'
stop_server

start_server -a 127.0.0.2 $kind:0 echo
judge '-a alone' '127.0.0.2@127.0.0.1' '127.0.0.1@127.0.0.1'
judge6 '-a alone' '' '::1@[::1]'
stop_server

start_server -d ::/0 -a 2001:db8::/32 -a 0.0.0.0/0 -d ::ffff:127.0.0.2 $kind:0 echo
judge6 'families apart' '2001:db8::1@[2001:db8::1]' '::1@[::1]'
judge 'families apart' '127.0.0.1@127.0.0.1' '127.0.0.2@127.0.0.1'
stop_server

# Who denies wins where both are as long, in any order.
start_server -a 127.0.0.1 -d 127.0.0.1 -a 127.0.0.1 -a 127.0.0.0/8 $kind:0 echo
judge 'the same twice' '127.0.0.2@127.0.0.1' '127.0.0.1@127.0.0.1'
stop_server

if feature transport unix; then
	start_server -d 0.0.0.0/0 -d ::/0 -a 192.0.2.1 "unix:$work/socket" echo
	is "$(within 20 mote-client -m x "$endpoint")" x 'who comes over a UNIX socket has no address to judge'
	stop_server
else
	skip 1 'transport unix is not in this profile'
fi

# --- A file ---
printf '# the office\r\n\r\nallow 127.0.0.0/8 # all\ndeny\t127.0.0.2  \nallow 192.0.2.1' > "$work/rules"
start_server -x "$work/rules" $kind:0 echo
judge 'a file' '127.0.0.1@127.0.0.1 192.0.2.1@192.0.2.1' '127.0.0.2@127.0.0.1'
judge6 'a file' '' '::1@[::1]'
# A conversation that is there stays there, whatever the new rules are.
if test $kind = tcp; then
	client stays "tcp:127.0.0.1:$port"
	exec 8<> "$work/stays.in"
	echo one >&8
	eventually 5 heard stays one
fi
printf 'deny 127.0.0.1\n' > "$work/rules"
kill -HUP "$server_pid"
ok 'SIGHUP: the new rules count' eventually 5 refused 127.0.0.1 "$kind:127.0.0.1:$port"
judge 'SIGHUP' '127.0.0.2@127.0.0.1' ''
if test $kind = tcp; then
	echo two >&8
	ok 'SIGHUP: a conversation goes on' eventually 5 heard stays two
	exec 8>&-
else
	skip 1 'TCP is not in this profile'
fi
# stays_wrong PATTERN NAME: the file that is there now is not taken, and its line is said.
stays_wrong()
{
	: > "$server_log"
	kill -HUP "$server_pid"
	ok "SIGHUP: $2: is said" eventually 5 logged "$1"
	judge "SIGHUP: $2: the old rules stay" '127.0.0.2@127.0.0.1' '127.0.0.1@127.0.0.1'
}
printf 'allow 127.0.0.1\n\ndeny 127.0.0.0/33\n' > "$work/rules"
stays_wrong "$work/rules:3: 127.0.0.0/33: not ADDRESS" 'a wrong line'
head -c 100 /dev/zero > "$work/rules"
stays_wrong "$work/rules: not text" 'a file of NULs'
rm "$work/rules"
stays_wrong "cannot read $work/rules: (No such file|error 2)" 'no file'
# descriptors: how many the server has open.
descriptors()
{
	set -- "/proc/$server_pid/fd"/*
	echo $#
}
# is_settled: twice the same, as the conversations before may still be ending.
is_settled()
{
	descriptors=$(descriptors)
	nap
	test "$(descriptors)" = "$descriptors"
}
eventually 5 is_settled
maps=$(wc -l < "/proc/$server_pid/maps")
printf 'allow 127.0.0.1\nnonsense\n' > "$work/rules"
stays_wrong "$work/rules:2: nonsense: not allow or deny" 'a second one'
has_no_more()
{
	test "$(descriptors)" -le "$descriptors"
}
ok 'what was wrong leaves no descriptor' eventually 5 has_no_more
ok 'nor a mapping' test "$(wc -l < "/proc/$server_pid/maps")" -le "$maps"
unlike "$(tail -n 1 "$server_log")" "^mote-server: $work/rules:2: .*$work/rules" 'a line says the place once'
printf 'deny 127.0.0.2\n' > "$work/rules"
kill -HUP "$server_pid"
ok 'SIGHUP: mended, it counts' eventually 5 gets 127.0.0.1 "$kind:127.0.0.1:$port"
: > "$server_log"
judge 'SIGHUP: mended' '' '127.0.0.2@127.0.0.1'
unlike "$(cat "$server_log")" "$work/rules" 'a later line does not name the file'
: > "$work/rules"
kill -HUP "$server_pid"
ok 'SIGHUP: an empty file: everybody may' eventually 5 gets 127.0.0.2 "$kind:127.0.0.1:$port"
stop_server

# --- Wrong usage ---
# wrong PATTERN NAME OPTIONS…
wrong()
{
	wrong_pattern=$1 wrong_name=$2
	shift 2
	status_is 100 "$wrong_name is wrong usage" mote-server "$@" $kind:127.0.0.1:0 echo
	like "$err" "$wrong_pattern" 'and says why'
}
wrong '10\.1\.2\.3/8: not ADDRESS.* with zeros behind it' '-a 10.1.2.3/8' -a 10.1.2.3/8
wrong 'localhost: not ADDRESS' '-d localhost' -d localhost
wrong '10\.0\.0\.0/33: not ADDRESS' '-d 10.0.0.0/33' -a 127.0.0.1 -d 10.0.0.0/33
status_is 111 'a file that is not there' mote-server -x "$work/none" $kind:127.0.0.1:0 echo
like "$err" 'cannot read .*/none: (No such file|error 2)' 'is named'
wrong '/dev/zero: not text, or over' 'an endless file' -x /dev/zero
mkfifo "$work/pipe"
status_is 111 'a pipe that nobody writes to' mote-server -x "$work/pipe" $kind:127.0.0.1:0 echo
status_is 111 'a folder' mote-server -x "$work" $kind:127.0.0.1:0 echo
printf 'allow 127.0.0.1 +A=1\nallow 127.0.0.1 +A=1 B\n' > "$work/rules"
wrong "$work/rules:2: B: not \\+NAME=VALUE" 'what is no variable' -x "$work/rules"
printf 'allow 127.0.0.1 +A="1\n' > "$work/rules"
wrong "$work/rules:1: a \" is not closed" 'an open quote' -x "$work/rules"

done_testing
