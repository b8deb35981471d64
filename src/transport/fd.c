/*
 * fd: sockets that were opened before us and passed on, sd_listen_fds(3): the descriptors from 3
 * on, LISTEN_FDS of them, called as LISTEN_FDNAMES says, meant for the process LISTEN_PID.
 *
 * config TRANSPORT_FD
 *	bool "fd"
 *	default y
 *	depends on STREAM || DATAGRAM
 *	help
 *	  Endpoints fd:N, fd:NAME and fd:*: sockets that systemd, or mote-server's activate, has
 *	  passed to us. Costs about 500 bytes.
 */
#define _GNU_SOURCE
#include "transport/transport.h"

#include "lib/number.h"
#include "lib/process.h"
#include "lib/system.h"
#include "lib/variable.h"

#include <string.h>

#define FIRST 3             /* SD_LISTEN_FDS_START */
#define NUMBER_MAX 0x3fffff /* the highest number of a process, too */

/* The number in a variable, or 0. */
static unsigned number_in(const char *name)
{
	const char *text = variable(name);
	unsigned number = 0;

	if (text)
		number_parse(text, strlen(text), NUMBER_MAX, &number);
	return number;
}

static int option(int fd, int name)
{
	int value = 0;
	socklen_t length = sizeof(value);

	syscall(SYS_getsockopt, fd, SOL_SOCKET, name, &value, &length);
	return value;
}

/* Whether a name is at the front of names, whole. */
static int is_first(const char *name, const char *names)
{
	while (*name && *name == *names && *name != ':') {
		name++;
		names++;
	}
	return !*name && (!*names || *names == ':');
}

/* The next that the endpoint means, from one on; 0: there is none. */
static unsigned find_next(const struct endpoint *endpoint, unsigned next)
{
	const char *names = variable("LISTEN_FDNAMES=");
	unsigned end = FIRST + number_in("LISTEN_FDS=");

	if (number_in("LISTEN_PID=") != (unsigned)getpid())
		return 0;
	for (unsigned fd = FIRST; fd < end; fd++) {
		int is_called = names && is_first(endpoint->descriptor, names);

		if (fd >= next &&
			(fd == endpoint->port || is_called || *endpoint->descriptor == '*'))
			return fd;
		names = names ? strchr(names, ':') : names;
		names += names != 0;
	}
	return 0;
}

int fd_take(const struct endpoint *endpoint, unsigned *next, int *type)
{
	unsigned fd = find_next(endpoint, *next);

	if (!fd && *next)
		return -1;
	if (!fd)
		die(STATUS_USAGE, "endpoint %s: not in LISTEN_FDS", endpoint->text);
	*next = fd + 1;
	*type = CONFIG_STREAM && option(fd, SO_ACCEPTCONN) ? SOCK_STREAM : SOCK_DGRAM;
	if (*type == SOCK_DGRAM && (!CONFIG_DATAGRAM || option(fd, SO_TYPE) != SOCK_DGRAM))
		die(STATUS_USAGE, "endpoint %s: %u does not listen", endpoint->text, fd);
	return system_descriptor_flags(fd, F_DUPFD_CLOEXEC, FIRST);
}

static int parse(struct endpoint *endpoint, const char *rest, struct output *why)
{
	(void)why;
	endpoint->descriptor = rest;
	number_parse(rest, strlen(rest), NUMBER_MAX, &endpoint->port);
	return 0;
}

const struct transport transport_fd = {
	.name = "fd",
	.parse = parse,
};
