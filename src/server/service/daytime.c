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
#include "lib/date.h"
#include "lib/option.h"

static size_t put(void *buffer, size_t room)
{
	struct output out = {-1, 0, room, buffer};
	struct date date = date_of(clock_seconds());

	/* In the order and layout of asctime(3). */
	output_format(&out, "%.*s %.*s %s%u %02u:%02u:%02u %u UTC", 3, date.weekday, 3,
		date.month_name, date.day < 10 ? " " : "", date.day, date.hour,
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
