/*
 * hold PORT epoll|fork|queue: holds idle connections and nothing else: all in one process, or each
 * in its own, or not even accepted. The last is what the kernel's part is counted from.
 */
#define _GNU_SOURCE
#include "bare.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>

static void read_all(int fd)
{
	char buffer[64];

	while (read(fd, buffer, sizeof(buffer)) > 0)
		;
	close(fd);
}

static void hold_by_epoll(int listener)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
	int set = epoll_create1(EPOLL_CLOEXEC);

	epoll_ctl(set, EPOLL_CTL_ADD, listener, &event);
	while (epoll_wait(set, &event, 1, -1) == 1) {
		if (event.data.fd != listener) {
			read_all(event.data.fd);
			continue;
		}
		event.data.fd = accept(listener, 0, 0);
		epoll_ctl(set, EPOLL_CTL_ADD, event.data.fd, &event);
	}
}

static void hold_by_fork(int listener)
{
	for (;;) {
		int fd = accept(listener, 0, 0);

		if (!fork()) {
			close(listener);
			read_all(fd);
			_exit(0);
		}
		close(fd);
		while (waitpid(-1, 0, WNOHANG) > 0)
			;
	}
}

int main(int argc, char **argv)
{
	int listener = bare_listen(SOCK_STREAM, argv[1], 4096);

	if (argc < 3)
		return 100;
	if (!strcmp(argv[2], "epoll"))
		hold_by_epoll(listener);
	else if (!strcmp(argv[2], "fork"))
		hold_by_fork(listener);
	pause();
	return 0;
}
