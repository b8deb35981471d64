#!/bin/sh
# run.sh [-w] [-r ROUNDS] [-s MOTE-SERVER] [ROW…]: measures mote-server beside bare loops and its peers, and prints
# tables of medians and which goals were met. The rows are those of $all_rows; all of them without an
# argument. docs/bench.md says what is measured, and how. As root or through sudo.
#
# In each round every contestant has its turn. It fails if something could not be measured, never for what
# was measured. The figures of each turn are in out/bench/figures, the tables in out/bench/tables; -w writes
# them into docs/bench.md as well.
set -eu
here=$(cd "${0%/*}" && pwd)
top=$(cd "$here/../.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../../toolchain/common.sh
. "$toolchain/common.sh"
# shellcheck source=contestants.sh
. "$here/contestants.sh"

all_rows='greet exec exec2 udp http httpeach http100k relay bulk dns held relayheld idle calls'

# Everything from here to `inside` runs in the namespaces.

# turn ROW ROUND NAME OPTIONS COMMAND: prints a line of figures for table.awk.
turn()
{
	# shellcheck disable=SC2086 # lists of words
	figures=$("$in/load" $4 $5 < /dev/null | tr ' ' '|') || figures=''
	echo "$1|$2|$3|$figures"
}

# The same for the system calls of 200 conversations. strace writes its sum after the server's end, and may
# itself be ended before; a server with a program for each datagram, or that forks much, is too slow under it.
count_calls()
{
	calls=''
	tries=3
	while test -z "$calls" && test $tries -gt 0; do
		tries=$((tries - 1))
		rm -f "$in/calls"
		# shellcheck disable=SC2086 # lists of words
		done=$("$in/load" -n 200 $3 strace -D -f -c -U name,calls -o "$in/calls" $4 < /dev/null | cut -d ' ' -f 1) || done=''
		test -z "$done" || test ! -s "$in/calls" ||
			calls=$(awk -v "done=$done" '$1 == "total" && done > 100 { printf "%.1f", $2 / done }' "$in/calls")
	done
	echo "calls|$1|$2|$calls"
	test -z "${BENCH_CALLS:-}" || { echo "$2"; cat "$in/calls"; } >&2
}

play()
{
	row=$1 round=$2
	if test "$row" = calls; then
		for each in greet exec udp http httpeach relay; do
			contestants $each | while IFS='|' read -r name options command; do
				case $each/$name in udp/socat | udp/*udpsvd | relay/socat | relay/redir) continue ;; esac
				count_calls "$round" "$each: $name" "$options" "$command"
			done
		done
		return
	fi
	contestants "$row" | while IFS='|' read -r name options command; do
		turn "$row" "$round" "$name" "$options" "$command"
	done
}

rounds_of()
{
	case $1 in
	calls) echo 1 ;;
	held | relayheld) echo 5 ;;
	dns) echo "$((rounds < 5 ? rounds : 5))" ;;
	idle) echo 3 ;;
	*) echo "$rounds" ;;
	esac
}

# A file system of their own, in which the paths are short and without blanks.
inside()
{
	in=$1
	mount -t tmpfs -o mode=755 tmp "$in"
	mount --bind "$top/rootfs/skeleton/etc/services" /etc/services
	cp -L "$top"/out/bench/bin/* "$in"
	find "$top/out/bench/peers" -maxdepth 1 -type l ! -name toolchain -exec cp -L {} "$in" \;
	cp "$server" "$in/mote-server"
	# A log line of redir's goes there where it finds no syslog.
	test ! -e /dev/console || mount --bind /dev/null /dev/console
	mkdir -p "$in/www" "$top/out/bench/www"
	mount --bind "$top/out/bench/www" "$in/www"
	write_configurations
	round=1
	while test "$round" -le "$rounds"; do
		for row in $rows; do
			test "$round" -gt "$(rounds_of "$row")" || play "$row" "$round"
		done
		round=$((round + 1))
	done
}

# The tables take the place of what follows the last heading of the page.
write_tables()
{
	{
		sed '/^## Figures/q' docs/bench.md
		printf '\nOf commit %s, %s, %s processors, Linux %s.\n' "$(git rev-parse --short HEAD)" \
			"$(date -u +%Y-%m-%d)" "$(nproc)" "$(uname -r)"
		sed -e 's/^\([a-z0-9]*\): /### \1: /' -e 's/^goal /- /' out/bench/tables
	} > out/bench/page
	cat out/bench/page > docs/bench.md
}

if test "$(id -u)" -ne 0; then
	exec sudo MOTE_CACHE="$cache" "$0" "$@"
fi
if test "${1:-}" = --inside; then
	server=$2 rounds=$3 rows=$4
	inside "$5"
	exit
fi

rounds=11
server=''
is_written=''
while getopts r:s:w option; do
	case $option in
	r) rounds=$OPTARG ;;
	s) server=$OPTARG ;;
	w) is_written=y ;;
	*) die 'usage: run.sh [-w] [-r ROUNDS] [-s MOTE-SERVER] [ROW...]' ;;
	esac
done
shift $((OPTIND - 1))
rows=${*:-$all_rows}
cd "$top"
"$toolchain/need.sh" unshare:util-linux strace:strace
host=$(host_target)
if test -z "$server"; then
	(unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES || :; make TARGET="$host" PROFILE=full)
	server=out/$host-full/bin/mote-server
fi
tests/bench/build.sh out/bench/bin
tests/bench/peers.sh out/bench/peers
temporary=$(mktemp -d "${TMPDIR:-/tmp}/mote-XXXXXX")
trap 'rmdir "$temporary"' EXIT
trap 'exit 1' HUP INT TERM
rootfs/isolate.sh "$here/run.sh" --inside "$server" "$rounds" "$rows" "$temporary" > out/bench/figures
status=0
awk -v goals=tests/bench/goals -f tests/bench/table.awk out/bench/figures > out/bench/tables || status=$?
test -z "${SUDO_UID:-}" || chown -R "$SUDO_UID" out/bench
cat out/bench/tables
test -z "$is_written" || write_tables
exit "$status"
