/* mdns: the packets of Multicast DNS (RFC 6762), read and written by one who has a name. */
#ifndef DNS_MDNS_H
#define DNS_MDNS_H

#include "dns/message.h"
#include "lib/addresses.h"

#define MDNS_PACKET_MAX 9000 /* RFC 6762, 17 */

enum { MDNS_HEADER = 12, MDNS_RESPONSE = FLAG_RESPONSE | FLAG_AUTHORITATIVE };

/* What can be said of an address: bits of its `wanted`, places in its `said`. */
enum { MDNS_ADDRESS, MDNS_POINTER, MDNS_DENIAL, MDNS_KINDS };

enum { MDNS_TTL = 120, MDNS_LEGACY_TTL = 10 }; /* of host names (10); for other resolvers (6.7) */

/* The top bit of a class: of a record, others are to be forgotten; of a question, by unicast. */
enum { MDNS_CLASS_BIT = 0x8000 };

struct mdns {
	/* What mdns_hear has heard. */
	unsigned char is_shared;   /* who asks wants all others to have the answer, too */
	unsigned char is_probe;    /* another wants to have our name, ... */
	unsigned char is_later;    /* ... and goes before us where we both do (8.2) */
	unsigned char is_conflict; /* another has it */
	unsigned short pointers;   /* how many names it compared with those of addresses */

	/* How mdns_write shall say it. */
	unsigned char is_repeated; /* for DNS alone (6.7): with the questions that were heard */
	unsigned short flags;      /* MDNS_RESPONSE; 0: a probe, with its question */
	unsigned ttl;
	unsigned pause; /* what was said in the last so many ms is left out; 0: nothing */
	uint32_t now;   /* see clock_ms */

	const unsigned char *question; /* the packet that was heard, ... */
	size_t end;                    /* ... and where its questions end */
	struct output out;             /* the packet that is written, ... */
	unsigned name_at;              /* ... and where our name stands in it, 0: not yet */

	struct name name;
	struct addresses addresses;
};

/*
 * Judges a packet that came by a link, on which we have an address: which of its addresses are
 * wanted, and what another has to do with our name. Returns 0, or -1: it is malformed, and what it
 * says is not to be believed.
 */
int mdns_hear(struct mdns *mdns, unsigned link, const void *bytes, size_t length);

/*
 * Writes a packet with all that is wanted of a link. Returns its length, or 0 where there is
 * nothing to say. Of what does not fit into the room, which is at least MDNS_HEADER, the end is
 * missing.
 */
size_t mdns_write(struct mdns *mdns, unsigned link, void *buffer, size_t room);

#endif
