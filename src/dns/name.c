/*
 * name: domain names (RFC 1035, 3.1 and 4.1.4; escapes: 5.1). Any byte may be in a label (RFC 2181,
 * 11). Left out on purpose: names in other scripts (IDNA), which are sent as the bytes they were
 * written in.
 */
#include "dns/name.h"

#include <string.h>

/*
 * Each jump must go before the labels that led to it, so that a loop cannot be; the cap keeps a
 * chain of nothing but pointers from costing more than a name can hold labels.
 */
#define JUMPS_MAX 127

static void set_root(struct name *name)
{
	name->length = 1;
	name->wire[0] = 0;
}

/* The byte after a backslash, or -1. */
static int unescape(const char **text, const char *end)
{
	int value = 0;

	if (*text == end)
		return -1;
	if (**text < '0' || **text > '9')
		return (unsigned char)*(*text)++;
	for (int i = 0; i < 3; i++, (*text)++) {
		if (*text == end || **text < '0' || **text > '9')
			return -1;
		value = value * 10 + **text - '0';
	}
	return value <= 255 ? value : -1;
}

/*
 * Fills in the length of the label at `start` that ends before `used`. Returns 0, or -1: empty or
 * too long.
 */
static int end_label(struct name *name, unsigned start, unsigned used)
{
	unsigned length = used - start - 1;

	name->wire[start] = length;
	return length - 1 < LABEL_MAX_LENGTH ? 0 : -1;
}

static int parse(struct name *name, const char *text, const char *end, int has_escapes)
{
	unsigned start = 0,
		 used = 1; /* of the label in work: its length byte; the end of what there is */

	while (text < end) {
		int byte = (unsigned char)*text++;

		if (used >= NAME_MAX_LENGTH)
			return -1;
		if (byte == '.') {
			if (end_label(name, start, used))
				return -1;
			start = used++;
			continue;
		}
		if (has_escapes && byte == '\\' && (byte = unescape(&text, end)) < 0)
			return -1;
		name->wire[used++] = byte;
	}
	if (start && used == start + 1) {
		name->wire[start] = 0;
		name->length = used;
		return 1;
	}
	if (used >= NAME_MAX_LENGTH || end_label(name, start, used))
		return -1;
	name->wire[used] = 0;
	name->length = used + 1;
	return 0;
}

static int parse_whole(struct name *name, const char *text, size_t length, int has_escapes)
{
	int absolute;

	if (length == 1 && *text == '.') {
		set_root(name);
		return 1;
	}
	absolute = parse(name, text, text + length, has_escapes);
	if (absolute < 0)
		set_root(name);
	return absolute;
}

int name_parse(struct name *name, const char *text, size_t length)
{
	return parse_whole(name, text, length, 1);
}

int name_parse_plain(struct name *name, const char *text, size_t length)
{
	return parse_whole(name, text, length, 0);
}

/* Where a pointer whose first byte was read leads to, or 0 where it is not before `limit`. */
static const unsigned char *follow(struct cursor *at, unsigned first, const unsigned char *limit)
{
	size_t offset = (first & 0x3f) << 8 | cursor_u8(at);

	return !at->broken && offset < (size_t)(limit - at->start) ? at->start + offset : 0;
}

int name_read(struct name *name, struct cursor *cursor)
{
	struct cursor beyond, *at = cursor; /* `beyond` goes where the pointers lead; the caller's
					       stays behind the first */
	const unsigned char *limit = cursor->at;
	unsigned used = 0, jumps = 0;

	for (;;) {
		unsigned length = cursor_u8(at);
		const unsigned char *label;

		if (length >= 0xc0) {
			limit = follow(at, length, limit);
			if (!limit || ++jumps > JUMPS_MAX)
				break;
			beyond = *at;
			beyond.at = limit;
			at = &beyond;
			continue;
		}
		label = cursor_take(at, length);
		if (!label || length > LABEL_MAX_LENGTH ||
			used + 1 + length + !!length > NAME_MAX_LENGTH)
			break;
		name->wire[used++] = length;
		memcpy(name->wire + used, label, length);
		used += length;
		if (!length) {
			name->length = used;
			return 0;
		}
	}
	set_root(name);
	cursor->broken = 1;
	return -1;
}

static unsigned lower(unsigned byte)
{
	return byte - 'A' < 26 ? byte + 32 : byte;
}

int name_equal(const struct name *a, const struct name *b)
{
	if (a->length != b->length)
		return 0;
	/*
	 * The lengths of labels are below 'A', so that they can be compared as if they were
	 * letters.
	 */
	for (unsigned i = 0; i < a->length; i++)
		if (lower(a->wire[i]) != lower(b->wire[i]))
			return 0;
	return 1;
}

void name_lower(struct name *name)
{
	for (unsigned i = 0; i < name->length; i++)
		name->wire[i] = lower(name->wire[i]);
}

unsigned name_dots(const struct name *name)
{
	unsigned labels = 0;

	for (unsigned i = 0; name->wire[i]; i += name->wire[i] + 1)
		labels++;
	return labels ? labels - 1 : 0;
}

int name_append(struct name *name, const struct name *suffix)
{
	unsigned used = name->length - 1;

	if (used + suffix->length > NAME_MAX_LENGTH)
		return -1;
	memcpy(name->wire + used, suffix->wire, suffix->length);
	name->length = used + suffix->length;
	return 0;
}

void name_reverse(struct name *name, const struct ip *ip)
{
	char text[16 * 4 + sizeof("in-addr.arpa")];
	struct output out = OUTPUT(-1, text);
	int v4 = ip_is_v4(ip);

	for (int i = 15; i >= (v4 ? 12 : 0); i--) {
		unsigned byte = ip->bytes[i];

		if (v4)
			output_format(&out, "%u.", byte);
		else
			output_format(&out, "%x.%x.", byte & 15, byte >> 4);
	}
	output_format(&out, v4 ? "in-addr.arpa" : "ip6.arpa");
	name_parse_plain(name, text, out.used);
}

void name_print(struct output *output, const struct name *name)
{
	const unsigned char *at = name->wire;

	if (!*at)
		output_byte(output, '.');
	while (*at) {
		for (unsigned left = *at++; left; left--, at++) {
			if (*at <= ' ' || *at > '~') {
				output_format(output, "\\%03u", *at);
				continue;
			}
			if (memchr(".\\\"();@$", *at, 8))
				output_byte(output, '\\');
			output_byte(output, *at);
		}
		if (*at)
			output_byte(output, '.');
	}
}

void name_print_absolute(struct output *output, const struct name *name)
{
	name_print(output, name);
	if (name->length > 1)
		output_byte(output, '.');
}
