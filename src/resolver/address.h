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
 * Whether an address, or all of a block, is in the range of that name (see special.h; 0: in any)
 * and in the block (0: in any). What is malformed ends the program with STATUS_USAGE.
 */
int address_is(const char *text, const char *range, const char *block);

/*
 * Prints the report of an address or a block, or the blocks that a range is made of. What is
 * malformed ends the program with STATUS_USAGE.
 */
void address_report(struct output *output, const char *text);

#endif
