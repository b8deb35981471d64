# shellcheck shell=sh disable=SC2034,SC2154 # what reads this uses what it sets, and sets $name and $verbosity
# names.sh: what tcpserver and tcpclient share: their messages, hosts, ports. Sets $port, $address, $addresses.

# say TEXT…: a line on standard error, unless -q. $name is the program's.
say()
{
	test "$verbosity" -eq 0 || printf '%s: %s\n' "$name" "$*" >&2
}

fatal()
{
	say "fatal: $*"
	exit 111
}

# find_port PORT: a number, leading zeros allowed, or a service.
find_port()
{
	case $1 in
	*[!0-9]* | '')
		port=$(getent services "$1/tcp" | sed 's/^[^ ]* *\([0-9]*\).*/\1/')
		test -n "$port" || fatal "unable to figure out port number for $1"
		;;
	*)
		port=$(echo "$1" | sed 's/^0*//')
		port=${port:-0}
		;;
	esac
}

# dotted TEXT: an IPv4 address without brackets and leading zeros, or nothing.
dotted()
{
	echo "$1" | sed -n 's/^\[\(.*\)\]$/\1/; /^[0-9]*\.[0-9]*\.[0-9]*\.[0-9]*$/s/\(^\|\.\)0*\([0-9]\)/\1\2/gp'
}

# find_addresses HOST: of IPv4. Names are mote-resolver's matter.
find_addresses()
{
	addresses=$(dotted "$1")
	test -z "$addresses" || return 0
	# Its words for an impossible name are others.
	if echo "$1" | grep -qE '[^.]{64}'; then
		fatal "temporarily unable to figure out IP address for $1: protocol error"
	fi
	found=0
	answer=$(mote-resolver -4 "$1" 2>&1) || found=$?
	case $found in
	0) addresses=$(echo "$answer" | sed -n 's/^address = \([^ ]*\).*/\1/p') ;;
	1) fatal "no IP address for $1" ;;
	*) fatal "temporarily unable to figure out IP address for $1: ${answer#*fatal: }" ;;
	esac
}

# name_of ADDRESS: prints its name, if it has one.
name_of()
{
	mote-resolver -x "$1" 2> /dev/null | sed -n 's/^official name: //p'
}
