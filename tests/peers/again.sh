#!/bin/sh
# again.sh PROGRAM FOLDER PORT ZONE FILE: starts a name server, nsd or knotd, on PORT of 127.0.0.1 with one zone, read
# from a file, and prints its process id; the caller ends it. In a network namespace of its own.
set -eu
program=$1 folder=$2 port=$3 zone=$4 file=$5
mkdir -p "$folder"
if test "${program##*/}" = nsd; then
	cat > "$folder/conf" <<-END
	server:
		server-count: 1
		ip-address: 127.0.0.1@$port
		username: ""
		chroot: ""
		database: ""
		zonesdir: "$folder"
		zonelistfile: "$folder/zone.list"
		xfrdfile: "$folder/xfrd.state"
		xfrdir: "$folder"
		pidfile: "$folder/pid"
	remote-control:
		control-enable: no
	zone:
		name: "$zone"
		zonefile: "$file"
	END
	set -- -d -c "$folder/conf"
else
	cat > "$folder/conf" <<-END
	server:
	    rundir: "$folder"
	    listen: 127.0.0.1@$port
	    udp-workers: 1
	    tcp-workers: 1
	    background-workers: 1
	database:
	    storage: "$folder"
	log:
	  - target: stderr
	    any: info
	zone:
	  - domain: "$zone"
	    file: "$file"
	    zonefile-sync: -1
	    journal-content: none
	    semantic-checks: off
	END
	set -- -c "$folder/conf"
fi
"$program" "$@" > "$folder/log" 2>&1 < /dev/null &
echo $!
