/*
 * forward PORT TO copy|splice [BYTES]: the bare loop that port forwarders are held against:
 * each connection is joined to one to 127.0.0.1:TO, by read and write, or by splice through a
 * pipe of that size (as the kernel makes it, 64 KiB, if not given) for each direction.
 *
 * Events are edge-triggered and asked for once, so a descriptor is read until there is no more.
 * One that comes late, to the next connection with that descriptor, does no harm.
 */
#define _GNU_SOURCE
#include "bare.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>

#define DESCRIPTORS 8192
#define ROOM 65536

/* What comes from a descriptor and goes to the other one; by descriptor. */
static struct way {
	int other;
	int pipe[2];
	unsigned begin, end; /* of what is under way; of a pipe only their difference */
	int is_over;
} ways[DESCRIPTORS];

static char buffers[DESCRIPTORS][ROOM];
static int set, is_splice;
static unsigned pipe_size = ROOM;

static ssize_t take(struct way *way, int from)
{
	if (is_splice)
		return splice(
			from, 0, way->pipe[1], 0, pipe_size, SPLICE_F_NONBLOCK | SPLICE_F_MOVE);
	return read(from, buffers[from], ROOM);
}

static ssize_t put(struct way *way, int from)
{
	unsigned length = way->end - way->begin;

	if (is_splice)
		return splice(
			way->pipe[0], 0, way->other, 0, length, SPLICE_F_NONBLOCK | SPLICE_F_MOVE);
	return write(way->other, buffers[from] + way->begin, length);
}

/* A short read tells that there is no more, unless it was a while ago or the end has come. */
static void pump(int from, int has_ended)
{
	struct way *way = &ways[from];
	int is_drained = 0;
	ssize_t moved;

	while (!way->is_over) {
		if (way->begin == way->end) {
			if (is_drained && !has_ended)
				return;
			moved = take(way, from);
			if (moved < 0 && errno == EAGAIN)
				return;
			way->begin = 0;
			way->end = moved > 0 ? moved : 0;
			way->is_over = moved <= 0;
			is_drained = !is_splice && moved < ROOM;
			continue;
		}
		moved = put(way, from);
		if (moved < 0)
			return;
		way->begin += moved;
	}
	if (!ways[way->other].is_over)
		shutdown(way->other, SHUT_WR);
}

static void begin(int fd, int other)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
		.data.fd = fd,
	};

	ways[fd] = (struct way){.other = other};
	if (is_splice && pipe2(ways[fd].pipe, O_NONBLOCK))
		_exit(111);
	if (is_splice && pipe_size != ROOM)
		fcntl(ways[fd].pipe[0], F_SETPIPE_SZ, pipe_size);
	epoll_ctl(set, EPOLL_CTL_ADD, fd, &event);
}

static void end(int fd)
{
	if (is_splice) {
		close(ways[fd].pipe[0]);
		close(ways[fd].pipe[1]);
	}
	close(fd);
	ways[fd].other = -1;
}

static void join(int listener, const struct sockaddr_in *address)
{
	int fd = accept4(listener, 0, 0, SOCK_NONBLOCK);
	int other = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	connect(other, (const struct sockaddr *)address, sizeof(*address));
	begin(fd, other);
	begin(other, fd);
}

static void go_on(int fd, uint32_t events)
{
	int other = ways[fd].other;

	if (other < 0)
		return;
	if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		pump(fd, !!(events & ~(EPOLLIN | EPOLLOUT)));
	if (events & EPOLLOUT && ways[other].begin < ways[other].end)
		pump(other, 0);
	if (ways[fd].is_over && ways[other].is_over) {
		end(fd);
		end(other);
	}
}

int main(int argc, char **argv)
{
	int listener = bare_listen(SOCK_STREAM, argv[1], 1024);
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)atoi(argv[2])),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[64];
	int count;

	if (argc < 4)
		return 100;
	is_splice = !strcmp(argv[3], "splice");
	if (argc > 4)
		pipe_size = atoi(argv[4]);
	set = epoll_create1(EPOLL_CLOEXEC);
	epoll_ctl(set, EPOLL_CTL_ADD, listener, &event);
	while ((count = epoll_wait(set, events, 64, -1)) > 0) {
		for (int i = 0; i < count; i++)
			if (events[i].data.fd == listener)
				join(listener, &address);
			else
				go_on(events[i].data.fd, events[i].events);
	}
	return 0;
}
