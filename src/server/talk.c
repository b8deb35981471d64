/*
 * talk: conversations over streams, the same for all models: accepted, run, limited in time, ended.
 */
#define _GNU_SOURCE
#include "server/server.h"

#include "lib/clock.h"
#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <poll.h>

void talks_prepare(struct server *server, unsigned max)
{
	/* One mapping: the buffers, then the table. What is not used is never in memory. */
	size_t buffers = (size_t)max * TALK_BUFFER;
	char *memory = system_map(buffers + max * sizeof(struct talk));

	if (memory == MAP_FAILED)
		die(STATUS_SYSTEM, "cannot reserve memory: %m");
	server->buffers = memory;
	server->talks = (struct talk *)(memory + buffers);
	server->talk_max = max;
}

/*
 * A free place: one that was used before, so that the table's end is not touched before it is
 * needed.
 */
static struct talk *take_place(struct server *server)
{
	struct talk *talk = server->free;

	if (talk)
		server->free = talk->next;
	else
		talk = &server->talks[server->talk_top++];
	server->live++;
	return talk;
}

static void log_talk(const struct talk *talk, const char *what)
{
	char buffer[IP_TEXT];
	struct output who = OUTPUT(-1, buffer);

	if (!what || process.verbosity < LEVEL_VERBOSE)
		return;
	peer_print(&who, &talk->peer);
	log_line(LEVEL_VERBOSE, "%s: %.*s port %u %s", talk->job->service->name, (int)who.used,
		buffer, talk->peer.port, what);
}

struct talk *talk_accept(struct server *server, struct listener *listener)
{
	struct address address = {.length = sizeof(address.is)};
	int is_program = CONFIG_SERVICE_EXEC && server->job.service->start;
	int fd = system_accept(listener->fd, &address.is.any, &address.length,
		is_program ? SOCK_CLOEXEC : SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct talk *talk;

	if (fd < 0) {
		/* All other errors are a client that has gone again (accept(2)). */
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
			server_pause(server, "accept");
		return 0;
	}
	if (is_program) {
		/*
		 * A read or write of the program that waits longer fails with EAGAIN; 0 is no
		 * limit.
		 */
		system_set_timeout(fd, SYSTEM_RECEIVE_TIMEOUT, server->idle);
		system_set_timeout(fd, SYSTEM_SEND_TIMEOUT, server->idle);
	}
	talk = take_place(server);
	talk->buffer = server->buffers + (talk - server->talks) * (size_t)TALK_BUFFER;
	talk->fd = fd;
	talk->job = &server->job;
	talk->pid = 0;
	talk->state = talk->used = talk->sent = talk->is_ending = 0;
	peer_from_address(&talk->peer, &address);
	if (server->total)
		talk->total_end = clock_ms() + server->total * 1000;
	log_talk(talk, "begins");
	return talk;
}

void talk_end(struct server *server, struct talk *talk, const char *how)
{
	if (talk->fd >= 0) {
		/*
		 * What came and was not read would turn the close into a reset, and the reply might
		 * be lost in it.
		 */
		recv(talk->fd, talk->buffer, TALK_BUFFER, MSG_DONTWAIT);
		system_close(talk->fd);
	}
	log_talk(talk, how);
	talk->fd = -1;
	talk->pid = 0;
	talk->next = server->free;
	server->free = talk;
	server->live--;
}

int talk_left(const struct server *server, const struct talk *talk, uint32_t now)
{
	int idle = -1, total = -1;

	if (talk->pid && !talk->job->service->start)
		return -1; /* a process of the fork model watches its limits itself */
	if (server->idle && !talk->pid)
		idle = clock_until(talk->idle_end, now);
	if (server->total || talk->is_ending)
		total = clock_until(talk->total_end, now);
	return (unsigned)idle < (unsigned)total ? idle : total;
}

enum want talk_run(struct server *server, struct talk *talk)
{
	enum want want = talk->job->service->run(talk);

	if (want == DONE)
		talk_end(server, talk, "ends");
	else if (server->idle)
		talk->idle_end = clock_ms() + server->idle * 1000;
	return want;
}

void talk_run_to_end(struct server *server, struct talk *talk)
{
	static const short events[] = {POLLIN, POLLOUT, POLLIN | POLLOUT};
	enum want want = talk_run(server, talk);

	while (want != DONE) {
		struct pollfd set[2] = {{.fd = talk->fd, .events = events[want]}};
		int left = talk_left(server, talk, clock_ms());

		if (process.stop || !left) {
			talk_end(server, talk, process.stop ? "is stopped" : "is over its time");
			return;
		}
		if (server_wait(server, set, 2, left) > 0)
			want = talk_run(server, talk);
	}
}

void talk_hand_over(struct server *server, struct talk *talk, pid_t pid)
{
	if (pid < 0) {
		server_pause(server, "start a process");
		talk_end(server, talk, "is dropped");
		return;
	}
	system_close(talk->fd);
	talk->fd = -1;
	talk->pid = pid;
	/* A process of the fork model watches its limits itself; a program has this one alone. */
	if (server->total)
		server_watch(server, talk, clock_ms());
}
