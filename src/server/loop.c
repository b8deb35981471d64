/*
 * loop: waits for all that can happen at once, by epoll(7), level-triggered, whatever the model;
 * looks after limits and pauses, the ends of processes, and our own end.
 *
 * What the set tells of is a pointer to what has happened; a place that was given to another
 * conversation within one batch may be run once for nothing, which a service does not notice.
 *
 * config SERVER_DRAIN
 *	bool "--drain SECONDS"
 *	default y
 *	help
 *	  After SIGTERM conversations may end by themselves for a while.
 */
#define _GNU_SOURCE
#include "server/loop.h"

#include "lib/clock.h"
#include "lib/process.h"
#include "lib/signals.h"
#include "lib/system.h"
#include "server/job.h"
#include "server/life.h"

#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/wait.h>

#define PAUSE_MS 1000      /* of beginning anything, after the system has run out of something */
#define KILL_MS 5000       /* from SIGTERM to SIGKILL for a program over its time */
#define BATCH 64           /* events taken in one call */
#define ACCEPTS_IN_TURN 16 /* conversations accepted before the others are looked at again */
#define STARTS_MAX 16      /* of a program that leaves what came in its socket, ... */
#define STARTS_MS 4000     /* ... in this time: a slow machine does not start many in a second */

/* Datagrams alone are answered at once: there are no limits, nor is anything left at the end. */
#define HAS_TIMES (CONFIG_STREAM || HAS_PROGRAMS || CONFIG_JOB_STATE)

/* Our end: each stage is the last chance before the next. */
enum stage { SERVING, DRAINING, ENDING, KILLED };

void loop_pause(struct server *server, const char *what)
{
	log_line(LEVEL_WARNING, "cannot %s: %m; a pause", what);
	server->is_paused = 1;
	server->pause_end = server->now + PAUSE_MS;
	loop_due_at(server, server->pause_end);
}

/* Whether something may have come to the listener, and may be taken now. */
static int is_wanted(const struct server *server, const struct listener *listener)
{
	const struct job *job = listener->job;
	int is_program = HAS_PROGRAMS && job->service->start;

	if (!listener->is_ready || listener->fd < 0 ||
		(HAS_PROGRAMS && (listener->holder || listener->is_paused)))
		return 0;
	if (listener_is_talked_to(listener))
		return job->live < job->talk_max && !server->is_paused;
	return !(is_program && server->is_paused);
}

void loop_close(struct server *server, struct job *job, const struct job *heirs)
{
	if (CONFIG_JOB_STATE && job->service->keeps && job->service->keeps->closing)
		job->service->keeps->closing(job);
	/* Before it is closed: as long as a program has it open the set would still tell of it. */
	FOR_EACH_LISTENER (listener, job)
		if (listener->is_watched)
			loop_control(server, EPOLL_CTL_DEL, listener->fd, 0, 0);
	/* It has them all, and would go on to accept. */
	if (CONFIG_SERVICE_ACTIVATE && job->service->takes_listeners && !process.stop &&
		job->listeners->holder)
		kill(job->listeners->holder, SIGTERM);
	job_close(job, heirs);
}

static void end_over_time(struct server *server, struct talk *talk, uint32_t now)
{
	if (!talk->pid) {
		if (CONFIG_SERVER_PROXY && talk->phase == PHASE_HEADER)
			talk_refuse(server, talk, REFUSED_HEADER);
		else
			talk_is_late(server, talk);
		return;
	}
	kill(talk->pid, talk->phase == PHASE_ENDING ? SIGKILL : SIGTERM);
	talk->phase = PHASE_ENDING;
	talk->total_end = now + KILL_MS;
}

/* Ends what is over its limit, begins what was held; the next deadline is that of the others. */
static void look_at_talks(struct server *server, struct job *job, uint32_t now)
{
	FOR_EACH_TALK (talk, job) {
		if (!talk_left(talk, now))
			end_over_time(server, talk, now);
		if (HAS_PROCESSES && talk->phase == PHASE_HELD && !server->is_paused)
			talk_start(server, talk);
		if (talk->phase != PHASE_FREE)
			loop_due_talk(server, talk);
	}
}

static void look_at_tick(struct server *server, struct job *job)
{
	if (job->has_tick && clock_is_over(job->tick_end, server->now)) {
		job->has_tick = 0;
		job->service->keeps->tick(job);
	}
	if (job->has_tick)
		loop_due_at(server, job->tick_end);
}

