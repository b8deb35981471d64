/* verdict: weighs and prints how a question came out. */
#include "dns/verdict.h"

#include "dns/message.h"
#include "lib/process.h"

#include <errno.h>
#include <string.h>

/*
 * Of two questions, or two servers, one verdict is told. A failure weighs more than a no, as the
 * answer might have been yes; that a server spoke weighs more than that nobody listens there, or
 * that it was silent; that a name exists weighs more than that it does not.
 */
static int weight(const struct verdict *verdict)
{
	switch (verdict->status) {
	case STATUS_PEER:
		return verdict->reason == REASON_ERROR ? 5 : 6;
	case STATUS_TIMEOUT:
		return 4;
	case STATUS_SYSTEM:
		return 3;
	case STATUS_NO:
		return verdict->reason == RCODE_NXDOMAIN ? 1 : 2;
	}
	return 0;
}

void verdict_merge(struct verdict *into, const struct verdict *from)
{
	if (weight(from) > weight(into))
		*into = *from;
}

/* By number; what has no name there is printed as a number. */
static const char reasons[] =
	"NOERROR\0FORMERR\0SERVFAIL\0NXDOMAIN\0NOTIMP\0REFUSED\0\0\0\0\0\0\0\0\0\0\0"
	"malformed answer\0truncated answer\0referral\0endless aliases\0no answer";

void verdict_print(struct output *output, const struct verdict *verdict)
{
	const char *text = reasons;

	if (verdict->reason == REASON_ERROR) {
		errno = verdict->error;
		output_format(output, "%m");
	} else {
		for (int i = verdict->reason; i; i--)
			text += strlen(text) + 1;
		output_format(output, *text ? "%s" : "RCODE ", text);
		if (!*text)
			output_format(output, "%u", verdict->reason);
		if (verdict->reason == REASON_MALFORMED && verdict->error)
			output_format(output, " at byte %u", (unsigned)verdict->error);
	}
	if (verdict->server) {
		output_text(output, verdict->reason == REASON_ERROR ? " at " : " from ");
		nameserver_print(output, verdict->server);
	}
}
