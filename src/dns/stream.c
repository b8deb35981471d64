/*
 * stream: a question over TCP (RFC 7766), for an answer that does not fit a datagram. Each has a
 * connection of its own.
 *
 * config RESOLVER_STREAM
 *	bool "questions over TCP"
 *	depends on TRANSPORT_TCP
 *	default y
 *	help
 *	  Where an answer does not fit a datagram mote-resolver asks over TCP. Costs about 300 bytes
 *	  on ARMv7.
 */
#include "dns/stream.h"

#include "dns/query.h"
#include "lib/file.h"
#include "lib/system.h"

#include <errno.h>

enum { STREAM_ROOM = 2 + 65535 };

static int start(struct query *query, const struct resolvconf *conf)
{
	/* It is kept for the next answer. */
	if (!query->stream)
		query->stream = reserve(STREAM_ROOM);
	query->used = 0;
	query->is_sent = 0;
	return nameserver_connect_by(&conf->servers[query->server], SOCK_STREAM, conf->route);
}

static int move(struct query *query, const struct resolvconf *conf)
{
	unsigned char *bytes = query->stream;
	ssize_t got;

	if (!query->is_sent) {
		query->is_sent = 1;
		return query_send(query, conf);
	}
	got = read(query->fd, bytes + query->used, STREAM_ROOM - query->used);
	if (!got)
		errno = ECONNRESET;
	if (got <= 0)
		return got && errno == EAGAIN ? 0 : -1;
	query->used += got;
	query->answer = bytes + 2;
	query->length = bytes[0] << 8 | bytes[1];
	return query->used >= 2 && query->used - 2 >= query->length;
}

const struct stream stream = {start, move};