static void look_at_limits(struct server *server)
{
	uint32_t now = server->now;

	if (!server->has_deadline || !clock_is_over(server->deadline, now))
		return;
	server->has_deadline = 0;
	if (server->is_paused && clock_is_over(server->pause_end, now))
		server->is_paused = 0;
	FOR_EACH_JOB (job, server->jobs) {
		FOR_EACH_LISTENER (listener, job) {
			if (!HAS_PROGRAMS)
				break;
			if (listener->is_paused && clock_is_over(listener->pause_end, now))
				listener->is_paused = 0;
			if (listener->is_paused)
				loop_due_at(server, listener->pause_end);
		}
		if (CONFIG_STREAM)
			look_at_talks(server, job, now);
		if (CONFIG_JOB_STATE)
			look_at_tick(server, job);
	}
	if (server->is_paused)
		loop_due_at(server, server->pause_end);
	if (server->stage)
		loop_due_at(server, server->stage_end);
}

static void process_ended(struct server *server, pid_t pid, int status)
{
	unsigned held = 0;

	FOR_EACH_JOB (job, server->jobs) {
		FOR_EACH_LISTENER (listener, job)
			if (HAS_PROGRAMS && listener->holder == pid) {
				listener->holder = 0;
				held = 1;
			}
		FOR_EACH_TALK (talk, job)
			if (talk->pid == pid) {
				talk_process_ended(server, talk, status);
				return;
			}
	}
	server->live -= held;
}

/* Takes the ends of processes, if there were any. */
static void reap(struct server *server)
{
	pid_t pid;
	int status;

	if (!process.child)
		return;
	process.child = 0;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		process_ended(server, pid, status);
}

/* The program has the listener, or all of its job's, until it ends. */
static void hand_over(struct server *server, struct listener *listener)
{
	struct job *job = listener->job;
	uint32_t now = server->now;
	pid_t pid;

	if (now - listener->starts_since >= STARTS_MS) {
		listener->starts_since = now;
		listener->starts = 0;
	}
	/* One that does not take what is there is not started for ever. */
	if (listener->starts++ == STARTS_MAX) {
		listener->starts = 0;
		log_line(LEVEL_WARNING, "%s: a pause: %s leaves what came", listener->endpoint.text,
			*job->arguments);
		listener->is_paused = 1;
		listener->pause_end = now + PAUSE_MS;
		loop_due_at(server, listener->pause_end);
		return;
	}
	pid = job->service->start(listener, 0);
	if (pid < 0) {
		loop_pause(server, "start a process");
		return;
	}
	server->has_started = 1;
	server->live++;
	FOR_EACH_LISTENER (other, job)
		if (job->service->takes_listeners || other == listener)
			other->holder = pid;
}

/*
 * Takes what has come to a listener, but not more than is the others' due, too. Apart, as all that
 * is called from here would make the loop's own frame too large for short instructions.
 */
__attribute__((noinline)) static void take(struct server *server, struct listener *listener)
{
	struct pollfd here = {.fd = listener->fd, .events = POLLIN};

	if (listener_is_talked_to(listener)) {
		for (int i = 0; i < ACCEPTS_IN_TURN && is_wanted(server, listener); i++)
			talk_accept(server, listener);
	} else if (!HAS_PROGRAMS || !listener->job->service->start) {
		datagrams_answer(server, listener);
	} else if (poll(&here, 1, 0) > 0) {
		hand_over(server, listener);
	} else {
		/* Its last program has taken all. */
		listener->is_ready = 0;
		listener->starts = 0;
	}
}

/*
 * Puts the listeners into the set that are not in it yet. Only here is it settled whether an accept
 * may wait, as a socket that was taken over is the older job's, too, until all has gone well.
 */
static void watch_all(struct server *server)
{
	FOR_EACH_JOB (job, server->jobs) {
		FOR_EACH_LISTENER (listener, job) {
			if (listener->is_watched || listener->fd < 0)
				continue;
			system_descriptor_flags(listener->fd, F_SETFL,
				listener_is_talked_to(listener) ? O_NONBLOCK : 0);
			listener->is_watched = !loop_control(
				server, EPOLL_CTL_ADD, listener->fd, EPOLLIN | EPOLLET, listener);
		}
		if (CONFIG_JOB_STATE && !job->is_opened && job->service->keeps) {
			job->is_opened = 1;
			if (job->service->keeps->opened)
				job->service->keeps->opened(job);
		}
	}
}

