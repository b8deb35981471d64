/* search: finds a name through the search list and along its aliases. */
#ifndef DNS_SEARCH_H
#define DNS_SEARCH_H

#include "dns/host.h"
#include "dns/query.h"

enum { SEARCH_QUERIES = 2 }; /* at once: A and AAAA */

/* What is looked for, and what came of it. */
struct search {
	struct resolvconf *conf; /* the caller sets it */
	struct host *host;       /* and this, which gets the aliases on the way */
	size_t count;            /* of queries */
	struct verdict verdict;  /* why nothing was found */

	/* Of search.c alone. */
	const struct name *name;
	unsigned char is_first, is_last; /* as it is, before or after it is searched for */
	unsigned short at;               /* where the next domain of the list stands */

	struct query queries[SEARCH_QUERIES];
};

/* Prepares for records of one type, or of two, each its own question; the other is 0. */
void search_open(struct search *search, unsigned type, unsigned other);

/* The same for addresses of a family: AF_UNSPEC, AF_INET or AF_INET6. */
void search_open_addresses(struct search *search, int family);

/*
 * Asks for a name, which stays where it is, and for what the search list makes of it if it is not
 * absolute. Its queries are then to be waited for.
 */
void search_start(struct search *search, const struct name *name, int absolute);

/* Puts those that still wait into the list. Returns how many. */
size_t search_list(struct search *search, struct query **list);

/* None waits any more: asks what is to be asked next, and returns 1; or 0, all has been asked. */
int search_step(struct search *search);

/*
 * Whether a question found records: its verdict is STATUS_DONE, its name the end of the aliases,
 * and query_first finds them. Else search->verdict tells why not.
 */
int search_found(const struct search *search);

/* All of that at once, and waits for it. Returns what search_found does. */
int search_run(struct search *search, const struct name *name, int absolute);

/*
 * Puts what was found into the host: of A and AAAA the official name and the addresses, of PTR the
 * names. Returns 0, or -1 where a record is malformed.
 */
int search_collect(struct search *search);

#endif
