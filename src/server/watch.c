/*
 * watch: what the loop waits for: descriptors, and moments.
 *
 * config JOB_STATE
 *	bool
 */
#define _GNU_SOURCE
#include "server/loop.h"

#include "lib/system.h"

#include <sys/epoll.h>

int loop_control(struct server *server, int operation, int fd, uint32_t events, void *source)
{
	struct epoll_event event = {.events = events, .data.ptr = source};

	return syscall(SYS_epoll_ctl, server->set, operation, fd, &event);
}

/* What the set waits for there now, then: of the descriptor of a conversation. */
static int change(struct server *server, struct talk *talk, int fd, unsigned now, unsigned then)
{
	int operation = !now ? EPOLL_CTL_ADD : then ? EPOLL_CTL_MOD : EPOLL_CTL_DEL;

	return loop_control(server, operation, fd, then, talk);
}

int loop_watch(struct server *server, struct talk *talk, unsigned events)
{
	unsigned now = talk->watched;

	talk->watched = events;
	return change(server, talk, talk->fd, now, events);
}

int loop_watch_far(struct server *server, struct talk *talk, unsigned events)
{
	unsigned now = talk->far_watched;

	talk->far_watched = events;
	return change(server, talk, talk->far, now, events);
}

int watch_add(struct watch *watch)
{
	watch->source = SOURCE_WATCH;
	return loop_control(watch->job->server, EPOLL_CTL_ADD, watch->fd, EPOLLIN, watch);
}

void watch_close(struct watch *watch)
{
	if (watch->fd <= 0)
		return;
	loop_control(watch->job->server, EPOLL_CTL_DEL, watch->fd, 0, 0);
	system_close(watch->fd);
	watch->fd = 0;
}

void loop_due_at(struct server *server, uint32_t moment)
{
	if (server->has_deadline && (int32_t)(moment - server->deadline) >= 0)
		return;
	server->has_deadline = 1;
	server->deadline = moment;
}

void loop_due_talk(struct server *server, const struct talk *talk)
{
	int left = talk_left(talk, server->now);

	if (left >= 0)
		loop_due_at(server, server->now + left);
}

void job_due(struct job *job, unsigned ms)
{
	uint32_t end = job->server->now + ms;

	if (job->has_tick && (int32_t)(end - job->tick_end) >= 0)
		return;
	job->has_tick = 1;
	job->tick_end = end;
	loop_due_at(job->server, end);
}
