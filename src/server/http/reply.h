/*
 * reply: HTTP/1.1 over a conversation, for services: requests are read and judged, replies sent,
 * one after the other as long as the connection is kept.
 *
 * A service of a page has `select TALK_STATE` and `select JOB_STATE` in its stanza, begins what it
 * keeps in job->own with a struct http_job, and is otherwise
 *
 *	static void answer(struct talk *talk, const struct http_request *request)
 *	{
 *		struct output body, head;
 *
 *		if (!span_is(request->path, "/", 1)) {
 *			http_refuse(talk, request, 404);
 *			return;
 *		}
 *		http_body(talk, &body);
 *		output_text(&body, "…");
 *		http_begin(talk, request, 200, &head);
 *		output_text(&head, "Content-Type: text/html; charset=utf-8\r\n");
 *		http_length(&head, body.used);
 *		http_end(talk, request, &head, body.used);
 *	}
 *
 *	static enum want run(struct talk *talk)
 *	{
 *		return http_run(talk, answer);
 *	}
 *
 *	const struct service service_x = {
 *		.state_size = sizeof(struct http_talk),
 *		.buffer_size = HTTP_BUFFER(4096),
 *		.own_size = sizeof(struct http_job),
 *		.opened = http_opened,
 *		.run = FOR_STREAMS(run), …
 *
 * HEAD needs no thought: http_end leaves the body away. What does not fit into the body is not
 * there, as with every struct output: body.used == body.room tells.
 */
#ifndef SERVER_HTTP_REPLY_H
#define SERVER_HTTP_REPLY_H

#include "server/http/request.h"
#include "server/server.h"

#define HTTP_REQUEST_MAX 8192 /* of the head of a request */
#define HTTP_HEAD_ROOM 1024   /* of the head of a reply */

/* A service's buffer_size, with room for replies of so many bytes: multiples of 4,096. */
#define HTTP_BUFFER(reply) ((reply) + HTTP_REQUEST_MAX)

/* What job->own begins with. */
struct http_job {
	unsigned char is_asked;
	uint32_t asked;   /* when the time of day was, see clock_ms */
	uint32_t seconds; /* and what it was */
};

/* talk->own. */
struct http_talk {
	uint64_t offset;          /* where in the file talk->far, ... */
	uint64_t left;            /* ... and how much of it follows what is in the buffer */
	uint16_t taken;           /* bytes of requests that wait */
	unsigned char is_closing; /* the connection ends with this reply */
	unsigned char is_refused; /* more of what was refused may come */
	unsigned char has_line;   /* a request may be whole */
	/* Puts more into the empty buffer (http_more), once it is sent; 0: there is none. */
	void (*more)(struct talk *);
};

/* One run of the service: answer is called with each request, and makes its reply. */
enum want http_run(
	struct talk *talk, void (*answer)(struct talk *talk, const struct http_request *request));

/* For struct service: replies are sent at once, not when the last one was acknowledged. */
void http_opened(struct job *job);

/* Where a reply's body is put, before its head. */
void http_body(struct talk *talk, struct output *body);

/* The head up to what a service adds: its own lines, each with CR LF. */
void http_begin(struct talk *talk, const struct http_request *request, unsigned status,
	struct output *head);

/* Lines of the head. */
void http_length(struct output *head, uint64_t length);
void http_date(struct output *head, const char *name, uint32_t seconds);

/* The head is whole; that many bytes of the body are there, and sent if it is not HEAD. */
void http_end(
	struct talk *talk, const struct http_request *request, struct output *head, size_t body);

/* A whole reply with a small page that says what is wrong. */
void http_refuse(struct talk *talk, const struct http_request *request, unsigned status);

#endif
