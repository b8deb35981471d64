#!/bin/sh
# ucspi.t: programs written for other super-servers, unchanged: they are told what BusyBox's tcpsvd, tcpserver and
# s6-ipcserver tell them; ucspi-tcp's own regression test, with our programs behind the names tcpserver and
# tcpclient; its filters and clients; s6's programs for UNIX sockets and readiness.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need service exec
need transport tcp
need option env
command -v mote-client > /dev/null || skip_all 'mote-client is not in this profile'

# told ADDRESS ENDPOINT: sets $told to what a program is told by super-servers' names, where it runs $show. The port
# of the client is FROM, the server's PORT.
show='env | grep -aE "^(PROTO|TCP|UDP|IPC)" | sort'
told()
{
	free_port
	told=$(within 20 mote-client -m '' -s "$1" -p "$free_port" "$2" |
		sed "s/\([:=]\)$free_port\$/\1FROM/; s/\([:=]\)${2##*:}\$/\1PORT/")
}

# other_server PORT COMMAND…: waits until it listens.
other_server()
{
	other_port=$1
	shift
	"$@" 2> /dev/null &
	other=$!
	track $other
	eventually 5 listening tcp "$other_port"
}

# --- The variables of BusyBox's tcpsvd ---
busybox_names()
{
	for address in 127.0.0.1 ::1; do
		where=$address
		case $address in *::*) where="[$address]" ;; esac
		if test "$where" != 127.0.0.1 && ! feature option ipv6; then
			skip 2 'IPv6 is not in this profile'
			continue
		fi
		free_port
		other_server "$free_port" "$BUSYBOX" tcpsvd "$address" "$free_port" sh -c "$show"
		told "$address" "tcp:$where:$other_port"
		end "$other"
		theirs=$told
		like "$theirs" '^TCPREMOTEADDR=.*:FROM$' "tcpsvd at $address"
		start_server --env busybox "tcp:$where:0" exec sh -c "$show"
		told "$address" "$endpoint"
		is "$(echo "$told" | grep -v '^TCPCONCURRENCY=1$')" "$theirs" "--env busybox at $address: tells what tcpsvd tells"
		stop_server
	done

	# Its count of those with the same address is told with -C only.
	count='echo "number $TCPCONCURRENCY"; cat'
	for server in theirs ours; do
		if test $server = theirs; then
			free_port
			other_server "$free_port" "$BUSYBOX" tcpsvd -C 3 127.0.0.1 "$free_port" sh -c "$count"
			endpoint=tcp:127.0.0.1:$other_port
		else
			start_server -C 3 --env busybox tcp:127.0.0.1:0 exec sh -c "$count"
		fi
		client $server-first
		exec 8<> "$work/$server-first.in"
		ok "TCPCONCURRENCY, $server: the first" eventually 5 heard $server-first '^number 1$'
		is "$(within 20 mote-client -m '' "$endpoint")" 'number 2' "TCPCONCURRENCY, $server: the second"
		is "$(within 20 mote-client -m '' -s 127.0.0.9 "$endpoint")" 'number 1' "TCPCONCURRENCY, $server: another address"
		exec 8>&-
		eventually 5 gone_or_zombie $client_pid
		if test $server = theirs; then end "$other"; else stop_server; fi
	done
}
if feature option busybox; then
	busybox_names
else
	skip 10 'option busybox is not in this profile'
fi

# --- From here on: programs of Debian ---
left=''
test "$MOTE_RUN" = native || left='the UCSPI programs are those of this machine'
test -n "$left" || test "$MOTE_PROFILE" = full || left='the shims want mote-resolver and all options'
peers=$PWD/out/peers
test -n "$left" || test -d "$peers/rts" || left='tests/peers/ucspi/get.sh was not run'
if test -n "$left"; then
	skip 127 "$left"
	done_testing
fi
debian=$peers/root/usr/bin

# --- The variables of tcpserver ---
free_port
other_server "$free_port" "$debian/tcpserver" -RHl name 127.0.0.1 "$free_port" sh -c "$show"
told 127.0.0.1 "tcp:127.0.0.1:$other_port"
end "$other"
theirs=$told
start_server tcp:127.0.0.1:0 exec sh -c "$show"
told 127.0.0.1 "$endpoint"
is "$(echo "$told" | sed 's/^TCPCONNNUM=1$/TCPLOCALHOST=name/' | sort)" "$theirs" 'tells what tcpserver tells'
stop_server

