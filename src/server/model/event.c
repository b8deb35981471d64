/*
 * event: many conversations in one process, over epoll(7), level-triggered.
 *
 * An event's data is a listener's number, that of the signals, or a conversation's place after
 * both. A place that was given to another conversation within one batch may be run once for
 * nothing, which a service does not notice.
 *
 * config MODEL_EVENT
 *	bool "event"
 *	default y
 *	depends on STREAM
 *	help
 *	  Many conversations in one process.
 */
#define _GNU_SOURCE
#include "server/server.h"

#include "lib/clock.h"
#include "lib/option.h"
#include "lib/process.h"
#include "lib/signals.h"
#include "lib/system.h"

#include <sys/epoll.h>

/* The number of the signals' descriptor, after those of the listeners. */
#define SIGNALS ENDPOINTS_MAX
#define FIRST_TALK (SIGNALS + 1)
#define BATCH 64           /* events taken in one call */
#define ACCEPTS_IN_TURN 16 /* conversations accepted before the others are looked at again */

static const unsigned char wanted[] = {
	[WANT_READ] = EPOLLIN,
	[WANT_WRITE] = EPOLLOUT,
	[WANT_READ_OR_WRITE] = EPOLLIN | EPOLLOUT,
};

static int control(struct server *server, int operation, int fd, uint32_t events, unsigned number)
{
	struct epoll_event event = {.events = events, .data.u32 = number};

	return syscall(SYS_epoll_ctl, server->set, operation, fd, &event);
}

/* Runs a conversation, and waits for what it wants then. operation: EPOLL_CTL_ADD at its start. */
static void run(struct server *server, struct talk *talk, int operation)
{
	enum want before = talk->want, want = talk_run(server, talk);

	if (want == DONE)
		return;
	talk->want = want;
	if (operation == EPOLL_CTL_MOD && want == before)
		return;
	if (control(server, operation, talk->fd, wanted[want],
		    FIRST_TALK + (talk - server->talks))) {
		server_pause(server, "watch a conversation");
		talk_end(server, talk, "is dropped");
	} else if (operation == EPOLL_CTL_ADD) {
		server_watch(server, talk, clock_ms());
	}
}

static void begin(struct server *server, struct talk *talk)
{
	run(server, talk, EPOLL_CTL_ADD);
}

/* Waits for a listener only while what comes to it can be taken. */
static void arm(struct server *server)
{
	for (unsigned i = 0; i < server->listener_count; i++) {
		struct listener *listener = &server->listeners[i];
		int is_wanted = listener_is_wanted(server, listener);

		if (is_wanted == listener->is_armed)
			continue;
		listener->is_armed = is_wanted;
		/*
		 * Out of the set, as an error or a hang-up is told even where nothing is waited
		 * for.
		 */
		control(server, is_wanted ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, listener->fd, EPOLLIN,
			i);
	}
}

static void take(struct server *server, struct listener *listener)
{
	for (int i = 0; i < ACCEPTS_IN_TURN && listener_is_wanted(server, listener); i++)
		if (!server_take(server, listener, begin))
			return;
}

static void serve(struct server *server)
{
	struct epoll_event events[BATCH];

	server->set = syscall(SYS_epoll_create1, EPOLL_CLOEXEC);
	if (server->set < 0)
		die(STATUS_SYSTEM, "cannot use epoll: %m");
	control(server, EPOLL_CTL_ADD, server->signals, EPOLLIN, SIGNALS);
	while (!process.stop) {
		int due = server_due(server), count;

		arm(server);
		count = syscall(SYS_epoll_pwait, server->set, events, BATCH, due, 0, 0);
		for (int i = 0; i < count; i++) {
			unsigned number = events[i].data.u32;

			if (number < SIGNALS)
				take(server, &server->listeners[number]);
			else if (number == SIGNALS)
				signals_take(server->signals);
			else if (server->talks[number - FIRST_TALK].fd >= 0)
				run(server, &server->talks[number - FIRST_TALK], EPOLL_CTL_MOD);
		}
		server_reap(server);
	}
}

const struct model model_event = {
	.name = "event",
	.help = HELP_TEXT("many conversations in one process"),
	.serve = serve,
};
