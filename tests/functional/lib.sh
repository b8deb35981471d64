# shellcheck shell=sh disable=SC2034,SC2317 # the tests read what this sets, and call what it has
# lib.sh: what every functional test begins with: `. "$(dirname "$0")/lib.sh"`. It ends with done_testing.
#
# TAP on standard output, in the POSIX shell that dash and BusyBox ash share, with BusyBox's commands and
# no others (no awk, no seq: see rootfs/busybox.config). The harness (tests/run.sh) gives a network of its
# own and sets: PATH, with the programs under test first; BUSYBOX, the BusyBox to use as a peer; TMPDIR, an
# empty folder; NSD_ADDRESS and NSD_PORT, a name server with the zones of tests/peers/nsd; MOTE_RUN, native
# or the target. No test sleeps for a fixed time to wait for something, nor uses a fixed port: it asks for
# port 0, or waits with `eventually`. What a test starts is ended, by its process id, when it ends.
set -u

tests_run=0
tests_failed=0
started=''
work=${TMPDIR:?the tests are run by tests/run.sh}

# --- TAP ---------------------------------------------------------------------------------------------

diag()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

pass()
{
	tests_run=$((tests_run + 1))
	printf 'ok %d - %s\n' "$tests_run" "$1"
}

fail()
{
	tests_run=$((tests_run + 1))
	tests_failed=$((tests_failed + 1))
	printf 'not ok %d - %s\n' "$tests_run" "$1"
	return 1
}

# ok NAME COMMAND…: the command succeeds.
ok()
{
	ok_name=$1
	shift
	if "$@"; then pass "$ok_name"; else fail "$ok_name" || diag "failed: $*"; fi
}

is()
{
	if test "$1" = "$2"; then
		pass "$3"
	else
		fail "$3" || diag "got:    '$1'
wanted: '$2'"
	fi
}

isnt()
{
	if test "$1" != "$2"; then pass "$3"; else fail "$3" || diag "got: '$1'"; fi
}

# like TEXT PATTERN NAME: a line of the text matches the extended regular expression.
like()
{
	if grep -E -q -e "$2" <<- END; then
		$1
	END
		pass "$3"
	else
		fail "$3" || diag "got:     '$1'
pattern: '$2'"
	fi
}

unlike()
{
	if grep -E -q -e "$2" <<- END; then
		$1
	END
		fail "$3" || diag "got:     '$1'
pattern: '$2' should not be there"
	else
		pass "$3"
	fi
}

same_file()
{
	if cmp -s "$1" "$2"; then
		pass "$3"
	else
		fail "$3" || diag "$(cmp "$1" "$2" 2>&1; wc -c "$1" "$2")"
	fi
}

skip()
{
	skip_left=$1
	while test "$skip_left" -gt 0; do
		tests_run=$((tests_run + 1))
		skip_left=$((skip_left - 1))
		printf 'ok %d # SKIP %s\n' "$tests_run" "$2"
	done
}

skip_all()
{
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

# Without it a test that died half-way would look complete.
done_testing()
{
	test "$tests_run" -gt 0 || exit 1
	printf '1..%d\n' "$tests_run"
	test "$tests_failed" -eq 0
	exit
}

# --- Processes ---------------------------------------------------------------------------------------

# track PID: what is still running at the end of the test is ended.
track()
{
	started="$started $1"
}

alive()
{
	kill -0 "$1" 2> /dev/null
}

gone()
{
	! alive "$1"
}

nap()
{
	"$BUSYBOX" usleep 20000
}

# eventually SECONDS COMMAND…: tries until the command succeeds, at most that long.
eventually()
{
	eventually_left=$(($1 * 50))
	shift
	until "$@"; do
		eventually_left=$((eventually_left - 1))
		test "$eventually_left" -gt 0 || return 1
		nap
	done
}

# within SECONDS COMMAND…: runs a program, not a function, and kills it (status 137) after that time.
within()
{
	"$BUSYBOX" timeout -s KILL "$@"
}

# slurp FILE: sets $slurped to what is in it, as $(cat FILE) would; but a process is dear under QEMU.
slurp()
{
	slurped='' slurp_gap=''
	while IFS= read -r slurp_line || test -n "$slurp_line"; do
		if test -n "$slurp_line"; then
			slurped=$slurped$slurp_gap$slurp_line
			slurp_gap=''
		fi
		slurp_gap="$slurp_gap
"
	done < "$1"
}

# run COMMAND…: sets $status, $out and $err; the bytes are in $work/out and $work/err. At most 20 s, or,
# where a timeout would take as long as the command itself, at most the time that the whole test has.
run()
{
	status=0
	if test "$MOTE_RUN" = native; then
		within 20 "$@"
	else
		"$@"
	fi > "$work/out" 2> "$work/err" || status=$?
	slurp "$work/out"
	out=$slurped
	slurp "$work/err"
	err=$slurped
}

# status_is STATUS NAME [COMMAND…]: of the last run, or of this command.
status_is()
{
	status_want=$1 status_name=$2
	shift 2
	test $# -eq 0 || run "$@"
	if test "$status" -eq "$status_want"; then
		pass "$status_name"
	else
		fail "$status_name" || diag "got status $status, wanted $status_want
$out
$err"
	fi
}

# end PID: SIGTERM, and SIGKILL to what is still there after 3 s; sets $ended to its status.
end()
{
	kill "$1" 2> /dev/null || :
	eventually 3 gone_or_zombie "$1" || kill -KILL "$1" 2> /dev/null || :
	ended=0
	wait "$1" 2> /dev/null || ended=$?
}

gone_or_zombie()
{
	zombie_state=-
	{
		while read -r zombie_key zombie_value _; do
			test "$zombie_key" != State: || zombie_state=$zombie_value
		done < "/proc/$1/status"
	} 2> /dev/null
	case $zombie_state in Z | -) ;; *) return 1 ;; esac
}