# Where a user without rights can read them; scripts of ucspi-tcp name their programs by their full paths.
programs=$work/bin
mkdir "$programs"
for program in mote-server mote-client mote-resolver; do
	cp "$(command -v $program)" "$programs"
done
for program in addcr argv0 delcr fixcrio mconnect-io rblsmtpd recordio supervise svc tcprules tcprulescheck; do
	cp "$debian/$program" "$programs"
done
for program in 'date@' 'finger@' 'http@' 'who@' mconnect tcpcat; do
	sed "s:/usr/bin/:$programs/:g" "$debian/$program" > "$programs/$program"
done
cp tests/peers/ucspi/* "$programs"
chmod -R a+rX "$programs"
chmod a+x "$programs"/*@ "$programs/mconnect" "$programs/tcpcat"

# --- rts.tests: it wants a name server that knows localhost and nobody else ---
mkdir "$work/names"
cat > "$work/names/zone" <<'END'
$TTL 60
. IN SOA localhost. root.localhost. 1 3600 600 86400 60
. IN NS localhost.
localhost. IN A 127.0.0.1
1.0.0.127.in-addr.arpa. IN PTR localhost.
END
cat > "$work/names/conf" <<END
server:
	ip-address: 127.0.0.3
	username: ""
	chroot: ""
	database: ""
	zonesdir: "$work/names"
	zonelistfile: "$work/names/list"
	xfrdfile: "$work/names/state"
	xfrdir: "$work/names"
	pidfile: "$work/names/pid"
	logfile: "$work/names/log"
remote-control:
	control-enable: no
zone:
	name: "."
	zonefile: "zone"
END
echo 'nameserver 127.0.0.3' > "$work/resolv.conf"
chmod 644 "$work/resolv.conf"
"$peers/nsd" -d -c "$work/names/conf" > "$work/names/start" 2>&1 &
track $!
ok 'a name server' eventually 10 grep -qs 'nsd started' "$work/names/log"

mkdir "$work/rts"
cp "$peers/rts/rts.tests" "$work/rts"
chown -R 65534:65534 "$work/rts"
# As nobody, for it tries to become another user, and must not.
unshare --mount sh -c '
	mount --bind "$1/resolv.conf" /etc/resolv.conf && cd "$1/rts" || exit 1
	exec "$2" timeout -s KILL 120 "$2" chpst -u 65534:65534 \
		env - "PATH=$1/bin:$PATH" "TMPDIR=$1/rts" sh rts.tests' sh "$work" "$BUSYBOX" \
	< /dev/null 2>&1 | cat -v > "$work/rts/output"

# split FOLDER: standard input into files of a test each: its title, and what it printed.
split()
{
	mkdir "$1"
	number=100
	while IFS= read -r line; do
		case $line in '--- '*) number=$((number + 1)) ;; esac
		printf '%s\n' "$line" >> "$1/$number"
	done
}
split "$work/wanted" < "$peers/rts/rts.exp"
split "$work/got" < "$work/rts/output"
for file in "$work/wanted"/*; do
	title=$(sed -n '1s/^--- //p' "$file")
	got=$work/got/${file##*/}
	case $title in
	'rblsmtpd finds 127.0.0.2 on the RBL' | 'rblsmtpd -b uses a permanent error code' | \
		'rblsmtpd quits after a timeout' | 'rblsmtpd prints an immediate error message with -t0')
		skip 1 "Debian's rblsmtpd has no blocklist unless it is told one"
		;;
	*) is "$(cat "$got" 2> /dev/null)" "$(cat "$file")" "rts.tests: $title" ;;
	esac
done
is "$(ls "$work/got")" "$(ls "$work/wanted")" 'rts.tests: it printed nothing else'

