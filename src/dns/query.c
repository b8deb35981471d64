/*
 * query: the stub resolver's half of a conversation with name servers (RFC 1035, 7; RFC 5452
 * against forgers). Each question has a socket of its own, connected to the one server that may
 * answer, a port that the kernel picks at random, and an id of getrandom. What does not fit the
 * question is passed over until the time is up, so that a forger cannot end it. Left out on
 * purpose: EDNS0, TCP.
 */
#include "dns/query.h"

#include "lib/clock.h"
#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <poll.h>
#include <sys/random.h>

#define PASS_OVER (-1) /* no reason, no answer: what came is not for us */

int query_next(
	const struct query *query, unsigned type, struct message *message, struct record *record)
{
	while (message_next(message, record))
		if (record->section == SECTION_ANSWER && record->class == query->class &&
			(record->type == type || type == TYPE_ANY) &&
			name_equal(&record->owner, &query->name))
			return 1;
	return 0;
}

int query_first(
	const struct query *query, unsigned type, struct message *message, struct record *record)
{
	message_open(message, query->answer, query->length);
	return query_next(query, type, message, record);
}

/* Ends the conversation with the server in work. */
static void hang_up(struct query *query)
{
	if (query->fd >= 0)
		system_close(query->fd);
	query->fd = -1;
}

/* Sends the question to the server in work. Returns 0, or -1 and errno. */
static int transmit(struct query *query, const struct resolvconf *conf)
{
	unsigned char packet[MESSAGE_ASK_MAX];

	if (query->fd < 0) {
		if (getrandom(&query->id, sizeof(query->id), 0) != sizeof(query->id))
			return -1;
		query->fd = nameserver_connect(&conf->servers[query->server], SOCK_DGRAM);
		if (query->fd < 0)
			return -1;
	}
	query->deadline = clock_ms() + conf->timeout * 1000;
	return write(query->fd, packet,
		       message_ask(packet, query->id, &query->name, query->type, query->class)) < 0
		? -1
		: 0;
}

static void end(struct query *query, const struct resolvconf *conf)
{
	hang_up(query);
	query->waiting = 0;
	if (conf->ended)
		conf->ended(query);
}

static int status_of(int reason)
{
	if (reason == REASON_SILENT || (reason == REASON_ERROR && errno == EHOSTUNREACH))
		return STATUS_TIMEOUT;
	return reason == REASON_ERROR && errno != ECONNREFUSED ? STATUS_SYSTEM : STATUS_PEER;
}

/*
 * The server in work gave no answer. Remembers the worst of all reasons, and goes to the next
 * server that can be asked. Returns 0 where there is none.
 */
static int next_server(struct query *query, const struct resolvconf *conf, int reason)
{
	struct verdict verdict = {status_of(reason), reason, errno, &conf->servers[query->server]};

	verdict_merge(&query->verdict, &verdict);
	/* An only server's late answer is still welcome when it is asked again. */
	if (reason != REASON_SILENT || conf->count > 1)
		hang_up(query);
	if (reason != REASON_SILENT)
		query->failed |= 1U << query->server;
	do {
		if (++query->tries >= conf->count * conf->attempts)
			return 0;
		if (++query->server >= conf->count)
			query->server = 0;
	} while (query->failed >> query->server & 1);
	return 1;
}

/* Asks the others in turn. */
static void ask_others(struct query *query, const struct resolvconf *conf, int reason)
{
	while (next_server(query, conf, reason)) {
		if (!transmit(query, conf))
			return;
		reason = REASON_ERROR;
	}
	end(query, conf);
}

/* Whether a message answers the question. */
static int is_answer(const struct query *query, const struct message *message)
{
	unsigned rcode = message->flags & FLAG_RCODE;

	if (message->cursor.broken || message->id != query->id ||
		(message->flags & (FLAG_RESPONSE | FLAG_OPCODE)) != FLAG_RESPONSE)
		return 0;
	/* A server that failed may not have got as far as to read the question. */
	if (!message->count[SECTION_QUESTION])
		return rcode != RCODE_NOERROR && rcode != RCODE_NXDOMAIN;
	return message->type == query->type && message->class == query->class &&
		name_equal(&message->name, &query->name);
}

/* Reads all records. Returns 0, or the reason for which they are no answer. */
static int examine(struct message *message)
{
	int useful = message->flags &
		(FLAG_AUTHORITATIVE | FLAG_RECURSION_AVAILABLE | FLAG_TRUNCATED);
	struct record record;

	while (message_next(message, &record)) {
		useful |= record.section == SECTION_ANSWER;
		if ((record.type == TYPE_A && cursor_left(&record.data) != 4) ||
			(record.type == TYPE_AAAA && cursor_left(&record.data) != 16))
			message->cursor.broken = 1;
	}
	if (message->cursor.broken)
		return message->flags & FLAG_TRUNCATED ? REASON_TRUNCATED : REASON_MALFORMED;
	return useful ? 0 : REASON_REFERRAL;
}

/*
 * Judges what has come. Returns 0 where the query is answered, PASS_OVER, or the reason why it
 * never will be.
 */
static int judge(struct query *query, const struct resolvconf *conf)
{
	struct message message;
	int reason;

	message_open(&message, query->answer, query->length);
	if (!is_answer(query, &message))
		return PASS_OVER;
	reason = message.flags & FLAG_RCODE;
	if (reason != RCODE_NOERROR && reason != RCODE_NXDOMAIN)
		return reason;
	query->verdict.status = STATUS_DONE;
	query->verdict.reason = reason;
	query->verdict.server = &conf->servers[query->server];
	query->truncated = (message.flags & FLAG_TRUNCATED) != 0;
	return examine(&message);
}

static int receive(struct query *query, const struct resolvconf *conf)
{
	ssize_t got = read(query->fd, query->answer, sizeof(query->answer));

	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? PASS_OVER : REASON_ERROR;
	query->length = got;
	return judge(query, conf);
}

/* Waits until something comes or a time is up. Returns 0 where no query is waiting. */
static int await(const struct resolvconf *conf, struct query *queries, size_t count)
{
	struct pollfd polls[QUERIES_MAX];
	uint32_t now = clock_ms();
	int patience = -1;

	for (size_t i = 0; i < count; i++) {
		int left = clock_until(queries[i].deadline, now);

		polls[i].fd = queries[i].fd;
		polls[i].events = POLLIN;
		polls[i].revents = 0;
		if (queries[i].waiting && (patience < 0 || left < patience))
			patience = left;
	}
	if (patience < 0)
		return 0;
	poll(polls, count, patience);
	now = clock_ms();
	for (size_t i = 0; i < count; i++) {
		int reason = polls[i].revents ? receive(&queries[i], conf) : PASS_OVER;

		/*
		 * Also after something has come: a flood of wrong answers must not make it wait for
		 * longer.
		 */
		if (reason == PASS_OVER && queries[i].waiting &&
			!clock_until(queries[i].deadline, now))
			reason = REASON_SILENT;
		if (!reason)
			end(&queries[i], conf);
		else if (reason != PASS_OVER)
			ask_others(&queries[i], conf, reason);
	}
	return 1;
}

void queries_run(const struct resolvconf *conf, struct query *queries, size_t count)
{
	for (struct query *query = queries; query < queries + count; query++) {
		query->fd = -1;
		if (!query->waiting)
			continue;
		query->verdict.status = STATUS_DONE;
		query->verdict.reason = RCODE_NOERROR;
		query->tries = 0;
		query->failed = 0;
		if (transmit(query, conf))
			ask_others(query, conf, REASON_ERROR);
	}
	while (await(conf, queries, count))
		;
}
