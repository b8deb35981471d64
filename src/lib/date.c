/*
 * date: a moment, taken apart by subtraction, in large steps first: a CPU without division would
 * need more bytes to do it faster, and here are 150 steps at most.
 */
#include "lib/date.h"

#define DAY 86400

static unsigned take(uint32_t *from, uint32_t unit)
{
	unsigned count = 0;

	for (; *from >= unit; count++)
		*from -= unit;
	return count;
}

static unsigned days_of_month(unsigned month, unsigned year)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	/* Right until 2100, when these 32 bits of seconds have six years left. */
	return days[month] + (month == 1 && !(year & 3));
}

struct date date_of(uint32_t seconds)
{
	static const char weekdays[] = "ThuFriSatSunMonTueWed",
			  months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct date date = {.year = 1970};
	/* 1970 and the three years after it, of which the third is the long one, and so on. */
	unsigned fours = take(&seconds, 1461 * DAY);
	uint32_t days = 32 * take(&seconds, 32 * DAY), weekday;

	days += take(&seconds, DAY);
	weekday = fours * (1461 % 7) + days;
	date.year += fours * 4;
	for (unsigned length = 365; days >= length; length = date.year % 4 ? 365 : 366) {
		days -= length;
		date.year++;
	}
	while (days >= days_of_month(date.month, date.year))
		days -= days_of_month(date.month++, date.year);
	date.day = days + 1;
	date.hour = take(&seconds, 3600);
	date.minute = take(&seconds, 60);
	date.second = seconds;
	take(&weekday, 7 * 32);
	take(&weekday, 7);
	date.weekday = weekdays + 3 * weekday;
	date.month_name = months + 3 * date.month;
	return date;
}
