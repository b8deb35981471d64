#!/bin/sh
# get.sh: puts the programs that ucspi.t, inetd.t, activate.t, haproxy.t, mdns.t, relay-peers.t, types.t run with ours
# into out/peers: those of Debian's packages below out/peers/root, ucspi-tcp's regression test in out/peers/rts, and a
# link to NSD. Prints that folder.
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
# shellcheck source=../packages.sh
. "$here/../packages.sh"

packages='ucspi-tcp daemontools systemd uuid-runtime micro-httpd efingerd rsync tftp-hpa tftpd-hpa'
packages="$packages inetutils-talkd openbsd-inetd haproxy socat netcat-openbsd knot"
packages="$packages avahi-daemon avahi-utils dbus-daemon"

"$toolchain/need.sh" s6-ipcserver:s6 execlineb:execline dig:bind9-dnsutils
command -v apt-get > /dev/null || die 'the peers are Debian packages, and this is no Debian'
# shellcheck disable=SC2086 # a list of packages
folder=$(unpacked ucspi-peers $packages)
archive=$("$toolchain/fetch.sh" ucspi-tcp)
peers=$top/out/peers
mkdir -p "$peers/rts"
ln -sfn "$folder" "$peers/root"
tar -xzf "$archive" -C "$peers/rts" --strip-components=1 --no-same-owner --wildcards '*/rts.tests' '*/rts.exp'
ln -sfn "$("$here/../nsd.sh" --path)" "$peers/nsd"
echo "$peers"
