/*
 * stdio: the first conversation is joined to the server's standard input and output, then the
 * server ends: what `nc -l` is used for. With -k the next one is joined to what is left of them.
 *
 * Standard input goes to the peer, and at its end our half is closed, unless it was empty; what the
 * peer says goes to standard output. A stream is over when both have ended; where standard input is
 * a terminal, when the peer has. Datagrams are those of one peer, the first that sends one, and
 * those of others are dropped; they are over after -i seconds of silence, or at a signal. All that
 * is read from the peer is written, however slowly it is taken.
 *
 * It waits by itself, for its descriptors and for signals, as regular files cannot be in an epoll
 * set and what is shared with other programs cannot be made not to wait: nothing else is served
 * meanwhile, so it is for a command line alone.
 *
 * config SERVICE_STDIO
 *	bool "stdio"
 *	default y
 *	select TALK_STATE if STREAM
 *	help
 *	  The first conversation has the server's standard input and output. Costs about 2,700 bytes
 *	  with datagrams, 850 without where another service keeps something, too.
 *
 * config SERVICE_STDIO_DATAGRAM
 *	bool "stdio of datagrams"
 *	default y
 *	depends on SERVICE_STDIO && DATAGRAM
 *	select JOB_STATE
 *	help
 *	  Datagrams of the first that sends one, too. Costs about 590 bytes on ARMv7.
 */
#include "server/job.h"
#include "server/loop.h"
#include "server/way.h"

#include "lib/clock.h"
#include "lib/option.h"
#include "lib/process.h"
#include "lib/signals.h"
#include "lib/system.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>

#define INPUT_MAX 16384 /* of a datagram out of standard input */

/* job->flags */
enum { KEEPS_ON = 1, IS_TERMINAL = 2, INPUT_ENDED = 4, HAS_PEER = 8 };

/* The job's own. */
struct stdio {
	struct way_back back; /* to the peer, where it sends datagrams */
};

/* What is waited for. */
enum { INPUT, OUTPUT_, PEER, SIGNALS, ALL };

/*
 * Waits for those of the three that are not -1. Returns 0 where it has to end, at a signal, or as
 * the peer was silent for too long; that we can write nothing is not its fault.
 */
static int wait_for(struct job *job, struct pollfd set[ALL], uint32_t since)
{
	int signals = job->server->signals, patience = -1;

	if (job->idle && set[OUTPUT_].fd < 0)
		patience = CONFIG_SERVICE_STDIO_DATAGRAM
			? clock_until(since + job->idle * 1000, clock_ms())
			: (int)job->idle * 1000;
	set[INPUT].events = POLLIN;
	set[OUTPUT_].events = POLLOUT;
	set[SIGNALS].fd = signals;
	set[SIGNALS].events = POLLIN;
	if (!poll(set, ALL, patience))
		return 0;
	if (set[SIGNALS].revents)
		signals_take(signals);
	return !process.stop;
}

/* Standard output is gone. */
static enum status cannot_write(void)
{
	log_line(LEVEL_WARNING, "cannot write output: %m");
	return STATUS_SYSTEM;
}

/* The only one: nobody else is let in; fd is of the listener that it needs, or -1. */
static void begin(struct job *job, int fd)
{
	FOR_EACH_LISTENER (listener, job)
		if (!(job->flags & KEEPS_ON) && listener->fd != fd)
			listener_close(listener, 0);
}

static void end(struct job *job, enum status status)
{
	job->server->now = clock_ms();
	if (job->flags & KEEPS_ON)
		return;
	job->server->status = status;
	process.stop = 1;
	/* Which is looked at before anything is waited for. */
	loop_due_at(job->server, job->server->now);
}

/* Standard input to the peer, the peer to standard output, each to its end. */
static enum status converse(struct talk *talk)
{
	struct job *job = talk->job;
	char *bytes = (char *)job->server->reply;
	/* An input that is empty is none: its end tells the peer nothing. */
	struct way in = {.keeps_open = 1, .is_over = (job->flags & INPUT_ENDED) != 0};
	struct way out = {.keeps_open = 1};

	while (!in.is_over || !out.is_over) {
		uint32_t in_left = in.left, out_left = out.left;
		short events = (in_left ? POLLOUT : 0) | (out_left || out.is_over ? 0 : POLLIN);
		struct pollfd set[ALL] = {
			[INPUT].fd = in_left || in.is_over ? -1 : STDIN_FILENO,
			[OUTPUT_].fd = out_left ? STDOUT_FILENO : -1,
			[PEER] = {.fd = events ? talk->fd : -1, .events = events},
		};

		if (!wait_for(job, set, clock_ms()))
			return process.stop ? STATUS_DONE : STATUS_TIMEOUT;
		if (set[in_left ? PEER : INPUT].revents) {
			/* One that cannot be read has ended. */
			if (way_step(&in, STDIN_FILENO, talk->fd, bytes, 0) < 0)
				in.is_over = 1;
			in.keeps_open &= !in.left;
			if (!in_left && in.is_over)
				job->flags |= INPUT_ENDED;
		}
		if (set[out_left ? OUTPUT_ : PEER].revents) {
			if (way_step(&out, talk->fd, STDOUT_FILENO, bytes + WAY_BUFFER, 0) < 0)
				return STATUS_PEER;
			if (out_left && out.is_over)
				return cannot_write();
			in.is_over |= out.is_over && job->flags & IS_TERMINAL;
		}
	}
	return in.was_refused ? STATUS_PEER : STATUS_DONE;
}

