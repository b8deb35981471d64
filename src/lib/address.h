/* address: socket addresses of the kernel, from and to ours. */
#ifndef LIB_ADDRESS_H
#define LIB_ADDRESS_H

#include "lib/ip.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

/* A socket address of any family that mote uses. */
struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
		struct sockaddr_un local;
	} is;
	socklen_t length;
};

/* What -4 and -6 ask for: AF_INET, AF_INET6, or AF_UNSPEC where neither or both are given. */
static inline int family_of_options(int v4, int v6)
{
	return v4 == v6 ? AF_UNSPEC : v4 ? AF_INET : AF_INET6;
}

/*
 * From an address of ours to the kernel's. scope: the interface's number for a link-local one, or
 * 0.
 */
void address_from_ip(struct address *address, const struct ip *ip, unsigned port, unsigned scope);

/* From a path, @ first: abstract. Returns 0, or -1 where it is too long (107 bytes). */
int address_from_path(struct address *address, const char *path);

/* The IP address in it. Returns 0, or -1 where it has none. */
int address_ip(const struct address *address, struct ip *ip);

/* The port in it; 0 for one that has none. */
unsigned address_port(const struct address *address);

/*
 * Reads the whole of text[0..length) as an IPv4 or IPv6 address, perhaps with its interface, by
 * name or by number (fe80::1%eth0, RFC 4007, 11). Returns 0, or -1 where it is none, or there is no
 * such interface.
 */
int address_literal(struct ip *ip, unsigned *scope, const char *text, size_t length);

/*
 * Splits text[0..length) into HOST, HOST:PORT, [HOST] or [HOST]:PORT; an IPv6 address with a port
 * needs the brackets. *port is where the port starts, up to the end of the text, or 0 where there
 * is none. Returns 0, or -1 where a bracket is not closed, or is followed by something else than a
 * port.
 */
int host_split(
	const char *text, size_t length, const char **host, size_t *host_length, const char **port);

/*
 * Appends it in an endpoint's form without the transport: 192.0.2.1:80, [2001:db8::1]:80, /run/x,
 * @name.
 */
void address_print(struct output *output, const struct address *address);

#endif
