# shellcheck shell=sh
# contestants-relay.sh: who forwards TCP to port 10008 in the rows relay, bulk and relayheld, and how each is configured;
# see contestants.sh, which reads it. Nobody logs or limits. HAProxy has one thread, and splices only where it is told to:
# `option splice-auto` finds no use in it here. socat and redir have a process for each connection.

: "${in=}" "${one:?}"

forwarders()
{
	cat <<-END
		mote|$1|$(mote event tcp:10007 relay tcp:127.0.0.1:10008)
		HAProxy|$1|$in/haproxy -db -f $in/haproxy-auto.conf
		rinetd|$1|$in/rinetd -f -c $in/rinetd.conf
	END
}

forking_forwarders()
{
	cat <<-END
		redir|$1 -a 8|$in/redir -n -l none :10007 127.0.0.1:10008
		socat|$1|$in/socat -b 65536 TCP-LISTEN:10007,fork,reuseaddr,backlog=128 TCP:127.0.0.1:10008
	END
}

contestants_relay()
{
	cat <<-END
		bare copy|$one -k relay|$in/forward 10007 10008 copy
		bare splice|$one -k relay|$in/forward 10007 10008 splice
		$(forwarders "$one -k relay")
		$(forking_forwarders "$one -k relay")
	END
}

contestants_bulk()
{
	cat <<-END
		bare splice|$one -k bulk|$in/forward 10007 10008 splice
		bare splice, 1 MiB pipe|$one -k bulk|$in/forward 10007 10008 splice 1048576
		bare copy|$one -k bulk|$in/forward 10007 10008 copy
		$(forwarders "$one -k bulk")
		HAProxy, splicing|$one -k bulk|$in/haproxy -db -f $in/haproxy-splice.conf
		HAProxy, splicing, 1 MiB pipe|$one -k bulk|$in/haproxy -db -f $in/haproxy-pipe.conf
		$(forking_forwarders "$one -k bulk")
	END
}

contestants_relayheld()
{
	cat <<-END
		not accepted|-k held|$in/hold 10007 queue
		bare copy|-k relayheld|$in/forward 10007 10008 copy
		bare splice|-k relayheld|$in/forward 10007 10008 splice
		$(forwarders '-k relayheld')
	END
}

# haproxy_conf NAME SPLICING [GLOBAL-LINE]
haproxy_conf()
{
	cat > "$in/haproxy-$1.conf" <<-END
		global
		    nbthread 1
		    maxconn 1100
		    ${3:-}
		defaults
		    mode tcp
		    $2
		    timeout connect 5s
		    timeout client 1h
		    timeout server 1h
		listen relay
		    bind 0.0.0.0:10007 backlog 1024
		    server sink 127.0.0.1:10008
	END
}

write_relay_configurations()
{
	printf '0.0.0.0 10007 127.0.0.1 10008\n' > "$in/rinetd.conf"
	haproxy_conf auto 'option splice-auto'
	haproxy_conf splice 'option splice-request'
	haproxy_conf pipe 'option splice-request' 'tune.pipesize 1048576'
}
