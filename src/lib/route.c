/*
 * route: OpenWrt's mwan3 says to programs by variables which of several uplinks is to be used
 * (`mwan3 use wan PROGRAM`), and has a library that is loaded into them, which a static program
 * cannot be given. It does to every socket what is done here
 * (packages/net/mwan3/src/sockopt_wrap.c), but for two things: what goes to this machine itself,
 * such as the DNS forwarder on 127.0.0.1, goes over no uplink, and servers keep the address that
 * they were told to bind.
 *
 * config MWAN3
 *	bool "variables of mwan3"
 *	default y
 *	help
 *	  DEVICE, SRCIP, FWMARK and FAMILY of OpenWrt's mwan3 are honoured where they are there.
 *	  Costs about 400 bytes.
 */
#include "lib/socket.h"

#include "lib/number.h"
#include "lib/process.h"
#include "lib/system.h"
#include "lib/variable.h"

#include <errno.h>
#include <string.h>

static int is_own(const struct address *address)
{
	static const unsigned char loopback[16] = {[15] = 1};
	struct ip ip;

	return address_ip(address, &ip) || (ip_is_v4(&ip) && ip.bytes[12] == 127) ||
		!memcmp(ip.bytes, loopback, sizeof(loopback));
}

static int set_device(int fd)
{
	const char *device = variable("DEVICE=");

	return device ? socket_set_device(fd, device) : 0;
}

static int set_mark(int fd)
{
	const char *text = variable("FWMARK=");
	unsigned mark = 0;

	/* What is no number is no mark. */
	if (text)
		number_parse_c(text, strlen(text), ~0U, &mark);
	return mark ? system_set_flag(fd, SOL_SOCKET, SO_MARK, mark) : 0;
}

static int bind_source(int fd, int family, unsigned port)
{
	const char *text = variable("SRCIP=");
	struct address source;
	unsigned scope;
	struct ip ip;

	if (!text || port == ROUTE_NO_SOURCE)
		return 0;
	if (address_literal(&ip, &scope, text, strlen(text)))
		return -1;
	address_from_ip(&source, &ip, port, scope);
	if (source.is.any.sa_family != family || bind(fd, &source.is.any, source.length))
		return -1;
	return 1;
}

int route_family(int asked)
{
	const char *version = variable("FAMILY=ipv");

	if (asked != AF_UNSPEC || !version)
		return asked;
	return *version == '4' ? AF_INET : AF_INET6;
}

int socket_route(int fd, const struct address *to, unsigned port)
{
	int family = route_family(AF_UNSPEC);

	if (is_own(to))
		return 0;
	errno = EAFNOSUPPORT;
	if (family != AF_UNSPEC && family != to->is.any.sa_family)
		return -1;
	if (set_device(fd) || set_mark(fd))
		die(STATUS_SYSTEM, "DEVICE or FWMARK: %m");
	return bind_source(fd, to->is.any.sa_family, port);
}
