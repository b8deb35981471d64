/*
 * counters: what was refused, and the sums of it all for who asks by SIGUSR1.
 *
 * config SERVER_COUNTERS
 *	bool "counters on SIGUSR1"
 *	default y
 *	help
 *	  Logs how many conversations there were, were refused and why, their bytes, the time.
 */
#include "server/server.h"

#include "lib/clock.h"
#include "lib/process.h"

#define QUIET_MS 1000 /* after a line about a refusal; a flood of them is one line a second */

const char *const refusals[NOT_REFUSED] = {
	[REFUSED_RULE] = "rule",
	[REFUSED_COUNT] = "number",
	[REFUSED_RATE] = "rate",
	[REFUSED_HEADER] = "PROXY header",
};

void refuse(struct server *server, const struct peer *peer, enum refusal why)
{
	char buffer[IP_TEXT];
	struct output who = OUTPUT(-1, buffer);
	uint32_t now = server->now;

	server->counters.refused[why]++;
	if (server->said_refusal && now - server->refusal_ms < QUIET_MS) {
		server->unsaid++;
		return;
	}
	peer_print(&who, peer);
	log_line(LEVEL_NORMAL, "refused %.*s: %s (%u not told)", (int)who.used, buffer,
		refusals[why], server->unsaid);
	server->said_refusal = 1;
	server->refusal_ms = now;
	server->unsaid = 0;
}

void counters_log(const struct server *server)
{
	const struct counters *counters = &server->counters;
	char buffer[256];
	struct output out = OUTPUT(-1, buffer);

	output_format(&out, "conversations %u, now %u, datagrams %u", counters->begun, server->live,
		counters->datagrams);
	for (int i = 0; i < NOT_REFUSED; i++)
		output_format(&out, ", refused by %s %u", refusals[i], counters->refused[i]);
	output_text(&out, ", bytes");
	traffic_print(&out, &counters->ended);
	log_line(LEVEL_WARNING, "%.*s, seconds %u", (int)out.used, buffer,
		clock_monotonic_seconds() - counters->start);
	process.report = 0;
}
