/* special: the ranges of addresses that are for special purposes. */
#ifndef RESOLVER_SPECIAL_H
#define RESOLVER_SPECIAL_H

#include "lib/ip.h"

/* The name of the range that an address is in: private, documentation, global ... v6: as IPv6. */
const char *special_range(const struct ip *ip, int v6);

/* That name, as it is in the table, or 0 where there is none. */
const char *special_find(const char *name);

#endif
