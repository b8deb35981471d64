/* host: collects a host entry. */
#include "dns/host.h"

#include <string.h>
#include <sys/socket.h>

void host_open(struct host *host, struct ip *list, unsigned room)
{
	memset(host, 0, sizeof(*host));
	host->list = list;
	host->room = room;
}

void host_add_alias(struct host *host, const struct name *name)
{
	for (unsigned i = 0; i < host->alias_count; i++)
		if (name_equal(&host->aliases[i], name))
			return;
	if (host->alias_count < host->alias_room)
		host->aliases[host->alias_count++] = *name;
}

void host_add_name(struct host *host, const struct name *name)
{
	if (!host->official.length)
		host->official = *name;
	else if (!name_equal(&host->official, name))
		host_add_alias(host, name);
}

void host_add_address(struct host *host, const struct ip *ip)
{
	unsigned v6 = 0, place, same;

	for (unsigned i = 0; i < host->count; i++) {
		if (!memcmp(&host->list[i], ip, sizeof(*ip)))
			return;
		v6 += !ip_is_v4(&host->list[i]);
	}
	place = ip_is_v4(ip) ? host->count : v6;
	same = ip_is_v4(ip) ? host->count - v6 : v6;
	if (host->count == host->room || same >= (host->room + 1) / 2) {
		host->lost++;
		return;
	}
	memmove(&host->list[place + 1], &host->list[place], (host->count - place) * sizeof(*ip));
	host->list[place] = *ip;
	host->count++;
}

int host_wants(int family, const struct ip *ip)
{
	return family == AF_UNSPEC || (family == AF_INET) == ip_is_v4(ip);
}
