/*
 * address: socket addresses of the kernel, from and to what people write. libc's if_nametoindex
 * would bring a table for every ioctl there is.
 *
 * config ZONES
 *	bool "the interface of a link-local address"
 *	default y
 *	depends on IPV6
 *	help
 *	  Addresses like fe80::1%eth0. Costs about 200 bytes.
 */
#include "lib/address.h"

#include "lib/number.h"
#include "lib/system.h"

#include <net/if.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>

void address_from_ip(struct address *address, const struct ip *ip, unsigned port, unsigned scope)
{
	memset(address, 0, sizeof(*address));
	if (ip_is_v4(ip)) {
		address->is.v4.sin_family = AF_INET;
		address->is.v4.sin_port = htons(port);
		memcpy(&address->is.v4.sin_addr, ip->bytes + 12, 4);
		address->length = sizeof(address->is.v4);
		return;
	}
	address->is.v6.sin6_family = AF_INET6;
	address->is.v6.sin6_port = htons(port);
	address->is.v6.sin6_scope_id = scope;
	memcpy(&address->is.v6.sin6_addr, ip, sizeof(*ip));
	address->length = sizeof(address->is.v6);
}

int address_from_path(struct address *address, const char *path)
{
	size_t length = strlen(path);

	memset(address, 0, sizeof(*address));
	if (length >= sizeof(address->is.local.sun_path))
		return -1;
	address->is.local.sun_family = AF_UNIX;
	memcpy(address->is.local.sun_path, path, length);
	address->length = offsetof(struct sockaddr_un, sun_path) + length;
	if (*path == '@')
		address->is.local.sun_path[0] = 0;
	else
		address->length++;
	return 0;
}

int address_ip(const struct address *address, struct ip *ip)
{
	if (address->is.any.sa_family == AF_INET)
		ip_from_v4(ip, ntohl(address->is.v4.sin_addr.s_addr));
	else if (address->is.any.sa_family == AF_INET6)
		memcpy(ip, &address->is.v6.sin6_addr, sizeof(*ip));
	else
		return -1;
	return 0;
}

unsigned address_port(const struct address *address)
{
	/* The port is at the same place in both families (RFC 3493, 3.3 keeps it so). */
	return address->is.any.sa_family == AF_UNIX ? 0 : ntohs(address->is.v4.sin_port);
}

static void print_path(struct output *output, const struct address *address)
{
	size_t length = address->length - offsetof(struct sockaddr_un, sun_path);
	const char *path = address->is.local.sun_path;

	if (length && !*path) {
		output_byte(output, '@');
		path++;
		length--;
	}
	output_format(output, "%.*s", (int)length, path);
}

void address_print(struct output *output, const struct address *address)
{
	struct ip ip;
	int brackets;

	if (address_ip(address, &ip)) {
		print_path(output, address);
		return;
	}
	brackets = !ip_is_v4(&ip);
	if (brackets)
		output_byte(output, '[');
	ip_print(output, &ip);
	output_format(output, brackets ? "]:%u" : ":%u", address_port(address));
}

/* The number of an interface out of its name or its number; 0 where there is none of that name. */
static unsigned interface_number(const char *text, size_t length)
{
	struct ifreq request = {0};
	unsigned number = 0;
	int fd;

	if (!number_parse(text, length, 0x7fffffff, &number) || length >= sizeof(request.ifr_name))
		return number;
	memcpy(request.ifr_name, text, length);
	fd = system_socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return 0;
	if (!system_control(fd, SIOCGIFINDEX, &request))
		number = request.ifr_ifindex;
	system_close(fd);
	return number;
}

int address_literal(struct ip *ip, unsigned *scope, const char *text, size_t length)
{
	const char *zone = CONFIG_ZONES ? memchr(text, '%', length) : 0;

	*scope = 0;
	if (zone) {
		*scope = interface_number(zone + 1, text + length - zone - 1);
		if (!*scope)
			return -1;
		length = zone - text;
	}
	return ip_parse(ip, text, length);
}

int host_split(
	const char *text, size_t length, const char **host, size_t *host_length, const char **port)
{
	const char *end = text + length, *after;

	if (length && *text == '[') {
		after = memchr(text++, ']', length);
		if (!after)
			return -1;
		*host_length = after++ - text;
	} else {
		after = memchr(text, ':', length);
		if (!after || memchr(after + 1, ':', end - after - 1))
			after = end;
		*host_length = after - text;
	}
	*host = text;
	*port = after < end ? after + 1 : 0;
	return after < end && *after != ':' ? -1 : 0;
}
