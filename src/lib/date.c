/*
 * date: a moment, taken apart. By constants, which the compiler makes multiplications of, where a
 * CPU without division has to call for another.
 */
#include "lib/date.h"

#define DAY 86400U

static const char months[] = "MarAprMayJunJulAugSepOctNovDecJanFeb";

struct date date_of(uint32_t seconds)
{
	static const char weekdays[] = "ThuFriSatSunMonTueWed";
	uint32_t days = seconds / DAY, time = seconds - days * DAY;
	/* The remainder of a week; right for all days that 32 bits of seconds have. */
	struct date date = {.weekday = weekdays + (days - (days * 74899 >> 19) * 7) * 3};
	unsigned years, month;

	date.hour = time / 3600;
	time -= date.hour * 3600;
	/* A 60th; the compiler would call for one. */
	date.minute = time * 34953 >> 21;
	date.second = time - date.minute * 60;
	/*
	 * Since March 1968: years that begin then end with their day more or less, and their
	 * months are 153 days for each five. 2100 has no 29 February; 32 bits end in 2106.
	 */
	days += 671 + (seconds >= 4107542400U);
	years = (days * 4 + 3) / 1461;
	days -= years * 1461 / 4;
	month = (days * 5 + 2) / 153;
	date.day = days - (month * 153 + 2) / 5 + 1;
	date.month_name = months + month * 3;
	date.year = 1968 + years + (month > 9);
	return date;
}

unsigned date_month(const struct date *date)
{
	unsigned since_march = (date->month_name - months) / 3;

	return since_march > 9 ? since_march - 9 : since_march + 3;
}
