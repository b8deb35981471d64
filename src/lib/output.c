/*
 * output: text put together in a caller's buffer, without stdio (musl's printf costs 10,300 bytes
 * on ARMv7, with floating point in it). Left out on purpose: signed numbers, widths of text.
 */
#include "lib/output.h"

#include "lib/error.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

int output_is_ready(int fd)
{
	struct pollfd set = {.fd = fd, .events = POLLOUT};
	int error = errno, ready = poll(&set, 1, 0);

	errno = error;
	return ready;
}

int write_all(int fd, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length) {
		ssize_t written = write(fd, at, length);

		if (written < 0) {
			/* Who gave us this descriptor may have made it non-blocking. */
			struct pollfd set = {.fd = fd, .events = POLLOUT};

			if (errno != EINTR && errno != EAGAIN)
				return -1;
			poll(&set, 1, -1);
			continue;
		}
		at += written;
		length -= written;
	}
	return 0;
}

int output_flush(struct output *output)
{
	size_t used = output->used;

	output->used = 0;
	return write_all(output->fd, output->buffer, used);
}

void output_byte(struct output *output, int byte)
{
	if (output->used == output->room) {
		if (output->fd < 0)
			return;
		output_flush(output);
	}
	output->buffer[output->used++] = byte;
}

void output_bytes(struct output *output, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;

	while (length--)
		output_byte(output, *at++);
}

void output_text(struct output *output, const char *text)
{
	while (*text)
		output_byte(output, *text++);
}

/*
 * In base 10 or 16, with leading zeros up to width. By constants, as a CPU without division has to
 * call for another.
 */
static void number(struct output *output, unsigned value, unsigned base, int width)
{
	char digits[10];
	int count = 0;

	do {
		unsigned rest = base == 16 ? value >> 4 : value / 10;

		digits[count++] = "0123456789abcdef"[value - rest * base];
		value = rest;
	} while (value || count < width);
	while (count)
		output_byte(output, digits[--count]);
}

void output_big(struct output *output, uint64_t value)
{
	char digits[20];
	int count = 0;

	/* A digit at a time, by 64 bits: nothing that a 32-bit CPU would call a function for. */
	do {
		unsigned rest = 0;

		for (int bit = 0; bit < 64; bit++) {
			rest = rest << 1 | value >> 63;
			value <<= 1;
			if (rest >= 10) {
				rest -= 10;
				value++;
			}
		}
		digits[count++] = '0' + rest;
	} while (value);
	while (count)
		output_byte(output, digits[--count]);
}

void output_escaped(struct output *output, const char *bytes, size_t length)
{
	while (length--) {
		unsigned char byte = *bytes++;

		if (byte >= ' ' && byte <= '~') {
			output_byte(output, byte);
			continue;
		}
		output_byte(output, '\\');
		output_byte(output, 'x');
		number(output, byte, 16, 2);
	}
}

void output_vformat(struct output *output, const char *format, va_list arguments)
{
	for (; *format; format++) {
		int width = 0;
		size_t length = (size_t)-1;
		const char *text;

		if (*format != '%') {
			output_byte(output, *format);
			continue;
		}
		format++;
		if (*format == '0') {
			width = format[1] - '0';
			format += 2;
		}
		if (*format == '.') {
			length = va_arg(arguments, int);
			format += 2;
		}
		switch (*format) {
		case 'm':
			text = error_text(errno);
			output_text(output, text);
			if (!*text)
				output_format(output, "error %u", (unsigned)errno);
			break;
		case 's':
			text = va_arg(arguments, const char *);
			output_escaped(output, text, strnlen(text, length));
			break;
		case 'u':
		case 'x':
			number(output, va_arg(arguments, unsigned), *format == 'u' ? 10 : 16,
				width);
			break;
		case 'c':
			output_byte(output, va_arg(arguments, int));
			break;
		default:
			output_byte(output, '%');
		}
	}
}

void output_format(struct output *output, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	output_vformat(output, format, arguments);
	va_end(arguments);
}
