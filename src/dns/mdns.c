/*
 * mdns: what a responder hears and says (RFC 6762). It has one name, with the addresses of each
 * link on that link: A, AAAA and, backward, PTR; that there is no other type is said by NSEC (6.1).
 * All are ours alone, so they have the bit that says so, and need no random delay (6).
 *
 * Left out on purpose: services (DNS-SD); known answers that are spread over several packets (7.2);
 * additional records that nobody asked for (6.2).
 */
#include "dns/mdns.h"

#include <string.h>

enum { TYPE_NSEC = 47, CLASS_ANY = 255 };

#define POINTERS_MAX 16 /* names of one packet that may be those of addresses */

static unsigned type_of(const struct ip *ip)
{
	return ip_is_v4(ip) ? TYPE_A : TYPE_AAAA;
}

static int is_reverse(const struct ip *ip, const struct name *name)
{
	struct name reverse;

	name_reverse(&reverse, ip);
	return name_equal(&reverse, name);
}

/*
 * Marks what it asks of the addresses of a link; or, where it asks of our name what is not there,
 * that this is so.
 */
static void hear_question(struct mdns *mdns, unsigned link, const struct message *question)
{
	unsigned class = question->class & ~MDNS_CLASS_BIT, type = question->type;
	int is_name = name_equal(&question->name, &mdns->name), is_found = 0;
	struct own_address *address = 0;

	if (class != CLASS_IN && class != CLASS_ANY)
		return;
	/*
	 * Not ANY, by which another responder of this machine asks for the names of its addresses:
	 * they are its own, too.
	 */
	if (!is_name && (type != TYPE_PTR || mdns->pointers++ >= POINTERS_MAX))
		return;
	while ((address = addresses_next(&mdns->addresses, address, link))) {
		if (is_name ? type != TYPE_ANY && type != type_of(&address->ip)
			    : !is_reverse(&address->ip, &question->name))
			continue;
		address->wanted |= is_name ? 1 << MDNS_ADDRESS : 1 << MDNS_POINTER;
		is_found = 1;
	}
	if (is_name && !is_found)
		addresses_next(&mdns->addresses, 0, link)->wanted |= 1 << MDNS_DENIAL;
	if ((is_name || is_found) && !(question->class & MDNS_CLASS_BIT))
		mdns->is_shared = 1;
}

/*
 * What who asks has already is not wanted (7.1), nor what we ask for ourselves; what is said of our
 * name is true, or not.
 */
static void hear_record(struct mdns *mdns, unsigned link, int is_response, struct record *record,
	struct addresses *theirs)
{
	struct own_address other = {.link = link}, *address = 0;
	size_t length = cursor_left(&record->data);
	int is_ours = 0;

	if (!name_equal(&record->owner, &mdns->name) ||
		(record->class & ~MDNS_CLASS_BIT) != CLASS_IN || (length != 4 && length != 16))
		return;
	ip_from_v4(&other.ip, 0);
	memcpy(other.ip.bytes + 16 - length, record->data.at, length);
	if (record->type != type_of(&other.ip))
		return;
	while ((address = addresses_next(&mdns->addresses, address, 0))) {
		if (memcmp(&address->ip, &other.ip, sizeof(address->ip)))
			continue;
		is_ours = 1;
		if (record->ttl >= MDNS_TTL / 2)
			address->wanted &= ~(1 << MDNS_ADDRESS);
	}
	if (is_ours)
		return;
	/* Who says that it has the address no more has it no more. */
	if (is_response)
		mdns->is_conflict |= record->ttl != 0;
	else if (record->section == SECTION_AUTHORITY)
		addresses_add(theirs, &other);
}

int mdns_hear(struct mdns *mdns, unsigned link, const void *bytes, size_t length)
{
	struct message message;
	struct record record;
	struct addresses theirs;
	struct own_address *address = 0;

	mdns->is_shared = mdns->is_probe = mdns->is_later = mdns->is_conflict = 0;
	mdns->pointers = theirs.count = 0;
	while ((address = addresses_next(&mdns->addresses, address, 0)))
		address->wanted = 0;
	message_header(&message, bytes, length);
	if (message.flags & (FLAG_OPCODE | FLAG_RCODE) || length > MDNS_PACKET_MAX)
		return -1;
	for (; message.count[SECTION_QUESTION]; message.count[SECTION_QUESTION]--) {
		message_question(&message);
		if (message.cursor.broken)
			return -1;
		if (!(message.flags & FLAG_RESPONSE))
			hear_question(mdns, link, &message);
	}
	mdns->question = bytes;
	mdns->end = message.cursor.at - message.cursor.start;
	while (message_next(&message, &record))
		hear_record(mdns, link, message.flags & FLAG_RESPONSE, &record, &theirs);
	if (theirs.count) {
		mdns->is_probe = 1;
		mdns->is_later = addresses_compare(&mdns->addresses, &theirs, link) < 0;
	}
	return -message.cursor.broken;
}

