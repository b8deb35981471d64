/* host: a host entry, as gethostbyname had it: the official name, aliases, addresses. */
#ifndef DNS_HOST_H
#define DNS_HOST_H

#include "dns/name.h"
#include "lib/ip.h"

/* The caller owns the two lists; with no room for aliases they are not kept. */
struct host {
	struct ip *list; /* IPv6 before IPv4; neither takes more than half of the room */
	unsigned count, room;
	unsigned lost; /* addresses for which there was no room */
	struct name *aliases;
	unsigned alias_count, alias_room;
	struct name official; /* its length is 0 as long as there is none */
};

/* Begins with nothing but room for addresses. */
void host_open(struct host *host, struct ip *list, unsigned room);

/* Each does nothing where it is there already. */
void host_add_alias(struct host *host, const struct name *name);
void host_add_address(struct host *host, const struct ip *ip);

/* Names the host; a second name is an alias. */
void host_add_name(struct host *host, const struct name *name);

/* 1 where an address is of the family: AF_UNSPEC, AF_INET or AF_INET6. */
int host_wants(int family, const struct ip *ip);

#endif
