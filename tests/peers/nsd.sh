#!/bin/sh
# nsd.sh FOLDER PORT: starts NSD on port 53 and PORT of 127.0.0.1 and ::1, with the zones in nsd/, keeping
# its files in FOLDER, and prints its process id; the caller ends it. In a network namespace of its own;
# BUSYBOX is a BusyBox that runs on this machine.
# `nsd.sh --path` prints where the program is, and puts it there if it is missing.
#
# Debian's package is unpacked into the cache, not installed: installing starts a name server.
set -eu
here=$(cd "${0%/*}" && pwd)
toolchain=$here/../../toolchain
# shellcheck source=../../toolchain/common.sh
. "$toolchain/common.sh"
# shellcheck source=packages.sh
. "$here/packages.sh"

find_nsd()
{
	command -v nsd && return
	test ! -x /usr/sbin/nsd || { echo /usr/sbin/nsd; return; }
	nsd_folder=$(unpacked nsd nsd)
	echo "$nsd_folder/usr/sbin/nsd"
}

# crowd.test has 100 addresses, more than one datagram holds.
crowd()
{
	printf '@ 300 SOA ns.example.test. hostmaster.example.test. 1 3600 600 86400 60\n'
	printf '@ 300 NS ns.example.test.\n'
	number=1
	while test $number -le 100; do
		printf '@ 300 A 198.51.100.%d\n' $number
		number=$((number + 1))
	done
}

nsd=$(find_nsd)
if test "$1" = --path; then
	echo "$nsd"
	exit
fi
folder=$1 port=$2
crowd > "$folder/crowd"
{
	cat <<-END
	server:
		server-count: 1
		ip-address: 127.0.0.1@53
		ip-address: 127.0.0.1@$port
		ip-address: ::1@53
		ip-address: ::1@$port
		username: ""
		chroot: ""
		database: ""
		zonesdir: "$here/nsd"
		zonelistfile: "$folder/zone.list"
		xfrdfile: "$folder/xfrd.state"
		xfrdir: "$folder"
		pidfile: "$folder/pid"
		logfile: "$folder/log"
		rrl-ratelimit: 0
		rrl-whitelist-ratelimit: 0
	remote-control:
		control-enable: no
	END
	# The name of a zone's file is the zone's.
	for zone in "$here"/nsd/*.zone; do
		zone=${zone##*/}
		printf 'zone:\n\tname: "%s"\n\tzonefile: "%s"\n' "${zone%.zone}" "$zone"
	done
	printf 'zone:\n\tname: "crowd.test"\n\tzonefile: "%s"\n' "$folder/crowd"
	# A zone whose file is missing is answered with SERVFAIL.
	printf 'zone:\n\tname: "broken.test"\n\tzonefile: "no-such-file"\n'
} > "$folder/nsd.conf"
"$nsd" -d -c "$folder/nsd.conf" > "$folder/start" 2>&1 < /dev/null &
pid=$!
tries=500
until grep -q 'nsd started' "$folder/log" 2> /dev/null; do
	tries=$((tries - 1))
	if test $tries -eq 0 || ! kill -0 $pid 2> /dev/null; then
		cat "$folder/start" "$folder/log" >&2 || :
		die "NSD did not start"
	fi
	"$BUSYBOX" usleep 20000
done
echo $pid
