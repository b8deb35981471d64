#!/bin/sh
# isolate.sh COMMAND…: runs a command in mount, process and network namespaces of its own. As root.
#
# Whatever it starts, mounts or binds is gone when it ends, and nothing outside can be reached: there is
# only a loopback device, which network.sh brings up.
set -eu

if test "${1:-}" != --inside; then
	exec unshare --mount --net --pid --fork --kill-child --mount-proc -- "$0" --inside "$@"
fi
shift
# Not exec: a shell as process 1 collects the orphans.
"$@"
