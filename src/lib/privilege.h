/* privilege: gives up root for good. */
#ifndef LIB_PRIVILEGE_H
#define LIB_PRIVILEGE_H

#include <stddef.h>

/* Who to become. */
struct identity {
	unsigned user, group;
};

/*
 * Reads USER[:GROUP], each a number or a name of /etc/passwd and /etc/group, of which as much is
 * looked at as there is room for; without GROUP it is the user's own. Ends the program with
 * STATUS_USAGE where one is not there.
 */
void identity_parse(struct identity *identity, const char *text, char *buffer, size_t room);

/* Becomes it, with no supplementary group. Ends the program where the system refuses. */
void identity_become(const struct identity *identity);

#endif
