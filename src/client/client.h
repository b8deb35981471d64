/* client: what its parts share. */
#ifndef CLIENT_CLIENT_H
#define CLIENT_CLIENT_H

#include "transport/transport.h"

/* How to connect. */
struct connect_settings {
	int family;           /* AF_UNSPEC, AF_INET, AF_INET6 */
	unsigned seconds;     /* for all addresses together; 0: as long as the kernel tries */
	const char *source;   /* a literal address, a path for UNIX sockets, or 0 */
	unsigned source_port; /* 0: any */
};

/* How to converse. */
struct converse_settings {
	const char *message; /* instead of standard input, or 0 */
	unsigned idle;       /* milliseconds without a byte, 0: no limit */
	int is_datagram;
};

/*
 * Tries all addresses in turn. Returns a socket; ends the program where none can be connected to.
 */
int connect_any(const struct endpoint *endpoint, const struct connect_settings *settings);

/*
 * Standard input to the peer, the peer to standard output, until the peer's close. Returns the exit
 * status.
 */
int converse(int fd, const struct converse_settings *settings);

#endif
