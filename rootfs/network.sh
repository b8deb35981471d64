#!/bin/sh
# network.sh IP…: brings up the loopback device of a new network namespace, by a command that is `ip`, such as
# `busybox ip`. Beside its own addresses it has 192.0.2.1 and 2001:db8::1, which are reserved for
# documentation (RFC 5737, RFC 3849): a host with more than one address, without a network.
set -eu

"$@" link set lo up
"$@" addr add 192.0.2.1/32 dev lo
# A kernel without IPv6 is a kernel that the tests must pass on, too.
"$@" addr add 2001:db8::1/128 dev lo 2> /dev/null || :
