/*
 * string: the short functions over text, for size. They stand in for libc's, which look at a word
 * at a time: on ARMv7 those are 420 bytes, these 120.
 */
#include <string.h>
#include <strings.h>

/* Else the compiler would know these loops for what they are, and call strlen from strlen. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

size_t strlen(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	return length;
}

size_t strnlen(const char *text, size_t most)
{
	size_t length = 0;

	while (length < most && text[length])
		length++;
	return length;
}

char *strchr(const char *text, int wanted)
{
	while (*text != (char)wanted)
		if (!*text++)
			return 0;
	return (char *)text;
}

char *strrchr(const char *text, int wanted)
{
	const char *last = 0;

	do
		if (*text == (char)wanted)
			last = text;
	while (*text++);
	return (char *)last;
}

void *memchr(const void *memory, int wanted, size_t count)
{
	const unsigned char *at = memory;

	for (; count; count--, at++)
		if (*at == (unsigned char)wanted)
			return (void *)at;
	return 0;
}

static unsigned lower(unsigned char byte)
{
	return (unsigned)byte - 'A' < 26 ? byte + 32U : byte;
}

int strncasecmp(const char *left, const char *right, size_t count)
{
	for (; count; count--, left++, right++)
		if (lower(*left) != lower(*right) || !*left)
			return (int)lower(*left) - (int)lower(*right);
	return 0;
}
