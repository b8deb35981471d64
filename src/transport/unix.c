/*
 * unix: streams between programs of one machine, unix(7); a file, or with @ first a name that needs
 * none.
 *
 * config TRANSPORT_UNIX
 *	bool "unix"
 *	default y
 *	select STREAM
 *	help
 *	  Endpoints unix:/path and unix:@abstract.
 */
#include "transport/transport.h"

const struct transport transport_unix = {
	.name = "unix",
	.type = SOCK_STREAM,
	.parse = unix_parse,
};
