/* reply: what a name server says to a question. */
#ifndef DNS_REPLY_H
#define DNS_REPLY_H

#include "dns/zone.h"

enum {
	REPLY_PLAIN = 512, /* the longest over UDP where EDNS does not allow more, */
	REPLY_MAX = 1232,  /* and where it does: what no path has to fragment */
	REPLY_TCP = 4096,  /* the longest, as records are counted in a byte */
	REPLY_HEADER = 12, /* length of the header, */
	REPLY_OPT = 11,    /* and of the last record, where there is one */
};

enum { RCODE_SERVFAIL = 2, RCODE_REFUSED = 5 };

/* The header's third byte (RFC 1035, 4.1.1); the fourth ends in the RCODE. */
enum { REPLY_RESPONSE = 0x80, REPLY_OPCODE = 0x78, REPLY_TRUNCATED = 2 };

/* What was sent is no question, and nobody must be answered. */
#define REPLY_NONE (-1)

struct reply {
	/* The caller sets these. */
	unsigned char *bytes; /* room for REPLY_MAX, or the limit; without a zone REPLY_PLAIN */
	unsigned limit;       /* over UDP REPLY_PLAIN, which EDNS raises; at most REPLY_TCP */

	unsigned used; /* of the bytes */
	unsigned edns; /* the flags that are repeated */
};

/* Where the question ends in a reply without an answer. */
static inline unsigned reply_question_end(const struct reply *reply)
{
	return reply->used - reply->bytes[11] * REPLY_OPT;
}

/*
 * Makes the reply to whatever was sent, from the zone; without one, nothing is known. Returns its
 * RCODE, or REPLY_NONE. RCODE_REFUSED: it is not ours, and others may be asked.
 */
int reply_make(struct reply *reply, const struct zone *zone, const void *question, size_t length);

/* Changes the RCODE of a reply that says that it is refused. */
static inline void reply_fail(struct reply *reply, unsigned rcode)
{
	reply->bytes[3] += rcode - RCODE_REFUSED;
}

#endif
