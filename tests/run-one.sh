#!/bin/sh
# run-one.sh TEST: runs one functional test for prove, in the root that run.sh has made, within a time limit.
# A test that leaves a process behind has failed.
set -u

# The limit is for a hang, and generous: two cores may be running four emulated tests.
limit=180

processes()
{
	for folder in /proc/[0-9]*; do
		echo "${folder#/proc/}"
	done
}

# left_behind: the processes that were not there before, but for those of this script.
left_behind()
{
	left=''
	for pid in $(processes); do
		case " $before $$ " in *" $pid "*) continue ;; esac
		# Those of the command substitution above are gone by now.
		test -e "/proc/$pid" || continue
		left="$left $pid"
	done
	test -n "$left"
}

before=$(processes | tr '\n' ' ')
temporary=$(mktemp -d "${MOTE_ROOT%/}$MOTE_TEMPORARY/XXXXXX")
chmod 755 "$temporary"
set -- env -i PATH="$MOTE_PATH" TMPDIR="${temporary#"$MOTE_ROOT"}" BUSYBOX="$BUSYBOX" HOME=/ LC_ALL=C TZ=UTC \
	QEMU_CPU="$QEMU_CPU" NSD_ADDRESS="$NSD_ADDRESS" NSD_PORT="$NSD_PORT" MOTE_RUN="$MOTE_RUN" \
	MOTE_PROFILE="$MOTE_PROFILE" "$MOTE_SHELL" "$1"
test -z "$MOTE_ROOT" || set -- chroot "$MOTE_ROOT" "$@"
status=0
timeout -k 5 "$limit" "$@" || status=$?
test "$status" -ne 124 || echo "# took longer than $limit s"
rm -rf "$temporary"

tries=20
while left_behind && test $tries -gt 0; do
	tries=$((tries - 1))
	"$BUSYBOX_HERE" usleep 50000
done
if left_behind; then
	for pid in $left; do
		echo "# left running: $pid $(tr '\0' ' ' < "/proc/$pid/cmdline")"
		kill -KILL "$pid"
	done
	status=1
fi
exit "$status"
