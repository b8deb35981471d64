/* address: what an IP address or a block of them is. */
#ifndef RESOLVER_ADDRESS_H
#define RESOLVER_ADDRESS_H

#include "lib/output.h"

/*
 * 1 where text[0..length) can only be meant as an address or a block: it has a colon, or nothing
 * but digits and dots before an end or a slash. No such name can be in the DNS, as no top-level
 * domain is a number (RFC 3696, 2).
 */
int address_is_meant(const char *text, size_t length);

/*
 * Prints the report of an address or a block. What is malformed ends the program with STATUS_USAGE.
 */
void address_report(struct output *output, const char *text);

#endif
