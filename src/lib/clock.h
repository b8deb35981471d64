/* clock: time that only goes forward, and the time of day. */
#ifndef LIB_CLOCK_H
#define LIB_CLOCK_H

#include <stdint.h>

/*
 * Milliseconds of the monotonic clock, modulo 2^32 (49 days). Compare two by clock_until only: it
 * is right for distances below 24 days.
 */
uint32_t clock_ms(void);

/* Seconds of the monotonic clock. */
uint32_t clock_monotonic_seconds(void);

/* Seconds since 1970, modulo 2^32 (until 2106). */
uint32_t clock_seconds(void);

/* The longest limit in seconds that a program takes: 20 days, safely below those 24. */
#define CLOCK_LIMIT_MAX 1728000

/* Whether the moment has come. */
static inline int clock_is_over(uint32_t moment, uint32_t now)
{
	return (int32_t)(moment - now) <= 0;
}

/* Milliseconds from now to the moment, at least 0. */
int clock_until(uint32_t moment, uint32_t now);

#endif
