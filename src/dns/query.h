/* query: asks name servers, over UDP. */
#ifndef DNS_QUERY_H
#define DNS_QUERY_H

#include "dns/message.h"
#include "dns/resolvconf.h"
#include "dns/verdict.h"

#include <stdint.h>

enum {
	/* Without EDNS0 it has at most 512 bytes (RFC 1035, 4.2.1); some servers send more. */
	ANSWER_ROOM = 1232,
	QUERIES_MAX = 2, /* at once: A and AAAA */
};

/* One question and its answer. The caller sets type, class, waiting, server and name. */
struct query {
	unsigned short type;
	unsigned char class;
	unsigned char waiting;   /* 1 as long as it has to be asked */
	unsigned char truncated; /* the answer is not all that there is */
	unsigned char hops;      /* of the CNAME chain */
	unsigned char server;    /* the number of the one to ask first, then who answered */
	struct verdict verdict;  /* STATUS_DONE: a server said NOERROR or NXDOMAIN in the answer */
	size_t length;           /* of the answer */

	/* Of query.c alone. */
	unsigned char tries; /* how many servers were asked, each counted as often as it was */
	unsigned short id;
	unsigned failed; /* a bit for each server that will not be asked again */
	int fd;          /* connected to the server in work, or -1 */
	uint32_t deadline;

	struct name name; /* follows the CNAME chain */
	unsigned char answer[ANSWER_ROOM];
};

/*
 * Asks all that are waiting, at the same time, each of the servers in turn until one gives an
 * answer. They wait no longer afterwards, and each has its verdict.
 */
void queries_run(const struct resolvconf *conf, struct query *queries, size_t count);

/*
 * The next record of a type that the query's name owns among the answers, 1, or 0 where there are
 * no more. The first: message is set to the start of the query's answer.
 */
int query_next(
	const struct query *query, unsigned type, struct message *message, struct record *record);
int query_first(
	const struct query *query, unsigned type, struct message *message, struct record *record);

#endif
