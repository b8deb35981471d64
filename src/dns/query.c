/*
 * query: the stub resolver's half of a conversation with name servers (RFC 1035, 7; RFC 5452
 * against forgers). Each question has a socket of its own, connected to the one server that may
 * answer, a port that the kernel picks at random, and an id of getrandom. What does not fit the
 * question is passed over until the time is up, so that a forger cannot end it.
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
	while (message_next(message, record) && record->section == SECTION_ANSWER)
		if (record->class == query->class && (record->type == type || type == TYPE_ANY) &&
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

int query_send(const struct query *query, const struct resolvconf *conf)
{
	unsigned char packet[2 + MESSAGE_ASK_MAX], *from = packet;
	unsigned wants = ASK_EDNS | (conf->is_dnssec ? ASK_SIGNATURES : 0);
	size_t length = message_ask(packet + 2, query->id, &query->name, query->type, query->class,
		query->is_plain ? 0 : wants);

	/* Over TCP its length comes first (RFC 1035, 4.2.2). */
	packet[0] = length >> 8;
	packet[1] = length;
	if (query->is_stream)
		length += 2;
	else
		from += 2;
	return write(query->fd, from, length) < 0 ? -1 : 0;
}

/* Sends the question to the server in work, or begins to. Returns 0, or -1 and errno. */
static int transmit(struct query *query, const struct resolvconf *conf)
{
	query->began = clock_ms();
	query->deadline = query->began + conf->timeout * 1000;
	query->length = 0;
	if (query->fd < 0) {
		if (getrandom(&query->id, sizeof(query->id), 0) != sizeof(query->id))
			return -1;
		query->fd = query->is_stream ? conf->stream->open(query, conf)
					     : nameserver_connect_by(&conf->servers[query->server],
						       SOCK_DGRAM, conf->route);
		if (query->fd < 0)
			return -1;
	}
	return query->is_stream ? 0 : query_send(query, conf);
}

static void end(struct query *query, const struct resolvconf *conf)
{
	hang_up(query);
	query->waiting = 0;
	if (conf->ended)
		conf->ended(query, conf->whom);
}

static int status_of(int reason)
{
	if (reason == REASON_SILENT || (reason == REASON_ERROR && errno == EHOSTUNREACH))
		return STATUS_TIMEOUT;
	return reason == REASON_ERROR && errno != ECONNREFUSED && errno != ECONNRESET
		? STATUS_SYSTEM
		: STATUS_PEER;
}

/* How a server is asked first. */
static void settle(struct query *query, const struct resolvconf *conf)
{
	query->cut = 0;
	query->is_stream = conf->is_stream;
	/* A server that was silent may be one that never heard of EDNS0. */
	query->is_plain = conf->is_plain || query->tries >= conf->count;
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
	settle(query, conf);
	return 1;
}

/* Asks the others in turn. */
static void ask_others(struct query *query, const struct resolvconf *conf, int reason)
{
	/* What came over UDP is better than nothing. */
	if (query->cut) {
		query->answer = query->packet;
		query->length = query->cut;
		query->truncated = 1;
		end(query, conf);
		return;
	}
	while (next_server(query, conf, reason)) {
		if (!transmit(query, conf))
			return;
		reason = REASON_ERROR;
	}
	end(query, conf);
}

/*
 * Whether the same server is to be asked again, and asks it: over TCP, as the answer was too long
 * for a datagram (RFC 7766, 5), or without EDNS0, which it did not understand (RFC 6891, 7).
 */
static int ask_again(struct query *query, const struct resolvconf *conf, int reason)
{
	if (!reason || reason == REASON_TRUNCATED) {
		if (!query->truncated || query->is_stream || !conf->stream)
			return 0;
		query->cut = query->length;
		query->is_stream = 1;
	} else {
		if (query->is_plain || (reason != RCODE_FORMERR && reason != RCODE_NOTIMP))
			return 0;
		query->is_plain = 1;
	}
	hang_up(query);
	if (transmit(query, conf))
		ask_others(query, conf, REASON_ERROR);
	return 1;
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
	if (message->cursor.broken) {
		/* Where: for the verdict, as a number of errno is. */
		errno = message->cursor.at - message->cursor.start;
		return message->flags & FLAG_TRUNCATED ? REASON_TRUNCATED : REASON_MALFORMED;
	}
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
	if (!is_answer(query, &message)) {
		query->length = 0;
		return PASS_OVER;
	}
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
	ssize_t got;

	if (query->is_stream) {
		got = conf->stream->move(query, conf);
		if (got <= 0)
			return got ? REASON_ERROR : PASS_OVER;
	} else {
		got = read(query->fd, query->packet, sizeof(query->packet));
		if (got < 0)
			return errno == EAGAIN || errno == EINTR ? PASS_OVER : REASON_ERROR;
		query->answer = query->packet;
		query->length = got;
	}
	return judge(query, conf);
}

/* Something has come, or not: receives it, and sees to what must be done then. */
static void go_on(struct query *query, const struct resolvconf *conf, int is_ready, uint32_t now)
{
	int reason = is_ready ? receive(query, conf) : PASS_OVER;

	/* After something has come, too: a flood of wrong answers must not make it wait longer. */
	if (reason == PASS_OVER && !clock_until(query->deadline, now))
		reason = REASON_SILENT;
	if (reason == PASS_OVER || ask_again(query, conf, reason))
		return;
	if (!reason)
		end(query, conf);
	else
		ask_others(query, conf, reason);
}

int queries_await(const struct resolvconf *conf, struct query *const *list, size_t count, int input,
	int *is_ready)
{
	struct pollfd polls[QUERIES_MAX + 1];
	uint32_t now;
	int patience = -1;

	if (!count && input < 0)
		return 0;
	now = clock_ms();
	for (size_t i = 0; i < count; i++) {
		const struct query *query = list[i];
		int left = clock_until(query->deadline, now);

		polls[i].fd = query->fd;
		polls[i].events = query->is_stream && !query->is_sent ? POLLOUT : POLLIN;
		polls[i].revents = 0;
		if (patience < 0 || left < patience)
			patience = left;
	}
	polls[count].fd = input;
	polls[count].events = POLLIN;
	polls[count].revents = 0;
	poll(polls, count + 1, patience);
	now = clock_ms();
	for (size_t i = 0; i < count; i++)
		go_on(list[i], conf, polls[i].revents, now);
	*is_ready = polls[count].revents;
	return 1;
}

void query_start(struct query *query, const struct resolvconf *conf)
{
	query->fd = -1;
	query->waiting = 1;
	query->verdict.status = STATUS_DONE;
	query->verdict.reason = RCODE_NOERROR;
	query->tries = 0;
	query->failed = 0;
	settle(query, conf);
	if (transmit(query, conf))
		ask_others(query, conf, REASON_ERROR);
}
