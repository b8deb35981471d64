/*
 * datagram: passes on clients' datagrams to an upstream, and what it answers back to them.
 *
 * Each client, by the address that it comes from and the one that it has asked, has a socket of its
 * own towards an upstream; so the upstream tells clients apart, and the kernel what belongs to
 * whom. There are as many as -c says; when all are used, the one that was silent the longest is
 * given away, as it is after -i seconds of silence. An upstream that refuses (ICMP) is dead for a
 * while, and its clients go on to the next one.
 *
 * config SERVICE_RELAY_DATAGRAM
 *	bool "relay datagrams"
 *	default y
 *	depends on SERVICE_RELAY && DATAGRAM
 *	help
 *	  Datagrams are relayed, too. Costs about 710 bytes on ARMv7.
 */
#define _GNU_SOURCE
#include "server/relay/relay.h"

#include "lib/clock.h"
#include "lib/file.h"
#include "lib/system.h"

#include <errno.h>
#include <string.h>

#define ANSWERS 16 /* passed on before the others have their turn */

/* A client, and what it is relayed by. */
struct flow {
	struct watch watch; /* its fd is 0 where there is none */
	struct upstream *upstream;
	uint32_t used; /* when something went through it last */
	struct way_back back;
};

static size_t flows_size(const struct job *job)
{
	return job->settings.max * sizeof(struct flow);
}

void flows_prepare(struct job *job)
{
	struct relay *relay = job->own;

	relay->flows = relay->flow_end = reserve(flows_size(job));
}

/* Where the upstream is gone. */
static void fail(struct flow *flow)
{
	upstream_failed(flow->watch.job, flow->upstream);
	watch_close(&flow->watch);
}

static void happened(struct watch *watch)
{
	struct flow *flow = (struct flow *)watch;
	struct server *server = watch->job->server;

	for (int i = 0; i < ANSWERS && watch->fd; i++) {
		ssize_t got = recv(watch->fd, server->reply, DATAGRAM_MAX, 0);

		if (got < 0) {
			if (errno != EAGAIN)
				fail(flow);
			return;
		}
		flow->upstream->is_dead = 0;
		flow->used = server->now;
		datagram_send(&flow->back, server->reply, got);
	}
}

/* The client's, or else the place for it: a free one, or the one that is given away. */
static struct flow *find(struct job *job, const struct way_back *back)
{
	struct relay *relay = job->own;
	struct flow *place = 0;

	for (struct flow *flow = relay->flows; flow < relay->flow_end; flow++) {
		if (flow->watch.fd && !memcmp(&flow->back, back, sizeof(*back)))
			return flow;
		if (!place ||
			(place->watch.fd &&
				(!flow->watch.fd || (int32_t)(flow->used - place->used) < 0)))
			place = flow;
	}
	if ((!place || place->watch.fd) && relay->flow_end < relay->flows + job->settings.max)
		place = relay->flow_end++;
	watch_close(&place->watch);
	return place;
}

/* Connects it to the next upstream that can be. Returns 0, or -1. */
static int begin(struct job *job, struct flow *flow)
{
	static const sa_family_t any_name = AF_UNIX; /* without one it could not be answered */
	struct upstream *upstream;
	unsigned tried = 0;

	while ((upstream = upstream_choose(job, SOCK_DGRAM, &tried))) {
		const struct address *address = &upstream->address;
		int fd = upstream_socket(upstream);

		if (fd < 0)
			return -1;
		flow->watch = (struct watch){.fd = fd, .job = job, .happened = happened};
		flow->upstream = upstream;
		if (CONFIG_TRANSPORT_UNIXGRAM && address->is.any.sa_family == AF_UNIX)
			bind(fd, (const struct sockaddr *)&any_name, sizeof(any_name));
		if (!connect(fd, &address->is.any, address->length) && !watch_add(&flow->watch))
			return 0; /* that it is there only its answer tells */
		fail(flow);
	}
	return -1;
}

size_t flows_answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	struct job *job = question->job;
	struct way_back back;

	(void)reply;
	(void)room;
	datagram_keep(question, &back);
	/* Twice, as a refusal of what was sent before is told first. */
	for (int i = 0; i < 2; i++) {
		struct flow *flow = find(job, &back);

		if (!flow->watch.fd) {
			if (begin(job, flow))
				break;
			flow->back = back;
			if (job->idle)
				job_due(job, job->idle * 1000);
		}
		flow->used = job->server->now;
		if (send(flow->watch.fd, question->bytes, question->length, 0) >= 0 ||
			errno != ECONNREFUSED)
			break;
		fail(flow);
	}
	return NO_REPLY;
}

void flows_tick(struct job *job)
{
	struct relay *relay = job->own;
	uint32_t now = job->server->now;

	for (struct flow *flow = relay->flows; flow < relay->flow_end; flow++) {
		int left = clock_until(flow->used + job->idle * 1000, now);

		if (!left)
			watch_close(&flow->watch);
		else if (flow->watch.fd)
			job_due(job, left);
	}
}

void flows_release(struct job *job)
{
	struct relay *relay = job->own;

	for (struct flow *flow = relay->flows; flow < relay->flow_end; flow++)
		watch_close(&flow->watch);
	if (relay->flows)
		system_unmap(relay->flows, flows_size(job));
}
