/*
 * talk: conversations over streams, the same for all models: accepted, let in, run, limited in
 * time, ended.
 *
 * config TALK_STATE
 *	bool
 */
#define _GNU_SOURCE
#include "server/server.h"

#include "lib/clock.h"
#include "lib/process.h"
#include "lib/signals.h"
#include "lib/system.h"
#include "server/job.h"
#include "server/loop.h"
#include "server/proxy.h"
#include "server/sandbox.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>

#define SOON_MS 5       /* that others may be kept waiting for a single conversation */
#define HEADER_MS 10000 /* in which a PROXY header must be there; its writer is a near one */

static const unsigned char wanted[] = {
	[WANT_READ] = EPOLLIN,
	[WANT_WRITE] = EPOLLOUT,
	[WANT_READ_OR_WRITE] = EPOLLIN | EPOLLOUT,
	[WANT_NOTHING] = 0,
};

/*
 * A free place: one that was used before, so that the table's end is not touched before it is
 * needed.
 */
static struct talk *take_place(struct job *job)
{
	struct talk *talk = job->free;
	unsigned place;

	if (talk) {
		job->free = talk->next;
		return talk;
	}
	talk = job->talk_end++;
	place = talk - job->talks;
	talk->buffer = job->buffers + place * job_buffer_size(job);
	if (CONFIG_TALK_STATE)
		talk->own = job->states + place * job_state_size(job);
	talk->traffic = &job->traffic[place];
	talk->job = job;
	talk->source = SOURCE_TALK;
	return talk;
}

static void log_talk(const struct talk *talk, const char *what, int is_end)
{
	char buffer[160];
	struct output out = OUTPUT(-1, buffer);
	uint32_t ms;

	if (process.verbosity < LEVEL_VERBOSE)
		return;
	peer_print(&out, &talk->peer);
	if (!talk->peer.is_local)
		output_format(&out, " port %u", talk->peer.port);
	output_format(&out, " %s", what);
	if (is_end) {
		ms = clock_ms() - talk->begin;
		output_format(&out, " after %u.%03u s", ms / 1000, ms % 1000);
	}
	if (is_end && !talk->job->service->start) {
		output_byte(&out, ',');
		traffic_print(&out, talk->traffic);
	}
	log_line(LEVEL_VERBOSE, "%s: %.*s", talk->job->service->name, (int)out.used, buffer);
}

/*
 * What came and was not read would turn the close into a reset, and the reply might be lost in it.
 */
static void discard_rest(struct talk *talk)
{
	if (!talk->is_read)
		recv(talk->fd, talk->buffer, TALK_BUFFER, MSG_DONTWAIT);
}

/* Its socket is closed and its place given back. */
static void release(struct server *server, struct talk *talk)
{
	struct job *job = talk->job;

	if (talk->fd >= 0) {
		discard_rest(talk);
		/* A process that has not let go of it yet would keep it in the set (epoll(7)). */
		if (HAS_PROCESSES && server->has_started && talk->watched)
			loop_watch(server, talk, 0);
		system_close(talk->fd);
	}
	if (CONFIG_TALK_STATE) {
		talk_close_far(talk);
		if (job->service->keeps && job->service->keeps->ended)
			job->service->keeps->ended(talk);
	}
	talk->fd = -1;
	talk->pid = 0;
	talk->phase = PHASE_FREE;
	talk->next = job->free;
	job->free = talk;
	job->live--;
	server->live--;
	if (CONFIG_SERVER_CLIENTS)
		clients_leave(talk->client);
}

void talk_end(struct server *server, struct talk *talk, const char *how)
{
	log_talk(talk, how, 1);
	if (CONFIG_SERVER_COUNTERS) {
		server->counters.ended.in += talk->traffic->in;
		server->counters.ended.out += talk->traffic->out;
	}
	release(server, talk);
}

void talk_refuse(struct server *server, struct talk *talk, enum refusal why)
{
	refuse(server, &talk->peer, why);
	release(server, talk);
}

/* Runs the service; the idle limit starts anew. DONE: it is over. */
static enum want step(struct server *server, struct talk *talk)
{
	int is_late = CONFIG_TALK_STATE && talk->is_late;
	enum want want = talk->job->service->run(talk);

	if (talk->job->idle && !is_late)
		talk->idle_end = server->now + talk->job->idle * 1000;
	return want;
}

