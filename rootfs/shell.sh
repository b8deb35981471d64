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
BUSYBOX=$("$here/root.sh" "$(host_target)")/bin/busybox
export QEMU_CPU BUSYBOX
run=''
test "$(id -u)" -eq 0 || run='sudo --preserve-env=QEMU_CPU,BUSYBOX,TERM'
exec $run "$here/isolate.sh" "$here/shell.sh" --inside "$@"
