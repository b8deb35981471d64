/*
 * prefix: blocks of addresses. An IPv4 address that is written as IPv6 (::ffff:10.0.0.0/104) is
 * IPv4 here too.
 */
#include "lib/prefix.h"

#include "lib/number.h"

#include <string.h>

void prefix_fill(struct ip *ip, unsigned bits, int ones)
{
	unsigned char mask = 0xff >> bits % 8;

	for (unsigned i = bits / 8; i < sizeof(ip->bytes); i++, mask = 0xff) {
		ip->bytes[i] |= mask;
		if (!ones)
			ip->bytes[i] ^= mask;
	}
}

int prefix_parse(struct ip *base, unsigned *bits, const char *text)
{
	const char *slash = strchr(text, '/');
	size_t address = slash ? (size_t)(slash - text) : strlen(text);
	unsigned most = memchr(text, ':', address) ? PREFIX_WHOLE : PREFIX_WHOLE - PREFIX_V4;

	*bits = most;
	if (ip_parse(base, text, address) ||
		(slash && number_parse(slash + 1, strlen(slash + 1), most, bits)))
		return -1;
	*bits += PREFIX_WHOLE - most;
	return -!prefix_has(base, *bits, base);
}

int prefix_has(const struct ip *base, unsigned bits, const struct ip *ip)
{
	struct ip first = *ip;

	prefix_fill(&first, bits, 0);
	return (bits >= PREFIX_V4 || !ip_is_v4(ip)) && !memcmp(&first, base, sizeof(first));
}
