/* lookup: the addresses of a host, for programs that want to talk to it. */
#include "dns/lookup.h"

#include "dns/hosts.h"
#include "dns/search.h"
#include "lib/process.h"

#include <sys/socket.h>

/*
 * A literal, localhost, the hosts file. Returns how many addresses, 0, or -1: a literal of another
 * family.
 */
static int find_locally(const char *text, size_t length, int family, struct host *host)
{
	struct wanted wanted = {host, 0, {text, length}, family};
	struct ip ip;

	if (ip_parse(&ip, text, length))
		return hosts_find(&wanted, HOSTS_PATH) > 0 ? (int)host->count : 0;
	if (!host_wants(family, &ip))
		return -1;
	host_add_address(host, &ip);
	return 1;
}

int lookup_own_address(const char *text, size_t length, int family, struct ip *ip)
{
	struct host host;

	/* IPv4 first: what listens on localhost is expected at 127.0.0.1. */
	if (family == AF_UNSPEC && !lookup_own_address(text, length, AF_INET, ip))
		return 0;
	host_open(&host, ip, 1);
	return find_locally(text, length, family, &host) > 0 ? 0 : -1;
}

int lookup_addresses(const char *text, size_t length, int family, struct ip *list, size_t room)
{
	struct host host;
	struct resolvconf conf;
	struct search search;
	struct name name;
	int absolute = name_parse_plain(&name, text, length), found;

	host_open(&host, list, room);
	found = find_locally(text, length, family, &host);
	if (found > 0)
		return found;
	if (found < 0 || absolute < 0)
		return -STATUS_NO;
	resolvconf_read(&conf, RESOLVCONF_PATH);
	search.conf = &conf;
	search.host = &host;
	search_open_addresses(&search, family);
	if (!search_run(&search, &name, absolute))
		return -search.verdict.status;
	search_collect(&search);
	return host.count ? (int)host.count : -STATUS_NO;
}
