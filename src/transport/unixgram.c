/*
 * unixgram: datagrams between programs of one machine, unix(7).
 *
 * config TRANSPORT_UNIXGRAM
 *	bool "unixgram"
 *	default y
 *	select DATAGRAM
 *	help
 *	  Endpoints unixgram:/path and unixgram:@abstract.
 */
#include "transport/transport.h"

const struct transport transport_unixgram = {
	.name = "unixgram",
	.type = SOCK_DGRAM,
	.parse = unix_parse,
};
