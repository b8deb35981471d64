#!/bin/sh
# user.t: -u: who the server is once it has bound its endpoints. The tests are run by root.
# shellcheck disable=SC2016,SC2317 # programs for another shell; functions that `eventually` calls
. "$(dirname "$0")/lib.sh"
command -v mote-server > /dev/null || skip_all 'mote-server is not in this profile'
feature option user || skip_all 'option user is not in this profile'
if feature transport tcp; then kind=tcp; else kind=udp; fi

# identity: the server's user and group ids, real, effective, saved, of the file system; and its groups.
identity()
{
	sed -n 's/^\(Uid\|Gid\|Groups\):[[:space:]]*/\1 /p' "/proc/$server_pid/status" | tr -s '\t\n ' ' ' | sed 's/ $//'
}

# becomes OPTION UID GID
becomes()
{
	start_server -u "$1" $kind:127.0.0.1:0 discard
	is "$(identity)" "Uid $2 $2 $2 $2 Gid $3 $3 $3 $3 Groups" "-u $1, and no supplementary group"
	stop_server
	is "$server_status" 0 "-u $1: stopped"
}

becomes nobody 65534 65534
becomes nobody:daemon 65534 1
becomes daemon 1 1
becomes daemon:65534 1 65534
becomes 65534 65534 65534
becomes 4242:4343 4242 4343
becomes 70000:80000 70000 80000

# With supplementary groups to lose: BusyBox's su gives root those of /etc/group.
real=$(command -v mote-server)
mkdir "$work/bin"
printf '#!/bin/sh\nexec "$BUSYBOX" su root -c "exec %s $*"\n' "$real" > "$work/bin/mote-server"
chmod +x "$work/bin/mote-server"
if test -n "$("$BUSYBOX" su root -c 'id -G' 2> /dev/null | sed 's/^0 *//')"; then
	path=$PATH
	PATH=$work/bin:$PATH
	start_server $kind:127.0.0.1:0 discard
	like "$(identity)" 'Groups .*[0-9]' 'a server with supplementary groups'
	stop_server
	becomes nobody 65534 65534
	PATH=$path
else
	skip 3 'root has no supplementary group here'
fi

# Ports below 1024 are bound before.
start_server -u nobody $kind:127.0.0.1:7 discard
is "$port" 7 'a port below 1024 is bound before'
like "$(identity)" '^Uid 65534 65534 65534 65534 ' 'and then root is given up'
stop_server

if feature transport tcp && feature service exec; then
	for model in iterative event fork; do
		if feature model $model; then
			start_server -m $model -u nobody tcp:127.0.0.1:0 exec sh -c 'id -u; id -g; id -G'
			is "$(within 20 mote-client -m '' "$endpoint" | tr '\n' ' ')" '65534 65534 65534 ' \
				"$model: a program is that user too"
			stop_server
		else
			skip 1 "model $model is not in this profile"
		fi
	done
else
	skip 3 'exec over TCP is not in this profile'
fi

for unknown in no-such-user nobody:no-such-group 4242 :daemon ''; do
	run mote-server -u "$unknown" $kind:127.0.0.1:0 discard
	isnt "$status" 0 "-u '$unknown' is refused"
	like "$err" '^mote-server: fatal: ' 'with a reason'
done
# (A copy, as nobody may not enter every folder that a checkout stands in.)
cp "$real" "$work/bin/copy"
run "$BUSYBOX" chpst -u nobody "$work/bin/copy" -u daemon $kind:127.0.0.1:0 discard
status_is 111 'who is not root cannot become another: the system refused'

done_testing