static enum want run(struct talk *talk)
{
	begin(talk->job, -1);
	end(talk->job, converse(talk));
	return DONE;
}

static int is_from_peer(const struct job *job, const struct address *address)
{
	const struct stdio *own = job->own;

	return address->length == own->back.address.length &&
		!memcmp(&address->is, &own->back.address.is, address->length);
}

/* Writes all of it, however slowly it is taken. */
static enum status write_out(struct job *job, const unsigned char *bytes, size_t length)
{
	while (length) {
		struct pollfd set[ALL] = {{.fd = -1}, {.fd = STDOUT_FILENO}, {.fd = -1}};
		ssize_t put;

		if (!wait_for(job, set, 0))
			break;
		put = write(STDOUT_FILENO, bytes, length < WAY_BUFFER ? length : WAY_BUFFER);
		if (put < 0 && errno != EAGAIN)
			return cannot_write();
		if (put > 0) {
			bytes += put;
			length -= put;
		}
	}
	return STATUS_DONE;
}

/* The same as converse with the peer's datagrams, which have no end. */
static enum status exchange(struct job *job)
{
	const struct stdio *own = job->own;
	int fd = own->back.listener->fd;
	unsigned char *bytes = job->server->reply;
	enum status status = STATUS_DONE;
	uint32_t heard = clock_ms(); /* or said: others keep nobody waiting */

	while (status == STATUS_DONE) {
		struct pollfd set[ALL] = {
			{.fd = job->flags & INPUT_ENDED ? -1 : STDIN_FILENO},
			{.fd = -1},
			{.fd = fd, .events = POLLIN},
		};
		struct address from = {.length = sizeof(from.is)};
		ssize_t got;

		if (!wait_for(job, set, heard))
			break;
		if (set[INPUT].revents) {
			got = read(STDIN_FILENO, bytes, INPUT_MAX);
			if (got > 0) {
				datagram_send(&own->back, bytes, got);
				heard = clock_ms();
			} else if (!got || errno != EAGAIN)
				job->flags |= INPUT_ENDED;
		}
		got = syscall(SYS_recvfrom, fd, bytes, DATAGRAM_MAX, MSG_DONTWAIT, &from.is.any,
			&from.length);
		if (got > 0 && is_from_peer(job, &from)) {
			status = write_out(job, bytes, got);
			heard = clock_ms();
		}
	}
	return status;
}

static void tick(struct job *job)
{
	struct stdio *own = job->own;
	struct listener *listener = own->back.listener;

	begin(job, listener->fd);
	end(job, exchange(job));
	job->flags &= ~HAS_PEER;
	listener->is_ready = 1;
}

/* The first one begins; those that have come with it are heard here. */
static size_t answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	struct job *job = question->job;
	struct stdio *own = job->own;

	(void)reply;
	(void)room;
	if (!(job->flags & HAS_PEER)) {
		datagram_keep(question, &own->back);
		job->flags |= HAS_PEER;
		job_due(job, 0);
	}
	if (is_from_peer(job, question->address))
		write_out(job, question->bytes, question->length);
	return NO_REPLY;
}

static void prepare(struct job *job)
{
	char **argument = job->arguments;
	struct winsize size;

	if (*argument && !strcmp(*argument, "-k")) {
		job->flags = KEEPS_ON;
		argument++;
	}
	if (*argument)
		die(STATUS_USAGE, "%s takes no argument: what is %s?", "stdio [-k]", *argument);
	if (CONFIG_SERVER_FILE && job->line)
		die(STATUS_USAGE, "stdio is for the command line only");
	if (!system_control(STDIN_FILENO, TIOCGWINSZ, &size))
		job->flags |= IS_TERMINAL;
}

static const struct keeping keeping = {
	.own_size = sizeof(struct stdio),
	.tick = CONFIG_SERVICE_STDIO_DATAGRAM ? tick : 0,
};

const struct service service_stdio = {
	.name = "stdio",
	.help = HELP_TEXT(
		"[-k]: the first conversation on our standard input and output; -k: the next, too"),
	.prepare = prepare,
	.run = FOR_STREAMS(run),
	.answer = CONFIG_SERVICE_STDIO_DATAGRAM ? answer : 0,
	.takes_own_port = 1,
	.is_inline = 1,
	.keeps = CONFIG_SERVICE_STDIO_DATAGRAM ? &keeping : 0,
};
