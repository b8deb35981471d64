/* search: finds a name through the search list and along its aliases. */
#ifndef DNS_SEARCH_H
#define DNS_SEARCH_H

#include "dns/host.h"
#include "dns/query.h"

/* What is looked for, and what came of it. */
struct search {
	const struct resolvconf *conf; /* the caller sets it */
	struct host *host;             /* and this, which gets the aliases on the way */
	size_t count;                  /* of queries */
	struct verdict verdict;        /* why nothing was found */
	struct query queries[QUERIES_MAX];
};

/* Prepares for records of one type, or of two, each its own question; the other is 0. */
void search_open(struct search *search, unsigned type, unsigned other);

/* The same for addresses of a family: AF_UNSPEC, AF_INET or AF_INET6. */
void search_open_addresses(struct search *search, int family);

/*
 * Asks for a name, and for what the search list makes of it if it is not absolute. Returns 1 where
 * a question found records: its verdict is STATUS_DONE, its name the end of the aliases, and
 * query_first finds them. Else 0, and search->verdict.
 */
int search_run(struct search *search, const struct name *name, int absolute);

/*
 * Puts what was found into the host: of A and AAAA the official name and the addresses, of PTR the
 * names. Returns 0, or -1 where a record is malformed.
 */
int search_collect(struct search *search);

#endif