/* The epoll set watches it for that; it is dropped where it cannot. */
static void watch(struct server *server, struct talk *talk, enum want want)
{
	if ((talk->watched != wanted[want] && loop_watch(server, talk, wanted[want])) ||
		(CONFIG_TALK_STATE && talk->far_watched != wanted[talk->far_want] &&
			loop_watch_far(server, talk, wanted[talk->far_want]))) {
		loop_pause(server, "watch a conversation");
		talk_end(server, talk, "is dropped");
		return;
	}
	loop_due_talk(server, talk);
}

/*
 * Of the only conversation at a time: what a near client says comes sooner than the epoll set could
 * be told to watch for it.
 */
static int comes_soon(const struct talk *talk, enum want want)
{
	struct pollfd set = {.fd = talk->fd, .events = wanted[want]};

	return CONFIG_MODEL_ITERATIVE && talk->job->model->is_single && !talk->watched &&
		!(CONFIG_TALK_STATE && talk->far >= 0) && poll(&set, 1, SOON_MS) > 0;
}

void talk_run(struct server *server, struct talk *talk)
{
	enum want want = step(server, talk);

	if (want != DONE && comes_soon(talk, want))
		want = step(server, talk);
	if (want == DONE)
		talk_end(server, talk, "ends");
	else if (talk->watched != wanted[want] ||
		(CONFIG_TALK_STATE && talk->far_watched != wanted[talk->far_want]))
		watch(server, talk, want);
}

_Noreturn void talk_run_to_end(struct server *server, struct talk *talk)
{
	enum want want = step(server, talk);

	while (want != DONE) {
		struct pollfd set[2] = {{.fd = talk->fd, .events = wanted[want]}};
		int left = talk_left(talk, server->now), ready;

		/* What is not waited for is left out, as an error of it would be told for ever. */
		if (CONFIG_TALK_STATE && want == WANT_NOTHING)
			set->fd = -1;
		if (CONFIG_TALK_STATE) {
			set[1].fd = talk->far_want == WANT_NOTHING ? -1 : talk->far;
			set[1].events = wanted[talk->far_want];
		}
		if (!left && !talk_is_due(talk, server->now))
			_exit(STATUS_TIMEOUT);
		ready = poll(set, CONFIG_TALK_STATE ? 2 : 1, left);
		if (left >= 0 || CONFIG_TALK_STATE)
			server->now = clock_ms();
		if (ready > 0 || (CONFIG_TALK_STATE && talk->is_late))
			want = step(server, talk);
	}
	discard_rest(talk);
	_exit(STATUS_DONE);
}

void talk_hand_over(struct server *server, struct talk *talk, pid_t pid)
{
	/* The set would tell of it while it is held, or as long as the process has it open. */
	if (CONFIG_SERVER_PROXY && talk->watched)
		loop_watch(server, talk, 0);
	if (pid < 0) {
		loop_pause(server, "start a process");
		talk->phase = PHASE_HELD;
		return;
	}
	server->has_started = 1;
	system_close(talk->fd);
	talk->fd = -1;
	talk->pid = pid;
	talk->phase = PHASE_PROCESS;
	loop_due_talk(server, talk);
}

void talk_process_ended(struct server *server, struct talk *talk, int status)
{
	char buffer[32];
	struct output how = OUTPUT(-1, buffer);

	if (WIFSIGNALED(status))
		output_format(&how, "is killed by signal %u", WTERMSIG(status));
	else if (CONFIG_MODEL_FORK && !talk->job->service->start)
		output_text(
			&how, WEXITSTATUS(status) == STATUS_TIMEOUT ? "is over its time" : "ends");
	else
		output_format(&how, "ends with status %u", WEXITSTATUS(status));
	output_byte(&how, 0);
	talk_end(server, talk, buffer);
}

void talk_start(struct server *server, struct talk *talk)
{
	const struct service *service = talk->job->service;

	talk->phase = PHASE_SERVED;
	/* Looked up again, as the rules of when it was let in may be gone. */
	if (CONFIG_SERVER_RULES && !talk->peer.is_local)
		talk->variables = rules_allow(&talk->job->rules, &talk->peer.ip);
	if (HAS_PROGRAMS && service->start)
		talk_hand_over(server, talk, service->start(talk->listener, talk));
	else if (CONFIG_TALK_STATE && service->is_inline)
		talk_run(server, talk);
	else
		talk->job->model->begin(server, talk);
}

