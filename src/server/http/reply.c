/*
 * reply: HTTP/1.1 over a conversation.
 *
 * Requests stand at the end of the conversation's buffer, the reply at its start, with its head
 * right before its body, so that both leave in one call. After what makes it doubtful where the
 * next request begins the connection is closed (RFC 9112, 9.6): our side first, then what the
 * client still sends is thrown away for a while, as a reset might destroy the reply.
 */
#define _GNU_SOURCE
#include "server/http/reply.h"

#include "lib/clock.h"
#include "lib/date.h"
#include "lib/system.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
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

enum { SERVING, LINGERING };

static const char reasons[] = "200 OK\0"
			      "206 Partial Content\0"
			      "301 Moved Permanently\0"
			      "304 Not Modified\0"
			      "400 Bad Request\0"
			      "403 Forbidden\0"
			      "404 Not Found\0"
			      "405 Method Not Allowed\0"
			      "408 Request Timeout\0"
			      "413 Content Too Large\0"
			      "414 URI Too Long\0"
			      "416 Range Not Satisfiable\0"
			      "431 Request Header Fields Too Large\0"
			      "501 Not Implemented\0"
			      "503 Service Unavailable\0"
			      "505 HTTP Version Not Supported\0";

static const char *reason_of(unsigned status)
{
	const char *at = reasons;

	while (*at && (at[0] - '0') * 100U + (at[1] - '0') * 10U + (at[2] - '0') != status)
		at += strlen(at) + 1;
	return at;
}

void http_opened(struct job *job)
{
	/* What is accepted inherits it. */
	FOR_EACH_LISTENER (listener, job)
		system_set_flag(listener->fd, IPPROTO_TCP, TCP_NODELAY, 1);
}

void http_date(struct output *head, const char *name, uint32_t seconds)
{
	struct date date = date_of(seconds);

	/* IMF-fixdate (RFC 9110, 5.6.7). */
	output_text(head, name);
	output_format(head, ": %.*s, %02u %.*s %u %02u:%02u:%02u GMT", 3, date.weekday, date.day, 3,
		date.month_name, date.year, date.hour, date.minute, date.second);
	output_text(head, "\r\n");
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

void http_body(struct talk *talk, struct output *body)
{
	size_t room = talk->job->service->buffer_size - HTTP_BUFFER(HTTP_HEAD_ROOM);

	*body = (struct output){-1, 0, room, talk->buffer + HTTP_HEAD_ROOM};
}

void http_begin(
	struct talk *talk, const struct http_request *request, unsigned status, struct output *head)
{
	struct http_talk *own = talk->own;

	*head = (struct output){-1, 0, HTTP_HEAD_ROOM, talk->buffer};
	output_text(head, "HTTP/1.1 ");
	output_text(head, reason_of(status));
	http_date(head, "\r\nDate", seconds_now(talk->job));
	output_text(head, "Server: mote\r\n");
	own->is_closing = request->is_closing;
	if (request->is_closing || !request->minor)
		output_text(head,
			request->is_closing ? "Connection: close\r\n"
					    : "Connection: keep-alive\r\n");
}

void http_length(struct output *head, uint64_t length)
{
	output_text(head, "Content-Length: ");
	output_big(head, length);
	output_text(head, "\r\n");
}

void http_end(
	struct talk *talk, const struct http_request *request, struct output *head, size_t body)
{
	size_t start = HTTP_HEAD_ROOM - head->used - 2;

	output_text(head, "\r\n");
	memmove(talk->buffer + start, talk->buffer, head->used);
	talk->sent = start;
	talk->used = HTTP_HEAD_ROOM + (request->is_head ? 0 : body);
}

void http_refuse(struct talk *talk, const struct http_request *request, unsigned status)
{
	const char *reason = reason_of(status);
	struct output body, head;

	http_body(talk, &body);
	output_format(&body, "<!DOCTYPE html><title>%s</title><h1>%s</h1>", reason, reason);
	output_byte(&body, '\n');
	http_begin(talk, request, status, &head);
	if (status == 405)
		output_text(&head, "Allow: GET, HEAD\r\n");
	output_text(&head, "Content-Type: text/html\r\n");
	http_length(&head, body.used);
	http_end(talk, request, &head, body.used);
}

/* Sends what there is of a reply. WANT_READ: it is over. */
static enum want send_reply(struct talk *talk)
{
	struct http_talk *own = talk->own;
	ssize_t sent;

	for (;;) {
		if (talk->sent < talk->used) {
			sent = send(talk->fd, talk->buffer + talk->sent, talk->used - talk->sent,
				own->left || own->more ? MSG_MORE : 0);
			if (sent > 0)
				talk->sent += sent;
		} else if (CONFIG_SERVICE_HTTP_LIST && own->more) {
			talk->sent = talk->used = 0;
			own->more(talk);
			continue;
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

static char *requests_of(const struct talk *talk)
{
	return talk->buffer + talk->job->service->buffer_size - HTTP_REQUEST_MAX;
}

/* Makes the reply to the first of the requests that wait, if it is whole or cannot become so. */
static int reply_to_next(
	struct talk *talk, void (*answer)(struct talk *, const struct http_request *))
{
	struct http_talk *own = talk->own;
	struct http_request request;
	char *requests = requests_of(talk);
	unsigned status = http_parse(&request, requests, own->taken);

	if (status == HTTP_MORE && talk->is_late)
		status = 408;
	else if (status == HTTP_MORE && own->taken == HTTP_REQUEST_MAX)
		status = memchr(requests, '\n', own->taken) ? 431 : 414;
	own->has_line = status != HTTP_MORE;
	if (status == HTTP_MORE)
		return 0;
	talk_due(talk, 0);
	if (status == HTTP_OK) {
		answer(talk, &request);
		own->taken -= request.length;
		memmove(requests, requests + request.length, own->taken);
	} else {
		own->is_refused = 1;
		http_refuse(talk, &request, status);
	}
	return 1;
}

/* Reads what has come. Returns as talk_read does. */
static ssize_t read_requests(struct talk *talk)
{
	struct http_talk *own = talk->own;
	char *at = requests_of(talk) + own->taken;
	ssize_t got = talk_read(talk, at, HTTP_REQUEST_MAX - own->taken);

	if (got > 0) {
		own->taken += got;
		if (memchr(at, '\n', got) || own->taken == HTTP_REQUEST_MAX)
			own->has_line = 1;
	}
	return got;
}

/* Waits for the rest of a request for so long and not longer, however it drips in. */
static enum want wait_for_more(struct talk *talk)
{
	const struct http_talk *own = talk->own;

	if (own->taken && !talk->has_due)
		talk_due(talk, HEADER_MS);
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

enum want http_run(struct talk *talk, void (*answer)(struct talk *, const struct http_request *))
{
	const struct http_talk *own = talk->own;
	int is_dry = 0;

	if (talk->state == LINGERING)
		return linger(talk);
	for (int turns = 0; turns < TURNS; turns++) {
		enum want want = send_reply(talk);
		ssize_t got;

		if (want != WANT_READ)
			return want;
		if (own->is_closing)
			return end(talk);
		if ((own->has_line || talk->is_late) && reply_to_next(talk, answer))
			continue;
		if (is_dry)
			return wait_for_more(talk);
		got = read_requests(talk);
		if (got == -1)
			return wait_for_more(talk);
		if (got <= 0)
			return DONE;
		is_dry = talk->is_read;
	}
	return WANT_WRITE;
}
