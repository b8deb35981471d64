# shellcheck shell=sh
# contestants.sh: who takes part in which row, and how each is started; read with `.`, where $in is the
# folder that the programs are in, and $here this one. contestants ROW prints a line for each:
#
#	NAME|LOAD'S OPTIONS|COMMAND
#
# Port 10007, as load uses a new network namespace for each; inetd's own services have ports of their
# own; all over IPv4, which is what most of them have. What a server could do that is not measured is switched off: log lines, limits, look-ups.

: "${in:=}" "${here:?}"

# The cores: one for the client and the server together, or two for both.
one=-c1
two=-c3

mote()
{
	model=$1
	shift
	echo "$in/mote-server -q -4 -c 1100 -i 0 -m $model $*"
}

# shellcheck source=contestants-http.sh
. "$here/contestants-http.sh"
# shellcheck source=contestants-relay.sh
. "$here/contestants-relay.sh"
# shellcheck source=contestants-dns.sh
. "$here/contestants-dns.sh"

contestants_greet()
{
	cat <<-END
		bare|$one|$in/greet 10007
		bare fork|$one|$in/greet 10007 fork
		mote iterative|$one|$(mote iterative tcp:10007 greet)
		mote event|$one|$(mote event tcp:10007 greet)
		mote fork|$one|$(mote fork tcp:10007 greet)
		mote event, lines logged|$one|$in/mote-server -4 -m event tcp:10007 greet
		BusyBox inetd daytime|$one -k daytime -p 13|$in/busybox inetd -f -R 0 $in/builtin.conf
		BusyBox inetd echo|$one -k echo -p 7|$in/busybox inetd -f -R 0 $in/builtin.conf
		xinetd daytime|$one -k daytime|$in/xinetd -dontfork -pidfile $in/xinetd.pid -f $in/xinetd-daytime.conf
	END
}

programs()
{
	cat <<-END
		mote event|$1|$(mote event tcp:10007 exec "$in/program")
		mote fork|$1|$(mote fork tcp:10007 exec "$in/program")
		BusyBox tcpsvd|$1|$in/busybox tcpsvd -c 100 -b 128 0 10007 $in/program
		ipsvd tcpsvd|$1|$in/tcpsvd -l 0 -c 100 -b 128 0 10007 $in/program
		tcpserver|$1|$in/tcpserver -RHl0 -c 100 -b 128 0 10007 $in/program
		BusyBox inetd|$1|$in/busybox inetd -f -R 0 -q 128 $in/inetd.conf
	END
}

contestants_exec()
{
	cat <<-END
		bare vfork|$one -k daytime|$in/exec 10007 vfork $in/program
		bare clone, no waiting|$one -k daytime|$in/exec 10007 clone $in/program
		$(programs "$one -k daytime")
		OpenBSD inetd|$one -k daytime|$in/inetd -i $in/inetd.conf
		xinetd|$one -k daytime|$in/xinetd -dontfork -pidfile $in/xinetd.pid -f $in/xinetd-program.conf
		socat|$one -k daytime|$in/socat TCP-LISTEN:10007,fork,reuseaddr,backlog=128 EXEC:$in/program,nofork
	END
}

contestants_exec2()
{
	cat <<-END
		bare vfork|$two -k daytime|$in/exec 10007 vfork $in/program
		bare, two acceptors|$two -k daytime|$in/exec 10007 two $in/program
		bare clone, no waiting|$two -k daytime|$in/exec 10007 clone $in/program
		$(programs "$two -k daytime")
	END
}

contestants_udp()
{
	cat <<-END
		bare|$one -k udp|$in/datagram 10007
		mote, every address|$one -k udp|$(mote event udp:10007 echo)
		mote, IPv4 and IPv6|$one -k udp|$in/mote-server udp:10007 echo
		mote, one address|$one -k udp|$(mote event udp:192.0.2.1:10007 echo)
		OpenBSD inetd|$one -k udp -p 7|$in/inetd -i $in/builtin.conf
		BusyBox inetd|$one -k udp -p 7|$in/busybox inetd -f -R 0 $in/builtin.conf
		socat|$one -k udp|$in/socat UDP-LISTEN:10007,fork,reuseaddr PIPE
		BusyBox udpsvd|$one -k udp|$in/busybox udpsvd -c 100 0 10007 $in/busybox cat
	END
}

contestants_held()
{
	cat <<-END
		not accepted|-k held|$in/hold 10007 queue
		bare epoll|-k held|$in/hold 10007 epoll
		bare fork|-k held|$in/hold 10007 fork
		mote event|-k held|$(mote event tcp:10007 echo)
		mote fork|-k held|$(mote fork tcp:10007 echo)
		mote exec|-k held|$(mote event tcp:10007 exec "$in/program" hold)
		nginx|-k held|$in/nginx -p $in -e /dev/null -c $in/nginx.conf
		tcpserver|-k held|$in/tcpserver -RHl0 -c 1100 -b 128 0 10007 $in/program hold
		xinetd|-k held|$in/xinetd -dontfork -pidfile $in/xinetd.pid -f $in/xinetd-hold.conf
	END
}

contestants_idle()
{
	cat <<-END
		bare|-k idle|$in/idle 10007
		mote iterative|-k idle|$in/mote-server -m iterative tcp:10007 greet
		mote event|-k idle|$in/mote-server -m event tcp:10007 greet
		mote fork|-k idle|$in/mote-server -m fork tcp:10007 greet
		mote exec|-k idle|$in/mote-server tcp:10007 exec $in/program
		BusyBox tcpsvd|-k idle|$in/busybox tcpsvd 0 10007 $in/program
		BusyBox inetd|-k idle|$in/busybox inetd -f $in/inetd.conf
		tcpserver|-k idle|$in/tcpserver -RHl0 0 10007 $in/program
		ipsvd tcpsvd|-k idle|$in/tcpsvd -l 0 0 10007 $in/program
		OpenBSD inetd|-k idle|$in/inetd -i $in/inetd.conf
		xinetd|-k idle|$in/xinetd -dontfork -pidfile $in/xinetd.pid -f $in/xinetd-program.conf
		socat|-k idle|$in/socat TCP-LISTEN:10007,fork,reuseaddr EXEC:$in/program,nofork
	END
}

contestants()
{
	"contestants_$1"
}

# xinetd_conf FILE SERVICE TYPE [LINE…]
xinetd_conf()
{
	file=$in/xinetd-$1.conf name=$2 type=$3
	shift 3
	{
		printf 'defaults\n{\n\tcps = 1000000 1\n\tinstances = UNLIMITED\n\tper_source = UNLIMITED\n}\n'
		printf 'service %s\n{\n\ttype = %s\n\tport = 10007\n\tuser = root\n' "$name" "$type"
		printf '\tprotocol = tcp\n\tsocket_type = stream\n\twait = no\n'
		printf '\t%s\n' "$@"
		printf '}\n'
	} > "$file"
}

write_configurations()
{
	echo "10007 stream tcp nowait.1000000 root $in/program program" > "$in/inetd.conf"
	for name in echo daytime; do
		printf '%s stream tcp nowait root internal\n%s dgram udp wait root internal\n' $name $name
	done > "$in/builtin.conf"
	xinetd_conf program bench UNLISTED "server = $in/program"
	xinetd_conf hold bench UNLISTED "server = $in/program" 'server_args = hold'
	xinetd_conf daytime daytime 'INTERNAL UNLISTED'
	write_http_configurations
	write_relay_configurations
	write_dns_configurations
}
