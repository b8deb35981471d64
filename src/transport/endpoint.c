/*
 * endpoint: one way to write where something is, in all programs:
 *
 *	tcp:PORT  tcp:HOST:PORT  tcp:[IPV6]:PORT     udp: the same
 *	unix:/path  unix:@abstract                   unixgram: the same
 */
#include "transport/transport.h"

#include "dns/lookup.h"
#include "lib/named.h"
#include "lib/number.h"
#include "lib/process.h"

#include <string.h>

static const struct named_table table = {
	"transport", (const void *const *)transports, transports_absent};

void transports_print(struct output *output)
{
	named_print(output, &table, "transport ", "\n");
}

static int wrong(struct output *why, const char *reason)
{
	output_format(why, "%s", reason);
	return -1;
}

/* 1 where text[0..length) is made of such characters alone. */
static int is_made_of(const char *text, size_t length, const char *characters)
{
	while (length && strchr(characters, *text)) {
		text++;
		length--;
	}
	return !length;
}

/* A host in brackets, or of digits and dots alone, must be an address. */
static int judge_host(struct endpoint *endpoint, int in_brackets, struct output *why)
{
	const char *host = endpoint->host;
	size_t length = endpoint->host_length;

	endpoint->is_literal = !address_literal(&endpoint->ip, &endpoint->scope, host, length);
	if (endpoint->is_literal ||
		(length && !in_brackets && !is_made_of(host, length, "0123456789.")))
		return 0;
	return wrong(why, "the host is not an address");
}

int inet_parse(struct endpoint *endpoint, const char *rest, struct output *why)
{
	int in_brackets = *rest == '[';
	const char *port;

	if (host_split(rest, strlen(rest), &endpoint->host, &endpoint->host_length, &port) ||
		(!port && (in_brackets || strchr(rest, ':'))))
		return wrong(why, "IPv6 is written [IPV6]:PORT");
	if (port && judge_host(endpoint, in_brackets, why))
		return -1;
	if (!port) {
		port = rest;
		endpoint->host_length = 0;
	}
	if (number_parse(port, strlen(port), 65535, &endpoint->port))
		return wrong(why, "the port is not a number to 65535");
	return 0;
}

int unix_parse(struct endpoint *endpoint, const char *rest, struct output *why)
{
	endpoint->path = rest;
	if ((*rest != '/' && *rest != '@' && *rest != '.') || !rest[1] ||
		strlen(rest) >= sizeof(((struct sockaddr_un *)0)->sun_path))
		return wrong(why, "a path begins with / or . or @, and has at most 107 bytes");
	return 0;
}

int endpoint_parse(struct endpoint *endpoint, const char *text, struct output *why)
{
	const char *colon = strchr(text, ':');

	memset(endpoint, 0, sizeof(*endpoint));
	endpoint->text = text;
	if (!colon)
		return wrong(why, "TRANSPORT: is missing, as in tcp:80");
	endpoint->transport = named_find(&table, text, colon - text, why);
	if (!endpoint->transport)
		return -1;
	return endpoint->transport->parse(endpoint, colon + 1, why);
}

void endpoint_require(struct endpoint *endpoint, const char *text)
{
	char buffer[256];
	struct output why = OUTPUT(-1, buffer);

	if (endpoint_parse(endpoint, text, &why))
		die(STATUS_USAGE, "endpoint %s: %.*s", text, (int)why.used, buffer);
}

int endpoint_addresses(
	const struct endpoint *endpoint, int family, struct address *list, size_t room)
{
	struct ip found[ADDRESSES_MAX];
	const char *host = endpoint->host_length ? endpoint->host : "localhost";
	size_t length = endpoint->host_length ? endpoint->host_length : strlen(host);
	int count;

	if (endpoint->path)
		return address_from_path(list, endpoint->path) ? -STATUS_USAGE : 1;
	if (endpoint->is_literal) {
		address_from_ip(list, &endpoint->ip, endpoint->port, endpoint->scope);
		return family == AF_UNSPEC || family == list->is.any.sa_family ? 1 : -STATUS_NO;
	}
	if (room > ADDRESSES_MAX)
		room = ADDRESSES_MAX;
	count = lookup_addresses(host, length, CONFIG_IPV6 ? family : AF_INET, found, room);
	for (int i = 0; i < count; i++)
		address_from_ip(&list[i], &found[i], endpoint->port, 0);
	return count;
}

int endpoint_own_address(const struct endpoint *endpoint, int family, struct address *address)
{
	struct ip ip = endpoint->ip;

	if (endpoint->path)
		return address_from_path(address, endpoint->path);
	if (!CONFIG_IPV6)
		family = AF_INET;
	if (!endpoint->host_length && family == AF_INET)
		ip_from_v4(&ip, INADDR_ANY);
	if (endpoint->host_length && !endpoint->is_literal &&
		(!CONFIG_SERVER_HOSTS ||
			lookup_own_address(endpoint->host, endpoint->host_length, family, &ip)))
		return -1;
	if (family != AF_UNSPEC && ip_is_v4(&ip) != (family == AF_INET))
		return -1;
	address_from_ip(address, &ip, endpoint->port, endpoint->scope);
	return 0;
}
