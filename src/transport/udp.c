/*
 * udp: datagrams over IPv4 and IPv6 (RFC 768).
 *
 * config TRANSPORT_UDP
 *	bool "udp"
 *	default y
 *	select DATAGRAM
 *	help
 *	  Endpoints udp:PORT, udp:HOST:PORT, udp:[IPV6]:PORT.
 */
#include "transport/transport.h"

const struct transport transport_udp = {
	.name = "udp",
	.type = SOCK_DGRAM,
	.parse = inet_parse,
};
