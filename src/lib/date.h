/* date: a moment as people write it, always in UTC. */
#ifndef LIB_DATE_H
#define LIB_DATE_H

#include <stdint.h>

struct date {
	const char *weekday, *month_name; /* three letters each, of a longer text */
	unsigned year, day;
	unsigned hour, minute, second;
};

/* The moment so many seconds after the beginning of 1970. */
struct date date_of(uint32_t seconds);

/* Its month, 1 to 12. */
unsigned date_month(const struct date *date);

#endif
