/* verdict: how a question came out, in a word and with its source. */
#ifndef DNS_VERDICT_H
#define DNS_VERDICT_H

#include "dns/nameserver.h"
#include "lib/output.h"

/* Why; below these the server's own RCODE (RFC 1035, 4.1.1). */
enum reason {
	REASON_MALFORMED = 16, /* what the server said cannot be read */
	REASON_TRUNCATED,      /* the answer did not fit a datagram */
	REASON_REFERRAL,       /* the server neither knows nor asks others */
	REASON_CHAIN,          /* the aliases go round in a circle, or do not end */
	REASON_SILENT,
	REASON_ERROR, /* what the system said: see error */
};

struct verdict {
	unsigned char status; /* of lib/process.h; STATUS_DONE: nothing is known to be wrong */
	unsigned char reason;
	int error;                       /* errno; of a malformed answer: at which byte */
	const struct nameserver *server; /* who said so, or was silent */
};

/*
 * Keeps in *into what weighs more: that servers failed, that they were silent, that the system
 * refused, a no.
 */
void verdict_merge(struct verdict *into, const struct verdict *from);

/* Appends the reason and the server: "NXDOMAIN from 192.0.2.53". */
void verdict_print(struct output *output, const struct verdict *verdict);

#endif
