# shellcheck shell=sh
# contestants-dns.sh: who answers names in the row dns, and what is asked; see contestants.sh, which reads it. NAMES machines have an
# address of each family; dnsperf asks for all of these, for their names by IPv4 address, and for as many
# names that are not there. mote-server and dnsmasq read a hosts file, NSD zones of the same content. Nobody logs or limits,
# and NSD has one server process.

: "${in=}"

names=250

contestants_dns()
{
	cat <<-END
		bare|-k dns -d $in|$in/datagram 10007 reply
		mote|-k dns -d $in|$(mote event udp:10007 dns --domain lan "$in/hosts")
		dnsmasq|-k dns -d $in|$in/dnsmasq -k -C /dev/null -p 10007 -R -h -H $in/hosts -s lan -S /lan/ -u root -x $in/dnsmasq.pid
		NSD|-k dns -d $in|$in/nsd -d -c $in/nsd.conf
	END
}

zone()
{
	printf '@ 300 SOA ns.lan. hostmaster.lan. 1 3600 600 86400 60\n@ 300 NS ns.lan.\n'
	awk -v "names=$names" -v "which=$1" 'BEGIN {
		for (i = 1; i <= names; i++)
			if (which == "names")
				printf "host%d 300 A 10.0.0.%d\nhost%d 300 AAAA fd00::%x\n", i, i, i, i
			else
				printf "%d 300 PTR host%d.lan.\n", i, i
	}'
}

write_dns_configurations()
{
	awk -v "names=$names" -v "queries=$in/queries" 'BEGIN {
		for (i = 1; i <= names; i++) {
			printf "10.0.0.%d host%d.lan host%d\nfd00::%x host%d.lan host%d\n", i, i, i, i, i, i
			printf "host%d.lan A\nhost%d.lan AAAA\n%d.0.0.10.in-addr.arpa PTR\nnone%d.lan A\n", i, i, i, i > queries
		}
	}' > "$in/hosts"
	zone names > "$in/lan.zone"
	zone addresses > "$in/addresses.zone"
	cat > "$in/nsd.conf" <<-END
		server:
		    server-count: 1
		    ip-address: 192.0.2.1@10007
		    username: ""
		    chroot: ""
		    database: ""
		    zonesdir: "$in"
		    zonelistfile: "$in/zone.list"
		    xfrdfile: "$in/xfrd.state"
		    xfrdir: "$in"
		    pidfile: "$in/nsd.pid"
		    logfile: "/dev/null"
		    rrl-ratelimit: 0
		remote-control:
		    control-enable: no
		zone:
		    name: "lan"
		    zonefile: "lan.zone"
		zone:
		    name: "0.0.10.in-addr.arpa"
		    zonefile: "addresses.zone"
	END
}
