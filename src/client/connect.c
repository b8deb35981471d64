/*
 * connect: tries the addresses of an endpoint one after the other, each with half of the time that
 * is left, the last one with all of it, so that a dead one does not use up the time of the next.
 */
#define _GNU_SOURCE
#include "client/client.h"

#include "lib/clock.h"
#include "lib/process.h"
#include "lib/socket.h"
#include "lib/system.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* The status that an error of connect(2) stands for. */
static int status_of(int error)
{
	switch (error) {
	case ECONNREFUSED:
	case ENOENT: /* a UNIX socket's file */
		return STATUS_NO;
	case ETIMEDOUT:
		return STATUS_TIMEOUT;
	case EHOSTUNREACH:
	case ENETUNREACH:
	case ECONNRESET:
		return STATUS_PEER;
	default:
		return STATUS_SYSTEM;
	}
}

/*
 * Binds to the source asked for. Returns 0, or -1 and errno: for one, it is of another family than
 * the peer.
 */
static int bind_source(
	int fd, const struct address *peer, const struct connect_settings *settings, int type)
{
	const char *text = settings->source;
	struct address source;
	unsigned scope = 0;
	struct ip ip = {{0}};

	if (peer->is.any.sa_family == AF_UNIX) {
		/*
		 * A datagram from a socket without a name cannot be answered: the kernel gives it
		 * one (unix(7)).
		 */
		source.is.any.sa_family = AF_UNIX;
		source.length = sizeof(sa_family_t);
		if (!text && type == SOCK_STREAM)
			return 0;
		if (text && address_from_path(&source, text))
			die(STATUS_USAGE, "option -s: %s is too long", text);
	} else {
		unsigned port = text ? ROUTE_NO_SOURCE : settings->source_port;
		int routed;

		system_set_flag(fd, SOL_SOCKET, SO_REUSEADDR, 1);
		routed = CONFIG_MWAN3 ? socket_route(fd, peer, port) : 0;
		if (routed || (!text && !port))
			return routed < 0 ? routed : 0;
		if (peer->is.any.sa_family == AF_INET)
			ip_from_v4(&ip, INADDR_ANY);
		if (text && address_literal(&ip, &scope, text, strlen(text)))
			die(STATUS_USAGE, "option -s: %s is not an address", text);
		address_from_ip(&source, &ip, settings->source_port, scope);
		if (source.is.any.sa_family != peer->is.any.sa_family) {
			errno = EAFNOSUPPORT;
			return -1;
		}
	}
	return bind(fd, &source.is.any, source.length);
}

/* Waits for a connect(2) under way. Returns 0, or -1 and errno. */
static int wait_connected(int fd, const struct address *peer, int milliseconds)
{
	struct pollfd set = {.fd = fd, .events = POLLOUT};
	int ready;

	do
		ready = poll(&set, 1, milliseconds);
	while (ready < 0 && errno == EINTR);
	if (!ready) {
		errno = ETIMEDOUT;
		return -1;
	}
	/*
	 * The second call returns how the first one ended; SO_ERROR does too, but in another errno
	 * under QEMU on MIPS.
	 */
	return connect(fd, &peer->is.any, peer->length) && errno != EISCONN ? -1 : 0;
}

/* One address. Returns a socket, or -1 and errno. milliseconds -1: as long as the kernel tries. */
static int connect_one(const struct address *peer, int type,
	const struct connect_settings *settings, int milliseconds)
{
	/*
	 * To a UNIX socket whose backlog is full, a connect that does not wait fails at once; it is
	 * bounded otherwise.
	 */
	int is_local = peer->is.any.sa_family == AF_UNIX;
	int fd = system_socket(
		peer->is.any.sa_family, type | SOCK_CLOEXEC | (is_local ? 0 : SOCK_NONBLOCK), 0);
	int error;

	if (fd < 0)
		return -1;
	if (is_local)
		system_set_timeout(fd, SYSTEM_SEND_TIMEOUT, settings->seconds);
	if (!bind_source(fd, peer, settings, type)) {
		if (!connect(fd, &peer->is.any, peer->length))
			return fd;
		if (errno == EINPROGRESS && !wait_connected(fd, peer, milliseconds))
			return fd;
		if (is_local && errno == EAGAIN)
			errno = ETIMEDOUT;
	}
	error = errno;
	system_close(fd);
	errno = error;
	return -1;
}

/* Of two failures the one that tells more: a refusal is an answer, silence is at least a fact. */
static int worse(int status, int other)
{
	if (status == STATUS_NO || other == STATUS_NO)
		return STATUS_NO;
	return status == STATUS_TIMEOUT ? status : other;
}

int connect_any(const struct endpoint *endpoint, const struct connect_settings *settings)
{
	struct address list[ADDRESSES_MAX];
	int count = endpoint_addresses(endpoint, settings->family, list, ADDRESSES_MAX);
	uint32_t end = clock_ms() + settings->seconds * 1000;
	int status = STATUS_SYSTEM;

	if (count < 0)
		die(-count, "cannot connect to %s: %s", endpoint->text,
			count == -STATUS_NO ? "no such host" : "the name servers fail");
	for (int i = 0; i < count; i++) {
		int share = settings->seconds ? clock_until(end, clock_ms()) >> (i + 1 < count)
					      : -1;
		int fd = connect_one(&list[i], endpoint->transport->type, settings, share);

		if (fd >= 0)
			return fd;
		status = worse(status, status_of(errno));
	}
	die(status, "cannot connect to %s: %m", endpoint->text);
}
