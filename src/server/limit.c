/* limit: when a conversation has to be looked at, whatever its descriptors do. */
#define _GNU_SOURCE
#include "server/loop.h"

#include "lib/clock.h"
#include "lib/system.h"

int talk_left(const struct talk *talk, uint32_t now)
{
	int is_served = talk->phase == PHASE_SERVED || talk->phase == PHASE_HELD;
	int idle = -1, total = -1;

	if (talk->phase == PHASE_FREE ||
		(talk->phase == PHASE_PROCESS && !talk->job->service->start))
		return -1; /* a process of the fork model watches its limits itself */
	if (is_served && talk->job->idle)
		idle = clock_until(talk->idle_end, now);
	if (talk->job->total || talk->phase == PHASE_ENDING || talk->phase == PHASE_HEADER)
		total = clock_until(talk->total_end, now);
	if (CONFIG_TALK_STATE && is_served && talk->has_due) {
		int due = clock_until(talk->due, now);

		if ((unsigned)due < (unsigned)idle)
			idle = due;
	}
	return (unsigned)idle < (unsigned)total ? idle : total;
}

int talk_is_due(struct talk *talk, uint32_t now)
{
	if (!CONFIG_TALK_STATE || talk->phase != PHASE_SERVED || !talk->has_due ||
		!clock_is_over(talk->due, now))
		return 0;
	talk->has_due = 0;
	talk->is_late = 1;
	return 1;
}

/* Apart, as it is called more often than it is long. */
__attribute__((noinline)) void talk_due(struct talk *talk, unsigned ms)
{
	struct server *server = talk->job->server;

	talk->has_due = ms != 0;
	talk->is_late = 0;
	talk->due = server->now + ms;
	if (ms)
		loop_due_at(server, talk->due);
}

void talk_close_far(struct talk *talk)
{
	struct server *server = talk->job->server;

	if (talk->far < 0)
		return;
	if (HAS_PROCESSES && server->has_started && talk->far_watched)
		loop_watch_far(server, talk, 0);
	system_close(talk->far);
	talk->far = -1;
	talk->far_watched = 0;
	talk->far_want = WANT_NOTHING;
}

void talk_is_late(struct server *server, struct talk *talk)
{
	if (talk_is_due(talk, server->now))
		talk_run(server, talk);
	else
		talk_end(server, talk, "is over its time");
}
