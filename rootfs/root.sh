#!/bin/sh
# root.sh TARGET [PROFILE]: makes out/TARGET-rootfs, a root file system of BusyBox and the skeleton beside
# this script, and prints its path. It is made anew only when what goes into it has changed. With PROFILE
# the mote programs built for it are copied into /usr/bin.
#
# It holds no device and needs no root to be made: mount.sh mounts what a running system needs over the
# empty folders.
set -eu
here=$(cd "${0%/*}" && pwd)
top=$(cd "$here/.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../toolchain/common.sh
. "$toolchain/common.sh"

populate()
{
	mkdir -p "$1/bin" "$1/usr/bin" "$1/dev" "$1/proc" "$1/root" "$1/run" "$1/tests" "$1/tmp" "$1/var"
	ln -s ../run "$1/var/run"
	cp -R "$here/skeleton/." "$1"
	cp "$busybox/busybox" "$1/bin/busybox"
	# All applets stand in /bin: what they would be split for is gone since long.
	while read -r path; do
		ln -s busybox "$1/bin/${path##*/}"
	done < "$busybox/links"
	echo "$key" > "$1/etc/mote-rootfs"
}

assemble()
{
	current && return
	new=$top/out/$target-rootfs.$$
	trap 'rm -rf "$new"' EXIT
	populate "$new"
	rm -rf "$root"
	mv "$new" "$root"
	say "out/$target-rootfs: made"
}

current()
{
	test "$(cat "$root/etc/mote-rootfs" 2> /dev/null)" = "$key"
}

copy_programs()
{
	rm -f "$root"/usr/bin/mote*
	cp "$top/out/$target-$1/bin"/mote* "$root/usr/bin"
}

target=${1:?usage: root.sh TARGET [PROFILE]}
root=$top/out/$target-rootfs
busybox=$("$here/busybox.sh" "$target")
key="${busybox##*/} $(cd "$here" && find skeleton root.sh -type f -exec cksum {} + | sort | cksum)"
mkdir -p "$top/out"
current || with_lock "rootfs-$target-$(echo "$top" | cksum | cut -d ' ' -f 1)" assemble
test $# -lt 2 || copy_programs "$2"
echo "$root"