/*
 * Takes what has come to all listeners. Returns 1 where there may be more. The epoll set tells of a
 * listener only once for what has come (EPOLLET), so it stays in the set when nothing is taken.
 */
static int take_all(struct server *server)
{
	int more = 0;

	if (CONFIG_SERVER_FILE)
		watch_all(server);
	FOR_EACH_JOB (job, server->jobs)
		FOR_EACH_LISTENER (listener, job) {
			if (is_wanted(server, listener))
				take(server, listener);
			more |= is_wanted(server, listener);
		}
	return more;
}

/* What is still running is told to end, and the last time it has no choice. */
static void end_all(struct server *server, int signal)
{
	FOR_EACH_JOB (job, server->jobs) {
		FOR_EACH_LISTENER (listener, job)
			if (HAS_PROGRAMS && listener->holder)
				kill(listener->holder, signal);
		FOR_EACH_TALK (talk, job)
			if (talk->pid)
				kill(talk->pid, signal);
			else if (talk->phase != PHASE_FREE)
				talk_end(server, talk, "is stopped");
	}
}

/* Takes our end a stage further where it is time. */
static int has_ended(struct server *server)
{
	unsigned drain = CONFIG_SERVER_DRAIN ? server->job.settings.drain : 0;
	uint32_t now = server->now;

	if (!process.stop)
		return 0;
	if (server->stage == SERVING) {
		server->stage = DRAINING;
		server->stage_end = now + drain * 1000;
		FOR_EACH_JOB (job, server->jobs) {
			loop_close(server, job, 0);
			/* One that waits for no more than the next request ends with this. */
			FOR_EACH_TALK (talk, job)
				if (CONFIG_SERVER_DRAIN && CONFIG_MODEL_EVENT)
					talk_go_on(server, talk);
		}
		if (CONFIG_SERVER_READINESS)
			life_stopping(server->notify);
	}
	if (!HAS_TIMES)
		return 1;
	if (server->stage == DRAINING && process.stop > 1)
		server->stage_end = now;
	if (clock_is_over(server->stage_end, now)) {
		if (server->stage == KILLED)
			return 1;
		if (CONFIG_SERVER_DRAIN && server->live)
			server->was_cut = 1;
		end_all(server, server->stage == DRAINING ? SIGTERM : SIGKILL);
		server->stage++;
		server->stage_end = now + KILL_MS;
	}
	loop_due_at(server, server->stage_end);
	return !server->live;
}

static void happened(struct server *server, void *source)
{
	unsigned char kind = *(const unsigned char *)source;

	if (kind == SOURCE_LISTENER)
		((struct listener *)source)->is_ready = 1;
	else if (CONFIG_STREAM && kind == SOURCE_TALK)
		talk_go_on(server, source);
	else if (CONFIG_JOB_STATE && kind == SOURCE_WATCH)
		((struct watch *)source)->happened(source);
	else
		signals_take(server->signals);
}

void loop_open(struct server *server)
{
	server->set = syscall(SYS_epoll_create1, EPOLL_CLOEXEC);
	if (server->set < 0)
		die(STATUS_SYSTEM, "cannot use epoll: %m");
	loop_control(server, EPOLL_CTL_ADD, server->signals, EPOLLIN, server);
	if (CONFIG_SERVER_COUNTERS)
		server->counters.start = clock_monotonic_seconds();
	server->now = clock_ms();
	watch_all(server);
}

void loop_serve(struct server *server)
{
	struct epoll_event events[BATCH];
	int left, count;

	while (!has_ended(server)) {
		if (HAS_TIMES)
			look_at_limits(server);
		if (take_all(server))
			left = 0;
		else
			left = HAS_TIMES && server->has_deadline
				? clock_until(server->deadline, server->now)
				: -1;
		count = syscall(SYS_epoll_pwait, server->set, events, BATCH, left, 0, 0);
		if (HAS_TIMES || CONFIG_SERVER_CLIENTS)
			server->now = clock_ms();
		for (int i = 0; i < count; i++)
			happened(server, events[i].data.ptr);
		if (HAS_PROCESSES)
			reap(server);
		if (CONFIG_SERVER_COUNTERS && process.report)
			counters_log(server);
		if (CONFIG_SERVER_FILE || CONFIG_SERVER_RULES)
			reload(server);
	}
}
