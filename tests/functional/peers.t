#!/bin/sh
# peers.t: BusyBox's own programs on the other side: nc, tcpsvd, udpsvd, inetd, httpd, nslookup.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"

dd if=/dev/urandom of="$work/data" bs=65536 count=16 2> /dev/null

# --- BusyBox's nc as the client of our server ---
if feature transport tcp && feature service greet; then
	for model in iterative event fork; do
		if ! feature model $model; then
			skip 2 "model $model is not in this profile"
			continue
		fi
		start_server -m $model tcp:0 greet
		is "$(echo 'I want a HTTP service' | within 20 "$BUSYBOX" nc 127.0.0.1 "$port")" 'welcome to network server!!' \
			"$model: nc is greeted"
		ok "$model: and heard" eventually 5 logged '^from client: I want a HTTP service$'
		stop_server
	done
else
	skip 6 'greet over TCP is not in this profile'
fi

if feature transport tcp && feature service echo; then
	start_server tcp:0 echo
	# This nc does not close its half at the end of its input: it is ended when all has come back.
	mkfifo "$work/in"
	"$BUSYBOX" nc 127.0.0.1 "$port" < "$work/in" > "$work/back" &
	nc=$!
	track $nc
	exec 8> "$work/in"
	cat "$work/data" >&8
	ok 'a megabyte through nc and our echo' eventually 20 cmp -s "$work/data" "$work/back"
	exec 8>&-
	end $nc
	if feature option ipv6; then
		is "$(echo hello | within 5 "$BUSYBOX" nc -w 1 ::1 "$port")" hello 'nc over IPv6'
	else
		skip 1 'IPv6 is not in this profile'
	fi
	stop_server
else
	skip 2 'echo over TCP is not in this profile'
fi

if feature transport unix && feature service echo; then
	start_server "unix:$work/socket" echo
	is "$(echo hello | within 5 "$BUSYBOX" nc -w 1 "local:$work/socket" 2> /dev/null)" hello 'nc over a UNIX socket'
	stop_server
else
	skip 1 'echo over UNIX sockets is not in this profile'
fi

if feature transport udp && feature service echo; then
	start_server udp:0 echo
	for address in 127.0.0.1 192.0.2.1; do
		is "$(echo hello | within 5 "$BUSYBOX" nc -u -w 1 $address "$port")" hello "nc -u to $address"
	done
	stop_server
else
	skip 2 'echo over UDP is not in this profile'
fi

# --- Our client, with BusyBox's servers ---
if command -v mote-client > /dev/null && feature transport tcp mote-client; then
	free_port
	"$BUSYBOX" nc -l -p "$free_port" -e cat 2> /dev/null &
	nc=$!
	track $nc
	eventually 5 listening tcp "$free_port"
	within 20 mote-client 127.0.0.1 "$free_port" < "$work/data" > "$work/back"
	is $? 0 'nc -l -e cat: our client ends well'
	same_file "$work/data" "$work/back" 'and has its megabyte back'
	ok 'and nc has ended too' eventually 5 gone_or_zombie $nc

	free_port
	"$BUSYBOX" tcpsvd 127.0.0.1 "$free_port" cat 2> /dev/null &
	tcpsvd=$!
	track $tcpsvd
	eventually 5 listening tcp "$free_port"
	within 20 mote-client "tcp:127.0.0.1:$free_port" < "$work/data" > "$work/back"
	is $? 0 'tcpsvd cat: our client ends well'
	same_file "$work/data" "$work/back" 'and has its megabyte back'
	client one "tcp:127.0.0.1:$free_port"
	client two "tcp:127.0.0.1:$free_port"
	exec 8<> "$work/one.in" 9> "$work/two.in"
	echo hello >&8
	echo hello >&9
	ok 'two of our clients with one tcpsvd: one' eventually 5 heard one hello
	ok 'and the other' eventually 5 heard two hello
	exec 8>&- 9>&-
	end $tcpsvd

	free_port
	mkdir "$work/www"
	echo 'a page' > "$work/www/page.txt"
	"$BUSYBOX" httpd -f -p "127.0.0.1:$free_port" -h "$work/www" &
	httpd=$!
	track $httpd
	eventually 5 listening tcp "$free_port"
	run mote-client -m "$(printf 'GET /page.txt HTTP/1.0\r\n\r\n.')" "tcp:127.0.0.1:$free_port"
	like "$out" '^HTTP/1\.[01] 200 ' 'httpd answers our client'
	like "$out" '^a page$' 'with the page'
	end $httpd
else
	skip 9 'TCP or mote-client is not in this profile'
fi

if command -v mote-client > /dev/null && feature transport udp mote-client; then
	free_port
	# udpsvd starts a program for each datagram, on a socket that is connected to its sender.
	"$BUSYBOX" udpsvd 127.0.0.1 "$free_port" dd bs=2000 count=1 2> /dev/null &
	udpsvd=$!
	track $udpsvd
	eventually 5 listening udp "$free_port"
	is "$(echo hello | within 20 mote-client -i 5 "udp:127.0.0.1:$free_port")" hello 'udpsvd answers our client'
	end $udpsvd

	free_port
	printf '%d dgram udp wait root internal echo\n' "$free_port" > "$work/inetd.conf"
	sed -i 's/^[0-9]*/echo/; s/internal echo/internal/' "$work/inetd.conf"
	"$BUSYBOX" inetd -f "$work/inetd.conf" 2> /dev/null &
	inetd=$!
	track $inetd
	eventually 5 listening udp 7
	is "$(within 20 mote-client -m hello udp:127.0.0.1:7)" hello "inetd's echo answers our client"
	end $inetd
else
	skip 2 'UDP or mote-client is not in this profile'
fi

# --- BusyBox's nslookup beside our resolver, on the same name server ---
if command -v mote-resolver > /dev/null; then
	# addresses: all that a text holds, sorted, but for the name server's own.
	addresses()
	{
		grep -oE '192\.0\.2\.[0-9]+|2001:db8::[0-9a-f]+' | sort -u
	}
	for name in example.test www.example.test one.example.test v4.example.test v6.example.test many.example.test; do
		theirs=$(within 20 "$BUSYBOX" nslookup $name 2> /dev/null | addresses)
		isnt "$theirs" '' "nslookup finds $name"
		is "$(within 20 mote-resolver $name | addresses)" "$theirs" 'and our resolver the same addresses'
		is "$(within 20 mote-resolver "@$NSD_ADDRESS:$NSD_PORT" $name | addresses)" "$theirs" 'also at the other port'
	done
	status_is 1 'a name that does not exist' mote-resolver nowhere.example.test
	ok 'nslookup does not find it either' sh -c '! "$0" nslookup nowhere.example.test > /dev/null 2>&1' "$BUSYBOX"
else
	skip 20 'mote-resolver is not in this profile'
fi

done_testing
