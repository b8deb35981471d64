/*
 * What is asked of sockets: the options of a command line, and the variables of mwan3. What needs
 * root is skipped without it.
 */
#define _GNU_SOURCE
#include "lib/socket.h"

#include "child.h"
#include "lib/process.h"
#include "lib/variable.h"
#include "tap.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>

static int option(int fd, int level, int name)
{
	int value = -1;
	socklen_t length = sizeof(value);

	return getsockopt(fd, level, name, &value, &length) ? -1 : value;
}

static int is_root(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), mark = 1;
	int result = setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark));

	close(fd);
	return !result;
}

static void test_set(int family)
{
	struct socket_settings settings = {
		.tos = 0x48, .freebind = 1, .reuseport = 1, .keepalive = 1, .interface = "lo"};
	const struct socket_settings none = {0};
	char device[IFNAMSIZ] = "";
	socklen_t length = sizeof(device);
	int fd = socket(family, SOCK_STREAM, 0), v6 = family == AF_INET6;

	if (fd < 0)
		return;
	settings.mark = is_root() ? 0x3f00 : 0;
	is(socket_set(fd, family, &none), 0, "nothing asked, IPv%c", v6 ? '6' : '4');
	is(option(fd, SOL_SOCKET, SO_REUSEPORT), 0, "nothing set");
	is(socket_set(fd, family, &settings), 0, "all of them");
	getsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device, &length);
	ok(!strcmp(device, "lo"), "the interface");
	is(option(fd, SOL_SOCKET, SO_MARK), settings.mark, "the mark");
	is(option(fd, IPPROTO_IP, IP_TOS), 0x48, "the type of service");
	if (v6)
		is(option(fd, IPPROTO_IPV6, IPV6_TCLASS), 0x48, "the traffic class");
	is(option(fd, IPPROTO_IP, IP_FREEBIND), 1, "freebind");
	is(option(fd, SOL_SOCKET, SO_REUSEPORT), 1, "reuseport");
	is(option(fd, SOL_SOCKET, SO_KEEPALIVE), 1, "keepalive");
	close(fd);
}

static void test_refused(void)
{
	struct socket_settings settings = {.interface = "nosuch0"};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	is(socket_set(fd, AF_INET, &settings), -1, "an interface that is not there");
	is(errno, ENODEV, "is no device");
	settings.interface = 0;
	settings.keepalive = 1;
	is(socket_set(-1, AF_INET, &settings), -1, "no socket");
	settings.interface = "nosuch0";
	is(socket_set(-1, AF_UNIX, &settings), 0, "a UNIX socket has none of them");
	close(fd);
}

static struct address of(const char *text, unsigned port)
{
	struct address address;
	struct ip ip = {{0}};

	if (text)
		ip_parse(&ip, text, strlen(text));
	address_from_ip(&address, &ip, port, 0);
	return address;
}

static void set(const char *device, const char *mark, const char *source, const char *family)
{
	static const char *const names[] = {"DEVICE", "FWMARK", "SRCIP", "FAMILY"};
	const char *values[] = {device, mark, source, family};

	for (int i = 0; i < 4; i++)
		if (values[i])
			setenv(names[i], values[i], 1);
		else
			unsetenv(names[i]);
}

/* A socket routed to that address; the result is socket_route's. */
static int route(const char *to, unsigned port, int *fd)
{
	struct address address = of(to, 80);

	*fd = socket(address.is.any.sa_family, SOCK_STREAM, 0);
	return socket_route(*fd, &address, port);
}

