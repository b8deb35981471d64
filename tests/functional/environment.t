#!/bin/sh
# environment.t: what a program is told of its conversation, in UCSPI's and in BusyBox's names; and what it
# is not told.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service exec
need option env
need transport tcp

# told [OPTIONS…] ENDPOINT: sets $told to what a program gets, its own shell's variables taken out.
told()
{
	told=$(within 20 mote-client -m '' "$@" | grep -v '^\(PWD\|SHLVL\|_\)=' | sort)
}

# value NAME: of $told; - where it is not there, and each of them where it is there twice.
value()
{
	case "
$told" in
	*"
$1="*) printf '%s\n' "$told" | sed -n "s/^$1=//p" ;;
	*) echo - ;;
	esac
}

ours='^\(TCP\|UDP\|IPC\|PROTO=\|NOTIFY_SOCKET=\|LISTEN_\)'

for model in iterative event fork; do
	if ! feature model $model; then
		skip 6 "model $model is not in this profile"
		continue
	fi
	start_server -m $model tcp:0 exec env
	free_port
	told -s 127.0.0.2 -p "$free_port" "tcp:127.0.0.1:$port"
	is "$(value PROTO)" TCP "$model: PROTO"
	is "$(value TCPREMOTEIP)" 127.0.0.2 "$model: TCPREMOTEIP"
	is "$(value TCPREMOTEPORT)" "$free_port" "$model: TCPREMOTEPORT"
	is "$(value TCPLOCALIP)" 127.0.0.1 "$model: TCPLOCALIP"
	is "$(value TCPLOCALPORT)" "$port" "$model: TCPLOCALPORT"
	is "$(printf '%s\n' "$told" | grep -c "$ours")" 6 "$model: those, TCPCONNNUM, and no others"
	stop_server
done

start_server tcp:0 exec env
told "tcp:192.0.2.1:$port"
is "$(value TCPLOCALIP)" 192.0.2.1 'TCPLOCALIP is the address that was asked, not the one that was bound'
if feature option ipv6 && test -e /proc/net/if_inet6; then
	told "tcp:[2001:db8::1]:$port"
	is "$(value TCPLOCALIP)" 2001:db8::1 'IPv6: TCPLOCALIP'
	is "$(value TCPREMOTEIP)" 2001:db8::1 'IPv6: TCPREMOTEIP'
	is "$(value PROTO)" TCP 'IPv6: PROTO is TCP all the same'
else
	skip 3 'there is no IPv6'
fi
stop_server

# --- TCPCONNNUM ---
if feature option per-client && { feature model event || feature model fork; }; then
	start_server -C 3 tcp:127.0.0.1:0 exec sh -c 'echo "$TCPCONNNUM"; exec cat'
	client one
	exec 7<> "$work/one.in"
	ok 'TCPCONNNUM: the first' eventually 5 heard one '^1$'
	client two
	exec 8<> "$work/two.in"
	ok 'TCPCONNNUM: the second' eventually 5 heard two '^2$'
	is "$(within 20 mote-client -s 127.0.0.2 -m '' "$endpoint")" 1 'TCPCONNNUM: of another client'
	exec 7>&- 8>&-
	stop_server
else
	skip 3 'option per-client is not in this profile'
fi

# --- BusyBox's names ---
start_server --env ucspi tcp:127.0.0.1:0 exec env
told "$endpoint"
is "$(value TCPREMOTEIP)" 127.0.0.1 '--env ucspi'
stop_server
if feature option busybox; then
	start_server --env busybox tcp:0 exec env
	free_port
	told -s 127.0.0.2 -p "$free_port" "tcp:127.0.0.1:$port"
	is "$(value PROTO)" TCP '--env busybox: PROTO'
	is "$(value TCPREMOTEADDR)" "127.0.0.2:$free_port" '--env busybox: TCPREMOTEADDR'
	is "$(value TCPLOCALADDR)" "127.0.0.1:$port" '--env busybox: TCPLOCALADDR'
	is "$(value TCPCONCURRENCY)" 1 '--env busybox: TCPCONCURRENCY'
	is "$(printf '%s\n' "$told" | grep -c "$ours")" 4 '--env busybox: no others'
	mine=$(printf '%s\n' "$told" | sed -n 's/^\(PROTO\|TCP[A-Z]*ADDR\)=.*/\1/p')
	stop_server
	# The same as tcpsvd itself.
	free_port
	"$BUSYBOX" tcpsvd 127.0.0.1 "$free_port" env 2> /dev/null &
	tcpsvd=$!
	track $tcpsvd
	eventually 5 listening tcp "$free_port"
	told "tcp:127.0.0.1:$free_port"
	is "$(printf '%s\n' "$told" | sed -n 's/^\(PROTO\|TCP[A-Z]*ADDR\)=.*/\1/p')" "$mine" 'BusyBox has the same names'
	is "$(value TCPLOCALADDR)" "127.0.0.1:$free_port" 'and the same form'
	end $tcpsvd
