#!/bin/sh
# types.t: records of every type are printed so that another name server reads the same bytes back from the text.
# Natively two do: NSD and Knot DNS; dig says which bytes they have then. Everywhere the text is the one of which that
# was found true, tests/peers/nsd/types.text.
. "$(dirname "$0")/lib.sh"
need option types mote-resolver
need option data mote-resolver
here=$(dirname "$0")/../peers
zone=$here/nsd/types.test.zone

# questions: the names and types of the zone, each once.
questions()
{
	sed -n 's/^@ \([A-Z]*\) .*/types.test. \1/p; s/^\([^;$@ ][^ ]*\) \([A-Z0-9]*\) .*/\1.types.test. \2/p' "$zone" | sort -u
}

# ask ARG…: the records as lines of a zone, in an order that does not depend on the server.
ask()
{
	questions | while read -r name type; do
		mote-resolver "$@" "$name" "$type" > "$work/values" || echo "$name $type: status $?"
		sed "s/^/$name 300 $type /" "$work/values" | sort
	done
}

ask @"$NSD_ADDRESS:$NSD_PORT" > "$work/text" 2> "$work/errors"
is "$(cat "$work/errors")" '' 'no record is malformed'
is "$(grep -c . "$work/text")" "$(grep -c '^[^;$]' "$zone")" 'all records are printed'
same_file "$work/text" "$here/nsd/types.text" 'each record as it should be'

run mote-resolver @"$NSD_ADDRESS:$NSD_PORT" version.server TXT CH
like "$status:$out" '^0:"' 'class CHAOS'
run mote-resolver @"$NSD_ADDRESS:$NSD_PORT" version.server TXT
is "$status" 2 'and it is the class that makes the difference'
run mote-resolver @"$NSD_ADDRESS:$NSD_PORT" a.types.test TYPE1
is "$status:$(sort "$work/out")" "0:192.0.2.1
255.255.255.255" 'a known type by its number'
run mote-resolver @"$NSD_ADDRESS:$NSD_PORT" a.types.test ANY
like "$out" '^A 192\.0\.2\.1$' 'ANY'
for type in AXFR ixfr; do
	run mote-resolver @"$NSD_ADDRESS:$NSD_PORT" types.test $type
	like "$status:$err" "^100:.*types.test: zones are not transferred" "$type is refused"
done
for type in TYPE0 TYPE65536 TYPE TYPE1x -; do
	run mote-resolver @"$NSD_ADDRESS:$NSD_PORT" types.test -t "$type"
	like "$status:$err" "^100:.*unknown type $type; " "no such type: $type"
done

# --- Read back -----------------------------------------------------------------------------------------

# bytes PORT: the data of all records in hexadecimal.
bytes()
{
	# shellcheck disable=SC2046 # names and types, none of which has a blank
	dig @127.0.0.1 -p "$1" +noall +answer +unknownformat +tries=1 +norecurse $(questions) | sort
}

answers()
{
	dig @127.0.0.1 -p "$1" +short +tries=1 +time=1 types.test SOA | grep -q '^ns\.'
}

# read_back PROGRAM: it reads the text, and has the same bytes as the server that the text is from.
read_back()
{
	test -x "$1" || { skip 1 "${1##*/} is not here" && return; }
	free_port
	peer=$("$here/again.sh" "$1" "$work/peer" "$free_port" types.test "$work/text")
	track "$peer"
	eventually 10 answers "$free_port" || diag "$(cat "$work/peer/log")"
	bytes "$free_port" > "$work/peer/bytes"
	same_file "$work/peer/bytes" "$work/bytes" "${1##*/} reads the same bytes from the text"
	rm -r "$work/peer"
}

if test "$MOTE_RUN" != native || ! command -v dig > /dev/null; then
	skip 3 "dig, and name servers that read what was printed, are those of this machine"
else
	bytes "$NSD_PORT" > "$work/bytes"
	is "$(grep -c . "$work/bytes")" "$(grep -c . "$work/text")" 'dig finds the bytes of the records'
	read_back "$here/../../out/peers/nsd"
	read_back "$here/../../out/peers/root/usr/sbin/knotd"
fi
done_testing
