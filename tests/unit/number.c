/* Decimal numbers: strict, and never beyond the greatest. */
#include "lib/number.h"

#include "tap.h"

static const struct {
	const char *text;
	unsigned max;
	long long want; /* -1: refused */
} table[] = {
	{"0", 10, 0},
	{"10", 10, 10},
	{"11", 10, -1},
	{"007", 10, 7},
	{"65535", 65535, 65535},
	{"65536", 65535, -1},
	{"4294967295", ~0U, 4294967295},
	{"4294967296", ~0U, -1},
	{"99999999999999999999", ~0U, -1},
	{"", 10, -1},
	{"-1", 10, -1},
	{"+1", 10, -1},
	{" 1", 10, -1},
	{"1 ", 10, -1},
	{"1x", 10, -1},
	{"0x1", 10, -1},
	{"1.0", 10, -1},
	{"0", 0, 0},
	{"1", 0, -1},
	{"\3771", 10, -1},
};

int main(void)
{
	for (size_t i = 0; i < COUNT(table); i++) {
		unsigned value = 12345;
		int result = number_parse(
			table[i].text, strlen(table[i].text), table[i].max, &value);

		is(result ? -1LL : (long long)value, table[i].want, "'%s' up to %u", table[i].text,
			table[i].max);
		if (result)
			is(value, 12345, "'%s' up to %u: left alone", table[i].text, table[i].max);
	}
	return tap_done();
}
