/*
 * stream: joins a client's stream to an upstream's, until both directions have ended.
 *
 * Each direction has its end passed on by itself (half-close). What comes is copied through a
 * buffer that all conversations share, and only what the other side does not take at once is kept;
 * a direction that has carried much goes through a pipe, by splice(2), without a copy. The pipe,
 * too, is the next one's as soon as it is empty: an idle conversation has neither. A reset is
 * passed on as a reset; a side that takes no more has still all heard that it said before.
 *
 * Left out on purpose: urgent data (RFC 6093), which is read as if it were none; descriptors and
 * credentials that are passed over UNIX sockets.
 */
#define _GNU_SOURCE
#include "server/relay/relay.h"

#include "lib/system.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>

#define CONNECT_MS 3000 /* for each upstream */
#define AGAIN_MS 100 /* where there was no descriptor, or a UNIX socket's backlog was full, ... */
#define AGAIN_MAX 30 /* ... so often */
#define STEPS 32     /* then the others have their turn */

enum { IN, OUT };

/* A conversation's own. */
struct passage {
	struct way ways[2]; /* from the client, to the client */
	struct upstream *upstream;
	uint16_t tried;
	unsigned char again; /* how often it was tried again */
	unsigned char is_joined;
};

_Static_assert(sizeof(struct passage) <= RELAY_STATE, "talk->own has room");

/*
 * Carries on in one direction what can be carried now. Returns -1 where the side that it comes from
 * is gone.
 */
static int carry(struct talk *talk, unsigned direction)
{
	struct passage *passage = talk->own;
	struct way *way = &passage->ways[direction];
	struct relay *relay = talk->job->own;
	uint64_t *traffic = direction == IN ? &talk->traffic->in : &talk->traffic->out;
	int from = direction == IN ? talk->fd : talk->far;
	int to = direction == IN ? talk->far : talk->fd;
	char *kept = talk->buffer + direction * WAY_BUFFER;
	char *shared = (char *)talk->job->server->reply, *bytes = way->left ? kept : shared;
	int stays = 0;

	for (int steps = STEPS; steps && !stays; steps--) {
		uint32_t before = way->left;

		stays = way_step(way, from, to, bytes, relay->pipe);
		if (!before)
			*traffic += way->left;
	}
	if (way->left && bytes != kept && !(CONFIG_SERVER_SPLICE && *way->pipe)) {
		memcpy(kept, bytes + way->at, way->left);
		way->at = 0;
	}
	/* The end that comes next is that reset's. */
	passage->ways[!direction].keeps_open = way->was_refused;
	return stays;
}

/* Chooses the upstream and makes its socket, unless that is done. Returns 0 where there is none. */
static struct upstream *choose(struct talk *talk)
{
	struct passage *passage = talk->own;
	unsigned tried = passage->tried;

	if (!passage->upstream) {
		passage->upstream = upstream_choose(talk->job, SOCK_STREAM, &tried);
		passage->tried = tried;
	}
	if (passage->upstream && talk->far < 0) {
		talk->far = upstream_socket(passage->upstream);
		/* What comes in small parts is no more delayed than it was. */
		system_set_flag(talk->far, IPPROTO_TCP, TCP_NODELAY, 1);
	}
	return passage->upstream;
}

/* Returns 0, or the errno that says why it is not connected (yet). */
static int try_connect(const struct talk *talk, const struct address *address)
{
	int failed;

	/* To one on this machine the second call tells that it is connected. */
	do
		failed = connect(talk->far, &address->is.any, address->length);
	while (failed && errno == EINPROGRESS);
	return failed && errno != EISCONN ? errno : 0;
}

/* Whether it is waited for, and how. Where there is no descriptor left, error is EBADF. */
static int comes_later(struct talk *talk, int error)
{
	struct passage *passage = talk->own;

	if (error == EALREADY && !talk->is_late) {
		if (talk->far_want == WANT_NOTHING)
			talk_due(talk, CONNECT_MS);
		talk->far_want = WANT_WRITE;
		return 1;
	}
	if ((error != EAGAIN && error != EBADF) || passage->again++ >= AGAIN_MAX)
		return 0;
	talk_due(talk, AGAIN_MS);
	return 1;
}

/* 1: it is connected; 0: not yet; -1: nobody can be connected to. */
static int join(struct talk *talk)
{
	struct passage *passage = talk->own;
	struct upstream *upstream;

	while ((upstream = choose(talk))) {
		int error = try_connect(talk, &upstream->address);

		if (error && comes_later(talk, error))
			return 0;
		talk_due(talk, 0);
		if (!error) {
			upstream->is_dead = 0;
			passage->is_joined = 1;
			return 1;
		}
		if (talk->far < 0)
			break;
		errno = error == EALREADY ? ETIMEDOUT : error;
		upstream_failed(talk->job, upstream);
		talk_close_far(talk);
		passage->upstream = 0;
	}
	return -1;
}

static void reset(int fd)
{
	const struct linger at_once = {1, 0};

	system_set_option(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

/* What to wait for at the side that one direction comes from and the other one goes to. */
static enum want want_of(const struct way *from, const struct way *to)
{
	int reads = !from->left && !from->is_over;

	if (to->left)
		return reads ? WANT_READ_OR_WRITE : WANT_WRITE;
	return reads ? WANT_READ : WANT_NOTHING;
}

enum want relay_run(struct talk *talk)
{
	struct passage *passage = talk->own;
	struct way *ways = passage->ways;
	unsigned flags = talk->job->flags;
	int is_gone;

	if (!passage->is_joined) {
		int joined = join(talk);

		if (joined <= 0)
			return joined ? DONE : WANT_NOTHING;
		if (CONFIG_SERVICE_RELAY_PROXY && flags & (SEND_PROXY | SEND_PROXY_V2))
			ways[IN].left = relay_header(talk, flags & SEND_PROXY_V2, talk->buffer);
	}
	is_gone = carry(talk, IN) < 0 || carry(talk, OUT) < 0;
	if (is_gone || (ways[IN].is_over && ways[OUT].is_over)) {
		/* What was cut off must not look as if it were all. */
		if (is_gone || ways[IN].was_refused || ways[OUT].was_refused) {
			reset(talk->fd);
			reset(talk->far);
		}
		return DONE;
	}
	talk->far_want = want_of(&ways[OUT], &ways[IN]);
	return want_of(&ways[IN], &ways[OUT]);
}

void relay_ended(struct talk *talk)
{
	struct passage *passage = talk->own;

	way_close(passage->ways[IN].pipe);
	way_close(passage->ways[OUT].pipe);
}
