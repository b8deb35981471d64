/*
 * memory: memcpy, memmove and memset, for size. They stand in for libc's, which are unrolled for
 * speed: on ARMv7 they take 1,072 bytes, these 110. What mote copies is short; bulk data is moved
 * by the kernel.
 */
#include <string.h>

/* Else the compiler would know these loops for what they are, and call memcpy from memcpy. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

void *memmove(void *to, const void *from, size_t count)
{
	const unsigned char *source = from;
	unsigned char *target = to;

	if (target <= source) {
		while (count--)
			*target++ = *source++;
		return to;
	}
	while (count--)
		target[count] = source[count];
	return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t count)
{
	return memmove(to, from, count);
}

void *memset(void *to, int byte, size_t count)
{
	unsigned char *target = to;

	while (count--)
		*target++ = byte;
	return to;
}
