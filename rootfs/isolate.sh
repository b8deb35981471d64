#!/bin/sh
# isolate.sh COMMAND…: runs a command in mount, process and network namespaces of its own. As root.
#
# Whatever it starts, mounts or binds is gone when it ends, and nothing outside can be reached: there is
# only the loopback device, with two addresses beside its own, 192.0.2.1 and 2001:db8::1, which are
# reserved for documentation (RFC 5737, RFC 3849). BUSYBOX names a BusyBox that runs on this machine,
# for its `ip`; without it the machine's own is taken.
set -eu

if test "${1:-}" != --inside; then
	exec unshare --mount --net --pid --fork --kill-child --mount-proc -- "$0" --inside "$@"
fi
shift
ip=${BUSYBOX:+$BUSYBOX }ip
$ip link set lo up
$ip addr add 192.0.2.1/32 dev lo
# A kernel without IPv6 is a kernel that tests must also pass on.
$ip addr add 2001:db8::1/128 dev lo 2> /dev/null || :
# Not exec: a shell as process 1 collects the orphans.
"$@"
