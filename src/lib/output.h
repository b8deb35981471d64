/* output: text put together in a caller's buffer, without stdio. */
#ifndef LIB_OUTPUT_H
#define LIB_OUTPUT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A buffer that is written to fd when it is full or flushed. With fd -1 it is never written:
 * what does not fit is dropped. `used` is at most `room`; nothing is NUL-terminated.
 */
struct output {
	int fd;
	size_t used;
	size_t room;
	char *buffer;
};

#define OUTPUT(fd, array)                       \
	{                                       \
		(fd), 0, sizeof(array), (array) \
	}

/* Appends one byte as it is. */
void output_byte(struct output *output, int byte);

/* Appends length bytes as they are. */
void output_bytes(struct output *output, const void *bytes, size_t length);

/* Appends text as it is. Never for what a peer said. */
void output_text(struct output *output, const char *text);

/*
 * Appends length bytes, those outside of printable ASCII as \xHH: what a peer says stays harmless.
 */
void output_escaped(struct output *output, const char *bytes, size_t length);

/*
 * Appends by a printf-like format: %s, %.*s, %c, %u, %x, %0Nu, %0Nx (N one digit), %m (errno's
 * text), %%. %s and %.*s go through output_escaped; %c does not. Numbers are unsigned int.
 */
void output_format(struct output *output, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void output_vformat(struct output *output, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Appends a number of any size. */
void output_big(struct output *output, uint64_t value);

/*
 * Writes what is there to fd. Returns 0, or -1 and errno; the buffer is empty afterwards either
 * way.
 */
int output_flush(struct output *output);

/* Whether a write to fd would not have to wait; leaves errno alone. */
int output_is_ready(int fd);

/* Writes all of it, however often write(2) takes only a part. Returns 0, or -1 and errno. */
int write_all(int fd, const void *bytes, size_t length);

#endif
