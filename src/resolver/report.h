/* report: what mote-resolver prints. */
#ifndef RESOLVER_REPORT_H
#define RESOLVER_REPORT_H

#include "dns/host.h"
#include "dns/query.h"
#include "dns/type.h"

/* The lines that every address has: its family's, which is IPv6 or not, and its own. */
void report_family(struct output *output, int v6);
void report_address(struct output *output, const struct ip *ip, int v6);

/*
 * Prints a host entry: the official name, the aliases, and for each family its type, length and
 * addresses.
 */
void report_host(struct output *output, const struct host *host);

/* The same in short: the addresses, or the names, one a line. */
void report_short(struct output *output, const struct host *host, int names);

/*
 * Prints each record of the question's type in the answer, one a line: the label, if there is one,
 * for ANY its type, and the value. Returns 0, or -1 where one was malformed.
 */
int report_values(struct output *output, const struct query *query, const char *label);

#endif
