#!/bin/sh
# message.t: whole messages of a server, as dig has them, in JSON, and byte by byte.
. "$(dirname "$0")/lib.sh"
need option full mote-resolver

# ask ARG…
ask()
{
	run mote-resolver @"$NSD_ADDRESS:$NSD_PORT" "$@"
}

ask --full both.example.test A
is "$status" 0 '--full'
# What changes from one run to the next is taken out.
is "$(sed 's/id: [0-9]*/id: N/; s/time: [0-9]* /time: N /' "$work/out")" ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: N
;; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 1, ADDITIONAL: 3

;; QUESTION SECTION:
;both.example.test.	IN	A

;; ANSWER SECTION:
both.example.test.	300	IN	A	192.0.2.1

;; AUTHORITY SECTION:
example.test.	300	IN	NS	ns.example.test.

;; ADDITIONAL SECTION:
ns.example.test.	300	IN	A	127.0.0.1
ns.example.test.	300	IN	AAAA	::1
; EDNS: version: 0, flags:; udp: 1232

;; Query time: N msec
;; SERVER: $NSD_ADDRESS:$NSD_PORT (UDP)
;; MSG SIZE  rcvd: 123" '--full: all of it'
ask --full nosuch.example.test
is "$status:$(grep -c 'status: NXDOMAIN' "$work/out"):$(grep -c '	SOA	' "$work/out")" 1:2:2 'what a server says with its no'
ask --full a.broken.test A
is "$status:$(grep -c 'status: SERVFAIL' "$work/out")" 2:1 'and where it fails'
ask --full version.server TXT CH
like "$out" '^version\.server\.	0	CH	TXT	"' 'another class'
ask --full alias.odd.test CNAME
like "$out" '	CNAME	b\\\.\\007\\032\.odd\.test\.$' 'odd bytes are harmless'
if feature option tcp mote-resolver; then
	ask --full crowd.test A
	like "$out" '^;; SERVER: .* \(TCP\)$' 'over TCP'
else
	skip 1 'option tcp is not in this profile'
fi
ask --dnssec rrsig.types.test RRSIG
like "$out" '^; EDNS: version: 0, flags: do; udp: ' '--dnssec wants signatures'
like "$out" '	RRSIG	A 8 2 300 20261231235959 ' 'and shows them'

if feature option json mote-resolver; then
	ask --json txt.types.test TXT both.example.test A nosuch.example.test A
	cp "$work/out" "$work/json"
	is "$status:$(grep -c . "$work/out")" 1:3 '--json: an object a line'
	like "$out" '^\{"ID":[0-9]*,"Opcode":0,"QR":1,"AA":1,"TC":0,"RD":1,"RA":0,"AD":0,"CD":0,"RCODE":0,"QDCOUNT":1,"ANCOUNT":1,"NSCOUNT":1,"ARCOUNT":3,"QNAME":"both\.example\.test\.","QTYPE":1,"QCLASS":1,"answerRRs":\[\{"NAME":"both\.example\.test\.","TYPE":1,"CLASS":1,"TTL":300,"rdataA":"192\.0\.2\.1"\}\],"authorityRRs":\[\{.*\}\],"additionalRRs":\[\{.*\}\]\}$' '--json: its names'
	like "$out" '"RCODE":3,.*"QNAME":"nosuch\.example\.test\.".*"authorityRRs":\[\{.*"rdataSOA":"' '--json: a no'
	if test "$MOTE_RUN" = native && command -v perl > /dev/null && perl -MJSON::PP -e 1 2> /dev/null; then
		is "$(perl -MJSON::PP -ne 'my $m = decode_json($_); $m->{QTYPE} == 16 and print map { $_->{rdataTXT} . "\n" } @{$m->{answerRRs}}' "$work/json" | sort)" \
			"$(sed -n 's/^txt\.types\.test\. 300 TXT //p' "$(dirname "$0")/../peers/nsd/types.text" | sort)" \
			"Perl's parser reads it, quotes and all"
	else
		skip 1 "Perl's parser of JSON is that of this machine"
	fi
else
	skip 4 'option json is not in this profile'
fi

ask --hex both.example.test A
like "$status:$out" '^0:[0-9a-f]{4}8500000100010001000304626f7468076578616d706c6504746573740000010001c00c000100010000012c0004c0000201' '--hex'
ask --hex localhost A
like "$status:$out" '^2:[0-9a-f]{4}8[0-9a-f]{2}5000100000000000' 'the server itself is heard'
done_testing
