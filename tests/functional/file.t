#!/bin/sh
# file.t: many services of one file, a line each; SIGHUP takes what has changed, and only that.
# shellcheck disable=SC2059,SC2317 # formats of printf; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need option file
file=$work/services

# serve: starts a server of the file, whose announced endpoints are in $server_out.
serve()
{
	start_server -f "$file" "$@"
}

# again N: the file is read again, which announces N endpoints in all, or fails.
again()
{
	reloads=$(grep -c -E 'read again|stays as it was' "$server_log")
	kill -HUP "$server_pid"
	eventually 5 has_reloaded
}

has_reloaded()
{
	test "$(grep -c -E 'read again|stays as it was' "$server_log")" -gt "$reloads"
}

# count_open: how many descriptors the server has.
count_open()
{
	set -- "/proc/$server_pid/fd"/*
	echo $#
}

has_a_child()
{
	test -n "$(children "$server_pid")"
}

refuses()
{
	! within 5 mote-client "$endpoint" < /dev/null > /dev/null 2>&1
}

# line N: the Nth endpoint that was announced.
line()
{
	sed -n "$1p" "$server_out"
}

# --- What a line is ------------------------------------------------------------------------------------

check_file()
{
	printf "$@" > "$file"
	run mote-server -f "$file" --check
}

check_file '# nothing\n\n  udp:127.0.0.1:0 echo # a comment\r\n'
is "$status:$out$err" 0: '--check: a right file, with comments, blanks and CR'
check_file 'udp:127.0.0.1:0 eko\nudp:127.0.0.1:0 echo\nfoo\n-D udp:1 echo\nudp:1 greet "x\n--help\n'
is "$status" 100 '--check: a wrong one'
like "$err" 'services:1: unknown service eko' '--check: names the line of an unknown service'
like "$err" 'services:3: an ENDPOINT is missing' '--check: and of a missing endpoint'
like "$err" 'services:4: option -D is (for the command line only|not compiled in)' \
	'--check: and of an option of the command line'
like "$err" 'services:5: a " is not closed' '--check: and of an open quote'
like "$err" 'services:6: unknown option --help' '--check: and of --help'
unlike "$err" 'services:2:' '--check: nothing about the right line'
printf 'allow nowhere\n' > "$work/broken"
if feature option rules; then
	check_file 'udp:127.0.0.1:0 echo\n-x %s/broken udp:127.0.0.1:0 echo\n--nonsense\n' "$work"
	like "$err" 'broken:1: ' '--check: a wrong file of rules is named'
	like "$err" 'services:3: unknown option --nonsense' '--check: and the line after it by its number'
else
	skip 2 'option rules is not in this profile'
fi
check_file '\n# nothing\n'
is "$status" 100 'a file without a service is wrong'
like "$err" 'no service' 'and it says so'
run mote-server -f "$work/none"
is "$status" 111 'a file that is not there'
like "$err" 'cannot read .*/none: (No such|error 2)' 'is named'
run mote-server -f "$file" udp:0 echo
is "$status" 100 'a file and a service on the command line'
run mote-server --check udp:0 echo
is "$status" 100 '--check without a file'
check_file 'udp:127.0.0.1:0 echo\n\0udp:127.0.0.1:0 echo\n'
is "$status" 100 'a NUL in the file'
"$BUSYBOX" dd if=/dev/zero bs=1024 count=65 2> /dev/null | tr '\0' '#' > "$file"
run mote-server -f "$file" --check
like "$status:$err" '^100:.*not text, or over 65536 bytes' 'a file that is too long is refused'

# --- Served, and read again ----------------------------------------------------------------------------

if feature transport unix; then
	cat > "$file" <<- END
		unix:$work/a.sock greet 'one  two' # quoted
		unix:$work/b.sock greet "a \\"b\\" \\\\ c"
		unix:$work/c.sock greet a\\ b
		unix:$work/d.sock echo
	END
	serve
	endpoint_count=4
	ok 'all endpoints are announced' eventually 5 announced
	is "$(mote-client "unix:$work/a.sock" < /dev/null)" 'one  two' 'single quotes hold blanks'
	is "$(mote-client "unix:$work/b.sock" < /dev/null)" 'a "b" \ c' 'double quotes, with escapes'
	is "$(mote-client "unix:$work/c.sock" < /dev/null)" 'a b' 'a backslash holds a blank'

	client held "unix:$work/d.sock"
	exec 8<> "$work/held.in"
	echo before >&8
	ok 'a conversation is running' eventually 5 heard held before
	inode=$("$BUSYBOX" stat -c %i "$work/a.sock")
	cat > "$file" <<- END
		unix:$work/e.sock greet new
		unix:$work/b.sock greet changed
		unix:$work/a.sock greet 'one  two' # quoted
	END
	again
	is "$(mote-client "unix:$work/e.sock" < /dev/null)" new 'SIGHUP: an added line is served'
	is "$(mote-client "unix:$work/b.sock" < /dev/null)" changed 'a changed one has changed'
	is "$(mote-client "unix:$work/a.sock" < /dev/null)" 'one  two' 'one that stayed is there'
	is "$("$BUSYBOX" stat -c %i "$work/a.sock")" "$inode" 'with the same socket'
	ok 'the file of a removed line is gone' test ! -e "$work/c.sock"
	echo after >&8
	ok 'the conversation of a removed line goes on' eventually 5 heard held after
	run mote-client -w 2 "unix:$work/d.sock"
	isnt "$status" 0 'but nobody else gets in'
	exec 8>&-
	ok 'until it ends' eventually 5 gone_or_zombie "$client_pid"

	echo 'udp:nowhere echo' >> "$file"
	again
	like "$(tail -n 3 "$server_log")" 'services:4: endpoint udp:nowhere' \
		'a wrong line is named, and'
	is "$(mote-client "unix:$work/b.sock" < /dev/null)" changed 'all stays as it was'
	printf 'unix:%s greet x\nunix:/nowhere/x.sock greet x\n' "$work/f.sock" > "$file"
	again
	like "$(tail -n 3 "$server_log")" 'services:2: cannot listen on unix:/nowhere' \
		'so it does where an endpoint cannot be bound'
	is "$(mote-client "unix:$work/b.sock" < /dev/null)" changed 'all stays as it was'
	ok 'and the others of that file are closed again' test ! -e "$work/f.sock"
	rm "$file"
	again
	is "$(mote-client "unix:$work/b.sock" < /dev/null)" changed 'the same without the file'
	stop_server
	is "$server_status" 0 'the end'
	ok 'its socket files are removed' test ! -e "$work/a.sock"
else
	skip 20 'UNIX sockets are not in this profile'
fi

# --- Options, many times -------------------------------------------------------------------------------

if feature transport tcp; then
	printf '%s\n' 'tcp:127.0.0.1:0 greet one' '-c 1 tcp:127.0.0.1:0 echo' > "$file"
	serve -v -i 1
	endpoint_count=2
	eventually 5 announced
	first=$(line 1)
	is "$(mote-client "$first" < /dev/null)" one 'TCP: the first line'
	client idle "$(line 2)"
	exec 8<> "$work/idle.in"
	ok 'options of the command line are those of every line' eventually 5 logged 'over its time'
	exec 8>&-
	open_before=$(count_open)
	for i in 1 2 3 4 5 6 7 8 9 10; do
		printf 'tcp:127.0.0.1:0 greet n%s\n' "$i" > "$file"
		again
	done
	is "$(mote-client "$first" < /dev/null)" n10 'TCP: the port of a changed line stays the same'
	# The line of echo is gone.
	is "$(count_open)" $((open_before - 1)) 'TCP: nothing is left open'
	# A wrong line beside right ones that are not opened for it.
	for i in 1 2 3; do
		printf 'tcp:127.0.0.1:0 echo\n-x %s/none tcp:127.0.0.1:0 greet x\n' "$work" > "$file"
		again
		printf -- '-c %s tcp:127.0.0.1:0 greet n%s\n' "$i" "$i" > "$file"
		again
	done
	is "$(mote-client "$first" < /dev/null)" n3 'TCP: failed reloads close nothing that is served'
	is "$(count_open)" $((open_before - 1)) 'TCP: nor leave anything open'
	stop_server
	is "$server_status" 0 'TCP: the end'
else
	skip 7 'TCP is not in this profile'
fi

# --- What fails, fails as a whole ----------------------------------------------------------------------

if feature transport tcp; then
	endpoint_count=1
	echo 'tcp:127.0.0.1:0 echo' > "$file"
	serve --drain 60
	printf 'tcp:127.0.0.1:0 echo\ntcp:127.0.0.1:0 greet x\n' > "$file"
	again
	is "$(grep -c . "$server_out")" 2 'another port 0 is another endpoint'
	printf '%s echo\n' "$endpoint" > "$file"
	stop_server
	serve --drain 60
	printf '%s echo\n%s greet x\n' "$endpoint" "$endpoint" > "$file"
	again
	like "$(tail -n 3 "$server_log")" 'services:2: cannot listen on' 'one endpoint for two lines is refused'
	if feature service activate; then
		printf '%s activate sleep 600\nunix:/nowhere/x.sock echo\n' "$endpoint" > "$file"
		again
	fi
	is "$(within 20 mote-client -m hello "$endpoint")" hello 'a socket that was to become a program'"'"'s serves on'
	is "$(within 20 mote-client -m hello "$endpoint")" hello 'again'
	client draining
	exec 8<> "$work/draining.in"
	echo hello >&8
	eventually 5 heard draining hello
	echo "unix:$work/late.sock echo" > "$file"
	kill "$server_pid"
	eventually 5 refuses
	kill -HUP "$server_pid"
	echo more >&8
	ok 'SIGHUP while it ends: the conversation goes on' eventually 5 heard draining more
	ok 'SIGHUP while it ends: nothing is opened' test ! -e "$work/late.sock"
	exec 8>&-
	ok 'and it ends' eventually 5 gone_or_zombie "$server_pid"
else
	skip 7 'TCP is not in this profile'
fi

# --- From a program that has the socket to a service that shares it -----------------------------------

if feature transport tcp && feature service activate; then
	endpoint_count=1
	echo 'tcp:127.0.0.1:0 activate sleep 600' > "$file"
	serve
	mote-client "$endpoint" < /dev/null > /dev/null 2>&1 &
	track $!
	ok 'activate: its program is started' eventually 5 has_a_child
	program=$(children "$server_pid")
	echo 'tcp:127.0.0.1:0 echo' > "$file"
	again
	ok 'activate: it is told to end when its line has gone' eventually 5 gone "$program"
	is "$(within 20 mote-client -m hello "$endpoint")" hello 'activate: the new service has the port'
	is "$(within 20 mote-client -m hello "$endpoint")" hello 'activate: again'
	stop_server
	is "$server_status" 0 'activate: the end'
else
	skip 5 'activate is not in this profile'
fi

# --- Conversations whose line has gone end while programs are being started ---------------------------

if feature transport unix && feature service exec; then
	exec_line="-c 99 unix:$work/programs exec true"
	printf '%s\n' "$exec_line" "unix:$work/line.1 echo" > "$file"
	serve
	endpoint_count=2
	held=0
	for number in 1 2 3 4 5 6 7 8 9 10; do
		mkfifo "$work/held.$number"
		mote-client "unix:$work/line.$number" < "$work/held.$number" > "$work/held.$number.out" 2> /dev/null &
		holder=$!
		track $holder
		exec 8> "$work/held.$number"
		echo held >&8
		eventually 5 grep -q held "$work/held.$number.out" && held=$((held + 1))
		printf '%s\n' "$exec_line" "unix:$work/line.$((number + 1)) echo" > "$file"
		again
		for _ in 1 2 3 4 5 6; do
			mote-client "unix:$work/programs" < /dev/null > /dev/null 2>&1 &
			track $!
		done
		exec 8>&-
		eventually 5 gone_or_zombie $holder
	done
	is $held 10 'lines that come and go: each is served'
	ok 'and the server outlives the conversations of those that went' alive "$server_pid"
	is "$(within 20 mote-client -m hello "unix:$work/line.11")" hello 'and goes on'
	stop_server
	is "$server_status" 0 'and ends'
else
	skip 4 'UNIX streams or exec are not in this profile'
fi

# --- A log that nobody reads ---------------------------------------------------------------------------

if feature transport unix && feature service echo; then
	mkfifo "$work/stuck"
	exec 9<> "$work/stuck"
	echo "unix:$work/unread echo" > "$file"
	mote-server -f "$file" 2> "$work/stuck" < /dev/null > /dev/null &
	server_pid=$!
	track $server_pid
	eventually 5 test -S "$work/unread"
	# Full to the last byte, by a writer that ends when it would have to wait.
	within 2 dd if=/dev/zero of="$work/stuck" bs=1 2> /dev/null
	echo 'this is no line' > "$file"
	kill -HUP "$server_pid"
	is "$(within 20 mote-client -m hello "unix:$work/unread")" hello 'a wrong file, and a full log: the server goes on'
	is "$(within 20 mote-client -m hello "unix:$work/unread")" hello 'a wrong file, and a full log: still'
	end "$server_pid"
	is "$ended" 0 'a full log: it ends'
	exec 9>&-
else
	skip 3 'UNIX streams or echo are not in this profile'
fi

done_testing
