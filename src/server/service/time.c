/*
 * time: the seconds since 1900 in 32 bits, big-endian (RFC 868), stream and datagram. They start
 * anew at 0 in 2036.
 *
 * config SERVICE_TIME
 *	bool "time"
 *	default y
 *	help
 *	  The time in four bytes (RFC 868), as rdate asks for it.
 */
#include "server/server.h"

#include "lib/clock.h"
#include "lib/option.h"

#include <string.h>

#define FROM_1900_TO_1970 2208988800U

static size_t put(void *bytes)
{
	uint32_t seconds = htonl(clock_seconds() + FROM_1900_TO_1970);

	memcpy(bytes, &seconds, sizeof(seconds));
	return sizeof(seconds);
}

static enum want run(struct talk *talk)
{
	if (!talk->used)
		talk->used = put(talk->buffer);
	return talk_finish(talk);
}

static size_t answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	(void)question;
	(void)room;
	return put(reply);
}

const struct service service_time = {
	.name = "time",
	.help = HELP_TEXT("the time (RFC 868)"),
	.run = FOR_STREAMS(run),
	.answer = FOR_DATAGRAMS(answer),
};
