/* cursor: the one way in which the bytes of a peer are read. */
#include "dns/cursor.h"

void cursor_open(struct cursor *cursor, const void *bytes, size_t length)
{
	cursor->start = cursor->at = bytes;
	cursor->end = cursor->start + length;
	cursor->broken = 0;
}

size_t cursor_left(const struct cursor *cursor)
{
	return cursor->end - cursor->at;
}

const unsigned char *cursor_take(struct cursor *cursor, size_t count)
{
	const unsigned char *bytes = cursor->at;

	if (cursor->broken || cursor_left(cursor) < count) {
		cursor->broken = 1;
		return 0;
	}
	cursor->at += count;
	return bytes;
}

unsigned cursor_u8(struct cursor *cursor)
{
	const unsigned char *byte = cursor_take(cursor, 1);

	return byte ? *byte : 0;
}

unsigned cursor_u16(struct cursor *cursor)
{
	const unsigned char *bytes = cursor_take(cursor, 2);

	return bytes ? bytes[0] << 8 | bytes[1] : 0;
}

uint32_t cursor_u32(struct cursor *cursor)
{
	uint32_t high = cursor_u16(cursor);

	return high << 16 | cursor_u16(cursor);
}
