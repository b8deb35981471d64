/* nameserver: where a name server is. */
#ifndef DNS_NAMESERVER_H
#define DNS_NAMESERVER_H

#include "dns/lines.h"
#include "lib/address.h"
#include "lib/output.h"

#include <sys/socket.h>

enum { NAMESERVER_PORT = 53 };

struct nameserver {
	struct ip ip;
	unsigned scope; /* the number of the interface that a link-local address is on, or 0 */
	unsigned short port;
};

/*
 * Splits HOST, HOST:PORT, [HOST] or [HOST]:PORT; an IPv6 address with a port needs the brackets.
 * Returns 0, or -1 where the port is none from 1 to 65535 or a bracket is missing.
 */
int nameserver_split(struct span text, struct span *host, unsigned short *port);

/*
 * Reads one that is written so, as an address with an interface perhaps (fe80::1%eth0). Returns 0
 * or -1.
 */
int nameserver_parse(struct nameserver *server, struct span text);

/* Appends it in the same form, without the port where that is 53. */
void nameserver_print(struct output *output, const struct nameserver *server);

/* What is done to a socket before it is connected: 0, or -1 and errno. */
struct route {
	int (*leave)(const struct route *route, int fd, const struct address *to);
};

/*
 * A non-blocking socket, SOCK_DGRAM or SOCK_STREAM, that hears nobody else; a stream's connection
 * may not be there yet. Returns it, or -1 and errno. The other takes a route, or 0.
 */
int nameserver_connect_by(const struct nameserver *server, int type, const struct route *route);

static inline int nameserver_connect(const struct nameserver *server, int type)
{
	return nameserver_connect_by(server, type, 0);
}

#endif