# process_state PID: the letter of its state as ps(1) has it, or - if there is none.
process_state()
{
	{ sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" || echo -; } 2> /dev/null
}

# children PID: the ids of a process's children, zombies too.
children()
{
	for status_file in /proc/[0-9]*/status; do
		grep -q "^PPid:[[:space:]]*$1\$" "$status_file" 2> /dev/null || continue
		status_file=${status_file%/status}
		echo "${status_file#/proc/}"
	done
}

finish()
{
	finish_status=$?
	trap '' HUP INT TERM
	for finish_pid in $started; do
		end "$finish_pid"
	done
	exit "$finish_status"
}
trap finish EXIT
trap 'exit 143' HUP INT TERM

# --- What is compiled in -----------------------------------------------------------------------------

# feature KIND NAME [PROGRAM]: is it compiled into mote-server, or another program? By --version.
feature()
{
	feature_list=$work/features-${3:-mote-server}
	test -e "$feature_list" || "${3:-mote-server}" --version > "$feature_list" 2> /dev/null || :
	slurp "$feature_list"
	case "
$slurped
" in *"
$1 $2
"*) ;; *) return 1 ;; esac
}

# need KIND NAME [PROGRAM]: skips the whole file without it.
need()
{
	command -v "${3:-mote-server}" > /dev/null || skip_all "${3:-mote-server} is not in this profile"
	feature "$@" || skip_all "$1 $2 is not in this profile"
}

# serves_datagrams SERVICE ARG…: does it? By an endpoint that cannot be bound.
serves_datagrams()
{
	run mote-server udp:203.0.113.9:9 "$@"
	test "$status" -ne 100
}

# --- Servers -----------------------------------------------------------------------------------------

# count_endpoints ARGS…: how many of the first words after the options name one; 1 for a file's.
count_endpoints()
{
	endpoint_count=0
	for argument; do
		case $argument in
		tcp:* | udp:* | unix:* | unixgram:*) endpoint_count=$((endpoint_count + 1)) ;;
		*) test "$endpoint_count" -eq 0 || break ;;
		esac
	done
	test "$endpoint_count" -gt 0 || endpoint_count=1
}

announced()
{
	announced_count=0
	while read -r _; do
		announced_count=$((announced_count + 1))
	done < "$server_out"
	test $announced_count -ge "$endpoint_count"
}

announced_or_dead()
{
	announced || gone_or_zombie "$server_pid"
}

# start_server ARGS…: runs `mote-server -1 ARGS…` and waits until it listens. Sets $server_pid, $endpoint
# (the first), $endpoints (all, one a line), $port (of the first), $server_log (a file: its standard error)
# and $server_out (its standard output). A server that does not start ends the test. $server_command is
# what is run, if it is set.
start_server()
{
	servers=$((${servers:-0} + 1))
	server_log=$work/server-$servers.log
	server_out=$work/server-$servers.out
	: > "$server_out"
	count_endpoints "$@"
	"${server_command:-mote-server}" -1 "$@" > "$server_out" 2> "$server_log" < /dev/null &
	server_pid=$!
	track "$server_pid"
	eventually 10 announced_or_dead || :
	if ! announced; then
		diag "mote-server -1 $* did not start:
$(cat "$server_out" "$server_log")"
		exit 1
	fi
	slurp "$server_out"
	endpoints=$slurped
	endpoint=${endpoints%%
*}
	port=${endpoint##*:}
}

# stop_server: ends the last one with SIGTERM and sets $server_status; 137 if it had to be killed.
stop_server()
{
	end "$server_pid"
	server_status=$ended
}

# log_lines: what the last server has logged, but for the line that QEMU is a kernel without seccomp(2).
log_lines()
{
	grep -v '^mote-server: no filter of system calls' "$server_log"
}

# logged PATTERN: has the last server logged a line like this?
logged()
{
	grep -E -q -e "$1" "$server_log"
}

# client NAME [ENDPOINT]: mote-client in the background, its input from the fifo $work/NAME.in, its output to
# $work/NAME.out; sets $client_pid. The caller opens the fifo by <>, which nothing can interrupt, as one of 7, 8 and 9, which
# are closed in the client: it could else hold those of others open.
client()
{
	mkfifo "$work/$1.in"
	: > "$work/$1.out"
	mote-client "${2:-$endpoint}" < "$work/$1.in" > "$work/$1.out" 2> "$work/$1.err" 7>&- 8>&- 9>&- &
	client_pid=$!
	track $client_pid
}

# heard NAME PATTERN: has that client received a line like this?
heard()
{
	grep -E -q -e "$2" "$work/$1.out"
}

# no_children: has the last server no child, nor a zombie?
no_children()
{
	test -z "$(children "$server_pid")"
}

# free_port: sets $free_port to one that nothing in this network uses.
free_port()
{
	free_port=${free_port:-20000}
	free_port=$((free_port + 1))
	while grep -q ":$(printf %04X "$free_port") " /proc/net/tcp /proc/net/udp /proc/net/tcp6 \
		/proc/net/udp6 2> /dev/null; do
		free_port=$((free_port + 1))
	done
}

# listening tcp|udp PORT: does anything listen there (IPv4 or IPv6)?
listening()
{
	case $1 in tcp) listening_state=0A ;; udp) listening_state=07 ;; esac
	cat "/proc/net/$1" "/proc/net/${1}6" 2> /dev/null |
		grep -q ":$(printf %04X "$2") 0*:0000 $listening_state "
}
