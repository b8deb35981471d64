/* addresses: those of this machine, by the interface that each is on, and when they change. */
#ifndef LIB_ADDRESSES_H
#define LIB_ADDRESSES_H

#include "lib/ip.h"

#define ADDRESSES_ROOM 32 /* further ones are not there */

struct own_address {
	unsigned link; /* the number of the interface */
	struct ip ip;
	unsigned char bits;   /* of the network, in a struct ip's count */
	unsigned char wanted; /* from here on it is the caller's */
	uint32_t said[3];
};

/* Together by link, and there in the order of their bytes: IPv4, then IPv6, but for ::1 and so. */
struct addresses {
	unsigned count;
	struct own_address list[ADDRESSES_ROOM];
};

/* Puts one where it belongs; nothing where there is no room. */
void addresses_add(struct addresses *addresses, const struct own_address *address);

/* The one after it (0: the first) that is on the link (0: on any), or 0. */
struct own_address *addresses_next(
	const struct addresses *addresses, const struct own_address *address, unsigned link);

/* As memcmp, of what two lists have on a link (0: on all). */
int addresses_compare(const struct addresses *a, const struct addresses *b, unsigned link);

/* A socket that can be read when something has changed; -1 and errno. */
int addresses_open(void);

/*
 * All there are now, on interfaces that are up and can multicast, or, where it is not 0, on that
 * interface only; takes all that has come to the socket.
 */
void addresses_read(struct addresses *addresses, int fd, const char *interface);

#endif
