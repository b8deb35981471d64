/*
 * ip: IPv4 and IPv6 addresses, read (RFC 4291) and written (RFC 5952).
 *
 * Our own, as musl's inet_ntop brings printf. Left out on purpose: the old short, octal and
 * hexadecimal forms of IPv4, in which 010.0.0.1 means 8.0.0.1 to one program and 10.0.0.1 to
 * another.
 *
 * config IPV6
 *	bool "IPv6"
 *	default y
 *	help
 *	  Without it sockets are IPv4 only; IPv6 addresses are still understood, and refused by
 *	  name.
 */
#include "lib/ip.h"

#include "lib/number.h"

#include <string.h>

static const unsigned char v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

int ip_is_v4(const struct ip *ip)
{
	return !memcmp(ip->bytes, v4_prefix, sizeof(v4_prefix));
}

int ip_is_any(const struct ip *ip)
{
	for (int i = ip_is_v4(ip) ? 12 : 0; i < 16; i++)
		if (ip->bytes[i])
			return 0;
	return 1;
}

void ip_from_v4(struct ip *ip, uint32_t value)
{
	memcpy(ip->bytes, v4_prefix, sizeof(v4_prefix));
	for (int i = 15; i >= 12; i--, value >>= 8)
		ip->bytes[i] = value;
}

uint32_t ip_to_v4(const struct ip *ip)
{
	const unsigned char *b = ip->bytes + 12;

	return (uint32_t)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
}

/* Four parts of 0 to 255 between dots, to out[0..4). */
static int parse_v4(unsigned char *out, const char *text, size_t length)
{
	for (int part = 0; part < 4; part++) {
		const char *dot = part < 3 ? memchr(text, '.', length) : text + length;
		size_t digits;
		unsigned value;

		if (!dot)
			return -1;
		digits = dot - text;
		if (number_parse(text, digits, 255, &value) || (digits > 1 && *text == '0'))
			return -1;
		out[part] = value;
		text += digits + 1;
		length -= digits + 1;
	}
	return 0;
}

/* Groups of up to four hex digits, at most one "::", perhaps an IPv4 tail. */
static int parse_v6(unsigned char *out, const char *text, size_t length)
{
	const char *end = text + length;
	int used = 0, gap = -1;

	while (text < end) {
		const char *group = text;
		unsigned value = 0;

		if (*text == ':') {
			/* A colon here is the second of "::"; the first may start the address. */
			if (gap >= 0 || (used == 0 && (text + 1 == end || *++text != ':')))
				return -1;
			gap = used;
			text++;
			continue;
		}
		while (text < end && hex_digit(*text) >= 0)
			value = value << 4 | hex_digit(*text++);
		if (text < end && *text == '.') {
			if (used > 12 || parse_v4(out + used, group, end - group))
				return -1;
			used += 4;
			break;
		}
		if (text == group || text - group > 4 || used > 14)
			return -1;
		out[used++] = value >> 8;
		out[used++] = value;
		if (text == end)
			break;
		if (*text++ != ':' || text == end)
			return -1;
	}
	if (gap < 0)
		return used == 16 ? 0 : -1;
	if (used == 16)
		return -1;
	memmove(out + 16 - (used - gap), out + gap, used - gap);
	memset(out + gap, 0, 16 - used);
	return 0;
}

int ip_parse(struct ip *ip, const char *text, size_t length)
{
	if (memchr(text, ':', length))
		return parse_v6(ip->bytes, text, length);
	memcpy(ip->bytes, v4_prefix, sizeof(v4_prefix));
	return parse_v4(ip->bytes + 12, text, length);
}

static unsigned group(const struct ip *ip, int i)
{
	return ip->bytes[2 * i] << 8 | ip->bytes[2 * i + 1];
}

/*
 * The first of the longest runs of two or more zero groups (RFC 5952, 4.2); its length, 0 where
 * there is none.
 */
static int longest_zeros(const struct ip *ip, int *start)
{
	int best = 1, run = 0;

	*start = -1;
	for (int i = 0; i < 8; i++) {
		run = group(ip, i) ? 0 : run + 1;
		if (run > best) {
			best = run;
			*start = i + 1 - run;
		}
	}
	return best > 1 ? best : 0;
}

void ip_print(struct output *output, const struct ip *ip)
{
	const unsigned char *b = ip->bytes;
	int start, zeros;

	if (ip_is_v4(ip)) {
		output_format(output, "%u.%u.%u.%u", b[12], b[13], b[14], b[15]);
		return;
	}
	zeros = longest_zeros(ip, &start);
	for (int i = 0; i < 8; i++) {
		if (i == start) {
			output_format(output, "::");
			i += zeros - 1;
			continue;
		}
		output_format(output, i && i != start + zeros ? ":%x" : "%x", group(ip, i));
	}
}
