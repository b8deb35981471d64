/* lookup: the addresses of a host, for programs that want to talk to it. */
#include "dns/lookup.h"

#include "dns/hosts.h"
#include "dns/search.h"
#include "lib/process.h"

/* A literal, localhost, the hosts file. Returns how many addresses, or 0. */
static int find_locally(const char *text, size_t length, int family, struct host *host)
{
	struct wanted wanted = {host, 0, {text, length}, family};
	struct ip ip;

	if (ip_parse(&ip, text, length))
		return hosts_find(&wanted, HOSTS_PATH) > 0 ? host->count : 0;
	if (host_wants(family, &ip))
		host_add_address(host, &ip);
	return host->count;
}

int lookup_own_address(const char *text, size_t length, int family, struct ip *ip)
{
	struct host host;

	host_open(&host, ip, 1);
	return find_locally(text, length, family, &host) ? 0 : -1;
}

int lookup_addresses(const char *text, size_t length, int family, struct ip *list, size_t room)
{
	struct host host;
	struct resolvconf conf;
	struct search search;
	struct name name;
	int absolute = name_parse(&name, text, length);

	host_open(&host, list, room);
	if (find_locally(text, length, family, &host))
		return host.count;
	/* A literal of the other family is no name to ask for. */
	if (absolute < 0 || !ip_parse(list, text, length))
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
