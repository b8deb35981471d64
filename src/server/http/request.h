/*
 * request: the head of an HTTP/1 request (RFC 9112), taken apart where it stands: what comes out of
 * it are pieces of the caller's buffer, which NULs now end.
 */
#ifndef SERVER_HTTP_REQUEST_H
#define SERVER_HTTP_REQUEST_H

#include "lib/output.h"

#include <sys/types.h>

struct talk;

/* The fields that are kept; of one that comes twice the last, where that is not refused. */
enum http_field {
	HTTP_HOST,
	HTTP_CONTENT_LENGTH,
	HTTP_TRANSFER_ENCODING, /* these three are refused if they come twice */
	HTTP_CONNECTION,
	HTTP_ACCEPT_ENCODING,
	HTTP_RANGE,
	HTTP_IF_RANGE,
	HTTP_IF_NONE_MATCH,
	HTTP_IF_MODIFIED_SINCE,
	HTTP_FIELDS,
};

/* A request, and the reply while it is made; see reply.h. */
struct http_request {
	struct output head, body;
	struct talk *talk;
	unsigned char is_head;           /* HEAD: the same as GET, but no body is sent */
	unsigned char minor;             /* HTTP/1.minor */
	unsigned char is_closing;        /* the connection ends with the reply */
	const char *path;                /* begins with /; as it came, escapes and all */
	const char *query;               /* behind the ?; or empty */
	const char *fields[HTTP_FIELDS]; /* 0: it is not there */
};

#define HTTP_OK 200

/*
 * How long the head is that the bytes begin with; 0: it is not whole yet; -1: it never becomes one.
 * `from` are known to be right from the last call.
 */
ssize_t http_scan(const char *bytes, size_t from, size_t length);

/*
 * Judges such a head, into a request that is zeros. HTTP_OK: a GET or HEAD without a body, and what
 * follows is the next request; or the status to refuse it with, after which nothing that comes can
 * be trusted to be a request.
 */
unsigned http_parse(struct http_request *request, char *head);

/* What follows a word in a list such as `gzip, br;q=0`; 0: it is not in it. The list may be 0. */
const char *http_word(const char *list, const char *word);

/*
 * The path decoded, without the / at its start. Returns HTTP_OK or the status to refuse it with: it
 * does not fit, holds a NUL, or a `..`.
 */
unsigned http_path(const char *path, char *decoded, size_t room);

#endif
