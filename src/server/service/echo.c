/*
 * echo: sends back what it is sent (RFC 862), stream and datagram.
 *
 * config SERVICE_ECHO
 *	bool "echo"
 *	default y
 *	help
 *	  Sends back what it is sent (RFC 862).
 */
#include "server/server.h"

#include "lib/option.h"

#include <string.h>

static enum want run(struct talk *talk)
{
	for (;;) {
		ssize_t got;
		int left = talk_flush(talk);

		if (left)
			return left > 0 ? WANT_WRITE : DONE;
		got = talk_read(talk, talk->buffer, TALK_BUFFER);
		if (got == -1)
			return WANT_READ;
		if (got <= 0)
			return DONE;
		talk->used = got;
		talk->sent = 0;
	}
}

static size_t answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	if (question->length > room)
		return NO_REPLY;
	memcpy(reply, question->bytes, question->length);
	return question->length;
}

const struct service service_echo = {
	.name = "echo",
	.help = HELP_TEXT("what comes goes back (RFC 862)"),
	.run = FOR_STREAMS(run),
	.answer = FOR_DATAGRAMS(answer),
};
