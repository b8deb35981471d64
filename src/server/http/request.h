/*
 * request: the head of an HTTP/1 request (RFC 9112), taken apart where it stands: what comes out of
 * it are spans of the caller's bytes.
 */
#ifndef SERVER_HTTP_REQUEST_H
#define SERVER_HTTP_REQUEST_H

#include "lib/span.h"

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

struct http_request {
	size_t length;                   /* of the head, its last empty line included */
	unsigned char is_head;           /* HEAD: the same as GET, but no body is sent */
	unsigned char minor;             /* HTTP/1.minor */
	unsigned char is_closing;        /* the connection ends with the reply */
	struct span path;                /* begins with /; as it came, escapes and all */
	struct span query;               /* begins with ?, or is empty */
	struct span fields[HTTP_FIELDS]; /* at is 0 where there is none */
};

#define HTTP_MORE 0 /* the head is not whole yet, and what is there is right */
#define HTTP_OK 200

/*
 * Judges the bytes that have come. HTTP_OK: a whole GET or HEAD without a body, and what follows is
 * the next request; HTTP_MORE; or the status to refuse it with, after which nothing that comes can
 * be trusted to be a request: is_closing.
 */
unsigned http_parse(struct http_request *request, const char *bytes, size_t length);

/* Whether a list such as `gzip, br;q=0` names that word in small letters, and not with q=0. */
int http_list_has(struct span list, const char *word);

/*
 * The path decoded, without the / at its start, with a NUL. Returns HTTP_OK or the status to refuse
 * it with: it does not fit, holds a NUL, or a `..`.
 */
unsigned http_path(const struct http_request *request, char *path, size_t room);

#endif
