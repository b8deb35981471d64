/* type: the types of records by name and number, and what is in them as text. */
#ifndef DNS_TYPE_H
#define DNS_TYPE_H

#include "dns/message.h"

/* The number of a type, by its name in any case or as TYPE123 (RFC 3597, 5); 0 where it is none. */
unsigned type_find(const char *name);

/* Appends its name, or TYPE123. */
void type_print_name(struct output *output, unsigned type);

/* Appends the names of all, each after a space. */
void types_print(struct output *output);

/* Appends an address of a family; what is IPv6 stays so, also where it holds an IPv4 address. */
void type_print_ip(struct output *output, const struct ip *ip, int v6);

/*
 * Takes the data of a record and appends it as in a master file (RFC 1035, 5), that of an unknown
 * type as RFC 3597, 5 has it. Returns 0, or -1: it is malformed.
 */
int type_print(struct output *output, unsigned type, struct cursor *data);

/* Of type.c and data.c: how the data of a type is put together, a letter a field, see data.c. */
const char *type_fields(unsigned type);

#endif
