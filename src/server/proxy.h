/* proxy: the PROXY protocol, versions 1 and 2: who the client is that a proxy speaks for. */
#ifndef SERVER_PROXY_H
#define SERVER_PROXY_H

#include "server/server.h"

/*
 * Reads on in the header that a conversation begins with; never a byte behind it. talk->buffer,
 * used are its own until it ends, and 0 before that, and after it. Returns 1: it is there, and
 * talk->peer and talk->local (has_local) are what it said, or stay as they are (LOCAL, UNKNOWN); 0:
 * more must come (WANT_READ); -1: it is wrong, or the peer is gone.
 */
int proxy_read(struct talk *talk);

#endif
