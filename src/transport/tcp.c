/*
 * tcp: streams over IPv4 and IPv6 (RFC 9293).
 *
 * config TRANSPORT_TCP
 *	bool "tcp"
 *	default y
 *	select STREAM
 *	help
 *	  Endpoints tcp:PORT, tcp:HOST:PORT, tcp:[IPV6]:PORT.
 */
#include "transport/transport.h"

const struct transport transport_tcp = {
	.name = "tcp",
	.type = SOCK_STREAM,
	.parse = inet_parse,
};
