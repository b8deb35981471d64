/*
 * stream: what a service does with its conversation's socket, without waiting.
 *
 * config STREAM
 *	bool
 */
#include "server/server.h"

#include "lib/system.h"

#include <errno.h>
#include <netinet/tcp.h>

void streams_opened(struct job *job)
{
	FOR_EACH_LISTENER (listener, job)
		system_set_flag(listener->fd, IPPROTO_TCP, TCP_NODELAY, 1);
}

int talk_flush(struct talk *talk)
{
	while (talk->sent < talk->used) {
		ssize_t sent = send(
			talk->fd, talk->buffer + talk->sent, talk->used - talk->sent, 0);

		if (sent < 0)
			return errno == EAGAIN || errno == EINTR ? 1 : -1;
		talk->sent += sent;
		talk->traffic->out += sent;
	}
	return 0;
}

enum want talk_finish(struct talk *talk)
{
	return talk_flush(talk) > 0 ? WANT_WRITE : DONE;
}

ssize_t talk_read(struct talk *talk, void *buffer, size_t room)
{
	ssize_t got = recv(talk->fd, buffer, room, 0);

	if (got >= 0) {
		talk->traffic->in += got;
		talk->is_read = (size_t)got < room;
		return got;
	}
	return errno == EAGAIN || errno == EINTR ? -1 : -2;
}
