/* number: decimal numbers out of text; strict, so that `80x` or `-1` is never taken for a port. */
#include "lib/number.h"

int number_parse(const char *text, size_t length, unsigned max, unsigned *value)
{
	unsigned sum = 0;

	if (!length)
		return -1;
	for (; length; length--, text++) {
		unsigned digit = (unsigned char)*text - '0';

		if (digit > 9 || digit > max || sum > (max - digit) / 10)
			return -1;
		sum = sum * 10 + digit;
	}
	*value = sum;
	return 0;
}

int hex_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int number_parse_c(const char *text, size_t length, unsigned max, unsigned *value)
{
	const char *end = text + length;
	unsigned sum = 0;

	if (length < 3 || *text != '0' || (text[1] | 0x20) != 'x')
		return number_parse(text, length, max, value);
	for (text += 2; text < end; text++) {
		if (hex_digit(*text) < 0 || sum > max >> 4)
			return -1;
		sum = sum << 4 | hex_digit(*text);
	}
	*value = sum;
	return sum > max ? -1 : 0;
}
