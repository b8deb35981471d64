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

struct resolvconf {
	unsigned char count;     /* of servers, at least 1 once read */
	unsigned char ndots;     /* a name with fewer dots is searched for first */
	unsigned char timeout;   /* seconds that a server has for its answer, 1 to 30 */
	unsigned char attempts;  /* how often each server is asked, 1 to 5 */
	unsigned short searches; /* how much of search is used */
	/* Not of the file: is told of each question's end; may be 0. */
	void (*ended)(const struct query *query);
	struct nameserver servers[NAMESERVERS_MAX]; /* further ones are not asked */
	char search[SEARCH_MAX];                    /* domains, each with its NUL */
};

/*
 * Reads a file. Returns 0, or -1 and errno. What it does not say, and all where it cannot be read,
 * is the default: the name server of this machine, 5 s, 2 attempts, ndots 1, no search.
 */
int resolvconf_read(struct resolvconf *conf, const char *path);

#endif
