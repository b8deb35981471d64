/*
 * reply: a name server's answer to one question (RFC 1035, 4.1; EDNS: RFC 6891; no such name, no
 * such data: RFC 2308; ANY: RFC 8482, 4.1). Left out on purpose: more than one question in a
 * message (RFC 9619), and other records with it than that of EDNS, so signatures of messages (RFC
 * 8945), too; operations other than QUERY, classes other than IN, transfers of zones, DNSSEC, all
 * options of EDNS.
 */
#include "dns/reply.h"

#include <string.h>

enum { TYPE_TKEY = 249 }; /* from here to TYPE_ANY: transfers */
enum { RCODE_BADVERS = 16 };

/* Of the header: the third byte, the fourth, and where the low bytes of the counts are. */
enum { AUTHORITATIVE = 4, RECURSION_DESIRED = 1 };
enum { RECURSION_AVAILABLE = 0x80, CHECKING_DISABLED = 0x10 };
enum { COUNTS = 4, ANSWERS = 7, AUTHORITIES = 9, ADDITIONALS = 11 };

/* Of an OPT record: the RCODE's high bits, the version, the flag DO (RFC 3225), the length. */
enum { OPT_SIZE = 3, OPT_RCODE = 5, OPT_VERSION, OPT_FLAGS, DNSSEC_OK = 0x80, OPT_LENGTH = 9 };

static unsigned number_at(const unsigned char *at)
{
	return at[0] << 8 | at[1];
}

/*
 * Appends a record whole, or says that there was one more. Its owner is the name of the question
 * from `at` on.
 */
static void put(struct reply *reply, unsigned count, unsigned at, const struct entry *entry)
{
	unsigned char *bytes = reply->bytes, *to = bytes + reply->used;
	unsigned end = reply->used + 2 + entry->length;

	if (end + bytes[ADDITIONALS] * REPLY_OPT > reply->limit) {
		bytes[2] |= REPLY_TRUNCATED;
		return;
	}
	at += 0xc000 + REPLY_HEADER;
	to[0] = at >> 8;
	to[1] = at;
	memcpy(to + 2, entry->bytes + entry->owner, entry->length);
	reply->used = end;
	bytes[count]++;
}

/* Answers from the zone. Returns an RCODE. */
static unsigned look_up(struct reply *reply, const struct zone *zone)
{
	unsigned char *bytes = reply->bytes, *end = bytes + reply->used;
	unsigned type = number_at(end - 4), rcode = RCODE_NXDOMAIN;
	const struct entry *entry;
	const unsigned char *wire;
	struct name name;

	if (number_at(end - 2) != CLASS_IN || type - TYPE_TKEY < TYPE_ANY - TYPE_TKEY)
		return RCODE_NOTIMP;
	if (!zone)
		return RCODE_REFUSED;
	name.length = reply->used - REPLY_HEADER - 4;
	wire = memcpy(name.wire, bytes + REPLY_HEADER, name.length);
	name_lower(&name);
	for (entry = zone_first(zone, wire); entry; entry = zone_next(zone, wire, entry->next)) {
		rcode = RCODE_NOERROR;
		if (!entry->type)
			continue;
		if (type == TYPE_ANY)
			type = entry->type;
		if (type == entry->type)
			put(reply, ANSWERS, 0, entry);
	}
	if (!bytes[ANSWERS] && !(bytes[2] & REPLY_TRUNCATED)) {
		entry = zone_soa(zone, &wire);
		if (entry)
			put(reply, AUTHORITIES, wire - name.wire, entry);
		else if (rcode || (zone->is_recursive && type != TYPE_A && type != TYPE_AAAA))
			return RCODE_REFUSED;
	}
	bytes[2] |= AUTHORITATIVE;
	return rcode;
}

/* Reads a question behind its header, and answers it. Returns an RCODE. */
static unsigned answer(struct reply *reply, const struct zone *zone, struct cursor *cursor)
{
	const unsigned char *header = cursor->start, *opt;
	unsigned length, size, rcode = 0;

	/* One question, and at most one record behind it. */
	if (memcmp(header + COUNTS, "\0\1\0\0\0\0", 7) || header[ADDITIONALS] > 1)
		return RCODE_FORMERR;
	do
		length = cursor_u8(cursor);
	while (length && length <= LABEL_MAX_LENGTH && cursor_take(cursor, length));
	/* Its name has nothing to point to. */
	if (length || !cursor_take(cursor, 4))
		return RCODE_FORMERR;
	length = cursor->at - header;
	if (length > REPLY_HEADER + NAME_MAX_LENGTH + 4)
		return RCODE_FORMERR;
	if (header[ADDITIONALS]) {
		opt = cursor_take(cursor, REPLY_OPT);
		if (!opt || memcmp(opt, "\0\0\51", 3) ||
			!cursor_take(cursor, number_at(opt + OPT_LENGTH)))
			return RCODE_FORMERR;
		size = number_at(opt + OPT_SIZE);
		if (reply->limit == REPLY_PLAIN && size > REPLY_PLAIN)
			reply->limit = size < REPLY_MAX ? size : REPLY_MAX;
		if (opt[OPT_VERSION])
			rcode = RCODE_BADVERS;
		reply->edns = opt[OPT_FLAGS] & DNSSEC_OK;
	}
	if (cursor_left(cursor))
		return RCODE_FORMERR;
	memcpy(reply->bytes, header, length);
	reply->bytes[2] = 0;
	reply->used = length;
	return rcode ? rcode : look_up(reply, zone);
}
int reply_make(struct reply *reply, const struct zone *zone, const void *question, size_t length)
{
	static const unsigned char opt[REPLY_OPT] = {
		0, 0, TYPE_OPT, REPLY_MAX >> 8, REPLY_MAX & 0xff};
	unsigned char *bytes = reply->bytes, *end;
	const unsigned char *header;
	struct cursor cursor;
	unsigned rcode = RCODE_NOTIMP;

	cursor_open(&cursor, question, length);
	header = cursor_take(&cursor, REPLY_HEADER);
	if (!header || header[2] & REPLY_RESPONSE)
		return REPLY_NONE;
	memset(bytes, 0, REPLY_HEADER);
	memcpy(bytes, header, 2);
	reply->used = REPLY_HEADER;
	if (!(header[2] & REPLY_OPCODE))
		rcode = answer(reply, zone, &cursor);
	bytes[2] |= REPLY_RESPONSE | (header[2] & (REPLY_OPCODE | RECURSION_DESIRED));
	bytes[3] = (header[3] & CHECKING_DISABLED) | (rcode & FLAG_RCODE) |
		(zone && !zone->is_recursive ? 0 : RECURSION_AVAILABLE);
	if (bytes[ADDITIONALS]) {
		end = memcpy(bytes + reply->used, opt, sizeof(opt));
		end[OPT_RCODE] = rcode >> 4;
		end[OPT_FLAGS] = reply->edns;
		reply->used += sizeof(opt);
	}
	return rcode;
}
