/* transport: how an endpoint of a kind is written, and the socket addresses behind it. */
#ifndef TRANSPORT_TRANSPORT_H
#define TRANSPORT_TRANSPORT_H

#include "lib/address.h"

/* Where something is, as it was written; points into the text it was read from. */
struct endpoint {
	const struct transport *transport;
	const char *text; /* the whole of it, for messages */
	const char
		*host; /* a name or a literal without brackets; not used where host_length is 0 */
	size_t host_length; /* 0: none was written: every address, or the local host for a client */
	const char *path;   /* of a UNIX socket, @ first: abstract; 0 for the internet */
	const char *descriptor; /* of fd: its number, its name, or * for all; else 0 */
	unsigned port;
	int is_literal; /* the host is an address: */
	struct ip ip;   /* this one, else zeros */
	unsigned scope; /* of a link-local one, see address_from_ip */
};

struct transport {
	const char *name; /* what stands before the first colon */
	int type;         /* SOCK_STREAM or SOCK_DGRAM; 0: each descriptor has its own */
	int (*parse)(struct endpoint *endpoint, const char *rest, struct output *why);
};

extern const struct transport *const transports[]; /* ends with 0 */
extern const char transports_absent[];             /* see struct named_table */

/* Addresses of one host: 8 of each family; more are not tried. */
#define ADDRESSES_MAX 16

/* Reads an endpoint. Returns 0, or -1 and which part of it is wrong in *why. */
int endpoint_parse(struct endpoint *endpoint, const char *text, struct output *why);

/* The same; ends the program where it is wrong. */
void endpoint_require(struct endpoint *endpoint, const char *text);

/* For -V: a line for each transport. */
void transports_print(struct output *output);

/*
 * The addresses to connect to; without a host those of the local one. family is AF_UNSPEC, AF_INET
 * or AF_INET6. Stores up to room, returns how many, at least 1, or a negative exit status as
 * lookup_addresses does.
 */
int endpoint_addresses(
	const struct endpoint *endpoint, int family, struct address *list, size_t room);

/*
 * The address to bind: one of our own, so DNS is not asked; without a host every one, IPv6 with
 * IPv4 in it. Returns 0, or -1 where the host is neither an address of that family nor a name in
 * the hosts file.
 */
int endpoint_own_address(const struct endpoint *endpoint, int family, struct address *address);

/*
 * The parts of endpoints that the transports share: PORT, HOST:PORT, [IPV6]:PORT; a path. See
 * struct transport.
 */
int inet_parse(struct endpoint *endpoint, const char *rest, struct output *why);
int unix_parse(struct endpoint *endpoint, const char *rest, struct output *why);

/*
 * A copy of the next descriptor that an endpoint fd: means, which no program of ours gets; accept
 * on it does not wait. *next is 0 at first; *type is SOCK_STREAM or SOCK_DGRAM. -1: there is no
 * further one, or errno. Ends the program where it means none, or one that does not listen.
 */
int fd_take(const struct endpoint *endpoint, unsigned *next, int *type);

#endif
