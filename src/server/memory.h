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

/*
 * A figure of a file of proc(5), by its name with the colon, from its first 1,023 bytes. Returns 0,
 * or -1: it is not there, and *kib stays.
 */
int memory_figure(int fd, const char *name, unsigned *kib);

/* Opens it, if it is not open. */
void memory_open(struct memory *memory);

/* The same for --min-free: ends the program where the system does not tell. */
void memory_prepare(struct memory *memory);

/* KiB that are available, 0: not known. Looked at 10 times a second at most. */
unsigned memory_available(struct memory *memory, uint32_t now);

#endif
