/* addresses: from the kernel, by rtnetlink(7); libc's getifaddrs needs malloc. */
#include "lib/addresses.h"

#include "lib/system.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>

#define TRIES 4

/* By the link, then by the address. */
static int compare(const struct own_address *a, const struct own_address *b)
{
	return memcmp(a, b, offsetof(struct own_address, bits));
}

void addresses_add(struct addresses *addresses, const struct own_address *address)
{
	struct own_address *at = addresses->list + addresses->count;

	if (addresses->count == ADDRESSES_ROOM)
		return;
	addresses->count++;
	for (; at > addresses->list && compare(at - 1, address) > 0; at--)
		*at = at[-1];
	*at = *address;
}

struct own_address *addresses_next(
	const struct addresses *addresses, const struct own_address *address, unsigned link)
{
	const struct own_address *end = addresses->list + addresses->count;

	address = address ? address + 1 : addresses->list;
	while (address < end && link && address->link != link)
		address++;
	return address < end ? (struct own_address *)address : 0;
}

int addresses_compare(const struct addresses *a, const struct addresses *b, unsigned link)
{
	const struct own_address *x = 0, *y = 0;
	int order;

	do {
		x = addresses_next(a, x, link);
		y = addresses_next(b, y, link);
		if (!x || !y)
			return !y - !x;
		order = compare(x, y);
	} while (!order);
	return order;
}

int addresses_open(void)
{
	static const struct sockaddr_nl address = {.nl_family = AF_NETLINK,
		.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR};
	int fd = system_socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

	/* Where it cannot be bound, nothing is told of. */
	bind(fd, (const struct sockaddr *)&address, sizeof(address));
	return fd;
}

static int is_used(int fd, const char *interface, unsigned link)
{
	struct ifreq request;
	int flags = IFF_UP | IFF_RUNNING | IFF_MULTICAST;

	request.ifr_ifindex = link;
	if (system_control(fd, SIOCGIFNAME, &request))
		return 0;
	if (interface)
		return !strcmp(interface, request.ifr_name);
	return !system_control(fd, SIOCGIFFLAGS, &request) &&
		(request.ifr_flags & (flags | IFF_LOOPBACK)) == flags;
}

static void take(
	struct addresses *addresses, int fd, const char *interface, const struct nlmsghdr *header)
{
	const struct ifaddrmsg *message = NLMSG_DATA(header);
	const struct rtattr *attribute = IFA_RTA(message);
	unsigned offset = message->ifa_family == AF_INET ? 12 : 0;
	struct own_address address = {
		.link = message->ifa_index, .bits = message->ifa_prefixlen + 8 * offset};
	const void *data = 0;

	/* IFA_ADDRESS is the other end's where there is an IFA_LOCAL. */
	for (int left = IFA_PAYLOAD(header); RTA_OK(attribute, left);
		attribute = RTA_NEXT(attribute, left))
		if (attribute->rta_type == IFA_LOCAL ||
			(!data && attribute->rta_type == IFA_ADDRESS))
			data = RTA_DATA(attribute);
	if (!data || message->ifa_flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED) ||
		!is_used(fd, interface, address.link))
		return;
	ip_from_v4(&address.ip, 0);
	memcpy(address.ip.bytes + offset, data, sizeof(address.ip) - offset);
	addresses_add(addresses, &address);
}

void addresses_read(struct addresses *addresses, int fd, const char *interface)
{
	static const struct {
		struct nlmsghdr header;
		struct rtgenmsg message;
	} all = {{sizeof(all), RTM_GETADDR, NLM_F_REQUEST | NLM_F_DUMP, 0, 0}, {AF_UNSPEC}};
	union {
		struct nlmsghdr header;
		char room[8192]; /* more than the kernel puts into one */
	} packet;
	int is_changed = 1, length;

	/* Again where something has changed meanwhile. */
	for (int i = 0; is_changed && i < TRIES; i++) {
		addresses->count = is_changed = 0;
		send(fd, &all, sizeof(all), 0);
		while ((length = recv(fd, &packet, sizeof(packet), 0)) > 0)
			for (const struct nlmsghdr *header = &packet.header;
				NLMSG_OK(header, (unsigned)length);
				header = NLMSG_NEXT(header, length))
				if (!(header->nlmsg_flags & NLM_F_MULTI))
					is_changed = 1;
				else if (header->nlmsg_type == RTM_NEWADDR)
					take(addresses, fd, interface, header);
	}
}
