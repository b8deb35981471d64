#!/bin/sh
# peers.sh FOLDER: puts the servers that mote-server is held against into a folder: those of Debian's
# packages, and a BusyBox built from the source that the root file system is built from.
#
# The packages are unpacked into the cache, not installed: installing would start servers, and some of
# them cannot be installed side by side.
set -eu
here=$(cd "${0%/*}" && pwd)
toolchain=$(cd "$here/../../toolchain" && pwd)
# shellcheck source=../../toolchain/common.sh
. "$toolchain/common.sh"
# shellcheck source=../peers/packages.sh
. "$here/../peers/packages.sh"

packages='ucspi-tcp ipsvd xinetd socat openbsd-inetd nginx'

get_packages()
{
	# shellcheck disable=SC2086 # a list of packages
	from=$(unpacked bench-peers $packages)
	for name in usr/bin/tcpserver usr/bin/tcpsvd usr/sbin/xinetd usr/bin/socat usr/sbin/inetd usr/sbin/nginx; do
		test -x "$from/$name" || name=$(echo "$name" | sed 's:/bin/:/sbin/:')
		test -x "$from/$name" || die "$name is in none of $packages"
		ln -sf "$from/$name" "$folder/${name##*/}"
	done
}

# The builder takes the configuration that stands beside it.
get_busybox()
{
	mkdir -p "$folder/busybox-builder"
	ln -sfn "$toolchain" "$folder/toolchain"
	ln -sf "$here/../../rootfs/busybox.sh" "$folder/busybox-builder/busybox.sh"
	cp "$here/busybox.config" "$folder/busybox-builder"
	busybox=$("$folder/busybox-builder/busybox.sh" "$(host_target)")
	ln -sf "$busybox/busybox" "$folder/busybox"
}

mkdir -p "${1:?usage: peers.sh FOLDER}"
folder=$(cd "$1" && pwd)
command -v apt-get > /dev/null || die 'the peers are Debian packages, and this is no Debian'
get_packages
get_busybox
