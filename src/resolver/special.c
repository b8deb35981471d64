/*
 * special: the registries of special-purpose addresses of IANA (RFC 6890, RFC 8190; IPv4 and IPv6,
 * as of 2025) and those of multicast; what is in none of them is global. A range that has another
 * in it comes after that.
 *
 * config RESOLVER_SPECIAL
 *	bool "special ranges of addresses: --is, --in"
 *	depends on RESOLVER_ADDRESS
 *	default y
 *	help
 *	  Says what range an address is in: private, cgnat, ula, documentation ... Costs about 700
 *	  bytes on ARMv7.
 */
#include "resolver/special.h"

#include "lib/prefix.h"

#include <string.h>

enum name {
	GLOBAL,
	MAPPED,
	THIS,
	PRIVATE,
	CGNAT,
	LOOPBACK,
	LINK_LOCAL,
	PROTOCOL,
	DOCUMENTATION,
	SIX_TO_FOUR,
	BENCHMARKING,
	MULTICAST,
	BROADCAST,
	RESERVED,
	UNSPECIFIED,
	NAT64,
	DISCARD,
	TEREDO,
	ORCHID,
	ULA,
	SEGMENT_ROUTING,
	V4 = 0x80,
};

static const char names[] = "global\0mapped\0this\0private\0cgnat\0loopback\0link-local\0"
			    "protocol\0documentation\0"
			    "6to4\0benchmark\0multicast\0broadcast\0"
			    "reserved\0unspecified\0nat64\0discard\0teredo\0orchid\0ula\0"
			    "srv6\0";

/* clang-format off */

/* The name, how many bits, how many bytes follow, and these: what is behind them is zeros. */
static const unsigned char ranges[] = {
	V4 | THIS, 8, 1, 0,
	V4 | PRIVATE, 8, 1, 10,
	V4 | CGNAT, 10, 2, 100, 64,
	V4 | LOOPBACK, 8, 1, 127,
	V4 | LINK_LOCAL, 16, 2, 169, 254,
	V4 | PRIVATE, 12, 2, 172, 16,
	V4 | GLOBAL, 32, 4, 192, 0, 0, 9, /* anycast of PCP and TURN */
	V4 | GLOBAL, 32, 4, 192, 0, 0, 10,
	V4 | PROTOCOL, 24, 1, 192,
	V4 | DOCUMENTATION, 24, 3, 192, 0, 2,
	V4 | SIX_TO_FOUR, 24, 3, 192, 88, 99,
	V4 | PRIVATE, 16, 2, 192, 168,
	V4 | BENCHMARKING, 15, 2, 198, 18,
	V4 | DOCUMENTATION, 24, 3, 198, 51, 100,
	V4 | DOCUMENTATION, 24, 3, 203, 0, 113,
	V4 | MULTICAST, 4, 1, 224,
	V4 | BROADCAST, 32, 4, 255, 255, 255, 255,
	V4 | RESERVED, 4, 1, 240,
	UNSPECIFIED, 128, 0,
	LOOPBACK, 128, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	NAT64, 96, 4, 0, 0x64, 0xff, 0x9b,
	NAT64, 48, 6, 0, 0x64, 0xff, 0x9b, 0, 1,
	DISCARD, 64, 1, 1,
	TEREDO, 32, 2, 0x20, 1,
	BENCHMARKING, 48, 4, 0x20, 1, 0, 2,
	GLOBAL, 32, 4, 0x20, 1, 0, 3,          /* AMT */
	GLOBAL, 48, 6, 0x20, 1, 0, 4, 1, 0x12, /* AS112 */
	ORCHID, 28, 4, 0x20, 1, 0, 0x10,
	ORCHID, 28, 4, 0x20, 1, 0, 0x20,
	GLOBAL, 28, 4, 0x20, 1, 0, 0x30, /* drones */
	PROTOCOL, 23, 2, 0x20, 1,
	DOCUMENTATION, 32, 4, 0x20, 1, 0x0d, 0xb8,
	SIX_TO_FOUR, 16, 2, 0x20, 2,
	DOCUMENTATION, 20, 2, 0x3f, 0xff,
	SEGMENT_ROUTING, 16, 1, 0x5f,
	ULA, 7, 1, 0xfc,
	LINK_LOCAL, 10, 2, 0xfe, 0x80,
	MULTICAST, 8, 1, 0xff,
};

/* clang-format on */

static const char *name_of(unsigned name)
{
	const char *text = names;

	while (name--)
		text += strlen(text) + 1;
	return text;
}

const char *special_range(const struct ip *ip, int v6)
{
	const unsigned char *range = ranges, *end = ranges + sizeof(ranges);

	if (v6 && ip_is_v4(ip))
		return name_of(MAPPED);
	for (; range < end; range += 3 + range[2]) {
		unsigned start = *range & V4 ? PREFIX_V4 : 0;
		struct ip base = {{0}};

		if (start)
			ip_from_v4(&base, 0);
		memcpy(base.bytes + start / 8, range + 3, range[2]);
		if (prefix_has(&base, start + range[1], ip))
			return name_of(*range & ~V4);
	}
	return names;
}

const char *special_find(const char *name)
{
	const char *text = names;

	while (*text && strcmp(text, name))
		text += strlen(text) + 1;
	return *text ? text : 0;
}
