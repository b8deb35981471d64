#!/bin/sh
# get.sh: puts the programs that ucspi.t, inetd.t, activate.t and haproxy.t run with mote-server into out/peers:
# those of Debian's packages below out/peers/root, ucspi-tcp's regression test in out/peers/rts, and a link to NSD.
# Prints that folder.
#
# The packages are unpacked into the cache, not installed: installing would start servers. Only s6 is, as its programs
# run each other by their paths in /usr/bin; it starts nothing. To be run before the tests, which have no
# network; without it they are skipped.
set -eu
here=$(cd "${0%/*}" && pwd)
top=$(cd "$here/../../.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../../../toolchain/common.sh
. "$toolchain/common.sh"

packages='ucspi-tcp daemontools systemd uuid-runtime micro-httpd efingerd rsync tftp-hpa tftpd-hpa'
packages="$packages inetutils-talkd openbsd-inetd haproxy"

# The libraries they need: nothing else of what they depend on is wanted.
libraries()
{
	# shellcheck disable=SC2086 # a list of packages
	apt-cache depends $packages | sed -n 's/^ *|*\(Pre\)*Depends: \(lib[^:]*\)$/\2/p' | sort -u
}

unpack()
{
	test ! -d "$unpacked" || return 0
	work=$unpacked.$$
	mkdir -p "$work"
	trap 'rm -rf "$work"' EXIT
	chmod 777 "$work"
	# shellcheck disable=SC2086 # a list of packages
	(cd "$work" && apt-get -q download $packages) >&2
	for package in "$work"/*.deb; do
		dpkg-deb -x "$package" "$work"
		rm "$package"
	done
	libraries > "$work/libraries"
	chmod 755 "$work"
	mv "$work" "$unpacked"
}

"$toolchain/need.sh" s6-ipcserver:s6 execlineb:execline
command -v apt-get > /dev/null || die 'the peers are Debian packages, and this is no Debian'
unpacked=$cache/ucspi-peers-$(dpkg --print-architecture)-$(echo "$packages" | sha256sum | head -c 12)
if ! test -d "$unpacked"; then
	say "fetching for the tests: $packages"
	# shellcheck disable=SC2046 # a list of packages
	"$toolchain/need.sh" $(libraries)
	with_lock ucspi-peers unpack
fi
# The cache may be another machine's, which had the libraries.
# shellcheck disable=SC2046 # a list of packages
"$toolchain/need.sh" $(cat "$unpacked/libraries")
archive=$("$toolchain/fetch.sh" ucspi-tcp)
peers=$top/out/peers
mkdir -p "$peers/rts"
ln -sfn "$unpacked" "$peers/root"
tar -xzf "$archive" -C "$peers/rts" --strip-components=1 --no-same-owner --wildcards '*/rts.tests' '*/rts.exp'
ln -sfn "$("$here/../nsd.sh" --path)" "$peers/nsd"
echo "$peers"
