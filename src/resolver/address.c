/*
 * address: the report of an address or a block in CIDR notation (RFC 4632): its forms, its class
 * (RFC 791, 3.2), and, for a block, its bounds. An IPv4 address without a prefix is taken to be in
 * its class's network, as before CIDR. A block of two has no broadcast address, its hosts are both
 * (RFC 3021). Left out on purpose: the old short, octal and hexadecimal forms of IPv4, see
 * lib/ip.c.
 *
 * config RESOLVER_ADDRESS
 *	bool "report on an address or a block"
 *	default y
 *	help
 *	  Asked for an address instead of a name, mote-resolver prints its forms, its class and its
 *	  network. Costs about 1,100 bytes on ARMv7.
 */
#include "resolver/address.h"

#include "lib/number.h"
#include "lib/prefix.h"
#include "lib/process.h"
#include "dns/name.h"
#include "resolver/report.h"
#include "resolver/special.h"

#include <string.h>

#define NO_PREFIX 255

int address_is_meant(const char *text, size_t length)
{
	const char *rest = text, *end = text + length;

	if (memchr(text, ':', length))
		return 1;
	/* 10-0-0-1 could be a host's name. */
	while (rest < end &&
		(*rest == '.' || (*rest >= '0' && *rest <= '9') ||
			(*rest == '-' && memchr(text, '.', rest - text))))
		rest++;
	if (rest == end)
		return length > 0;
	/* A name can begin so in the reverse tree: 0/25.2.0.192.in-addr.arpa (RFC 2317, 4). */
	return rest > text && *rest == '/' && (!memchr(rest, '.', end - rest) || end[-1] <= '9');
}

/* The prefix that an IPv4 netmask stands for, or NO_PREFIX where its ones are not all in front. */
static unsigned prefix_of(const char *text)
{
	struct ip mask;
	uint32_t rest;
	unsigned prefix = 0;

	if (ip_parse(&mask, text, strlen(text)) || !ip_is_v4(&mask))
		return NO_PREFIX;
	for (rest = ip_to_v4(&mask); rest & 0x80000000; rest <<= 1)
		prefix++;
	return rest ? NO_PREFIX : prefix;
}

/*
 * Reads ADDRESS, ADDRESS/PREFIX or ADDRESS/NETMASK, or ends the program. Returns the prefix or
 * NO_PREFIX.
 */
static unsigned parse(struct ip *ip, const char *text, int v6)
{
	size_t length = strlen(text);
	const char *slash = memchr(text, '/', length);
	unsigned most = v6 ? 128 : 32, prefix = NO_PREFIX;

	if (slash)
		length = slash - text;
	if (ip_parse(ip, text, length))
		die(STATUS_USAGE, "%.*s is not an IPv%c address%s", (int)length, text,
			v6 ? '6' : '4',
			v6 ? "" : ": four numbers from 0 to 255 without leading zeros");
	if (!slash || !number_parse(slash + 1, strlen(slash + 1), most, &prefix))
		return prefix;
	prefix = v6 ? NO_PREFIX : prefix_of(slash + 1);
	if (prefix == NO_PREFIX)
		die(STATUS_USAGE, "%s: the prefix is not a number from 0 to %u%s", text, most,
			v6 ? "" : ", nor a netmask");
	return prefix;
}

static void print_line(struct output *output, const char *what, const struct ip *ip, int v6)
{
	output_text(output, what);
	type_print_ip(output, ip, v6);
	output_byte(output, '\n');
}

/*
 * The class is how many ones are in front, up to four. Returns the prefix of its networks, or
 * NO_PREFIX.
 */
static unsigned print_forms(struct output *output, uint32_t value)
{
	int class = 'A';

	output_format(output, "decimal: %u\nbinary: ", value);
	for (int bit = 31; bit >= 0; bit--) {
		output_byte(output, '0' + (value >> bit & 1));
		if (bit && bit % 8 == 0)
			output_byte(output, '.');
	}
	for (; class < 'E' && value & 0x80000000; value <<= 1)
		class ++;
	output_format(output, "\nclass: %c\n", class);
	return class < 'D' ? 8 * (class - 'A' + 1) : NO_PREFIX;
}

static void print_v4(struct output *output, const char *what, uint32_t value)
{
	struct ip ip;

	ip_from_v4(&ip, value);
	print_line(output, what, &ip, 0);
}