else
	status_is 100 '--env busybox is refused' mote-server --env busybox tcp:127.0.0.1:0 exec env
	skip 6 'option busybox is not in this profile'
fi

# --- Redirected by netfilter ---
# redirect FAMILY: what goes to port 7 goes to ours.
redirect()
{
	nft add table "$1" mote &&
		nft "add chain $1 mote output { type nat hook output priority -100; }" &&
		nft add rule "$1" mote output tcp dport 7 redirect to ":$port"
}
start_server tcp:0 exec env
if command -v nft > /dev/null && redirect ip 2> "$work/nft"; then
	told tcp:127.0.0.1:7
	is "$(value TCPORIGDSTADDR)" 127.0.0.1:7 'TCPORIGDSTADDR: where the client wanted to go'
	is "$(value TCPLOCALPORT)" "$port" 'TCPLOCALPORT: where it came to'
	told "tcp:127.0.0.1:$port"
	is "$(value TCPORIGDSTADDR)" - 'TCPORIGDSTADDR: not where that is the same'
	if feature option ipv6 && test -e /proc/net/if_inet6 && redirect ip6 2>> "$work/nft"; then
		told 'tcp:[2001:db8::1]:7'
		is "$(value TCPORIGDSTADDR)" '[2001:db8::1]:7' 'TCPORIGDSTADDR: IPv6'
		told "tcp:[2001:db8::1]:$port"
		is "$(value TCPORIGDSTADDR)" - 'IPv6: not where that is the same'
	else
		skip 2 'there is no IPv6, or no redirection of it'
	fi
	nft flush ruleset
else
	skip 5 "nothing is redirected here: $(head -n 1 "$work/nft" 2> /dev/null || echo 'no nft')"
fi
stop_server

# --- UNIX sockets ---
if feature transport unix; then
	start_server "unix:$work/socket" exec env
	told "$endpoint"
	is "$(value PROTO)" IPC 'UNIX: PROTO'
	is "$(value IPCLOCALPATH)" "$work/socket" 'UNIX: IPCLOCALPATH'
	is "$(value IPCREMOTEPATH)" '' 'UNIX: IPCREMOTEPATH is empty'
	is "$(value IPCREMOTEEUID)" "$(id -u)" 'UNIX: IPCREMOTEEUID'
	is "$(value IPCREMOTEEGID)" "$(id -g)" 'UNIX: IPCREMOTEEGID'
	is "$(printf '%s\n' "$told" | grep -c "$ours")" 5 'UNIX: no others'
	stop_server
	if feature option user; then
		start_server -u nobody:daemon "unix:@environment $$" exec env
		told "$endpoint"
		is "$(value IPCREMOTEEUID)" 0 'UNIX: IPCREMOTEEUID is the client, not us'
		is "$(value IPCLOCALPATH)" "@environment $$" 'UNIX: an abstract name'
		stop_server
	else
		skip 2 'option user is not in this profile'
	fi
else
	skip 8 'transport unix is not in this profile'
fi

# --- What is inherited ---
gone='TCPREMOTEHOST TCPREMOTEINFO TCPLOCALHOST TCPREMOTEADDR TCPORIGDSTADDR TCPCONCURRENCY UDPREMOTEADDR IPCREMOTEEUID
	IPCLOCALPATH LISTEN_FDS LISTEN_FDNAMES LISTEN_PID'
