/* zone: the records that a name server answers from, made of a hosts file. */
#ifndef DNS_ZONE_H
#define DNS_ZONE_H

#include "dns/message.h"

/*
 * A record. Its bytes are its owner in small letters, then, as in a message, type, class, time to
 * live, the data's length and the data.
 */
struct entry {
	uint32_t next;       /* where the next one of the bucket stands, 0: it is the last */
	unsigned char type;  /* 0: the name is there, as others are below it (RFC 8020) */
	unsigned char owner; /* length of the owner, */
	uint16_t length;     /* and of the rest */
	unsigned char bytes[];
};

#define ZONE_BUCKETS 1024           /* a power of two */
#define ZONE_SIZE (8 * 1024 * 1024) /* of a struct zone: for 100,000 names and more */

/* In memory of ZONE_SIZE bytes that begins as zeros; what is not used of it is never touched. */
struct zone {
	/* The caller sets these. */
	const struct name *domain; /* in small letters; its length is 0 where there is none */
	uint32_t ttl;              /* of all records, in network order */
	unsigned is_recursive;     /* others are asked for what is not here */

	uint32_t used;                /* bytes up to the end of the last entry */
	unsigned is_full;             /* not all records found room */
	uint32_t heads[ZONE_BUCKETS]; /* where the first entry stands, 0: there is none */
};

/*
 * The entry there, or the first one in the bucket after it, that is owned by a name; or 0. The name
 * is in small letters, and in a struct name.
 */
const struct entry *zone_next(const struct zone *zone, const unsigned char *wire, uint32_t offset);

/* The first one. */
const struct entry *zone_first(const struct zone *zone, const unsigned char *wire);

/*
 * The SOA of the domain of our own that the name is in, or 0; *wire is then where in the name that
 * domain begins.
 */
const struct entry *zone_soa(const struct zone *zone, const unsigned char **wire);

/*
 * Reads a hosts file into an empty zone. Names without a dot are there with the domain, too.
 * Returns 0, or -1 and errno: it cannot be read, or is too large (ENOMEM).
 */
int zone_read(struct zone *zone, const char *path);

#endif
