/* listen: sockets that listen, of every transport. */
#define _GNU_SOURCE
#include "server/server.h"

#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <fcntl.h>

/*
 * Removes the file of a socket that nobody listens on any more; a live one, or another file, stays.
 * Connecting to another file is refused too, but only opening a socket gives ENXIO (open(2)).
 */
static void remove_stale(const struct address *address, int type)
{
	const char *path = address->is.local.sun_path;
	int fd, file;

	if (!*path)
		return;
	fd = system_socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (connect(fd, &address->is.any, address->length) && errno == ECONNREFUSED) {
		file = system_open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
		if (file < 0 && errno == ENXIO)
			unlink(path);
		system_close(file);
	}
	system_close(fd);
}

/*
 * Asks for the address that a datagram was sent to, so that the reply leaves from it (ip(7), RFC
 * 3542, 4).
 */
static void ask_for_destination(int fd, int family)
{
	if (family == AF_INET)
		system_set_flag(fd, IPPROTO_IP, IP_PKTINFO, 1);
	else
		system_set_flag(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

static void set_options(const struct listener *listener, int family, int asked)
{
	if (listener->is_stream)
		system_set_flag(listener->fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (family == AF_INET6)
		system_set_flag(listener->fd, IPPROTO_IPV6, IPV6_V6ONLY, asked == AF_INET6);
	if (!listener->is_stream && listener->is_wildcard)
		ask_for_destination(listener->fd, family);
}

/* Finds the address to bind, of the family asked for. Returns a socket for it, or -1 and errno. */
static int find_address(struct listener *listener, int family)
{
	/*
	 * A stream's accept must not wait when its client has gone; a datagram socket may be handed
	 * to a program.
	 */
	int type = listener->endpoint.transport->type;
	int flags = type == SOCK_STREAM ? SOCK_CLOEXEC | SOCK_NONBLOCK : SOCK_CLOEXEC;

	if (endpoint_own_address(&listener->endpoint, family, &listener->bound))
		die(STATUS_USAGE, "endpoint %s: the host is not an address%s%s",
			listener->endpoint.text,
			CONFIG_SERVER_HOSTS ? ", nor in /etc/hosts"
					    : " (a name needs CONFIG_SERVER_HOSTS)",
			family == AF_UNSPEC ? "" : ", of that family");
	return system_socket(listener->bound.is.any.sa_family, type | flags, 0);
}

void listener_open(struct listener *listener, const struct listen_settings *settings)
{
	const struct endpoint *endpoint = &listener->endpoint;
	struct address *address = &listener->bound;
	struct ip ip;

	listener->is_stream = endpoint->transport->type == SOCK_STREAM;
	listener->fd = find_address(listener, settings->family);
	/* Every address is IPv4 alone where the kernel has no IPv6. */
	if (listener->fd < 0 && settings->family == AF_UNSPEC && !endpoint->host_length)
		listener->fd = find_address(listener, AF_INET);
	listener->is_wildcard = !address_ip(address, &ip) && ip_is_any(&ip);
	if (endpoint->path)
		remove_stale(address, endpoint->transport->type);
	set_options(listener, address->is.any.sa_family, settings->family);
	if (listener->fd < 0 || bind(listener->fd, &address->is.any, address->length) ||
		(CONFIG_STREAM && listener->is_stream && listen(listener->fd, settings->backlog)))
		die(STATUS_SYSTEM, "cannot listen on %s: %m", endpoint->text);
	address->length = sizeof(address->is);
	getsockname(listener->fd, &address->is.any, &address->length);
}

void listener_print(struct output *output, const struct listener *listener)
{
	output_format(output, "%s:", listener->endpoint.transport->name);
	if (listener->endpoint.path || listener->endpoint.host_length)
		address_print(output, &listener->bound);
	else
		output_format(output, "%u", address_port(&listener->bound));
	output_byte(output, '\n');
}

void listener_close(struct listener *listener)
{
	system_close(listener->fd);
	/* Unless another server has taken its place. */
	if (listener->endpoint.path)
		remove_stale(&listener->bound, listener->endpoint.transport->type);
}
