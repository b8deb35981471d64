/* Verdicts: which of two is told, and in which words. */
#include "dns/verdict.h"

#include "lib/process.h"

#include "tap.h"

#include <errno.h>

/* Each weighs more than the one before it. */
static const struct verdict ranks[] = {
	{.status = STATUS_DONE},
	{.status = STATUS_NO, .reason = 3},
	{.status = STATUS_NO, .reason = 0},
	{.status = STATUS_SYSTEM, .reason = REASON_ERROR, .error = ENETUNREACH},
	{.status = STATUS_TIMEOUT, .reason = REASON_SILENT},
	{.status = STATUS_PEER, .reason = REASON_ERROR, .error = ECONNREFUSED},
	{.status = STATUS_PEER, .reason = 2},
};

static const char *const words[] = {"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP",
	"REFUSED", "RCODE 6", "RCODE 7", "RCODE 8", "RCODE 9", "RCODE 10", "RCODE 11", "RCODE 12",
	"RCODE 13", "RCODE 14", "RCODE 15", "malformed answer at byte 111", "truncated answer",
	"referral", "endless aliases", "no answer"};

int main(void)
{
	struct nameserver server = {.port = 53};
	char print[100];
	struct output out = OUTPUT(-1, print);
	struct verdict verdict = {.reason = REASON_ERROR, .error = ECONNREFUSED, .server = &server};

	for (size_t i = 0; i < COUNT(ranks); i++)
		for (size_t j = 0; j < COUNT(ranks); j++) {
			struct verdict kept = ranks[i];

			verdict_merge(&kept, &ranks[j]);
			is(kept.status * 100 + kept.reason,
				ranks[i > j ? i : j].status * 100 + ranks[i > j ? i : j].reason,
				"%zu and %zu", i, j);
		}
	ip_from_v4(&server.ip, 0xc0000235);
	verdict_print(&out, &verdict);
	is_text(&out, "Connection refused at 192.0.2.53", "an error of the system");
	for (size_t i = 0; i < COUNT(words); i++) {
		out.used = 0;
		verdict.server = 0;
		verdict.reason = i;
		verdict_print(&out, &verdict);
		is_text(&out, words[i], "reason %zu", i);
	}
	return tap_done();
}