static void put16(struct mdns *mdns, unsigned value)
{
	output_byte(&mdns->out, value >> 8);
	output_byte(&mdns->out, value);
}

/* Ours, or where it stands already. */
static void put_name(struct mdns *mdns)
{
	if (mdns->name_at) {
		put16(mdns, 0xc000 | mdns->name_at);
		return;
	}
	mdns->name_at = mdns->out.used;
	output_bytes(&mdns->out, mdns->name.wire, mdns->name.length);
}

/* Our name, and the types of records that it has on a link (RFC 4034, 4.1). */
static void put_denial(struct mdns *mdns, unsigned link)
{
	struct own_address *address = 0;
	unsigned a = 0, aaaa = 0;

	while ((address = addresses_next(&mdns->addresses, address, link)))
		if (type_of(&address->ip) == TYPE_A)
			a = 0x40;
		else
			aaaa = 0x08;
	put_name(mdns);
	put16(mdns, aaaa ? 4 : 1);
	output_byte(&mdns->out, a);
	if (aaaa) {
		put16(mdns, 0);
		output_byte(&mdns->out, aaaa);
	}
}

static void put_record(struct mdns *mdns, unsigned kind, const struct own_address *address)
{
	unsigned type = type_of(&address->ip), skipped = type == TYPE_A ? 12 : 0;
	struct name reverse;
	size_t data;

	if (kind == MDNS_POINTER) {
		type = TYPE_PTR;
		name_reverse(&reverse, &address->ip);
		output_bytes(&mdns->out, reverse.wire, reverse.length);
	} else {
		put_name(mdns);
	}
	put16(mdns, kind == MDNS_DENIAL ? TYPE_NSEC : type);
	/* Neither a probe nor DNS alone has the bit (10.2). */
	put16(mdns, mdns->flags && !mdns->is_repeated ? CLASS_IN | MDNS_CLASS_BIT : CLASS_IN);
	put16(mdns, 0);
	put16(mdns, mdns->ttl);
	put16(mdns, 0);
	data = mdns->out.used;
	if (kind == MDNS_ADDRESS)
		output_bytes(&mdns->out, address->ip.bytes + skipped, 16 - skipped);
	else if (kind == MDNS_POINTER)
		put_name(mdns);
	else
		put_denial(mdns, address->link);
	mdns->out.buffer[data - 1] = mdns->out.used - data;
}

/* What comes before the records, but for the header. */
static void put_questions(struct mdns *mdns)
{
	if (!mdns->flags) {
		put_name(mdns);
		put16(mdns, TYPE_ANY);
		put16(mdns, CLASS_IN);
	} else if (mdns->is_repeated) {
		output_bytes(&mdns->out, mdns->question + MDNS_HEADER, mdns->end - MDNS_HEADER);
	}
}

static void put_header(struct mdns *mdns, const unsigned *counts)
{
	static const unsigned char none[2];
	unsigned answers = counts[MDNS_ADDRESS] + counts[MDNS_POINTER];

	output_bytes(&mdns->out, mdns->is_repeated ? mdns->question : none, 2);
	put16(mdns, mdns->flags);
	if (mdns->is_repeated)
		output_bytes(&mdns->out, mdns->question + 4, 2);
	else
		put16(mdns, !mdns->flags);
	put16(mdns, mdns->flags ? answers : 0);
	put16(mdns, mdns->flags ? 0 : answers);
	put16(mdns, counts[MDNS_DENIAL]);
}

size_t mdns_write(struct mdns *mdns, unsigned link, void *buffer, size_t room)
{
	unsigned counts[MDNS_KINDS] = {0};
	size_t length;

	mdns->out = (struct output){-1, MDNS_HEADER, room, buffer};
	mdns->name_at = 0;
	put_questions(mdns);
	length = mdns->out.used;
	for (unsigned kind = 0; kind < MDNS_KINDS; kind++) {
		struct own_address *address = 0;

		while ((address = addresses_next(&mdns->addresses, address, link))) {
			if (!(address->wanted >> kind & 1) ||
				mdns->now - address->said[kind] < mdns->pause)
				continue;
			if (mdns->pause)
				address->said[kind] = mdns->now;
			put_record(mdns, kind, address);
			counts[kind]++;
		}
	}
	if (mdns->out.used == length)
		return 0;
	length = mdns->out.used;
	mdns->out.used = 0;
	put_header(mdns, counts);
	return length;
}
