/* bare: what the bare loops share. They check next to nothing: they are what can be reached. */
#ifndef BENCH_BARE_H
#define BENCH_BARE_H

#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* A socket on every IPv4 address of this machine; a stream listens. */
static inline int bare_listen(int type, const char *port, int backlog)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)atoi(port)),
	};
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
		(type == SOCK_STREAM && listen(fd, backlog)))
		_exit(111);
	return fd;
}

#endif
