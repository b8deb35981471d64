/*
 * socket: what is asked of a socket before it is bound (socket(7), ip(7), ipv6(7)); connections
 * that are accepted inherit it.
 *
 * config SOCKET_OPTIONS
 *	bool "-I --mark --tos --freebind --reuseport --keepalive"
 *	default y
 *	help
 *	  The interface, the mark and the class of packets, and how an address is bound.
 *	  Costs about 450 bytes.
 */
#include "lib/socket.h"

#include "lib/system.h"

#include <stddef.h>
#include <string.h>

#define AT(member) offsetof(struct socket_settings, member)

/* Set where the setting is not 0. On an IPv6 socket, IP_... is for IPv4 in it. */
static const struct {
	unsigned level : 16, name : 10, offset : 6;
} options[] = {
	{SOL_SOCKET, SO_MARK, AT(mark)},
	{IPPROTO_IP, IP_TOS, AT(tos)},
	{IPPROTO_IPV6, IPV6_TCLASS, AT(tos)},
	{IPPROTO_IP, IP_FREEBIND, AT(freebind)},
	{SOL_SOCKET, SO_REUSEPORT, AT(reuseport)},
	{SOL_SOCKET, SO_KEEPALIVE, AT(keepalive)},
};

int socket_set_device(int fd, const char *name)
{
	return system_set_option(fd, SOL_SOCKET, SO_BINDTODEVICE, name, strlen(name));
}

int socket_set(int fd, int family, const struct socket_settings *settings)
{
	if (family == AF_UNIX)
		return 0;
	if (settings->interface && socket_set_device(fd, settings->interface))
		return -1;
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		int value = *(const int *)((const char *)settings + options[i].offset);

		if (value && (options[i].level != IPPROTO_IPV6 || family == AF_INET6) &&
			system_set_flag(fd, options[i].level, options[i].name, value))
			return -1;
	}
	return 0;
}
