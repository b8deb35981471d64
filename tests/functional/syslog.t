#!/bin/sh
# syslog.t: log lines to /dev/log, to BusyBox's syslogd.
# shellcheck disable=SC2317 # functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
need option syslog
need service greet
need transport udp
test -w /dev || skip_all 'needs root'

# A /dev of our own, as syslogd makes /dev/log; inside of a target's root file system it is one already.
if test "$MOTE_RUN" = native; then
	mkdir "$work/dev"
	mount -t tmpfs -o mode=755 dev "$work/dev"
	for device in null zero full random urandom tty; do
		: > "$work/dev/$device"
		mount --bind "/dev/$device" "$work/dev/$device"
	done
	ln -s /proc/self/fd "$work/dev/fd"
	mount --rbind "$work/dev" /dev
	finish()
	{
		finish_status=$?
		for finish_pid in $started; do
			end "$finish_pid"
		done
		umount -l /dev
		umount -l "$work/dev"
		exit "$finish_status"
	}
fi

start_syslogd()
{
	"$BUSYBOX" syslogd -n -O "$work/messages" &
	syslogd=$!
	track "$syslogd"
	eventually 5 test -S /dev/log
}

# written PATTERN: has syslogd written a line like this?
written()
{
	grep -E -q -e "$1" "$work/messages" 2> /dev/null
}

say()
{
	within 20 mote-client -u -m "$1" 127.0.0.1 "$port" > /dev/null
}

ok 'syslogd runs' start_syslogd
start_server --syslog udp:127.0.0.1:0 greet
say hello
ok 'a line with facility, level, name and process' eventually 5 written \
	" daemon\\.info mote-server\\[$server_pid\\]: from client: hello\$"
is "$(cat "$server_log")" '' 'and nothing on standard error'
say "$(printf 'a\033[1mb')"
ok 'control bytes are escaped' eventually 5 written 'from client: a\\x1b\[1mb'

# Started anew, as after a change of its configuration.
end "$syslogd"
rm -f /dev/log
say lost
ok 'without syslogd it serves on' test $? -eq 0
ok 'syslogd is started anew' start_syslogd
say again
ok 'and gets the lines again' eventually 5 written 'from client: again'
unlike "$(cat "$work/messages")" 'from client: lost' 'but what was said without it'
stop_server

# Before there is one: a server that is started earlier than the log daemon.
end "$syslogd"
rm -f /dev/log
start_server --syslog udp:127.0.0.1:0 greet
say early
ok 'syslogd comes later' start_syslogd
say late
ok 'its lines come once it is there' eventually 5 written "mote-server\\[$server_pid\\]: from client: late"
stop_server

if feature option root && feature option user; then
	mkdir "$work/jail"
	start_server --syslog -r "$work/jail" -u 12345:12345 udp:127.0.0.1:0 greet
	say 'from the jail'
	ok 'after chroot and the change of the user, too' eventually 5 written 'from client: from the jail'
	stop_server
else
	skip 1 '-r, or -u, is not in this profile'
fi

pid_written()
{
	test -s "$work/pid"
}

if feature option background && feature option pid-file; then
	mote-server -D -1 -p "$work/pid" --syslog udp:127.0.0.1:0 greet > "$work/out" < /dev/null
	eventually 5 pid_written
	pid=$(cat "$work/pid")
	track "$pid"
	endpoint=$(cat "$work/out")
	port=${endpoint##*:}
	say background
	ok 'in the background' eventually 5 written "mote-server\\[$pid\\]: from client: background"
	end "$pid"
else
	skip 1 '-D, or -p, is not in this profile'
fi

if feature service exec && feature transport tcp; then
	start_server --syslog tcp:127.0.0.1:0 exec sh -c 'echo to-stderr >&2'
	within 20 mote-client -m '' "$endpoint"
	ok 'what a program says on standard error comes there too' eventually 5 written 'to-stderr$'
	stop_server
	start_server --syslog tcp:127.0.0.1:0 exec "$work/nosuch"
	within 20 mote-client -m '' "$endpoint"
	ok 'a program that cannot be run is a warning' eventually 5 written 'daemon\.warn mote-server.*cannot run '
	stop_server
else
	skip 2 'exec over TCP is not in this profile'
fi

done_testing
