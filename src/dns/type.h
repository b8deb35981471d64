/* type: the types of records by name, and what is in them as text. */
#ifndef DNS_TYPE_H
#define DNS_TYPE_H

#include "dns/message.h"

struct type {
	unsigned short number;
	char name[6];
};

/* The type of that name, in any case; 0 where it is not known. */
const struct type *type_find(const char *name);

/* Appends the names of all, each after a space. */
void types_print(struct output *output);

/* Appends an address of a family; what is IPv6 stays so, also where it holds an IPv4 address. */
void type_print_ip(struct output *output, const struct ip *ip, int v6);

/*
 * Takes the data of a record and appends it as in a master file (RFC 1035, 5). Returns 0, or -1: it
 * is malformed.
 */
int type_print(struct output *output, const struct type *type, struct cursor *data);

#endif
