/*
 * clock: time in 32 bits, so that no 64-bit division is linked on 32-bit targets.
 *
 * The system call itself: libc's way over the vDSO is 650 bytes, and is worth it only to programs
 * that ask thousands of times a second more than a server does.
 */
#include "lib/clock.h"

#include "lib/system.h"

#include <time.h>

/* The kernel's struct timespec of 64 bits; libc's has padding elsewhere on some targets. */
struct kernel_time {
	int64_t seconds, nanoseconds;
};

static struct kernel_time now(int clock)
{
	struct kernel_time time;
#ifdef SYS_clock_gettime64
	long old[2];

	if (!syscall(SYS_clock_gettime64, clock, &time))
		return time;
	/* Before Linux 5.1. */
	syscall(SYS_clock_gettime32, clock, old);
	time.seconds = old[0];
	time.nanoseconds = old[1];
#else
	syscall(SYS_clock_gettime, clock, &time);
#endif
	return time;
}

uint32_t clock_ms(void)
{
	struct kernel_time time = now(CLOCK_MONOTONIC);

	return (uint32_t)time.seconds * 1000 + (uint32_t)time.nanoseconds / 1000000;
}

uint32_t clock_monotonic_seconds(void)
{
	return now(CLOCK_MONOTONIC).seconds;
}

uint32_t clock_seconds(void)
{
	return now(CLOCK_REALTIME).seconds;
}

int clock_until(uint32_t moment, uint32_t now)
{
	int32_t left = moment - now;

	return left > 0 ? left : 0;
}
