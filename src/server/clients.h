/* clients: how many conversations each client has, and how often it begins one. */
#ifndef SERVER_CLIENTS_H
#define SERVER_CLIENTS_H

#include "lib/ip.h"
#include "server/settings.h"

#include <stdint.h>

struct client;

/* All zeros: nothing is counted. */
struct clients {
	struct client *table;           /* in a mapping of its own */
	uint32_t seed;                  /* of its hash: nobody can aim at a place */
	unsigned per_client;            /* -C, less 1 */
	unsigned rate, rate_ms;         /* --rate; 0: any */
	unsigned char prefix4, prefix6; /* that are one client, in a struct ip's count */
	const char *message;            /* what is said to one that is over -C; 0: nothing */
};

/*
 * Reads -C, --rate, --prefix4 and --prefix6, of which the last two must be what is meant (32 and 64
 * where nothing is said); ends the program where one is wrong, with nothing mapped.
 */
void clients_prepare(struct clients *clients, const struct settings *settings);

/* Why a conversation, or a datagram, is refused. */
enum refusal { REFUSED_RULE, REFUSED_COUNT, REFUSED_RATE, REFUSED_HEADER, NOT_REFUSED };

/*
 * Counts one more conversation of the client, where it may have it. *place is given back to
 * clients_leave once it has ended (of a datagram: at once); it stays where nothing is counted. Not
 * for a UNIX socket's peer, which has no address. now: see clock_ms.
 */
enum refusal clients_enter(
	struct clients *clients, const struct ip *ip, uint32_t now, struct client **place);
void clients_leave(struct client *place);

void clients_free(struct clients *clients);

#endif