static void let_in(struct server *server, struct talk *talk)
{
	const char *message = talk->job->clients.message;
	enum refusal why = peer_judge(talk->job, &talk->peer, server->now, &talk->client);

	if (CONFIG_SERVER_CLIENTS && why == REFUSED_COUNT)
		send(talk->fd, message, strlen(message), MSG_DONTWAIT | MSG_NOSIGNAL);
	if (why != NOT_REFUSED) {
		talk_refuse(server, talk, why);
		return;
	}
	if (CONFIG_SERVER_COUNTERS)
		server->counters.begun++;
	talk->idle_end = server->now + talk->job->idle * 1000;
	talk->total_end = talk->begin + talk->job->total * 1000;
	log_talk(talk, "begins", 0);
	talk_start(server, talk);
}

/* Whether it has to begin with the PROXY protocol's header. */
static int has_header(const struct talk *talk)
{
	const struct job *job = talk->job;

	if (talk->peer.is_local)
		return job->settings.proxy;
	return (job->settings.proxy || job->proxies.count) &&
		rules_allow(&job->proxies, &talk->peer.ip) != 0;
}

static void take_header(struct server *server, struct talk *talk)
{
	int done = proxy_read(talk);

	if (done > 0) {
		let_in(server, talk);
		loop_due_talk(server, talk); /* its limits, as it may be in the epoll set already */
	} else if (done < 0) {
		talk_refuse(server, talk, REFUSED_HEADER);
	} else if (!talk->watched) {
		watch(server, talk, WANT_READ);
	}
}

void talk_go_on(struct server *server, struct talk *talk)
{
	if (CONFIG_SERVER_PROXY && talk->phase == PHASE_HEADER)
		take_header(server, talk);
	else if (talk->phase == PHASE_SERVED)
		talk_run(server, talk);
}

/* The socket of a new conversation; -1: there is none. */
static int accept_from(struct server *server, struct listener *listener, struct address *address)
{
	const struct job *job = listener->job;
	int is_program = HAS_PROGRAMS && job->service->start, fd;

	address->length = sizeof(address->is);
	fd = system_accept(listener->fd, &address->is.any, &address->length,
		is_program ? SOCK_CLOEXEC : SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0) {
		/* Most other errors are a client that has gone again (accept(2)). */
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
			loop_pause(server, "accept");
		else if (errno == EAGAIN || errno == EINVAL)
			listener->is_ready = 0;
	}
	if (fd >= 0 && is_program && job->idle) {
		/* A read or write of the program that waits longer fails with EAGAIN. */
		system_set_timeout(fd, SYSTEM_RECEIVE_TIMEOUT, job->idle);
		system_set_timeout(fd, SYSTEM_SEND_TIMEOUT, job->idle);
	}
	return fd;
}

void talk_accept(struct server *server, struct listener *listener)
{
	struct job *job = listener->job;
	struct address address;
	struct talk *talk;
	int fd;

	if (CONFIG_SERVER_MEMORY && job->settings.min_free &&
		memory_available(&server->memory, server->now) < job->settings.min_free) {
		errno = ENOMEM;
		loop_pause(server, "keep --min-free");
		return;
	}
	fd = accept_from(server, listener, &address);
	if (fd < 0)
		return;
	talk = take_place(job);
	job->live++;
	server->live++;
	talk->fd = fd;
	talk->listener = listener;
	talk->state = talk->used = talk->sent = talk->watched = 0;
	talk->has_local = talk->is_read = 0;
	if (CONFIG_TALK_STATE) {
		talk->far = -1;
		talk->far_want = WANT_NOTHING;
		talk->is_late = talk->has_due = 0;
		memset(talk->own, 0, job_state_size(job));
	}
	talk->traffic->in = talk->traffic->out = 0;
	talk->variables = 0;
	talk->client = 0;
	talk->begin = server->now;
	peer_from_address(&talk->peer, &address);
	if (CONFIG_SERVER_PROXY && has_header(talk)) {
		talk->phase = PHASE_HEADER;
		talk->total_end = talk->begin + HEADER_MS;
		take_header(server, talk);
	} else {
		let_in(server, talk);
	}
}
