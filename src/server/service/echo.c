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

/* Sends what is there. */
static enum want put_back(struct talk *talk)
{
	int left = talk_flush(talk);

	return left < 0 ? DONE : left ? WANT_WRITE : WANT_READ;
}

static enum want run(struct talk *talk)
{
	enum want want = put_back(talk);
	ssize_t got;

	if (want != WANT_READ)
		return want;
	/*
	 * Once: the others, the limits and the signals have their turn, however fast the peer is.
	 */
	got = talk_read(talk, talk->buffer, TALK_BUFFER);
	if (got <= 0)
		return got == -1 ? WANT_READ : DONE;
	talk->used = got;
	talk->sent = 0;
	return put_back(talk);
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
	.is_unicast = 1,
};
