/* loop: what all models do around their waits: limits, the ends of processes, pauses. */
#define _GNU_SOURCE
#include "server/server.h"

#include "lib/clock.h"
#include "lib/process.h"
#include "lib/signals.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#define PAUSE_MS 1000 /* of beginning anything, after the system has run out of something */
#define KILL_MS 5000  /* from SIGTERM to SIGKILL for a program over its time */

void server_pause(struct server *server, const char *what)
{
	log_line(LEVEL_WARNING, "cannot %s: %m; a pause", what);
	server->is_paused = 1;
	server->pause_end = clock_ms() + PAUSE_MS;
}

int listener_is_wanted(const struct server *server, const struct listener *listener)
{
	if (CONFIG_STREAM && listener->is_stream)
		return server->live < server->talk_max && !server->is_paused;
	return !CONFIG_SERVICE_EXEC ||
		(!listener->holder && !(server->is_paused && server->job.service->start));
}

void server_watch(struct server *server, const struct talk *talk, uint32_t now)
{
	int left = talk_left(server, talk, now);

	if (left < 0 || (server->has_deadline && (int32_t)(now + left - server->deadline) >= 0))
		return;
	server->has_deadline = 1;
	server->deadline = now + left;
}

static void end_over_time(struct server *server, struct talk *talk, uint32_t now)
{
	if (!talk->pid) {
		talk_end(server, talk, "is over its time");
		return;
	}
	kill(talk->pid, talk->is_ending ? SIGKILL : SIGTERM);
	talk->is_ending = 1;
	talk->total_end = now + KILL_MS;
}

static int talk_is_live(const struct talk *talk)
{
	return talk->fd >= 0 || talk->pid;
}

/* Ends what is over its limit; the new deadline is the first of the others'. */
static void look_at_limits(struct server *server, uint32_t now)
{
	server->has_deadline = 0;
	for (struct talk *talk = server->talks; talk < server->talks + server->talk_top; talk++) {
		if (talk_is_live(talk) && !talk_left(server, talk, now))
			end_over_time(server, talk, now);
		if (talk_is_live(talk))
			server_watch(server, talk, now);
	}
}

int server_due(struct server *server)
{
	uint32_t now;
	int due = -1, left;

	if (!(CONFIG_STREAM || CONFIG_SERVICE_EXEC) ||
		(!server->has_deadline && !server->is_paused))
		return -1;
	now = clock_ms();
	if (CONFIG_STREAM && server->has_deadline && !clock_until(server->deadline, now))
		look_at_limits(server, now);
	if (server->has_deadline)
		due = clock_until(server->deadline, now);
	if (server->is_paused) {
		left = clock_until(server->pause_end, now);
		server->is_paused = left > 0;
		if (left && (unsigned)left < (unsigned)due)
			due = left;
	}
	return due;
}

static void process_ended(struct server *server, pid_t pid)
{
	for (unsigned i = 0; i < server->listener_count; i++)
		if (server->listeners[i].holder == pid)
			server->listeners[i].holder = 0;
	if (!CONFIG_STREAM)
		return;
	for (struct talk *talk = server->talks; talk < server->talks + server->talk_top; talk++)
		if (talk->pid == pid)
			talk_end(server, talk, talk->job->service->start ? "ends" : 0);
}

void server_reap(struct server *server)
{
	pid_t pid;

	if (!HAS_PROCESSES || !process.child)
		return;
	process.child = 0;
	while ((pid = waitpid(-1, 0, WNOHANG)) > 0)
		process_ended(server, pid);
}

int server_wait(struct server *server, struct pollfd *set, unsigned count, int milliseconds)
{
	int ready;

	set[count - 1].fd = server->signals;
	set[count - 1].events = POLLIN;
	set[count - 1].revents = 0;
	ready = poll(set, count, milliseconds);
	if (set[count - 1].revents) {
		signals_take(server->signals);
		ready--;
	}
	return ready;
}

int server_take(struct server *server, struct listener *listener,
	void (*begin)(struct server *, struct talk *))
{
	const struct service *service = server->job.service;
	struct talk *talk;

	if (!CONFIG_STREAM || !listener->is_stream) {
		datagrams_answer(server, listener);
		return 0;
	}
	talk = talk_accept(server, listener);
	if (!talk)
		return 0;
	if (CONFIG_SERVICE_EXEC && service->start)
		talk_hand_over(server, talk, service->start(&server->job, talk->fd));
	else
		begin(server, talk);
	return 1;
}

void server_poll(struct server *server, void (*begin)(struct server *, struct talk *))
{
	while (!process.stop) {
		struct pollfd set[ENDPOINTS_MAX + 1];
		int due = server_due(server), ready;

		for (unsigned i = 0; i < server->listener_count; i++) {
			struct listener *listener = &server->listeners[i];

			set[i].fd = listener_is_wanted(server, listener) ? listener->fd : -1;
			set[i].events = POLLIN;
			set[i].revents = 0;
		}
		ready = server_wait(server, set, server->listener_count + 1, due);
		server_reap(server);
		for (unsigned i = 0; ready > 0 && i < server->listener_count; i++)
			if (set[i].revents && listener_is_wanted(server, &server->listeners[i]))
				server_take(server, &server->listeners[i], begin);
	}
}
