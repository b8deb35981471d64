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

#include "lib/ip.h"
#include "lib/number.h"
#include "lib/process.h"
#include "resolver/report.h"

#include <string.h>

#define NO_PREFIX 255
#define V4_OFFSET 96 /* where an IPv4 address begins in a struct ip, in bits */

int address_is_meant(const char *text, size_t length)
{
	const char *rest = text, *end = text + length;

	if (memchr(text, ':', length))
		return 1;
	while (rest < end && (*rest == '.' || (*rest >= '0' && *rest <= '9')))
		rest++;
	if (rest == end)
		return length > 0;
	/* A name can begin so in the reverse tree: 0/25.2.0.192.in-addr.arpa (RFC 2317, 4). */
	return rest > text && *rest == '/' && (!memchr(rest, '.', end - rest) || end[-1] <= '9');
}

/*
 * The first or the last address of a block: the bits behind the prefix are all zeros, or all ones.
 */
static void set_tail(struct ip *ip, unsigned prefix, int ones)
{
	for (; prefix < 128; prefix++) {
		unsigned char one = 0x80 >> prefix % 8;

		ip->bytes[prefix / 8] |= one;
		if (!ones)
			ip->bytes[prefix / 8] ^= one;
	}
}

/* The prefix that an IPv4 netmask stands for, or NO_PREFIX where its ones are not all in front. */
static unsigned prefix_of(const char *text)
{
	struct ip mask, ip;
	unsigned prefix = 0;

	if (ip_parse(&mask, text, strlen(text)) || !ip_is_v4(&mask))
		return NO_PREFIX;
	for (; prefix <= 32; prefix++) {
		ip_from_v4(&ip, ~0U);
		set_tail(&ip, V4_OFFSET + prefix, 0);
		if (!memcmp(&ip, &mask, sizeof(ip)))
			return prefix;
	}
	return NO_PREFIX;
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

static void print_v4_block(struct output *output, struct ip *ip, unsigned prefix)
{
	int edges = prefix < 31; /* the first and the last address are not for hosts */
	struct ip mask, last = *ip;

	ip_from_v4(&mask, ~0U);
	set_tail(&mask, V4_OFFSET + prefix, 0);
	set_tail(ip, V4_OFFSET + prefix, 0);
	set_tail(&last, V4_OFFSET + prefix, 1);
	output_format(output, "prefix: %u\n", prefix);
	print_line(output, "netmask: ", &mask, 0);
	print_line(output, "network: ", ip, 0);
	if (edges)
		print_line(output, "broadcast: ", &last, 0);
	ip->bytes[15] += edges;
	last.bytes[15] -= edges;
	print_line(output, "first host: ", ip, 0);
	print_line(output, "last host: ", &last, 0);
	output_format(output, "hosts: %u\n", (unsigned)(ip_to_v4(&last) - ip_to_v4(ip) + 1));
}

static void print_v6_block(struct output *output, struct ip *ip, unsigned prefix)
{
	output_format(output, "prefix: %u\n", prefix);
	set_tail(ip, prefix, 0);
	print_line(output, "first address: ", ip, 1);
	set_tail(ip, prefix, 1);
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

void address_report(struct output *output, const char *text)
{
	int v6 = memchr(text, ':', strlen(text)) != 0;
	struct ip ip;
	unsigned prefix = parse(&ip, text, v6), natural = NO_PREFIX;

	report_family(output, v6);
	report_address(output, &ip, v6);
	if (v6)
		print_expanded(output, &ip);
	else
		natural = print_forms(output, ip_to_v4(&ip));
	if (prefix == NO_PREFIX)
		prefix = natural;
	if (prefix == NO_PREFIX)
		return;
	if (v6)
		print_v6_block(output, &ip, prefix);
	else
		print_v4_block(output, &ip, prefix);
}
