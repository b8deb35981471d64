#!/bin/sh
# run.sh TARGET PROFILE [TEST…]: runs the functional tests, all or those named, for one target and profile.
# TARGET is `native`, or a target, or TARGET:CPU with the model that QEMU shall be. As root or through sudo.
#
# The programs and BusyBox have to be built (make check does it). The tests run in namespaces of their own
# (rootfs/isolate.sh): natively with this machine's shell and tools, or inside the root file system of the
# target. A name server answers there. The log is in out/check/RUN/log, and RUN/result says, for check.sh:
# passed failed skipped. Where the kernel cannot run the target's programs the run is skipped, with the reason.
set -eu
here=$(cd "${0%/*}" && pwd)
top=$(cd "$here/.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../toolchain/common.sh
. "$toolchain/common.sh"

# Everything from here to `inside` runs in the namespaces.

make_root()
{
	if test "$target" = native; then
		mount -t tmpfs -o mode=755 tmp "$temporary"
		# The machine's own /etc, with the files of the root file system laid in: names, users, services.
		cp -a /etc "$temporary/etc"
		for file in "$top"/rootfs/skeleton/etc/*; do
			cp --remove-destination "$file" "$temporary/etc"
		done
		mount --bind "$temporary/etc" /etc
		MOTE_SHELL=$(command -v dash || command -v sh)
		MOTE_PATH=$programs:/usr/bin:/bin:/usr/sbin:/sbin
		MOTE_ROOT=''
		MOTE_TEMPORARY=$temporary
	else
		"$top/rootfs/mount.sh" "$target" "$programs"
		MOTE_SHELL=/bin/sh
		MOTE_PATH=/usr/bin:/bin
		MOTE_ROOT=$top/out/$target-rootfs
		MOTE_TEMPORARY=/tmp
		BUSYBOX=/bin/busybox
	fi
	export MOTE_SHELL MOTE_PATH MOTE_ROOT MOTE_TEMPORARY BUSYBOX
}

inside()
{
	if test "$target" != native && ! reason=$("$top/rootfs/binfmt.sh" "$target" 2>&1); then
		echo "1..0 # SKIP $reason"
		return
	fi
	temporary=$1
	shift
	"$top/rootfs/network.sh" "$BUSYBOX" ip
	mkdir "$out/nsd"
	NSD_ADDRESS=127.0.0.1 NSD_PORT=5353
	export NSD_ADDRESS NSD_PORT
	nsd_pid=$("$here/peers/nsd.sh" "$out/nsd" $NSD_PORT)
	make_root
	prove_status=0
	# (prove splits the command at blanks: a relative path has none.)
	prove --verbose --timer --nocolor --exec tests/run-one.sh "$@" < /dev/null || prove_status=$?
	kill "$nsd_pid"
	return $prove_status
}

if test "$(id -u)" -ne 0; then
	exec sudo MOTE_CACHE="$cache" MOTE_SKIPS_LATER="${MOTE_SKIPS_LATER:-}" "$0" "$@"
fi
if test "${1:-}" = --inside; then
	shift
	target=$1 programs=$2 out=$3
	shift 3
	inside "$@"
	exit
fi

target=${1:?usage: run.sh TARGET PROFILE [TEST…]}
profile=${2:?usage: run.sh TARGET PROFILE [TEST…]}
run=$(echo "$target-$profile" | tr : -)
mkdir -p "$top/out/check"
# Two of the same name at once would write over one another.
if test "${MOTE_RUN_LOCKED:-}" != "$run"; then
	MOTE_RUN_LOCKED=$run
	export MOTE_RUN_LOCKED
	exec flock -o "$top/out/check/$run.lock" "$0" "$@"
fi
shift 2
cd "$top"
test $# -gt 0 || set -- tests/functional/*.t
QEMU_CPU=''
case $target in
*:*)
	QEMU_CPU=${target#*:}
	target=${target%:*}
	;;
native) ;;
*)
	QEMU_CPU=$(target_value "$target" QEMU_CPU)
	QEMU_CPU=${QEMU_CPU%% *}
	;;
esac
host=$(host_target)
if test "$target" = native; then built=$host; else built=$target; fi
programs=$top/out/$built-$profile/bin
test -x "$programs/mote" || die "tests/run.sh: out/$built-$profile is not built"
out=$top/out/check/$run
BUSYBOX=$top/out/$host-rootfs/bin/busybox
BUSYBOX_HERE=$BUSYBOX
MOTE_RUN=$target
MOTE_PROFILE=$profile
export BUSYBOX BUSYBOX_HERE QEMU_CPU MOTE_RUN MOTE_PROFILE

rm -rf "$out"
mkdir "$out"
temporary=$(mktemp -d "${TMPDIR:-/tmp}/mote-XXXXXX")
trap 'rmdir "$temporary"' EXIT
trap 'exit 1' HUP INT TERM
status=0
"$top/rootfs/isolate.sh" "$here/run.sh" --inside "$target" "$programs" "$out" "$temporary" "$@" \
	> "$out/log" 2>&1 || status=$?
test -z "${SUDO_UID:-}" || chown -R "$SUDO_UID" "$top/out/check"
"$here/count.sh" "$out" "$status" "$run"
