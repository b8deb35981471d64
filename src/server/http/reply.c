/*
 * reply: HTTP/1.1 over a conversation.
 *
 * Requests stand at the start of the conversation's buffer, the reply behind them, with its head
 * right before its body, so that both leave in one call. After what makes it doubtful where the
 * next request begins the connection is closed (RFC 9112, 9.6): our side first, then what the
 * client still sends is thrown away for a while, as a reset might destroy the reply.
 */
#define _GNU_SOURCE
#include "server/http/reply.h"

#include "lib/clock.h"
#include "lib/date.h"
#include "lib/process.h"
#include "lib/system.h"
#include "server/http/list.h"

#include <errno.h>
#include <string.h>

#define HEADER_MS 10000   /* from the first byte of a request to the end of its head */
#define LINGER_MS 2000    /* in which a client may go on to send what was refused */
#define TIME_MS 500       /* for which the time of day is not asked again */
#define TURNS 16          /* requests of one client, before the others are looked at again */
#define FILE_TURN 1048576 /* bytes of a file, the same */

#ifdef SYS_sendfile64
#define SENDFILE SYS_sendfile64
#else
#define SENDFILE SYS_sendfile
#endif

#define BODY (HTTP_REQUEST_MAX + HTTP_HEAD_ROOM) /* where it begins in the buffer */

enum { SERVING, LINGERING };

/* A phrase for people: of most, that of their class, as which any may be taken (RFC 9110, 15). */
static const char *phrase_of(unsigned status)
{
	const char *phrase = "OK\0Redirection\0Bad Request\0Not Supported\0Forbidden\0Not Found";
	unsigned skipped = status - 403 < 2 ? status - 399 : status / 100 - 2;

	while (skipped--)
		phrase += strlen(phrase) + 1;
	return phrase;
}

void http_date(struct output *output, uint32_t seconds)
{
	struct date date = date_of(seconds);

	output_format(output, "%.*s, %02u %.*s %u %02u:%02u:%02u GMT", 3, date.weekday, date.day, 3,
		date.month_name, date.year, date.hour, date.minute, date.second);
}

/* The time of day, not asked for with each request. */
static uint32_t seconds_now(struct job *job)
{
	struct http_job *own = job->own;
	uint32_t now = job->server->now;

	if (!own->is_asked || now - own->asked >= TIME_MS) {
		own->is_asked = 1;
		own->asked = now;
		own->seconds = clock_seconds();
	}
	return own->seconds;
}

void http_begin(struct http_request *request, unsigned status)
{
	struct output *head = &request->head;

	if (process.stop)
		request->is_closing = 1;
	output_format(head, "HTTP/1.1 %u %s\r\nServer: mote\r\nDate: ", status, phrase_of(status));
	http_date(head, seconds_now(request->talk->job));
	output_text(head, "\r\n");
	if (request->is_closing || !request->minor)
		output_format(
			head, "Connection: %s\r\n", request->is_closing ? "close" : "keep-alive");
}

void http_end_open(struct http_request *request)
{
	struct talk *talk = request->talk;
	struct http_talk *own = talk->own;
	struct output *head = &request->head;

	output_text(head, "\r\n");
	own->is_closing = request->is_closing;
	talk->sent = BODY - head->used;
	memmove(talk->buffer + talk->sent, head->buffer, head->used);
	talk->used = BODY + (request->is_head ? 0 : request->body.used);
}

void http_end(struct http_request *request, uint64_t length)
{
	output_text(&request->head, "Content-Length: ");
	output_big(&request->head, length);
	output_text(&request->head, "\r\n");
	http_end_open(request);
}

void http_refuse(struct http_request *request, unsigned status)
{
	static const char fields[] = "Allow: GET, HEAD\r\n" /* 18 bytes */
				     "Content-Type: text/plain\r\n";

	output_format(&request->body, "%u %s\n", status, phrase_of(status));
	http_begin(request, status);
	output_text(&request->head, fields + (status == 405 ? 0 : 18));
	http_end(request, request->body.used);
}

/* Sends what there is of a reply. WANT_READ: it is over. */
static enum want send_reply(struct talk *talk)
{
	struct http_talk *own = talk->own;
	ssize_t sent;

