/* memory: whether the system has enough of it left for one more conversation. */
#ifndef SERVER_MEMORY_H
#define SERVER_MEMORY_H

#include <stdint.h>

/* All zeros: not asked for. */
struct memory {
	int fd;             /* of /proc/meminfo, which may be out of reach later */
	uint32_t looked_at; /* when, see clock_ms */
	unsigned available; /* KiB, then */
};

/* For --min-free: opens it, once; ends the program where the system does not tell. */
void memory_prepare(struct memory *memory);

/* Whether less than so many KiB are available. Looked at 10 times a second at most. */
int memory_is_short(struct memory *memory, unsigned kib, uint32_t now);

#endif
