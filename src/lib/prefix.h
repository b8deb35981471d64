/* prefix: blocks of addresses in CIDR notation (RFC 4632, 3.1), IPv4 and IPv6 in one form. */
#ifndef LIB_PREFIX_H
#define LIB_PREFIX_H

#include "lib/ip.h"

#define PREFIX_V4 96 /* where an IPv4 address begins in a struct ip, in bits */
#define PREFIX_WHOLE 128

/* Sets the bits behind the first `bits` of an address, in a struct ip's count, all to one value. */
void prefix_fill(struct ip *ip, unsigned bits, int ones);

/*
 * Reads ADDRESS/BITS, or ADDRESS alone: all of its bits. Returns 0, or -1 where it is neither, or
 * bits behind the prefix are set. IPv4 has PREFIX_V4 bits before its own.
 */
int prefix_parse(struct ip *base, unsigned *bits, const char *text);

/* Whether the address is in a block that prefix_parse read. IPv4 is in no block of IPv6. */
int prefix_has(const struct ip *base, unsigned bits, const struct ip *ip);

#endif
