/* cursor: what a peer sent, read with every bound checked. */
#ifndef DNS_CURSOR_H
#define DNS_CURSOR_H

#include <stddef.h>
#include <stdint.h>

/*
 * Reads from `at` up to `end`. What reads past the end yields zeros and sets `broken`, which stays
 * set: a caller reads a whole structure and asks once whether it was there. `broken` is also for
 * callers to set.
 */
struct cursor {
	const unsigned char *start; /* of the message: what a compression pointer counts from */
	const unsigned char *at;
	const unsigned char *end;
	int broken;
};

void cursor_open(struct cursor *cursor, const void *bytes, size_t length);

/* How many bytes are left. */
size_t cursor_left(const struct cursor *cursor);

/* Takes count bytes and returns where they stand, or returns 0 where there are fewer. */
const unsigned char *cursor_take(struct cursor *cursor, size_t count);

/* Take a number in network order. */
unsigned cursor_u8(struct cursor *cursor);
unsigned cursor_u16(struct cursor *cursor);
uint32_t cursor_u32(struct cursor *cursor);

#endif
