/*
 * forward: questions over UDP that other name servers are asked (RFC 5452 against forgers): each
 * from a socket of its own, connected to the one server that may answer, from a port that the
 * kernel picks at random, with an id of getrandom. What does not fit the question is passed over.
 * What the client said of EDNS goes on as it is, and so does the answer, if it is not longer than
 * the client can take. Left out on purpose: a cache.
 */
#include "server/forward.h"

#include "lib/clock.h"
#include "lib/system.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* Sends the question to the server, with an id of its own. Returns 0, or -1. */
static int transmit(struct forward *forward, const struct nameserver *server)
{
	int fd = nameserver_connect(server, SOCK_DGRAM);

	if (fd < 0)
		return -1;
	forward->watch.fd = fd;
	return watch_add(&forward->watch) || getrandom(forward->question, 2, 0) != 2 ||
			write(fd, forward->question, forward->length) < 0
		? -1
		: 0;
}

/* Tells the client. */
static void finish(struct forward *forward, const struct reply *reply)
{
	watch_close(&forward->watch);
	memcpy(reply->bytes, forward->id, 2);
	datagram_send(&forward->way, reply->bytes, reply->used);
}

/* Asks the first server that can be asked, from that number on. */
static void ask(struct forward *forward, unsigned server)
{
	struct job *job = forward->watch.job;
	struct dns *dns = job->own;
	/* Of its own, as replies to others may wait in the server's. */
	unsigned char bytes[REPLY_PLAIN];
	struct reply reply = {.bytes = bytes, .limit = sizeof(bytes)};

	for (; server < dns->upstreams.count; server++) {
		watch_close(&forward->watch);
		forward->server = server;
		forward->end = job->server->now + FORWARD_MS;
		if (!transmit(forward, &dns->servers[server])) {
			job_due(job, FORWARD_MS);
			return;
		}
	}
	reply_make(&reply, 0, forward->question, forward->length);
	reply_fail(&reply, RCODE_SERVFAIL);
	finish(forward, &reply);
}

/* Something came from the server. */
static void happened(struct watch *watch)
{
	struct forward *forward = (struct forward *)watch;
	const struct dns *dns = watch->job->own;
	unsigned char *answer = watch->job->server->question;
	struct reply reply = {.bytes = watch->job->server->reply, .limit = REPLY_PLAIN};
	int got, end;
	unsigned rcode;

	if (!watch->fd)
		return;
	got = recv(watch->fd, answer, DATAGRAM_MAX, 0);
	if (got < 0 && errno == EAGAIN)
		return;
	rcode = RCODE_SERVFAIL;
	if (got >= 0) {
		reply_make(&reply, 0, forward->question, forward->length);
		end = reply_question_end(&reply);
		if (got < end || memcmp(answer, reply.bytes, 2) ||
			(answer[2] & (REPLY_RESPONSE | REPLY_OPCODE)) != REPLY_RESPONSE ||
			memcmp(answer + REPLY_HEADER, reply.bytes + REPLY_HEADER,
				end - REPLY_HEADER))
			return;
		rcode = answer[3] & FLAG_RCODE;
	}
	if (got < 0 ||
		((rcode == RCODE_SERVFAIL || rcode == RCODE_REFUSED) &&
			forward->server + 1U < dns->upstreams.count)) {
		ask(forward, forward->server + 1);
		return;
	}
	if (got <= (int)reply.limit) {
		reply.bytes = answer;
		reply.used = got;
	} else {
		reply.bytes[2] |= REPLY_TRUNCATED;
		reply_fail(&reply, rcode);
	}
	finish(forward, &reply);
}

int forward_begin(const struct datagram *question)
{
	struct job *job = question->job;
	struct dns *dns = job->own;
	struct forward *forward;
	unsigned tries = 0;

	/* A free place, or, where there is none, that of the oldest. */
	do
		forward = &dns->forwards[dns->place++ % FORWARDS];
	while (forward->watch.fd && tries++ < FORWARDS);
	if (question->length > FORWARD_QUESTION ||
		(forward->watch.fd &&
			clock_until(forward->end, job->server->now) >
				FORWARD_MS - FORWARD_MS_LEAST))
		return -1;
	/* One of our own has come back: its answer would be its own. */
	for (unsigned i = 0; i < FORWARDS; i++)
		if (dns->forwards[i].watch.fd && dns->forwards[i].length == question->length &&
			!memcmp(dns->forwards[i].question, question->bytes, question->length))
			return -1;
	watch_close(&forward->watch);
	forward->watch.job = job;
	forward->watch.happened = happened;
	forward->length = question->length;
	memcpy(forward->question, question->bytes, question->length);
	memcpy(forward->id, question->bytes, 2);
	datagram_keep(question, &forward->way);
	ask(forward, 0);
	return 0;
}

void forward_tick(struct job *job)
{
	struct dns *dns = job->own;
	uint32_t now = job->server->now;

	for (struct forward *forward = dns->forwards; forward < dns->forwards + FORWARDS; forward++)
		if (forward->watch.fd && clock_is_over(forward->end, now))
			ask(forward, forward->server + 1);
		else if (forward->watch.fd)
			job_due(job, forward->end - now);
}

void forward_release(struct dns *dns)
{
	for (unsigned i = 0; i < FORWARDS; i++)
		watch_close(&dns->forwards[i].watch);
}
