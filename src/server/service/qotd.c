/*
 * qotd: a quotation of the day for each client (RFC 865), stream and datagram. The file is that of
 * fortune(6): quotations with a line of a % between them. One is chosen at random; those of 512
 * bytes and more, which the RFC does not have, never are. The file is read at the start.
 *
 * Datagrams only with SERVICE_AMPLIFY, see chargen.c: what a quotation answers has no length.
 *
 * config SERVICE_QOTD
 *	bool "qotd"
 *	default y
 *	select JOB_STATE
 *	help
 *	  A quotation for each client (RFC 865). Costs about 960 bytes, 300 where
 *	  another service keeps something, too.
 */
#include "server/server.h"

#include "lib/file.h"
#include "lib/option.h"
#include "lib/process.h"
#include "lib/system.h"

#include <string.h>

#define FILE_MAX 65535
#define QUOTATION_MAX 511

struct quotations {
	char *text; /* of the whole file */
	unsigned count;
};

/*
 * The next one that is not too long, from *at on, which is set behind it. Returns how long it is;
 * 0: there is none.
 */
static size_t next(const char **at, const char **quotation)
{
	while (**at) {
		const char *begin = *at, *end = begin;

		/* Up to a line of a % alone. */
		while (*end &&
			!(end[0] == '%' && (end[1] == '\n' || !end[1]) &&
				(end == begin || end[-1] == '\n')))
			end++;
		*at = *end ? end + 1 + (end[1] == '\n') : end;
		*quotation = begin;
		if (end > begin && end - begin <= QUOTATION_MAX)
			return end - begin;
	}
	return 0;
}

static void prepare(struct job *job)
{
	struct quotations *quotations = job->own;
	const char *file = *job->arguments, *at, *quotation;

	if (!file || job->arguments[1])
		die(STATUS_USAGE, "qotd: one FILE of quotations");
	at = quotations->text = file_map(file, 0, FILE_MAX);
	while (next(&at, &quotation))
		quotations->count++;
	if (!quotations->count)
		die(STATUS_USAGE, "%s: no quotation of at most %u bytes; a line of %% ends each",
			file, QUOTATION_MAX);
}

static void release(struct job *job)
{
	struct quotations *quotations = job->own;

	if (quotations->text)
		system_unmap(quotations->text, FILE_MAX + 1);
}

static size_t put(const struct job *job, void *buffer)
{
	const struct quotations *quotations = job->own;
	const char *at = quotations->text, *quotation = 0;
	uint16_t chance = 0;
	size_t length = 0;
	unsigned left;

	syscall(SYS_getrandom, &chance, sizeof(chance), 0);
	left = chance * quotations->count >> 16;
	do {
		length = next(&at, &quotation);
	} while (left--);
	memcpy(buffer, quotation, length);
	return length;
}

static enum want run(struct talk *talk)
{
	if (!talk->used)
		talk->used = put(talk->job, talk->buffer);
	return talk_finish(talk);
}

static size_t answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	(void)room;
	return put(question->job, reply);
}

static const struct keeping keeping = {
	.own_size = sizeof(struct quotations),
	.release = release,
};

const struct service service_qotd = {
	.name = "qotd",
	.help = HELP_TEXT("FILE: a quotation of it (RFC 865)"),
	.prepare = prepare,
	.run = FOR_STREAMS(run),
	.answer = CONFIG_SERVICE_AMPLIFY ? FOR_DATAGRAMS(answer) : 0,
	.is_unicast = 1,
	.keeps = &keeping,
};