# --- Rules that tcprules has made: the shim turns the file into ours ---
PATH=$programs:$PATH
export PATH
cat > "$work/rules" <<'END'
127.0.0.2:allow,which=/one/,empty=//,words=/a b  c/
127.0.0.4-5:deny
127.0.1.:deny
127.0.1.7:allow,which=/exact/
127.:allow,which=/net/
:deny
END
tcprules "$work/rules.cdb" "$work/rules.tmp" < "$work/rules"
free_port
tcpserver -RHl0 -x "$work/rules.cdb" -B 'banner ' 127.0.0.1 "$free_port" \
	sh -c 'echo "$TCPREMOTEIP ${which-none}|${empty-none}|${words-none}"' 2> "$work/rules.log" &
tcpserver=$!
track $tcpserver
ok 'tcpserver -x: it listens' eventually 5 listening tcp "$free_port"
for case in '0.2:banner 127.0.0.2 one||a b  c' '0.3:banner 127.0.0.3 net|none|none' 0.4: 0.5: \
	'0.6:banner 127.0.0.6 net|none|none' 1.6: '1.7:banner 127.0.1.7 exact|none|none'; do
	client=127.0.${case%%:*}
	is "$(within 20 mote-client -m '' -s "$client" 127.0.0.1 "$free_port")" "${case#*:}" "tcpserver -x: $client"
done
end $tcpserver
is "$ended" 0 'tcpserver: SIGTERM ends it with 0'
echo '=localhost:allow' | tcprules "$work/rules.cdb" "$work/rules.tmp"
status_is 111 'tcpserver -x: rules by name are refused' tcpserver -x "$work/rules.cdb" 127.0.0.1 0 true
status_is 111 'tcpserver -x: a file that is not there' tcpserver -x "$work/no-such-file" 127.0.0.1 0 true

# --- A program that is not there, and one that is killed ---
free_port
tcpserver -RHv -l 'a name%' 127.0.0.1 "$free_port" "$work/no-such-program" 2> "$work/none.log" &
tcpserver=$!
track $tcpserver
eventually 5 listening tcp "$free_port"
mote-client -m '' 127.0.0.1 "$free_port"
ok 'tcpserver: a program that is not there' \
	eventually 5 grep -q '^tcpserver: end [0-9]* status 28416$' "$work/none.log"
like "$(cat "$work/none.log")" '^tcpserver: warning: dropping connection, unable to run .*: file does not exist$' \
	'tcpserver: which it says'
like "$(cat "$work/none.log")" '^tcpserver: ok [0-9]* a\?name\?:127.0.0.1:' 'tcpserver: its names are fit for a log'
end $tcpserver

# --- ucspi-tcp's filters around a program ---
start_server tcp:127.0.0.1:0 exec recordio cat
is "$(echo hello | within 20 mote-client "$endpoint")" hello 'recordio: what goes in comes out'
ok 'recordio: what came is in the log' eventually 5 logged '^[0-9]+ < hello $'
ok 'recordio: what went too' eventually 5 logged '^[0-9]+ > \[EOF\]'
stop_server
start_server tcp:127.0.0.1:0 exec fixcrio sh -c 'read -r line; echo "$line"; echo end'
is "$(printf 'hello\r\n' | within 20 mote-client "$endpoint" | od -An -c | tr -d ' \n')" \
	'hello\r\nend\r\n' 'fixcrio: its lines'
stop_server
start_server tcp:127.0.0.1:0 exec argv0 sh 'a name' -c 'echo "$0"'
is "$(within 20 mote-client -m '' "$endpoint")" 'a name' 'argv0'
stop_server

# A rule's variable tells rblsmtpd to turn a client away, whatever blocklists say.
printf 'allow 127.0.0.0/8\nallow 127.0.0.9/32 +RBLSMTPD="-go away"\n' > "$work/rules"
start_server -x "$work/rules" tcp:127.0.0.1:0 exec rblsmtpd printf '220 welcome\r\n'
is "$(within 20 mote-client -m '' "$endpoint" | tr -d '\r')" '220 welcome' 'rblsmtpd lets in'
is "$(printf 'help\r\nquit\r\n' | within 20 mote-client -s 127.0.0.9 "$endpoint" | tr -d '\r')" \
	'220 rblsmtpd.local
