/*
 * chargen: characters without end over a stream, and as a datagram (RFC 864): lines of 72, each
 * beginning one further in the 95 printable ones.
 *
 * A datagram is at most as long as its question, where the RFC has up to 512 random bytes for
 * anything: a question from a forged source would be answered many times its size
 * (CERT CA-1996-01). SERVICE_AMPLIFY is for who needs it as it was.
 *
 * config SERVICE_CHARGEN
 *	bool "chargen"
 *	default y
 *	help
 *	  Characters without end (RFC 864). Costs about 290 bytes.
 *
 * config SERVICE_AMPLIFY
 *	bool "datagrams larger than their question"
 *	default n
 *	depends on SERVICE_CHARGEN || SERVICE_QOTD
 *	help
 *	  chargen and qotd answer datagrams as RFC 864 and 865 have it, however short the question
 *	  is. Whoever forges the source of one lets the answer hit another: for closed networks.
 */
#include "server/server.h"

#include "lib/option.h"

#define PRINTABLE 95
#define COLUMNS 72
#define LINE (COLUMNS + 2)
#define DATAGRAM_CHARS 512

#define AT_END 0x80 /* of talk->state, beside the first line's number: the client says no more */

static void put_line(unsigned char *at, unsigned first)
{
	for (int i = 0; i < COLUMNS; i++) {
		at[i] = ' ' + first;
		first = first == PRINTABLE - 1 ? 0 : first + 1;
	}
	at[COLUMNS] = '\r';
	at[COLUMNS + 1] = '\n';
}

/* As many whole lines as there is room for. */
static void fill(struct talk *talk)
{
	unsigned first = talk->state & ~AT_END;

	talk->used = talk->sent = 0;
	for (; talk->used + LINE <= TALK_BUFFER; talk->used += LINE) {
		put_line((unsigned char *)talk->buffer + talk->used, first);
		first = first == PRINTABLE - 1 ? 0 : first + 1;
	}
	talk->state = (talk->state & AT_END) | first;
}

static enum want run(struct talk *talk)
{
	char thrown_away[512];
	ssize_t got = talk->state & AT_END ? -1 : talk_read(talk, thrown_away, sizeof(thrown_away));

	if (got == -2)
		return DONE;
	if (!got)
		talk->state |= AT_END;
	if (talk->sent == talk->used)
		fill(talk);
	if (talk_flush(talk) < 0)
		return DONE;
	return talk->state & AT_END ? WANT_WRITE : WANT_READ_OR_WRITE;
}

static size_t answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	size_t length = CONFIG_SERVICE_AMPLIFY ? DATAGRAM_CHARS : question->length;
	unsigned first = 0;

	(void)room;
	if (length > DATAGRAM_CHARS)
		length = DATAGRAM_CHARS;
	for (size_t at = 0; at < length; at += LINE)
		put_line(reply + at, first++);
	return length;
}

const struct service service_chargen = {
	.name = "chargen",
	.help = HELP_TEXT("characters without end (RFC 864)"),
	.run = FOR_STREAMS(run),
	.answer = FOR_DATAGRAMS(answer),
	.is_unicast = 1,
};
