#!/bin/sh
# shell.sh TARGET [COMMAND…]: a shell in the root file system of a target, or one command, in namespaces
# of its own: what is started there ends with it, and there is no way out but loopback. As root or through
# sudo. QEMU_CPU chooses the CPU; without it, it is the first that targets/TARGET.mk names.
set -eu
here=$(cd "${0%/*}" && pwd)
toolchain=$here/../toolchain
# shellcheck source=../toolchain/common.sh
. "$toolchain/common.sh"

inside()
{
	root=$here/../out/$1-rootfs
	"$here/binfmt.sh" "$1"
	"$here/mount.sh" "$1"
	# (Under QEMU this ip complains of what it does not need.)
	"$here/network.sh" chroot "$root" /bin/ip 2> /dev/null
	shift
	test $# -gt 0 || set -- /bin/sh -l
	exec chroot "$root" /bin/env -i PATH=/usr/bin:/bin HOME=/root TERM="${TERM:-vt100}" TZ=UTC \
		QEMU_CPU="$QEMU_CPU" "$@"
}

if test "${1:-}" = --inside; then
	shift
	inside "$@"
fi
target=${1:?usage: shell.sh TARGET [COMMAND…]}
if test -z "${QEMU_CPU:-}"; then
	QEMU_CPU=$(target_value "$target" QEMU_CPU)
	QEMU_CPU=${QEMU_CPU%% *}
fi
export QEMU_CPU
# Installed here, as there is no network inside.
"$here/../out/$target-rootfs/bin/busybox" true 2> /dev/null ||
	"$toolchain/need.sh" "$(target_value "$target" QEMU):qemu-user-static"
run=''
test "$(id -u)" -eq 0 || run='sudo --preserve-env=QEMU_CPU,TERM'
exec $run "$here/isolate.sh" "$here/shell.sh" --inside "$@"
