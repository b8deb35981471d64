#!/bin/sh
# mount.sh TARGET [PROGRAMS]: makes the root file system of a target ready for chroot: devices, /proc, and
# /tmp, /run and /root in memory; all else is read-only, so that several can run over one. PROGRAMS is a
# folder to lay over /usr/bin. As root, in a mount namespace of its own (isolate.sh): nothing is undone.
set -eu
here=$(cd "${0%/*}" && pwd)
root=$(cd "$here/../out/${1:?usage: mount.sh TARGET [PROGRAMS]}-rootfs" && pwd)

read_only()
{
	mount --bind "$1" "$2"
	mount -o remount,bind,ro "$2"
}

read_only "$root" "$root"
test $# -lt 2 || read_only "$2" "$root/usr/bin"
read_only "$here/../tests" "$root/tests"
mount -t proc proc "$root/proc"
for folder in tmp run root dev; do
	mount -t tmpfs -o mode=755 "$folder" "$root/$folder"
done
chmod 1777 "$root/tmp"
for device in null zero full random urandom tty; do
	: > "$root/dev/$device"
	mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
# The machine's own terminals, so that a shell has the one it was started on.
mount --bind /dev/pts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
