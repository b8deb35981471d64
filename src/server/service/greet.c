/*
 * greet: says a message, reads what the client says, logs it, and closes; stream and datagram.
 *
 * What the client says ends with a newline, a NUL byte, the end of its stream, or with as much as
 * is logged.
 *
 * config SERVICE_GREET
 *	bool "greet"
 *	default y
 *	help
 *	  Greets each client with a message and logs what it says.
 */
#include "server/server.h"

#include "lib/option.h"
#include "lib/process.h"

#include <string.h>

#define SAID_MAX 512 /* of what a client says is logged */

enum { GREETING, LISTENING };

static void prepare(struct job *job)
{
	static const char *const standard[] = {"welcome to network server!!", 0};

	if (*job->arguments && !strcmp(*job->arguments, "-0")) {
		job->flags = 1;
		job->arguments++;
	}
	if (!*job->arguments)
		job->arguments = (char **)standard;
	if (job->arguments[1])
		die(STATUS_USAGE, "greet: one MESSAGE");
	if (strlen(*job->arguments) >= TALK_BUFFER)
		die(STATUS_USAGE, "greet: MESSAGE is too long");
}

/* The message with its last byte; at most room, which prepare has seen to. */
static size_t put(const struct job *job, void *buffer)
{
	size_t length = strlen(*job->arguments);

	memcpy(buffer, *job->arguments, length);
	((char *)buffer)[length] = job->flags ? 0 : '\n';
	return length + 1;
}

static void log_sent(const struct peer *peer)
{
	char buffer[IP_TEXT];
	struct output who = OUTPUT(-1, buffer);

	peer_print(&who, peer);
	log_line(LEVEL_PLAIN, "send a message to client(%.*s)", (int)who.used, buffer);
}

/* How long a line is up to its end, without it. */
static size_t line_length(const char *said, size_t length)
{
	size_t end = 0;

	while (end < length && end < SAID_MAX && said[end] && said[end] != '\n')
		end++;
	return end;
}

static void log_said(const char *said, size_t length)
{
	size_t end = line_length(said, length);

	if (end && said[end - 1] == '\r')
		end--;
	log_line(LEVEL_PLAIN, "from client: %.*s", (int)end, said);
}

static enum want listen_to(struct talk *talk)
{
	ssize_t got = talk_read(talk, talk->buffer + talk->used, SAID_MAX - talk->used);

	if (got > 0)
		talk->used += got;
	if (got == -1 ||
		(got > 0 && talk->used < SAID_MAX &&
			line_length(talk->buffer, talk->used) == talk->used))
		return WANT_READ;
	if (talk->used)
		log_said(talk->buffer, talk->used);
	return DONE;
}

static enum want run(struct talk *talk)
{
	if (talk->state == GREETING) {
		int left;

		if (!talk->used)
			talk->used = put(talk->job, talk->buffer);
		left = talk_flush(talk);
		if (left)
			return left > 0 ? WANT_WRITE : DONE;
		log_sent(&talk->peer);
		talk->state = LISTENING;
		talk->used = 0;
		return WANT_READ; /* the answer is not there yet */
	}
	return listen_to(talk);
}

static size_t answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	(void)room;
	log_sent(question->peer);
	log_said((const char *)question->bytes, question->length);
	return put(question->job, reply);
}

const struct service service_greet = {
	.name = "greet",
	.help = HELP_TEXT("[-0] [MESSAGE]: say it with a newline, or NUL; log the answer"),
	.prepare = prepare,
	.run = FOR_STREAMS(run),
	.answer = FOR_DATAGRAMS(answer),
};
