/* Dates: every half day of 32 bits of seconds, beside libc's. */
#include "lib/date.h"

#include "tap.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define HALF_A_DAY 43199 /* a second less, so that all of a day's have their turn */

int main(void)
{
	unsigned wrong = 0, looked = 0;

	for (uint64_t seconds = 0; seconds <= UINT32_MAX; seconds += HALF_A_DAY, looked++) {
		struct date date = date_of(seconds);
		time_t moment = seconds;
		char ours[64], theirs[64];
		struct tm tm;

		snprintf(ours, sizeof(ours), "%.3s %.3s %02u %u %02u:%02u:%02u", date.weekday,
			date.month_name, date.day, date.year, date.hour, date.minute, date.second);
		strftime(theirs, sizeof(theirs), "%a %b %d %Y %H:%M:%S", gmtime_r(&moment, &tm));
		if (strcmp(ours, theirs) && !wrong++)
			is(0, 1, "%s is %s", ours, theirs);
	}
	is(wrong, 0, "%u moments", looked);
	return tap_done();
}
