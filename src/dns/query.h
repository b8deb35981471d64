/* query: asks name servers. */
#ifndef DNS_QUERY_H
#define DNS_QUERY_H

#include "dns/message.h"
#include "dns/resolvconf.h"
#include "dns/verdict.h"

#include <stdint.h>

enum {
	ANSWER_ROOM = EDNS_SIZE, /* of an answer over UDP */
	QUERIES_MAX = 128,       /* that are waited for at once */
};

/* One question and its answer. The caller sets type, class, server, name, and, once, stream: 0. */
struct query {
	unsigned short type;
	unsigned char class;
	unsigned char waiting;   /* 1 as long as there may be an answer */
	unsigned char truncated; /* the answer is not all that there is */
	unsigned char hops;      /* of the CNAME chain */
	unsigned char server;    /* the number of the one to ask first, then who answered */
	unsigned char is_stream; /* over TCP */
	unsigned char is_plain;  /* without EDNS0 */
	unsigned char is_sent;   /* over TCP, once it is connected */
	struct verdict verdict;  /* STATUS_DONE: a server said NOERROR or NXDOMAIN in the answer */
	const unsigned char *answer;
	size_t length;  /* of the answer; 0: there was none */
	uint32_t began; /* when the server in work was asked; conf->ended may use it from then on */

	/* Of query.c and stream.c alone. */
	unsigned char tries; /* how many servers were asked, each counted as often as it was */
	unsigned short id;
	unsigned failed; /* a bit for each server that will not be asked again */
	int fd;          /* connected to the server in work, or -1 */
	uint32_t deadline;
	size_t cut;  /* length of an answer that was too long for UDP; 0: there was none */
	size_t used; /* of the stream's bytes */

	struct name name; /* follows the CNAME chain */
	unsigned char
		*stream; /* what came over TCP: the length, then the message; 0: no room yet */
	unsigned char packet[ANSWER_ROOM];
};

/* Asks, of the servers in turn, until one gives an answer. */
void query_start(struct query *query, const struct resolvconf *conf);

/*
 * Waits until something happens to one of these, at most QUERIES_MAX, all of which are waiting.
 * Those that wait no longer then have their verdicts. Returns 0 where there is nobody. `input` is a
 * descriptor that may be read, which is waited for too, or -1: *is_ready tells.
 */
int queries_await(const struct resolvconf *conf, struct query *const *list, size_t count, int input,
	int *is_ready);

/* Sends the question to the server in work. Returns 0, or -1 and errno. */
int query_send(const struct query *query, const struct resolvconf *conf);

/*
 * The next record of a type that the query's name owns among the answers, 1, or 0 where there are
 * no more. The first: message is set to the start of the query's answer.
 */
int query_next(
	const struct query *query, unsigned type, struct message *message, struct record *record);
int query_first(
	const struct query *query, unsigned type, struct message *message, struct record *record);

#endif
