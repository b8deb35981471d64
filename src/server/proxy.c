/*
 * proxy: reads the header of the PROXY protocol (proxy-protocol.txt, HAProxy Technologies), version
 * 1, a line, and version 2, binary.
 *
 * Left out on purpose: what the extensions (TLV) of version 2 say, their checksum too; the paths of
 * a UNIX socket at the proxy, which are no address here. Both are skipped. A header that is longer
 * than a conversation's buffer is wrong.
 *
 * config SERVER_PROXY
 *	bool "the PROXY protocol: -P"
 *	default y
 *	depends on STREAM
 *	help
 *	  Behind a proxy (HAProxy, nginx, ...) that tells who its client is. Costs about 1,000 bytes
 *	  on ARMv7.
 */
#include "server/proxy.h"

#include "lib/number.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#define LINE_MAX 107 /* of version 1, with all that can be in one, at its longest */
#define SIGNATURE 12 /* bytes that version 2 begins with */
#define KEPT 1024    /* of one that is longer than a conversation's buffer; addresses have 216 */
#define FIXED 16     /* of version 2: up to the length of the rest (2.2); less than a line has */

#define VERSION_2 0x20
#define COMMAND_PROXY 1
enum { FAMILY_NONE, FAMILY_V4, FAMILY_V6, FAMILY_UNIX };
enum { PROTOCOL_NONE, PROTOCOL_STREAM, PROTOCOL_DATAGRAM };

/* What a header says. */
enum verdict { WRONG = -1, SAYS_NOTHING, SAYS_SIDES };

/* A number in network order. */
static unsigned number_at(const unsigned char *bytes)
{
	return bytes[0] << 8 | bytes[1];
}

/* How long the header is, as far as that is known: of a line, at most. 0: it is none. */
static unsigned size_of(const unsigned char *bytes, unsigned used)
{
	if (used && *bytes == 'P')
		return bytes[used - 1] == '\n' ? used : LINE_MAX;
	if (memcmp(bytes, "\r\n\r\n\0\r\nQUIT\n", used < SIGNATURE ? used : SIGNATURE))
		return 0;
	if (used < FIXED)
		return FIXED;
	/* Nobody knows what another version means by a length. */
	if ((bytes[12] | COMMAND_PROXY) != (VERSION_2 | COMMAND_PROXY))
		return 0;
	return FIXED + number_at(bytes + 14);
}

static enum verdict judge_line(char *line, char *end, struct peer *sides)
{
	char *at = line + 11, *space;
	int is_v6 = line[9] == '6';

	if (*--end != '\n' || *--end != '\r')
		return WRONG;
	if (!memcmp(line, "PROXY UNKNOWN", 13))
		return SAYS_NOTHING;
	if (is_v6)
		line[9] = '4';
	if (memcmp(line, "PROXY TCP4 ", 11))
		return WRONG;
	*end = ' ';
	for (unsigned i = 0; i < 4; i++, at = space + 1) {
		struct peer *side = &sides[i & 1];
		unsigned port = 0;
		size_t length;

		space = memchr(at, ' ', end + 1 - at);
		if (!space)
			return WRONG;
		length = space - at;
		if (i < 2 ? (memchr(at, ':', length) != 0) != is_v6 ||
					ip_parse(&side->ip, at, length)
			  : (*at == '0' && length > 1) || number_parse(at, length, 65535, &port))
			return WRONG;
		side->port = port;
	}
	return at == end + 1 ? SAYS_SIDES : WRONG;
}

static enum verdict judge_binary(const unsigned char *bytes, struct peer *sides)
{
	unsigned family = bytes[13] >> 4, protocol = bytes[13] & 15;
	size_t size = family == FAMILY_V4 ? 4 : 16;

	if (!(bytes[12] & COMMAND_PROXY))
		return SAYS_NOTHING;
	if (family > FAMILY_UNIX || protocol > PROTOCOL_DATAGRAM)
		return WRONG;
	if (family - FAMILY_V4 > FAMILY_V6 - FAMILY_V4 || protocol == PROTOCOL_NONE)
		return SAYS_NOTHING;
	if (number_at(bytes + 14) < 2 * size + 4)
		return WRONG;
	bytes += FIXED;
	for (int i = 0; i < 2; i++) {
		ip_from_v4(&sides[i].ip, 0);
		memcpy(sides[i].ip.bytes + 16 - size, bytes + i * size, size);
		sides[i].port = number_at(bytes + 2 * size + 2 * i);
	}
	return SAYS_SIDES;
}

int proxy_read(struct talk *talk)
{
	unsigned char *bytes = (unsigned char *)talk->buffer;
	struct peer sides[2] = {{.is_local = 0}};
	enum verdict verdict;
	unsigned size;

	while ((size = size_of(bytes, talk->used)) > talk->used + talk->sent) {
		int is_kept = talk->used < KEPT || size <= TALK_BUFFER;
		char *at = talk->buffer + talk->used, *newline;
		size_t room = size - talk->used - talk->sent;
		ssize_t got;

		/* Of a long one the extensions are read, to one place, and forgotten. */
		if (size > TALK_BUFFER && room > KEPT)
			room = KEPT;
		got = recv(talk->fd, at, room, MSG_DONTWAIT | MSG_PEEK);
		if (got > 0) {
			newline = *bytes == 'P' ? memchr(at, '\n', got) : 0;
			got = recv(talk->fd, at, newline ? newline + 1 - at : got, MSG_DONTWAIT);
		}
		if (got <= 0)
			return got < 0 && errno == EAGAIN ? 0 : -1;
		*(is_kept ? &talk->used : &talk->sent) += got;
	}
	if (!size)
		return -1;
	verdict = *bytes == 'P' ? judge_line(talk->buffer, talk->buffer + size, sides)
				: judge_binary(bytes, sides);
	if (verdict == SAYS_SIDES) {
		talk->peer = sides[0];
		talk->local = sides[1];
		talk->has_local = 1;
	}
	talk->used = talk->sent = 0;
	return verdict == WRONG ? -1 : 1;
}
