/*
 * fixed PORT BYTES EVENTS [close]: the bare loop that HTTP servers are held against: it answers
 * whatever comes with a fixed reply from memory: epoll_wait for so many events at once, read,
 * write, and nothing else; with `close` it ends the connection after it. With 0 EVENTS it serves
 * one connection after another, a request each: accept, read, write, close.
 */
#define _GNU_SOURCE
#include "bare.h"

#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

#define CONNECTIONS 4096

static char reply[256 * 1024];
static size_t length;
static size_t sent[CONNECTIONS]; /* of a reply that did not go out at once, by descriptor */

static void make_reply(unsigned body)
{
	length = sprintf(reply,
		"HTTP/1.1 200 OK\r\nDate: Sun, 01 Nov 2026 10:00:00 GMT\r\n"
		"Content-Type: text/html\r\nLast-Modified: Sun, 01 Nov 2026 10:00:00 GMT\r\n"
		"Content-Length: %u\r\n\r\n",
		body);
	memset(reply + length, 'x', body);
	length += body;
}

static void watch(int set, int fd, int operation, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};

	epoll_ctl(set, operation, fd, &event);
}

/* Whether the connection is over. */
static int answer(int set, int fd)
{
	static char request[4096];
	size_t before = sent[fd];
	ssize_t put;

	if (!before && read(fd, request, sizeof(request)) <= 0)
		return 1;
	put = write(fd, reply + before, length - before);
	if (put < 0 && !before)
		return 1;
	sent[fd] = before + (put > 0 ? put : 0);
	if (sent[fd] == length)
		sent[fd] = 0;
	if (!before != !sent[fd])
		watch(set, fd, EPOLL_CTL_MOD, sent[fd] ? EPOLLOUT : EPOLLIN);
	return 0;
}

static void serve_in_turn(int listener)
{
	static char request[4096];

	for (;;) {
		int fd = accept(listener, 0, 0);

		if (read(fd, request, sizeof(request)) > 0)
			(void)!write(fd, reply, length);
		close(fd);
	}
}

static void serve(int listener, int at_once, int closes)
{
	int set = epoll_create1(EPOLL_CLOEXEC), count;
	struct epoll_event events[64];

	watch(set, listener, EPOLL_CTL_ADD, EPOLLIN);
	while ((count = epoll_wait(set, events, at_once, -1)) > 0)
		for (int i = 0; i < count; i++) {
			int fd = events[i].data.fd;

			if (fd == listener) {
				fd = accept4(listener, 0, 0, SOCK_NONBLOCK);
				watch(set, fd, EPOLL_CTL_ADD, EPOLLIN);
			} else if (answer(set, fd) || (closes && !sent[fd])) {
				close(fd);
			}
		}
}

int main(int argc, char **argv)
{
	int listener = bare_listen(SOCK_STREAM, argv[1], 1024);

	if (argc < 4)
		return 100;
	make_reply(atoi(argv[2]));
	if (atoi(argv[3]))
		serve(listener, atoi(argv[3]), argc > 4);
	else
		serve_in_turn(listener);
	return 0;
}
