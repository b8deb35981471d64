/* environment: what a program is told of its conversation. */
#ifndef SERVER_ENVIRONMENT_H
#define SERVER_ENVIRONMENT_H

#include "server/server.h"

/* Some ten variables, and two paths of 108 bytes, escaped to 432. */
#define ENVIRONMENT_ROOM 1536

/*
 * Puts the UCSPI variables of the talk (or BusyBox's with --env busybox) into text, as struct spawn
 * has them.
 */
void environment_put(const struct talk *talk, char text[ENVIRONMENT_ROOM]);

#endif