static void print_v4_block(struct output *output, uint32_t value, unsigned prefix)
{
	unsigned edges = prefix < 31; /* the first and the last address are not for hosts */
	uint32_t wildcard = prefix == 32 ? 0 : ~0U >> prefix, last = value | wildcard;

	value &= ~wildcard;
	output_format(output, "prefix: %u\n", prefix);
	print_v4(output, "netmask: ", ~wildcard);
	print_v4(output, "wildcard: ", wildcard);
	print_v4(output, "network: ", value);
	if (edges)
		print_v4(output, "broadcast: ", last);
	value += edges;
	last -= edges;
	print_v4(output, "first host: ", value);
	print_v4(output, "last host: ", last);
	output_format(output, "hosts: %u\n", (unsigned)(last - value + 1));
}

static void print_v6_block(struct output *output, struct ip *ip, unsigned prefix)
{
	output_format(output, "prefix: %u\n", prefix);
	prefix_fill(ip, prefix, 0);
	print_line(output, "first address: ", ip, 1);
	prefix_fill(ip, prefix, 1);
	print_line(output, "last address: ", ip, 1);
	output_format(output, "addresses: 2^%u\n", 128 - prefix);
}

static void print_expanded(struct output *output, const struct ip *ip)
{
	output_text(output, "expanded: ");
	for (int i = 0; i < 16; i++)
		output_format(output, i && i % 2 == 0 ? ":%02x" : "%02x", ip->bytes[i]);
	output_byte(output, '\n');
}

static void add_one(struct ip *ip)
{
	int i = sizeof(ip->bytes);

	while (i && !++ip->bytes[--i])
		;
}

/* The blocks that a range is made of, each the largest that is possible, one a line. */
static void print_range(struct output *output, struct ip *first, const struct ip *last, int v6)
{
	unsigned start = v6 ? 0 : PREFIX_V4, bits;
	struct ip base, end;

	do {
		bits = start;
		for (;;) {
			base = end = *first;
			prefix_fill(&base, bits, 0);
			prefix_fill(&end, bits, 1);
			if (!memcmp(&base, first, sizeof(base)) &&
				memcmp(&end, last, sizeof(end)) <= 0)
				break;
			bits++;
		}
		type_print_ip(output, first, v6);
		output_format(output, "/%u\n", bits - start);
		*first = end;
		add_one(first);
	} while (memcmp(&end, last, sizeof(end)));
}

static void report_range(struct output *output, const char *text, const char *dash, int v6)
{
	struct ip first, last;

	if (ip_parse(&first, text, dash - text) || ip_parse(&last, dash + 1, strlen(dash + 1)) ||
		memcmp(&first, &last, sizeof(first)) > 0 || ip_is_v4(&first) != ip_is_v4(&last))
		die(STATUS_USAGE, "%s is not a range from one address to a higher one", text);
	print_range(output, &first, &last, v6);
}

int address_is(const char *text, const char *range, const char *block)
{
	int v6 = memchr(text, ':', strlen(text)) != 0;
	struct ip ip, base, last;
	unsigned prefix = parse(&ip, text, v6), bits;

	last = ip;
	if (prefix != NO_PREFIX)
		prefix_fill(&last, v6 ? prefix : prefix + PREFIX_V4, 1);
	if (range && (special_range(&ip, v6) != range || special_range(&last, v6) != range))
		return 0;
	if (!block)
		return 1;
	if (prefix_parse(&base, &bits, block))
		die(STATUS_USAGE, "--in: %s is not a block as 192.0.2.0/24", block);
	return prefix_has(&base, bits, &ip) && prefix_has(&base, bits, &last);
}

void address_report(struct output *output, const char *text)
{
	int v6 = memchr(text, ':', strlen(text)) != 0;
	const char *dash = strchr(text, '/') ? 0 : strchr(text, '-');
	unsigned prefix, natural = NO_PREFIX;
	struct name name;
	struct ip ip;

	if (CONFIG_RESOLVER_SPECIAL && dash) {
		report_range(output, text, dash, v6);
		return;
	}
	prefix = parse(&ip, text, v6);
	report_family(output, v6);
	report_address(output, &ip, v6);
	if (v6)
		print_expanded(output, &ip);
	else
		natural = print_forms(output, ip_to_v4(&ip));
	if (CONFIG_RESOLVER_SPECIAL) {
		output_format(output, "range: %s\nreverse: ", special_range(&ip, v6));
		name_reverse(&name, &ip);
		name_print(output, &name);
		output_byte(output, '\n');
	}
	if (prefix == NO_PREFIX)
		prefix = natural;
	if (prefix == NO_PREFIX)
		return;
	if (v6)
		print_v6_block(output, &ip, prefix);
	else
		print_v4_block(output, ip_to_v4(&ip), prefix);
}
