/* named: things that are chosen by their name: programs, transports, models, services. */
#ifndef LIB_NAMED_H
#define LIB_NAMED_H

#include "lib/output.h"

/*
 * A generated table. Every entry is a pointer to a struct whose first member is `const char *name`.
 */
struct named_table {
	const char *kind; /* "service": also the middle of the symbol, CONFIG_SERVICE_ECHO */
	const void *const *entries; /* those compiled in, then 0 */
	const char *absent;         /* names of the others, each with its NUL, then an empty one */
};

/*
 * The entry called name[0..length), or 0 after saying in *why that it is unknown, and which are
 * known, or that it is not compiled in, and which symbol would bring it.
 */
const void *named_find(
	const struct named_table *table, const char *name, size_t length, struct output *why);

/* Appends the names of all entries, each between the two texts. */
void named_print(struct output *output, const struct named_table *table, const char *before,
	const char *after);

#endif
