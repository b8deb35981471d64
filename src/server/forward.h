/* forward: the service dns, and how it asks others for what it does not know. */
#ifndef SERVER_FORWARD_H
#define SERVER_FORWARD_H

#include "dns/nameserver.h"
#include "dns/reply.h"
#include "lib/option.h"
#include "server/server.h"

#include <linux/stat.h>

enum {
	FORWARDS = 64,          /* questions over UDP that others are asked at a time */
	FORWARD_QUESTION = 512, /* the longest of these */
	FORWARD_MS = 2000,      /* before the next server is asked */
	/*
	 * Before a question may make room for another one: in a flood some are answered, and where
	 * servers ask each other in a circle it ends.
	 */
	FORWARD_MS_LEAST = 200,
};

/* A question over UDP that another server is asked. */
struct forward {
	struct watch watch;   /* of a socket that is connected to it; 0: there is no question */
	uint32_t end;         /* when the next one is asked */
	unsigned char server; /* its number */
	unsigned char id[2];  /* of the client; the question has one of our own */
	unsigned short length;
	unsigned char question[FORWARD_QUESTION];
	struct way_back way;
};

/* The memory of a job; the small members first, as they are reached by shorter instructions. */
struct dns {
	struct zone *zone; /* what was in the hosts file; 0: nothing was read */
	const char *path;  /* of that file */
	uint32_t looked;   /* when its status was looked at, see clock_ms */
	unsigned place;    /* where room for a forward is looked for first */
	/* Its options. */
	const char *domain_text;
	unsigned ttl;
	struct text_list upstreams;

	struct name domain;
	struct statx status;
	struct nameserver servers[TEXT_LIST_MAX]; /* as many as upstreams */
	struct forward forwards[FORWARDS];
};

/* Whether there are others to ask. */
static inline int is_forwarder(const struct dns *dns)
{
	return CONFIG_SERVICE_DNS_FORWARD && dns->upstreams.count;
}

/*
 * Asks the others; the client is answered, or told that nobody knows, later. Returns 0, or -1: it
 * cannot be asked now.
 */
int forward_begin(const struct datagram *question);

/* Goes to the next server with those that were not answered in time. */
void forward_tick(struct job *job);

/* Forgets them all. */
void forward_release(struct dns *dns);

#endif
