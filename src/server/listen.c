/*
 * listen: sockets that listen, of every transport.
 *
 * config SERVER_HOSTS
 *	bool "endpoints by name"
 *	default y
 *	help
 *	  The host of an endpoint may be localhost or a name of /etc/hosts, else it is an address.
 */
#define _GNU_SOURCE
#include "server/job.h"

#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

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

static void set_options(const struct listener *listener, int asked)
{
	int family = listener->bound.is.any.sa_family;
	const struct socket_settings *settings = &listener->job->settings.socket;

	if (listener->is_stream ||
		(CONFIG_SERVICE_MDNS && listener->job->service->keeps &&
			listener->job->service->keeps->shares_port))
		system_set_flag(listener->fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (family == AF_INET6)
		system_set_flag(listener->fd, IPPROTO_IPV6, IPV6_V6ONLY, asked == AF_INET6);
	if ((CONFIG_SOCKET_OPTIONS && socket_set(listener->fd, family, settings)) ||
		(CONFIG_MWAN3 && socket_route(listener->fd, &listener->bound, ROUTE_NO_SOURCE) < 0))
		die(STATUS_SYSTEM, "endpoint %s: interface, mark or the like: %m",
			listener->endpoint.text);
}

void listener_address(const struct endpoint *endpoint, int family, struct address *address)
{
	if (endpoint_own_address(endpoint, family, address))
		die(STATUS_USAGE, "endpoint %s: the host is not an address%s%s", endpoint->text,
			CONFIG_SERVER_HOSTS     ? ", nor in /etc/hosts"
				: CONFIG_ABSENT ? " (a name needs CONFIG_SERVER_HOSTS)"
						: "",
			family == AF_UNSPEC ? "" : ", of that family");
}

/* Finds the address to bind, of the family asked for. Returns a socket for it, or -1 and errno. */
static int find_address(struct listener *listener, int family)
{
	listener_address(&listener->endpoint, family, &listener->bound);
	return system_socket(listener->bound.is.any.sa_family,
		listener->endpoint.transport->type | SOCK_CLOEXEC, 0);
}

/*
 * Whether both ask the same of the socket: what one has set stays set, also where all stays as it
 * was.
 */
static int has_options_of(const struct listener *one, const struct listener *other)
{
	struct socket_settings first = one->job->settings.socket;
	const struct socket_settings *second = &other->job->settings.socket;
	const char *a = first.interface, *b = second->interface;

	first.interface = b;
	return one->endpoint.path ||
		(!memcmp(&first, second, sizeof(first)) && !strcmp(a ? a : "", b ? b : ""));
}

/* The same endpoint of one of the jobs that do not stay, open; 0: there is none. */
static const struct listener *find_open(const struct listener *listener, const struct job *jobs)
{
	for (; CONFIG_SERVER_FILE && jobs; jobs = jobs->next)
		FOR_EACH_LISTENER (open, jobs)
			if (!jobs->is_kept && open->fd >= 0 && has_options_of(listener, open) &&
				!strcmp(open->endpoint.text, listener->endpoint.text))
				return open;
	return 0;
}

static int bind_socket(const struct listener *listener)
{
	const struct address *address = &listener->bound;

	if (listener->endpoint.path)
		remove_stale(address, listener->endpoint.transport->type);
	if (CONFIG_SERVER_SOCKET_OWNER && listener->endpoint.path)
		return owner_bind(&listener->job->owner, listener->fd, address);
	return bind(listener->fd, &address->is.any, address->length);
}

/* Opens it, or takes over the one that one of the jobs has open already. */
static void open_socket(struct listener *listener, const struct job *older)
{
	const struct settings *settings = &listener->job->settings;
	int family = family_of_options(settings->v4, settings->v6);
	const struct listener *open = find_open(listener, older);

	if (CONFIG_MWAN3)
		family = route_family(family);
	listener->fd = find_address(listener, family);
	/* Every address is IPv4 alone where the kernel has no IPv6. */
	if (listener->fd < 0 && family == AF_UNSPEC && !listener->endpoint.host_length)
		listener->fd = find_address(listener, AF_INET);
	if (CONFIG_SERVER_FILE && open) {
		syscall(SYS_dup3, open->fd, listener->fd, O_CLOEXEC);
		listener->holder = open->holder;
	}
	if (listener->fd >= 0)
		set_options(listener, family);
	if (listener->fd < 0 || (!open && bind_socket(listener)) ||
		(CONFIG_STREAM && listener->is_stream && listen(listener->fd, settings->backlog)))
		die(STATUS_SYSTEM, "cannot listen on %s: %m", listener->endpoint.text);
}

/* From here on it is the same wherever the socket comes from. */
static void settle(struct listener *listener)
{
	const struct job *job = listener->job;
	struct address *address = &listener->bound;
	struct ip ip;

	if (HAS_PROGRAMS && job->service->start && !listener_is_talked_to(listener))
		job_check_access(job, &listener->endpoint);
	if (HAS_PARTIAL && CONFIG_TRANSPORT_FD)
		job_check_type(
			job, &listener->endpoint, listener->is_stream ? SOCK_STREAM : SOCK_DGRAM);
	address->length = sizeof(address->is);
	getsockname(listener->fd, &address->is.any, &address->length);
	listener->is_wildcard = !address_ip(address, &ip) && ip_is_any(&ip);
	if (!listener->is_stream && listener->is_wildcard)
		ask_for_destination(listener->fd, address->is.any.sa_family);
}

/*
 * Takes the sockets that were passed to us: the first is the listener's, each further one becomes a
 * listener behind the others. What was passed stays open, to be taken again when a file is read
 * again.
 */
static void take_passed(struct job *job, struct listener *listener)
{
	const struct endpoint endpoint = listener->endpoint;
	unsigned next = 0, taken = 0;
	int fd, type;

	while ((fd = fd_take(&endpoint, &next, &type)) >= 0) {
		if (taken++) {
			if (job->listener_count == ENDPOINTS_MAX)
				die(STATUS_USAGE, "more than %u endpoints", ENDPOINTS_MAX);
			listener = &job->listeners[job->listener_count++];
			listener->source = SOURCE_LISTENER;
			listener->job = job;
			listener->endpoint = endpoint;
		}
		listener->is_stream = type == SOCK_STREAM;
		listener->fd = fd;
		settle(listener);
	}
	if (!taken)
		die(STATUS_SYSTEM, "cannot listen on %s: %m", endpoint.text);
}

void listener_open(struct job *job, struct listener *listener, const struct job *older)
{
	listener->source = SOURCE_LISTENER;
	listener->job = job;
	listener->is_stream = listener->endpoint.transport->type == SOCK_STREAM;
	if (CONFIG_TRANSPORT_FD && listener->endpoint.descriptor) {
		take_passed(job, listener);
		return;
	}
	open_socket(listener, older);
	settle(listener);
}

/* How the kernel has it, for a socket that was passed to us. */
static const char *transport_name(const struct listener *listener)
{
	int is_local = listener->bound.is.any.sa_family == AF_UNIX;

	if (!CONFIG_TRANSPORT_FD || !listener->endpoint.descriptor)
		return listener->endpoint.transport->name;
	return listener->is_stream ? is_local ? "unix" : "tcp" : is_local ? "unixgram" : "udp";
}

void listener_print(struct output *output, const struct listener *listener)
{
	const struct endpoint *endpoint = &listener->endpoint;

	output_format(output, "%s:", transport_name(listener));
	if (endpoint->path || endpoint->host_length || endpoint->descriptor)
		address_print(output, &listener->bound);
	else
		output_format(output, "%u", address_port(&listener->bound));
	output_byte(output, '\n');
}

void listener_close(struct listener *listener, const struct job *heirs)
{
	if (listener->fd < 0)
		return;
	system_close(listener->fd);
	listener->fd = -1;
	listener->is_watched = 0;
	/* Unless another server has taken its place, or a line that replaces this one. */
	if (listener->endpoint.path && !find_open(listener, heirs))
		remove_stale(&listener->bound, listener->endpoint.transport->type);
}
