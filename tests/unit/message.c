/*
 * Messages: a question as it is sent, answers read whole, cut at every byte, and with counts that
 * lie.
 */
#include "dns/message.h"

#include "packet.h"
#include "tap.h"

#include <stdlib.h>

/* An answer with records in each section and compressed names. */
static void make_answer(struct packet *packet)
{
	size_t data;

	put_header(packet, 0x1234, 0x8580, 1, 2, 1);
	packet->bytes[11] = 1; /* one additional record */
	put_question(packet, "www.example.test", TYPE_A);
	put_pointer(packet, 12);
	put16(packet, TYPE_CNAME);
	put16(packet, CLASS_IN);
	put32(packet, 300);
	put16(packet, 2);
	put_pointer(packet, 16);
	put_a(packet, "example.test", 0xc0000201);
	put_alias(packet, "example.test", TYPE_NS, "ns.example.test");
	data = put_record(packet, ".", 41);
	put_end(packet, data);
}

static void check_ask(void)
{
	static const unsigned char want[] =
		"\xab\xcd\1\0\0\1\0\0\0\0\0\0\3www\7example\4test\0\0\34\0\1";
	unsigned char packet[MESSAGE_ASK_MAX];
	struct name name;

	name_parse(&name, "www.example.test", 16);
	is(message_ask(packet, 0xabcd, &name, TYPE_AAAA, CLASS_IN, 0), sizeof(want) - 1,
		"a question's length");
	ok(!memcmp(packet, want, sizeof(want) - 1), "a question's bytes");
	name_parse(&name, ".", 1);
	is(message_ask(packet, 0, &name, TYPE_NS, CLASS_IN, 0), 17, "a question about the root");
	is(message_ask(packet, 0, &name, TYPE_NS, CLASS_IN, ASK_EDNS), 28, "the same with EDNS0");
	ok(!memcmp(packet + 17, "\0\0\x29\4\xd0\0\0\0\0\0\0", 11) && packet[11] == 1,
		"EDNS0's record");
	message_ask(packet, 0, &name, TYPE_NS, CLASS_IN, ASK_EDNS | ASK_SIGNATURES);
	ok(packet[3] == 0x20 && packet[17 + 7] == 0x80, "signatures are wanted");
}

static void check_whole(void)
{
	static const struct {
		enum section section;
		unsigned type, length;
		const char *owner;
	} want[] = {
		{SECTION_ANSWER, TYPE_CNAME, 2, "www.example.test"},
		{SECTION_ANSWER, TYPE_A, 4, "example.test"},
		{SECTION_AUTHORITY, TYPE_NS, 17, "example.test"},
		{SECTION_ADDITIONAL, 41, 0, "."},
	};
	struct packet packet;
	struct message message;
	struct record record;
	struct name target;

	make_answer(&packet);
	message_open(&message, packet.bytes, packet.length);
	is(message.id, 0x1234, "the id");
	is(message.flags, 0x8580, "the flags");
	is(message.type, TYPE_A, "the question's type");
	is(message.class, CLASS_IN, "the question's class");
	for (size_t i = 0; i < COUNT(want); i++) {
		char print[300];
		struct output out = OUTPUT(-1, print);

		is(message_next(&message, &record), 1, "record %zu", i);
		is(record.section, want[i].section, "record %zu: its section", i);
		is(record.type, want[i].type, "record %zu: its type", i);
		is(cursor_left(&record.data), want[i].length, "record %zu: its data", i);
		name_print(&out, &record.owner);
		is_text(&out, want[i].owner, "record %zu: its owner", i);
		if (record.type == TYPE_CNAME) {
			out.used = 0;
			ok(!name_read(&target, &record.data) && !cursor_left(&record.data),
				"its target is read");
			name_print(&out, &target);
			is_text(&out, "example.test", "its target");
		}
	}
	is(message_next(&message, &record), 0, "the end");
	is(message.cursor.broken, 0, "nothing was malformed");
	is(cursor_left(&message.cursor), 0, "nothing is left");
}

/* A copy of exactly that length, so that ASan sees a byte too many. */
static int reads_through(const unsigned char *bytes, size_t length, unsigned *records)
{
	unsigned char *copy = malloc(length + !length);
	struct message message;
	struct record record;

	memcpy(copy, bytes, length);
	message_open(&message, copy, length);
	for (*records = 0; message_next(&message, &record); ++*records)
		;
	free(copy);
	return !message.cursor.broken;
}

static void check_cut(void)
{
	struct packet packet;
	unsigned records, sound = 0;

	make_answer(&packet);
	for (size_t length = 0; length < packet.length; length++)
		sound += reads_through(packet.bytes, length, &records);
	is(sound, 0, "cut at each of %zu places, it is malformed", packet.length);
	ok(reads_through(packet.bytes, packet.length, &records) && records == 4,
		"whole, it is not");
}

static void check_lies(void)
{
	struct packet packet;
	unsigned records;

	make_answer(&packet);
	for (int section = 1; section < 4; section++) {
		packet.bytes[4 + 2 * section] = 0xff;
		ok(!reads_through(packet.bytes, packet.length, &records),
			"65,280 more records in section %d", section);
		is(records, 4, "section %d: those that are there", section);
		packet.bytes[4 + 2 * section] = 0;
	}
	packet.bytes[5] = 2;
	ok(!reads_through(packet.bytes, packet.length, &records), "two questions");
	packet.bytes[5] = 0;
	ok(!reads_through(packet.bytes, packet.length, &records), "no question, but it is there");
	make_answer(&packet);
	packet.bytes[packet.length - 1] = 1;
	ok(!reads_through(packet.bytes, packet.length, &records), "data beyond the end");
	put_header(&packet, 0, 0, 0, 0, 0);
	ok(reads_through(packet.bytes, packet.length, &records) && !records, "a header alone");
}

/* Each byte in turn becomes each of some values: nothing may be read outside, and it ends. */
static void check_damage(void)
{
	static const unsigned char values[] = {0, 1, 0x3f, 0x40, 0x80, 0xc0, 0xff};
	struct packet packet;
	unsigned records, most = 0;

	for (size_t at = 0; at < 200; at++)
		for (size_t i = 0; i < COUNT(values); i++) {
			make_answer(&packet);
			if (at >= packet.length)
				break;
			packet.bytes[at] = values[i];
			reads_through(packet.bytes, packet.length, &records);
			if (records > most)
				most = records;
		}
	ok(most <= 30, "damaged at each byte, it has %u records at most", most);
}

int main(void)
{
	check_ask();
	check_whole();
	check_cut();
	check_lies();
	check_damage();
	return tap_done();
}
