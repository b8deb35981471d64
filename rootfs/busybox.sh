#!/bin/sh
# busybox.sh TARGET: finds or builds BusyBox for a target and prints the folder it stands in.
#
# In it are `busybox`, one static program, and `links`, the paths of its applets. It is built from the
# pinned source with the target's own musl-gcc, which brings the CPU's flags along, in the cache, under a
# name made from all that went into it: busybox.config, the source, the compiler and this script.
set -eu
here=$(cd "${0%/*}" && pwd)
toolchain=$here/../toolchain
# shellcheck source=../toolchain/common.sh
. "$toolchain/common.sh"

# allnoconfig with the lines of the fragment put in, solved by BusyBox's own configuration.
configure()
{
	make allnoconfig
	sed -n 's/^\(CONFIG_[A-Za-z0-9_]*\)=.*/\1/p' "$here/busybox.config" > fragment.names
	grep -vwFf fragment.names .config > .config.merged
	cat "$here/busybox.config" >> .config.merged
	mv .config.merged .config
	yes '' | make oldconfig
}

check_configuration()
{
	lost=$(grep '^CONFIG_' "$here/busybox.config" | grep -vxFf .config) || return 0
	die "rootfs/busybox.config: BusyBox's configuration did not keep: $lost"
}

progress()
{
	awk -v label="$1" '/^  CC / && ++n % 100 == 0 { printf "mote: %s: compiled %d files\n", label, n }' >&2
}

build()
{
	test -d "$result" && return
	label="BusyBox $version for $target"
	say "$label: once, less than a minute; it stays in $cache"
	work=$cache/busybox-work.$$
	rm -rf "$work"
	mkdir -p "$work/source" "$work/result"
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	tar -xf "$tarball" -C "$work/source" --strip-components=1
	cd "$work/source"
	# A make above us must not hand its own options down, nor an environment its flags.
	unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CFLAGS LDFLAGS CPPFLAGS CROSS_COMPILE ARCH O || :
	configure > log 2>&1 || { tail -20 log >&2; die "$label: the configuration failed"; }
	check_configuration
	cross=$prefix/bin/cross
	{
		make -j"$(nproc)" CC="$prefix/bin/musl-gcc" HOSTCC=gcc AR="$cross/ar" NM="$cross/nm" \
			LD="$cross/ld" OBJCOPY="$cross/objcopy" OBJDUMP="$cross/objdump" \
			STRIP="$cross/strip" busybox busybox.links 2>&1 || echo failed
	} | tee log | progress "$label"
	test "$(tail -n 1 log)" != failed || { tail -20 log >&2; die "$label: the build failed"; }
	cp busybox "$work/result/busybox"
	cp busybox.links "$work/result/links"
	mv "$work/result" "$result"
	say "$label: done"
}

target=${1:?usage: busybox.sh TARGET}
prefix=$("$toolchain/musl.sh" "$target")
version=$(source_value busybox version)
key=$({
	source_value busybox sum
	echo "$prefix"
	cat "$here/busybox.config" "$here/busybox.sh"
} | sha256sum | cut -c 1-12)
result=$cache/busybox-$version-$target-$key
if ! test -d "$result"; then
	# BusyBox compiles its configuration tool with the machine's own gcc and libc.
	"$toolchain/need.sh" gcc:gcc /usr/include/stdio.h:libc6-dev bzip2:bzip2 make:make flock:util-linux
	tarball=$("$toolchain/fetch.sh" busybox)
	with_lock "busybox-$target" build
fi
echo "$result"