	for (;;) {
		if (talk->sent < talk->used) {
			sent = send(talk->fd, talk->buffer + talk->sent, talk->used - talk->sent,
				own->left ? MSG_MORE : 0);
			if (sent > 0)
				talk->sent += sent;
		} else if (CONFIG_SERVICE_HTTP_LIST && own->is_list) {
			list_more(talk);
			return WANT_WRITE;
		} else if (CONFIG_SERVICE_HTTP && own->left) {
			sent = syscall(SENDFILE, talk->fd, talk->far, &own->offset,
				own->left < FILE_TURN ? (size_t)own->left : FILE_TURN);
			if (!sent)
				return DONE; /* it has become shorter than was said */
			if (sent > 0)
				own->left -= sent;
		} else {
			talk_close_far(talk);
			return WANT_READ;
		}
		if (sent < 0)
			return errno == EAGAIN || errno == EINTR ? WANT_WRITE : DONE;
		talk->traffic->out += sent;
		if (sent == FILE_TURN)
			return WANT_WRITE;
	}
}

/*
 * Makes the reply to the first of the requests that wait, if it is whole or cannot become so;
 * otherwise: what to say where it will not, or 0.
 */
static int reply_to_next(
	struct talk *talk, void (*answer)(struct http_request *), unsigned otherwise)
{
	struct http_talk *own = talk->own;
	char *requests = talk->buffer;
	ssize_t length = http_scan(requests, own->scanned, own->taken);
	struct http_request request = {.talk = talk,
		.head = {-1, 0, HTTP_HEAD_ROOM, requests + HTTP_REQUEST_MAX},
		.body = {-1, 0, talk->job->service->keeps->buffer_size - BODY, requests + BODY}};
	unsigned status = otherwise;

	if (length < 0)
		status = 400;
	else if (length > 2)
		status = http_parse(&request, requests);
	else if (!length && own->taken == HTTP_REQUEST_MAX)
		status = memchr(requests, '\n', own->taken) ? 431 : 414;
	own->scanned = own->taken;
	if (!length && !status)
		return 0;
	own->scanned = 0;
	/* A robust server ignores an empty line before a request (2.2). */
	if (length != 2) {
		talk_due(talk, 0);
		if (status == HTTP_OK) {
			answer(&request);
		} else {
			request.is_closing = own->is_refused = 1;
			http_refuse(&request, status);
			length = own->taken; /* there are no more requests */
		}
	}
	own->taken -= length;
	memmove(requests, requests + length, own->taken);
	return 1;
}

/* For the rest of a request for so long and not longer, however it drips in. */
static enum want wait_for_more(struct talk *talk)
{
	const struct http_talk *own = talk->own;

	if (process.stop && !own->taken)
		return DONE;
	if (!own->taken != !talk->has_due)
		talk_due(talk, own->taken ? HEADER_MS : 0);
	return WANT_READ;
}

static enum want end(struct talk *talk)
{
	const struct http_talk *own = talk->own;

	if (!own->is_refused)
		return DONE;
	shutdown(talk->fd, SHUT_WR);
	talk->state = LINGERING;
	talk_due(talk, LINGER_MS);
	return WANT_READ;
}

static enum want linger(struct talk *talk)
{
	ssize_t got = talk_read(talk, talk->buffer, TALK_BUFFER);

	return talk->is_late || !got || got == -2 ? DONE : WANT_READ;
}

static enum want go_on(struct talk *talk, void (*answer)(struct http_request *))
{
	struct http_talk *own = talk->own;
	unsigned otherwise = talk->is_late ? 408 : 0;
	int is_dry = 0;

	for (int turns = 0; turns < TURNS; turns++) {
		enum want want = send_reply(talk);
		ssize_t got;

		if (want != WANT_READ)
			return want;
		if (own->is_closing)
			return end(talk);
		if ((own->taken != own->scanned || otherwise) &&
			reply_to_next(talk, answer, otherwise))
			continue;
		if (is_dry)
			return wait_for_more(talk);
		got = talk_read(talk, talk->buffer + own->taken, HTTP_REQUEST_MAX - own->taken);
		if (got == -1)
			return wait_for_more(talk);
		if (got < 0 || (!got && !own->taken))
			return DONE;
		if (!got)
			otherwise = 400; /* the end of what was to become a request */
		own->taken += got;
		is_dry = talk->is_read;
	}
	return WANT_WRITE;
}

/*
 * What can be done at once is done in memory that all share: a connection that waits for its next
 * request has none of its own, also after the first.
 */
enum want http_run(struct talk *talk, void (*answer)(struct http_request *))
{
	struct http_talk *own = talk->own;
	char *kept = talk->buffer, *shared = (char *)talk->job->server->question;
	enum want want;

	if (!own->taken && talk->sent == talk->used)
		talk->buffer = shared;
	want = talk->state == LINGERING ? linger(talk) : go_on(talk, answer);
	if (talk->buffer != kept) {
		memcpy(kept, shared, own->taken);
		memcpy(kept + talk->sent, shared + talk->sent, talk->used - talk->sent);
		talk->buffer = kept;
	}
	return want;
}
