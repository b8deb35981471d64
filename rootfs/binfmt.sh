#!/bin/sh
# binfmt.sh TARGET: makes this machine's kernel run the programs of a target, through QEMU if they are
# foreign. Prints the reason and ends with status 1 where that cannot be had. As root, in the mount
# namespace of those programs.
#
# A handler that is there already (Debian's qemu-user-static registers its own where binfmt_misc is
# mounted at boot) is used as it is. Ours has the same name and flags: F, so that the kernel opens QEMU
# now and nothing of it is needed inside a chroot; P, so that programs see the name they were called by;
# OC, so that a program need not be readable by the user who runs it. It stays until the next boot, or
# on newer kernels (6.7) until the last mount of binfmt_misc is gone: so each namespace has its own.
set -eu
here=$(cd "${0%/*}" && pwd)
toolchain=$here/../toolchain
# shellcheck source=../toolchain/common.sh
. "$toolchain/common.sh"

works()
{
	test "$("$root/bin/busybox" echo works 2> /dev/null)" = works
}

# The pattern and the mask of an ELF file's first 20 bytes: its class, byte order, ABI version, type (a
# program, at a fixed address or at any) and machine. MIPS programs without abicalls have ABI version 1.
magic()
{
	case $1 in
	arm) elf 1 1 ff '\x02\x00\x28\x00' '\xfe\xff\xff\xff' ;;
	aarch64) elf 2 1 ff '\x02\x00\xb7\x00' '\xfe\xff\xff\xff' ;;
	mips) elf 1 2 fe '\x00\x02\x00\x08' '\xff\xfe\xff\xff' ;;
	mipsel) elf 1 1 fe '\x02\x00\x08\x00' '\xfe\xff\xff\xff' ;;
	x86_64) elf 2 1 ff '\x02\x00\x3e\x00' '\xfe\xff\xff\xff' ;;
	*) die "no binfmt_misc pattern is known for $1" ;;
	esac
}

elf()
{
	printf '%s' "\\x7f\\x45\\x4c\\x46\\x0$1\\x0$2\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00$4:"
	printf '%s' "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x$3\\xff\\xff\\xff\\xff\\xff\\xff\\xff$5"
}

# Also where the handler works without: another namespace may hold it, and end.
mount_binfmt()
{
	test ! -e $binfmt/register || return 0
	grep -q 'binfmt_misc$' /proc/filesystems || modprobe binfmt_misc 2> /dev/null || {
		why='this kernel has no binfmt_misc'
		return
	}
	mount -t binfmt_misc binfmt_misc $binfmt 2> /dev/null ||
		why='mounting binfmt_misc is not allowed here'
}

# Debian's own link, whose name tells QEMU of the P flag on kernels that do not (before 5.12), or QEMU.
interpreter()
{
	link=/usr/libexec/qemu-binfmt/$1-binfmt-P
	if test -x "$link"; then
		echo "$link"
	else
		command -v "$2" || cannot "there is no $2"
	fi
}

register()
{
	works && return
	test ! -e "$binfmt/qemu-$1" || cannot "the kernel's handler qemu-$1 is there, but does not"
	qemu_path=$(interpreter "$1" "$2")
	printf '%s' ":qemu-$1:M::$(magic "$1"):$qemu_path:POCF" 2> /dev/null > $binfmt/register ||
		cannot "the kernel refused to register $qemu_path"
	works || cannot "$qemu_path is registered, but does not"
}

cannot()
{
	die "cannot run programs of $target: $1"
}

target=${1:?usage: binfmt.sh TARGET}
root=$here/../out/$target-rootfs
binfmt=/proc/sys/fs/binfmt_misc
why=''
mount_binfmt
works && exit
test -z "$why" || cannot "$why"
qemu=$(target_value "$target" QEMU)
machine=${qemu#qemu-}
with_lock binfmt register "${machine%-static}" "$qemu"