static void test_route(void)
{
	struct sockaddr_in bound = {0};
	socklen_t length = sizeof(bound);
	char device[IFNAMSIZ] = "";
	int fd;

	set(0, 0, 0, 0);
	is(route("192.0.2.1", 0, &fd), 0, "no variable");
	close(fd);
	set("", "", "", "");
	is(route("192.0.2.1", 0, &fd), 0, "empty variables are none");
	close(fd);

	set("lo", is_root() ? "0x3f00" : "0", "127.0.0.5", "ipv4");
	is(route("192.0.2.1", 0, &fd), 1, "all of them");
	getsockname(fd, (struct sockaddr *)&bound, &length);
	is(ntohl(bound.sin_addr.s_addr), 0x7f000005, "SRCIP is bound");
	length = sizeof(device);
	getsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device, &length);
	ok(!strcmp(device, "lo"), "DEVICE is bound to");
	if (is_root())
		is(option(fd, SOL_SOCKET, SO_MARK), 0x3f00, "FWMARK is set");
	close(fd);
	is(route("192.0.2.1", ROUTE_NO_SOURCE, &fd), 0, "another source was asked for");
	length = sizeof(bound);
	getsockname(fd, (struct sockaddr *)&bound, &length);
	is(bound.sin_addr.s_addr, 0, "SRCIP is not bound then");
	length = sizeof(device);
	memset(device, 0, sizeof(device));
	getsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device, &length);
	ok(!strcmp(device, "lo"), "DEVICE is");
	close(fd);
	is(route("2001:db8::1", 0, &fd), -1, "FAMILY=ipv4 forbids IPv6");
	is(errno, EAFNOSUPPORT, "as a family that is not there");
	close(fd);

	set(0, 0, "127.0.0.5", 0);
	is(route("2001:db8::1", 0, &fd), -1, "SRCIP of the other family");
	is(errno, EAFNOSUPPORT, "has no way there");
	close(fd);
	set(0, 0, "2001:db8::77", 0);
	is(route("2001:db8::1", 0, &fd), -1, "SRCIP that is not ours");
	is(errno, EADDRNOTAVAIL, "cannot be bound");
	close(fd);

	set("nosuch0", 0, "192.0.2.77", "ipv6");
	is(route("127.0.0.1", 0, &fd), 0, "to this machine: none of them");
	close(fd);
	set("nosuch0", 0, "192.0.2.77", "ipv4");
	is(route("127.255.0.1", 0, &fd), 0, "all of 127.0.0.0/8 is it");
	close(fd);
	is(route("::1", 0, &fd), 0, "and ::1");
	close(fd);
}

static void route_and_say(void *argument)
{
	int fd;

	process.name = "test";
	route("192.0.2.1", 0, &fd);
	(void)argument;
	printf("went on\n");
	fflush(stdout);
}

static void test_wrong(void)
{
	struct child child;
	int fd;

	set("nosuch0", 0, 0, 0);
	run_child(&child, route_and_say, 0);
	is(child.status, STATUS_SYSTEM, "DEVICE that is not there ends the program");
	ok(strstr(child.text, "fatal: DEVICE or FWMARK: "), "and is named: %s", child.text);
	set(0, "12x", 0, 0);
	is(route("192.0.2.1", 0, &fd), 0, "FWMARK that is no number is none");
	is(option(fd, SOL_SOCKET, SO_MARK), 0, "so it is not set");
	close(fd);
	set(0, 0, "nowhere", 0);
	is(route("192.0.2.1", 0, &fd), -1, "SRCIP that is no address has no way there");
	close(fd);
	set(0, 0, 0, "ipv6");
	is(route("192.0.2.1", 0, &fd), -1, "FAMILY=ipv6 forbids IPv4");
	is(errno, EAFNOSUPPORT, "as a family that is not there");
	close(fd);
}

static void test_family(void)
{
	set(0, 0, 0, "ipv4");
	is(route_family(AF_UNSPEC), AF_INET, "FAMILY=ipv4");
	is(route_family(AF_INET6), AF_INET6, "an option is stronger");
	set(0, 0, 0, "ipv6");
	is(route_family(AF_UNSPEC), AF_INET6, "FAMILY=ipv6");
	set(0, 0, 0, "any");
	is(route_family(AF_UNSPEC), AF_UNSPEC, "another word says nothing");
	set(0, 0, 0, 0);
	is(route_family(AF_UNSPEC), AF_UNSPEC, "no FAMILY");
}

static void test_variables(void)
{
	static char one[] = "ONE=1", empty[] = "EMPTY=", other[] = "ONES=2", last[] = "LAST=";
	char *list[] = {one, empty, other, last, 0}, **before = environ;

	environ = list;
	ok(variable("ONE=") == one + 4, "a variable");
	ok(variable("ONES=") == other + 5, "another with the same beginning");
	ok(!variable("EMPTY="), "an empty one is none");
	ok(!variable("NONE="), "none");
	environ = before;
}

int main(void)
{
	test_set(AF_INET);
	test_set(AF_INET6);
	test_refused();
	test_route();
	test_wrong();
	test_family();
	test_variables();
	return tap_done();
}
