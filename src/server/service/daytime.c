/*
 * daytime: the date and the time as a line (RFC 867), stream and datagram. Always UTC: a device's
 * time zone is a guess, and musl's is 7 KB.
 *
 * config SERVICE_DAYTIME
 *	bool "daytime"
 *	default y
 *	help
 *	  The date and the time as a line, "Sun Nov 22 14:05:09 2026 UTC" (RFC 867).
 */
#include "server/server.h"

#include "lib/clock.h"
#include "lib/option.h"

/*
 * A moment, taken apart by subtraction: a CPU without division would need 1,300 bytes to do it
 * faster.
 */
struct date {
	unsigned weekday;          /* 0: Thursday, as the first of January 1970 was one */
	unsigned year, month, day; /* month 0 to 11, day 1 to 31 */
	unsigned hour, minute, second;
};

static unsigned take(uint32_t *seconds, unsigned unit)
{
	unsigned count = 0;

	for (; *seconds >= unit; count++)
		*seconds -= unit;
	return count;
}

static unsigned days_of_month(unsigned month, unsigned year)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	/* Right until 2100, when these 32 bits of seconds have six years left. */
	return days[month] + (month == 1 && !(year & 3));
}

static struct date date_of(uint32_t seconds)
{
	struct date date = {.year = 1970, .day = 1};

	for (; seconds >= 86400; seconds -= 86400) {
		date.weekday = date.weekday == 6 ? 0 : date.weekday + 1;
		if (date.day++ < days_of_month(date.month, date.year))
			continue;
		date.day = 1;
		if (date.month++ < 11)
			continue;
		date.month = 0;
		date.year++;
	}
	date.hour = take(&seconds, 3600);
	date.minute = take(&seconds, 60);
	date.second = seconds;
	return date;
}

static size_t put(void *buffer, size_t room)
{
	static const char weekdays[] = "ThuFriSatSunMonTueWed",
			  months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct output out = {-1, 0, room, buffer};
	struct date date = date_of(clock_seconds());

	/* In the order and layout of asctime(3). */
	output_format(&out, "%.*s %.*s %s%u %02u:%02u:%02u %u UTC", 3, weekdays + 3 * date.weekday,
		3, months + 3 * date.month, date.day < 10 ? " " : "", date.day, date.hour,
		date.minute, date.second, date.year);
	output_text(&out, "\r\n");
	return out.used;
}

static enum want run(struct talk *talk)
{
	if (!talk->used)
		talk->used = put(talk->buffer, TALK_BUFFER);
	return talk_finish(talk);
}

static size_t answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	(void)question;
	return put(reply, room);
}

const struct service service_daytime = {
	.name = "daytime",
	.help = HELP_TEXT("the date and time (RFC 867)"),
	.run = FOR_STREAMS(run),
	.answer = FOR_DATAGRAMS(answer),
};
