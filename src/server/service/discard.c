/*
 * discard: throws away what it is sent (RFC 863), stream and datagram.
 *
 * config SERVICE_DISCARD
 *	bool "discard"
 *	default y
 *	help
 *	  Throws away what it is sent (RFC 863).
 */
#include "server/server.h"

#include "lib/option.h"

static enum want run(struct talk *talk)
{
	/*
	 * Once: the others, the limits and the signals have their turn, however fast the peer is.
	 */
	ssize_t got = talk_read(talk, talk->buffer, TALK_BUFFER);

	return got > 0 || got == -1 ? WANT_READ : DONE;
}

static size_t answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	(void)question;
	(void)reply;
	(void)room;
	return NO_REPLY;
}

const struct service service_discard = {
	.name = "discard",
	.help = HELP_TEXT("what comes is thrown away (RFC 863)"),
	.run = FOR_STREAMS(run),
	.answer = FOR_DATAGRAMS(answer),
};