553 go away
221 rblsmtpd.local' 'rblsmtpd turns away whom a rule names'
ok 'rblsmtpd: and knows who it is' eventually 5 logged '^rblsmtpd: 127\.0\.0\.9 pid [0-9]+: 553 go away'
stop_server

# --- Its clients, by tcpclient and by our shim of that name, with our services, at their fixed ports ---
mv "$programs/tcpclient" "$programs/shim"
for tcpclient in "$debian/tcpclient" "$programs/shim"; do
	cp "$tcpclient" "$programs/tcpclient"
	by=${tcpclient#"$debian/"}
	by=${by##*/}
	start_server tcp:127.0.0.1:13 daytime
	like "$(within 20 'date@' 127.0.0.1)" '^[A-Z][a-z]+ [A-Z][a-z]+ [0-9]+ [0-9:]+ [0-9]+ UTC$' "date@ by $by"
	stop_server
	start_server tcp:127.0.0.1:79 exec sh -c 'read -r name; printf "%s is here\r\n" "$name"'
	like "$(within 20 'finger@' 127.0.0.1 somebody)" '^somebody\^?M? is here$' "finger@ by $by"
	stop_server
	start_server tcp:127.0.0.1:11 exec printf 'root\r\nnobody\r\n'
	is "$(within 20 'who@' 127.0.0.1)" 'root
nobody' "who@ by $by"
	stop_server
	start_server tcp:127.0.0.1:0 exec printf 'good morning\n'
	is "$(within 20 mconnect 127.0.0.1 "$port" < /dev/null)" 'good morning' "mconnect by $by"
	is "$(within 20 tcpcat 127.0.0.1 "$port")" 'good morning' "tcpcat by $by"
	stop_server
	mkdir -p "$work/www"
	echo 'a page' > "$work/www/page"
	start_server tcp:127.0.0.1:0 exec "$BUSYBOX" httpd -i -h "$work/www"
	is "$(within 20 'http@' 127.0.0.1 page "$port")" 'a page' "http@ by $by"
	stop_server
done

# --- s6: UNIX sockets ---
PATH=$debian:$PATH
need transport unix
# What comes over descriptor 6, which s6-ipcclient opens.
printf '#!/bin/sh\nexec s6-ipcclient "$@" sh -c "cat <&6"\n' > "$programs/ask"
chmod 755 "$programs/ask"
s6-ipcserver -1 "$work/theirs" sh -c "$show" > "$work/theirs.out" 2> "$work/theirs.err" &
theirs=$!
track $theirs
ok 's6-ipcserver: it listens' eventually 5 test -s "$work/theirs.out"
start_server "unix:$work/socket" exec sh -c "$show"
within 20 ask "$work/theirs" < /dev/null > "$work/theirs.told"
within 20 ask "$work/socket" < /dev/null > "$work/ours.told"
is "$(grep -v '^IPCLOCALPATH=' "$work/ours.told")" "$(grep -v '^IPCCONNNUM=1$' "$work/theirs.told")" \
	's6-ipcclient: told what s6-ipcserver tells'
like "$(cat "$work/theirs.told")" '^IPCREMOTEPATH=$' 's6-ipcclient: which is the path that it has not, too'
within 20 ask -p "$work/from" "$work/socket" < /dev/null > "$work/ours.told"
like "$(cat "$work/ours.told")" "^IPCREMOTEPATH=$work/from\$" 's6-ipcclient: one that it has'
stop_server
end $theirs
show='echo "$PROTO $IPCREMOTEEUID $IPCREMOTEEGID"'
chmod 755 "$work"
start_server --mode 666 "unix:$work/socket" exec sh -c "$show"
is "$(within 20 s6-setuidgid 65534:65533 ask "$work/socket" < /dev/null)" 'IPC 65534 65533' 's6-ipcclient: another user'
stop_server

# s6-ipcserver-access lets in by those variables. Its folder of rules: uid/NUMBER/allow, and env/ beside it.
mkdir -p "$work/access/uid/0/env" "$work/access/uid/default"
: > "$work/access/uid/0/allow"
: > "$work/access/uid/default/deny"
echo 'of root' > "$work/access/uid/0/env/which"
start_server --mode 666 "unix:$work/socket" exec s6-ipcserver-access -v0 -E -i "$work/access" sh -c 'echo "$which"'
is "$(within 20 ask "$work/socket" < /dev/null)" 'of root' 's6-ipcserver-access lets root in'
is "$(within 20 s6-setuidgid 65534:65533 ask "$work/socket" < /dev/null)" '' 's6-ipcserver-access: and nobody else'
stop_server

# s6-ioconnect, the other side of s6-ipcclient; our client at s6's own server.
s6-ipcserver -1 "$work/cat" sh -c 'cat; echo "$PROTO $IPCREMOTEEUID"' > "$work/cat.out" 2> "$work/cat.err" &
theirs=$!
track $theirs
eventually 5 test -s "$work/cat.out"
is "$(echo hello | within 20 mote-client "unix:$work/cat")" 'hello
IPC 0' 's6-ipcserver: our client is told and heard'
end $theirs
start_server "unix:$work/socket" echo
is "$(echo hello | within 20 s6-ipcclient "$work/socket" s6-ioconnect)" hello 's6-ioconnect: input and output over our echo'
stop_server

# ucspilogd is a syslog server for one client.
start_server --mode 666 "unix:$work/log" exec sh -c 'ucspilogd IPCREMOTEEUID >&2'
within 20 s6-setuidgid 65534:65533 mote-client -m '<13>a message' "unix:$work/log"
like "$(ls -l "$work/log")" '^s' 'ucspilogd: a socket'
ok 'ucspilogd: says who wrote' eventually 5 logged '^65534: user\.notice: a message$'
stop_server

# s6-connlimit counts by what it is told.
start_server tcp:127.0.0.1:0 exec env TCPCONNMAX=1 s6-connlimit sh -c 'echo "number $TCPCONNNUM"; cat'
client first
exec 8<> "$work/first.in"
ok 's6-connlimit: the first of an address' eventually 5 heard first '^number 1$'
is "$(within 20 mote-client -m '' "$endpoint")" '' 's6-connlimit: not a second'
is "$(within 20 mote-client -m '' -s 127.0.0.9 "$endpoint")" 'number 1' 's6-connlimit: but of another address'
exec 8>&-
ok 's6-connlimit: the first ends' eventually 5 gone_or_zombie $client_pid
ok 's6-connlimit: and another may' eventually 5 sh -c 'test "$(mote-client -m "" "$0")" = "number 1"' "$endpoint"
stop_server

# --- s6's supervision: readiness ---
if feature option notify-fd; then
	free_port
	mkdir "$work/service"
	echo 5 > "$work/service/notification-fd"
	printf '#!/bin/sh\nexec mote-server --notify-fd 5 tcp:127.0.0.1:%d greet\n' "$free_port" > "$work/service/run"
	chmod 755 "$work/service/run"
	s6-supervise "$work/service" 2> "$work/service.log" &
	supervise=$!
	track $supervise
	eventually 5 test -p "$work/service/supervise/control"
	ok 's6-svwait -U: it is ready' within 20 s6-svwait -U -t 10000 "$work/service"
	ok 'and listens' listening tcp "$free_port"
	like "$(s6-svstat "$work/service")" '^up .*, ready ' 's6-svstat: ready'
	within 20 s6-svc -wD -T 10000 -d "$work/service"
	like "$(s6-svstat "$work/service")" '^down \(exitcode 0\)' 's6-svc -d: it ends with 0'
	s6-svc -x "$work/service"
	ok 's6-svc -x' eventually 5 gone_or_zombie $supervise
	# One that cannot listen never says that it is ready.
	start_server "tcp:127.0.0.1:$free_port" echo
	s6-supervise "$work/service" 2> "$work/service.log" &
	supervise=$!
	track $supervise
	eventually 5 grep -q 'cannot listen' "$work/service.log"
	ok 'one that cannot listen is not ready' sh -c '! s6-svwait -U -t 300 "$0" 2> /dev/null' "$work/service"
	s6-svc -xd "$work/service"
	eventually 5 gone_or_zombie $supervise
	stop_server
else
	skip 6 'readiness is not in this profile'
fi

done_testing
