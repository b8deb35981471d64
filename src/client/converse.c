/*
 * converse: standard input to the peer, the peer to standard output.
 *
 * A stream: at the end of input our half is closed; it ends when the peer closes. Datagrams have no
 * end: after the end of input the first answer is waited for, then as many more as come close after
 * one another.
 */
#include "client/client.h"

#include "lib/output.h"
#include "lib/process.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define INPUT_MAX 16384     /* read from standard input at once; of datagrams: one */
#define REPLY_MAX 65536     /* the longest datagram of UDP is 65,507 */
#define ANSWER_MS 5000      /* for the first datagram after the end of input, without -i */
#define MORE_ANSWERS_MS 250 /* for each further one */

#define RESET 2 /* for has_ended: a send was told so, and the kernel does not say it twice */

struct conversation {
	int fd;
	const struct converse_settings *settings;
	const char *pending; /* what the peer has not taken yet */
	size_t pending_length;
	int is_pending;  /* also for a datagram of length 0 */
	int has_ended;   /* the input */
	int is_answered; /* something has come from the peer */
	char input[INPUT_MAX];
	char reply[REPLY_MAX];
};

static void take_input(struct conversation *c)
{
	ssize_t got = read(STDIN_FILENO, c->input, sizeof(c->input));

	if (got < 0) {
		if (errno == EINTR || errno == EAGAIN)
			return;
		die(STATUS_SYSTEM, "cannot read input: %m");
	}
	c->pending = c->input;
	c->pending_length = got;
	c->is_pending = got > 0;
	c->has_ended = got == 0;
}

/* Once all input is sent, a stream's half is closed. */
static void close_half(struct conversation *c)
{
	if (c->has_ended && !c->is_pending && !c->settings->is_datagram)
		shutdown(c->fd, SHUT_WR);
}

static void send_pending(struct conversation *c)
{
	ssize_t sent = send(c->fd, c->pending, c->pending_length, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (sent < 0) {
		if (errno == EAGAIN || errno == EINTR || errno == ENOBUFS)
			return;
		if (c->settings->is_datagram)
			die(errno == ECONNREFUSED ? STATUS_NO : STATUS_SYSTEM, "cannot send: %m");
		/* A stream's peer takes no more. What it has said before is still read. */
		c->has_ended = errno == ECONNRESET ? RESET : 1;
		sent = c->pending_length;
	}
	c->pending += sent;
	c->pending_length -= sent;
	c->is_pending = c->pending_length > 0;
	close_half(c);
}

/* Returns 0 at the peer's close. */
static int take_reply(struct conversation *c)
{
	ssize_t got = recv(c->fd, c->reply, sizeof(c->reply), MSG_DONTWAIT);

	if (got < 0) {
		if (errno == EAGAIN || errno == EINTR)
			return 1;
		die(errno == ECONNREFUSED ? STATUS_NO : STATUS_PEER, "cannot receive: %m");
	}
	if (!got && !c->settings->is_datagram) {
		if (c->has_ended != RESET)
			return 0;
		errno = ECONNRESET;
		die(STATUS_PEER, "cannot send: %m");
	}
	c->is_answered = 1;
	if (write_all(STDOUT_FILENO, c->reply, got))
		die(STATUS_SYSTEM, "cannot write output: %m");
	return 1;
}

/* Milliseconds without a byte after which it ends, -1: never. */
static int patience(const struct conversation *c)
{
	int idle = c->settings->idle ? (int)c->settings->idle : -1;

	if (!c->settings->is_datagram || !c->has_ended || c->is_pending)
		return idle;
	if (c->is_answered)
		return MORE_ANSWERS_MS;
	return idle < 0 ? ANSWER_MS : idle;
}

/* Nothing came for as long as it was waited for. */
static int end_of_patience(const struct conversation *c)
{
	if (c->settings->is_datagram && c->has_ended && c->is_answered)
		return STATUS_DONE;
	die(STATUS_TIMEOUT, "no byte for %u ms", (unsigned)patience(c));
}

int converse(int fd, const struct converse_settings *settings)
{
	static struct conversation conversation;
	struct conversation *c = &conversation;

	c->fd = fd;
	c->settings = settings;
	if (settings->message) {
		c->pending = settings->message;
		c->pending_length = strlen(settings->message);
		c->is_pending = c->pending_length || settings->is_datagram;
		c->has_ended = 1;
		close_half(c);
	}
	for (;;) {
		struct pollfd set[2] = {
			{.fd = c->is_pending || c->has_ended ? -1 : STDIN_FILENO, .events = POLLIN},
			{.fd = fd, .events = c->is_pending ? POLLIN | POLLOUT : POLLIN},
		};
		int ready = poll(set, 2, patience(c));

		if (!ready)
			return end_of_patience(c);
		if (ready < 0)
			continue;
		if (set[1].revents & ~POLLOUT && !take_reply(c))
			return STATUS_DONE;
		if (set[1].revents & POLLOUT)
			send_pending(c);
		if (set[0].revents) {
			take_input(c);
			close_half(c);
		}
	}
}
