/* resolver: what is asked for, and who answers it. */
#ifndef RESOLVER_RESOLVER_H
#define RESOLVER_RESOLVER_H

#include "dns/search.h"
#include "dns/type.h"
#include "lib/ip.h"
#include "lib/output.h"

/*
 * Room for one host. An answer of 1,232 bytes has at most 76 records of 16 bytes, and each family
 * may have half of the room; a chain has at most 16 aliases for each. A hosts file may have more
 * addresses: that is said.
 */
enum { ADDRESSES = 152, ALIASES = 32 };

/* What the command line says, and what comes of it. */
struct request {
	const char *conf, *hosts, *address; /* options -f, -H and -x; 0: not given */
	int v4, v6, verbose;
	unsigned server_count;      /* of those that are asked in place of the file's */
	const char *text;           /* what the answer is about, as it was written */
	unsigned short type, class; /* of the question; type 0: the host entry */
	int is_report;              /* it is an address, about which nobody is asked */
	int absolute;               /* the name ends in a dot */
	struct ip ip;               /* of -x */
	const char *servers[NAMESERVERS_MAX];
	struct name name; /* to ask for */
	struct host host;
	struct search search;
	struct resolvconf settings;
	struct ip addresses[ADDRESSES];
	struct name aliases[ALIASES];
};

/* Finds out, prints, and returns the exit status; or ends the program with another and says why. */
int answer(struct request *request, struct output *output);

#endif