for name in $gone TCPREMOTEIP PROTO KEPT PROTOCOL SSL_CERT_FILE; do
	export "$name=inherited"
done
start_server tcp:127.0.0.1:0 exec env
told "$endpoint"
for name in $gone; do
	is "$(value "$name")" - "$name is not inherited"
done
is "$(value TCPREMOTEIP)" 127.0.0.1 'TCPREMOTEIP is there once, and ours'
is "$(value PROTO)" TCP 'PROTO is there once, and ours'
for name in KEPT PROTOCOL SSL_CERT_FILE; do
	is "$(value $name)" inherited "$name is inherited"
done
is "$(value PATH)" "$PATH" 'PATH is inherited'
stop_server
if feature transport udp; then
	# A program that has the listening socket is told of no client either. It ends by itself.
	start_server udp:127.0.0.1:0 exec sh -c 'env > "$0.new"; mv "$0.new" "$0"; exec dd bs=2000 count=1' "$work/told"
	within 20 mote-client -i 1 -m x "$endpoint" > /dev/null 2>&1
	ok 'UDP: the program was started' eventually 5 test -e "$work/told"
	told=$(cat "$work/told")
	is "$(value TCPREMOTEIP)" - 'UDP: TCPREMOTEIP is not inherited'
	is "$(value KEPT)" inherited 'UDP: others are'
	stop_server
else
	skip 3 'UDP is not in this profile'
fi
for name in $gone TCPREMOTEIP PROTO KEPT PROTOCOL SSL_CERT_FILE; do
	unset "$name"
done

# --- Variables of a rule ---
if feature option rules; then
	cat > "$work/rules" <<-'END'
		allow 127.0.0.0/8 +RELAYCLIENT= +WHO='two words' +TCPREMOTEHOST=a.test
		allow 127.0.0.2 +TCPREMOTEIP=1.2.3.4 +PATH=/bin:/usr/bin +QUOTE=\"'$x\'
		allow 127.0.0.3
		allow 192.0.2.0/24 +LONG=yes # a comment
	END
	start_server -x "$work/rules" tcp:0 exec env
	told "tcp:127.0.0.1:$port"
	is "$(value RELAYCLIENT)" '' 'a rule: an empty variable'
	is "$(value WHO)" 'two words' 'a rule: a value with a space'
	is "$(value TCPREMOTEHOST)" a.test 'a rule may set what is not inherited'
	is "$(value TCPREMOTEIP)" 127.0.0.1 'a rule: others stay'
	told -s 127.0.0.2 "tcp:127.0.0.1:$port"
	is "$(value TCPREMOTEIP)" 1.2.3.4 'a rule takes the place of ours'
	is "$(value PATH)" /bin:/usr/bin 'and of what was inherited'
	is "$(value QUOTE)" "\"\$x\\" 'quotes and backslashes'
	is "$(value RELAYCLIENT)" - 'of a longer rule alone are its own'
	told -s 127.0.0.3 "tcp:127.0.0.1:$port"
	is "$(value WHO)" - 'none where the rule has none'
	told "tcp:192.0.2.1:$port"
	is "$(value LONG)" yes 'each rule has its own'
	printf 'allow 0.0.0.0/0 +WHO=new\n' > "$work/rules"
	kill -HUP "$server_pid"
	is_new()
	{
		told "tcp:127.0.0.1:$port"
		test "$(value WHO)" = new
	}
	ok 'SIGHUP: new variables' eventually 5 is_new
	stop_server
else
	skip 11 'option rules is not in this profile'
fi

# --- A large environment, as clusters make them ---
name=0
while test $name -lt 1200; do
	export "N$name=x"
	name=$((name + 1))
done
start_server tcp:127.0.0.1:0 exec env
told "$endpoint"
is "$(value TCPREMOTEIP)" 127.0.0.1 'a large environment: ours are there'
is "$(value N1199)" x 'and the last of the others'
stop_server

status_is 100 '--env with something else is wrong usage' mote-server --env other tcp:127.0.0.1:0 exec env

done_testing
