/* metadata: what the file system says of an open file. */
#ifndef LIB_METADATA_H
#define LIB_METADATA_H

#include <stdint.h>

struct metadata {
	unsigned mode;                 /* of stat(2), see S_IFMT */
	uint32_t seconds, nanoseconds; /* since 1970 (until 2106): when it was last changed */
	uint64_t size;
};

/* Returns 0, or -1 and errno. */
int metadata_of(int fd, struct metadata *metadata);

#endif
