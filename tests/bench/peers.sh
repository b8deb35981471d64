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

packages='ucspi-tcp ipsvd xinetd socat openbsd-inetd nginx lighttpd webfs haproxy rinetd redir dnsmasq-base nsd dnsperf'
programs='tcpserver tcpsvd xinetd socat inetd nginx lighttpd webfsd haproxy rinetd redir dnsmasq nsd dnsperf'

get_packages()
{
	# shellcheck disable=SC2086 # a list of packages
	from=$(unpacked bench-peers $packages)
	for name in $programs; do
		file=$from/usr/sbin/$name
		test -x "$file" || file=$from/usr/bin/$name
		test -x "$file" || die "$name is in none of $packages"
		ln -sf "$file" "$folder/$name"
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
