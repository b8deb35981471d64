/* tap: what a unit test needs: checks that print TAP lines, and how they begin and end. */
#ifndef UNIT_TAP_H
#define UNIT_TAP_H

#include "lib/output.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_run, tap_failed;

/* A line `ok N - NAME`; the name is made as printf does. Returns the condition. */
__attribute__((format(printf, 2, 3))) static inline int tap_ok(int condition, const char *name, ...)
{
	va_list arguments;

	tap_run++;
	tap_failed += !condition;
	printf("%sok %d - ", condition ? "" : "not ", tap_run);
	va_start(arguments, name);
	vprintf(name, arguments);
	va_end(arguments);
	putchar('\n');
	return condition;
}

#define ok(condition, ...)                                                       \
	do {                                                                     \
		if (!tap_ok((condition) ? 1 : 0, __VA_ARGS__))                   \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #condition); \
	} while (0)

/* Two numbers are the same. */
#define is(got, want, ...)                                                                      \
	do {                                                                                    \
		long long tap_got = (got), tap_want = (want);                                   \
		if (!tap_ok(tap_got == tap_want, __VA_ARGS__))                                  \
			printf("# %s:%d: got %lld, wanted %lld\n", __FILE__, __LINE__, tap_got, \
				tap_want);                                                      \
	} while (0)

/* What was put into an output is that text. */
#define is_text(text, want, ...)                                                         \
	do {                                                                             \
		const struct output *tap_output = (text);                                \
		int tap_length = tap_output->used;                                       \
		if (!tap_ok((size_t)tap_length == strlen(want) &&                        \
				    !memcmp(tap_output->buffer, want, tap_length),       \
			    __VA_ARGS__))                                                \
			printf("# %s:%d: got '%.*s', wanted '%s'\n", __FILE__, __LINE__, \
				tap_length, tap_output->buffer, want);                   \
	} while (0)

/* Ends the test; its value is main's. */
static inline int tap_done(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed != 0;
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#endif
