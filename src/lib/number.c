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
