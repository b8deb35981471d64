/*
 * reply: HTTP/1.1 over a conversation, for services: requests are read and judged, replies sent,
 * one after the other as long as the connection is kept.
 *
 * A service of a page has `select TALK_STATE` and `select JOB_STATE` in its stanza, begins what it
 * keeps in job->own with a struct http_job, and is otherwise
 *
 *	static void answer(struct http_request *request)
 *	{
 *		if (strcmp(request->path, "/")) {
 *			http_refuse(request, 404);
 *			return;
 *		}
 *		output_text(&request->body, "…");
 *		http_begin(request, 200);
 *		output_text(&request->head, "Content-Type: text/html; charset=utf-8\r\n");
 *		http_end(request, request->body.used);
 *	}
 *
 *	static enum want run(struct talk *talk)
 *	{
 *		return http_run(talk, answer);
 *	}
 *
 *	static const struct keeping keeps = {
 *		.state_size = sizeof(struct http_talk),
 *		.buffer_size = HTTP_BUFFER(4096),
 *		.own_size = sizeof(struct http_job),
 *		.opened = streams_opened,
 *	};
 *
 * HEAD needs no thought: the body is left away. What does not fit into the body is not there, as
 * with every struct output: body.used == body.room tells.
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
	uint16_t taken;           /* bytes of requests that wait, ... */
	uint16_t scanned;         /* ... and of them, those that are right but no whole head */
	unsigned char is_closing; /* the connection ends with this reply */
	unsigned char is_refused; /* more of what was refused may come */
	unsigned char is_list;    /* list_more has more for the empty buffer */
};

/* One run of the service: answer is called with each request, and makes its reply. */
enum want http_run(struct talk *talk, void (*answer)(struct http_request *request));

/* The head up to what a service adds: its own lines, each with CR LF. */
void http_begin(struct http_request *request, unsigned status);

/* Appends a moment as HTTP has it (RFC 9110, 5.6.7). */
void http_date(struct output *output, uint32_t seconds);

/* The head is whole, with the length of the body, of which what is in request->body is sent. */
void http_end(struct http_request *request, uint64_t length);

/* The same without a length: the body ends with the connection. */
void http_end_open(struct http_request *request);

/* A whole reply that says what is wrong. */
void http_refuse(struct http_request *request, unsigned status);

#endif
