/* owner: the mode and the owner of UNIX socket files. */
#ifndef SERVER_OWNER_H
#define SERVER_OWNER_H

#include "lib/address.h"
#include "lib/privilege.h"
#include "server/settings.h"

struct owner {
	unsigned char has_mode;
	unsigned mode;
	struct identity identity;
};

/*
 * Reads --mode and --owner, with room for /etc/passwd (see identity_parse). Ends the program where
 * one is wrong.
 */
void owner_prepare(struct owner *owner, const struct settings *settings, char *buffer, size_t room);

/*
 * Binds a UNIX socket so that its file has the mode from its first moment on, and the owner before
 * listen(2). Returns 0, or -1 and errno, and then there is no file.
 */
int owner_bind(const struct owner *owner, int fd, const struct address *address);

#endif
