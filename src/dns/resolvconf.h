/* resolvconf: whom to ask, and how. */
#ifndef DNS_RESOLVCONF_H
#define DNS_RESOLVCONF_H

#include "dns/nameserver.h"

#define RESOLVCONF_PATH "/etc/resolv.conf"

enum {
	NAMESERVERS_MAX = 8, /* resolv.conf has had 3; the rest is for those of a command line */
	SEARCH_MAX = 1024,   /* bytes of domains; further ones are not searched */
};

struct query;
struct resolvconf;

/* See stream.c. */
struct stream {
	/* A descriptor on the way to the query's server, or -1 and errno. */
	int (*open)(struct query *query, const struct resolvconf *conf);

	/* It is ready: 1 the answer is there, 0 not yet, or -1 and errno. */
	int (*move)(struct query *query, const struct resolvconf *conf);
};

struct resolvconf {
	unsigned char count;     /* of servers, at least 1 once read */
	unsigned char ndots;     /* a name with fewer dots is searched for first */
	unsigned char timeout;   /* seconds that a server has for its answer, 1 to 30 */
	unsigned char attempts;  /* how often each server is asked, 1 to 5 */
	unsigned char rotate;    /* each look-up begins with the next server */
	unsigned short searches; /* how much of search is used */

	/* Not of the file, and zeros once it is read. */
	unsigned char next;          /* the server to begin with, where it rotates */
	unsigned char is_plain;      /* without EDNS0 */
	unsigned char is_dnssec;     /* signatures are wanted */
	unsigned char is_stream;     /* over TCP, all of it */
	const struct route *route;   /* of the sockets; 0: the system's */
	const struct stream *stream; /* what speaks TCP where a datagram is too short; 0: nobody */
	void (*ended)(struct query *query, void *whom); /* is told of each question's end, or 0 */
	void *whom;

	struct nameserver servers[NAMESERVERS_MAX]; /* further ones are not asked */
	char search[SEARCH_MAX];                    /* domains, each with its NUL */
};

/*
 * Reads a file. Returns 0, or -1 and errno. What it does not say, and all where it cannot be read,
 * is the default: the name server of this machine, 5 s, 2 attempts, ndots 1, no search.
 */
int resolvconf_read(struct resolvconf *conf, const char *path);

#endif
