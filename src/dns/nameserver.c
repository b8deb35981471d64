/* nameserver: the address of a name server, read, written and connected to. */
#include "dns/nameserver.h"

#include "lib/address.h"
#include "lib/number.h"
#include "lib/socket.h"
#include "lib/system.h"

#include <errno.h>
#include <string.h>

int nameserver_split(struct span text, struct span *host, unsigned short *port)
{
	unsigned number = NAMESERVER_PORT;
	const char *digits;

	if (host_split(text.at, text.length, &host->at, &host->length, &digits))
		return -1;
	if (digits &&
		(number_parse(digits, text.at + text.length - digits, 65535, &number) || !number))
		return -1;
	*port = number;
	return 0;
}

int nameserver_parse(struct nameserver *server, struct span text)
{
	struct span host;

	if (nameserver_split(text, &host, &server->port) ||
		address_literal(&server->ip, &server->scope, host.at, host.length))
		return -1;
	return CONFIG_IPV6 || ip_is_v4(&server->ip) ? 0 : -1;
}

void nameserver_print(struct output *output, const struct nameserver *server)
{
	int brackets = server->port != NAMESERVER_PORT && !ip_is_v4(&server->ip);

	if (brackets)
		output_byte(output, '[');
	ip_print(output, &server->ip);
	if (server->scope)
		output_format(output, "%%%u", server->scope);
	if (brackets)
		output_byte(output, ']');
	if (server->port != NAMESERVER_PORT)
		output_format(output, ":%u", server->port);
}

int nameserver_connect_by(const struct nameserver *server, int type, const struct route *route)
{
	struct address address;
	int fd, result = 0;

	address_from_ip(&address, &server->ip, server->port, server->scope);
	fd = system_socket(address.is.any.sa_family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (route)
		result = route->leave(route, fd, &address);
	else if (CONFIG_MWAN3)
		result = socket_route(fd, &address, 0);
	if (result < 0 || (connect(fd, &address.is.any, address.length) && errno != EINPROGRESS)) {
		system_close(fd);
		return -1;
	}
	return fd;
}
