/* file: small files, read whole. */
#ifndef LIB_FILE_H
#define LIB_FILE_H

#include <stddef.h>

/*
 * Memory of zeros that is there only once it is touched; ends the program where there is none. The
 * other: MAP_SHARED, with processes forked later, or MAP_PRIVATE.
 */
void *reserve(size_t length);
void *reserve_as(size_t length, int sharing);

/*
 * The text of a regular file of at most max bytes, with a NUL behind it, in a mapping of before +
 * max + 1 bytes, after `before` bytes; empty where path is 0. Ends the program where it cannot be
 * read, is longer, or holds a NUL; nothing is left mapped or open then.
 */
char *file_map(const char *path, size_t before, size_t max);

#endif
