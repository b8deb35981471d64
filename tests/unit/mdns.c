/* Multicast DNS: what is heard of a name, and what is answered, byte by byte. */
#include "dns/mdns.h"

#include "packet.h"
#include "tap.h"

enum { TYPE_NSEC = 47, TYPE_TXT = 16, UNICAST = 0x8000 };

#define NAME "board.local"
#define NOW 100000

static struct mdns mdns;
static char answer[16384];

static void add(struct addresses *addresses, const char *text, unsigned link)
{
	struct own_address address = {.link = link};

	ip_parse(&address.ip, text, strlen(text));
	addresses_add(addresses, &address);
}

/* Link 1: two IPv4, two IPv6; link 2: IPv4 alone; 3: IPv6 alone. */
static void make_responder(void)
{
	memset(&mdns, 0, sizeof(mdns));
	name_parse(&mdns.name, NAME, strlen(NAME));
	add(&mdns.addresses, "fe80::1", 3);
	add(&mdns.addresses, "10.0.0.2", 1);
	add(&mdns.addresses, "10.1.0.1", 2);
	add(&mdns.addresses, "fe80::1", 1);
	add(&mdns.addresses, "10.0.0.1", 1);
	add(&mdns.addresses, "2001:db8::1", 1);
}

static size_t write_answer(unsigned link, uint32_t now, unsigned pause)
{
	mdns.now = now;
	mdns.pause = pause;
	mdns.ttl = mdns.is_repeated ? MDNS_LEGACY_TTL : MDNS_TTL;
	return mdns_write(&mdns, link, answer, sizeof(answer));
}

static void test_addresses(void)
{
	struct addresses few = {0}, more = {0};
	struct own_address *address = 0;
	char text[200];
	struct output out = OUTPUT(-1, text);

	make_responder();
	while ((address = addresses_next(&mdns.addresses, address, 1))) {
		ip_print(&out, &address->ip);
		output_byte(&out, ' ');
	}
	is_text(&out, "10.0.0.1 10.0.0.2 2001:db8::1 fe80::1 ", "those of a link, in order");
	ok(!addresses_next(&mdns.addresses, 0, 4), "none of a link that has none");
	is(addresses_compare(&mdns.addresses, &mdns.addresses, 0), 0, "a list is itself");
	is(addresses_compare(&few, &more, 1), 0, "two lists of nothing are the same");
	add(&few, "10.0.0.1", 1);
	add(&more, "10.0.0.1", 1);
	add(&more, "10.0.0.2", 1);
	ok(addresses_compare(&few, &more, 1) < 0 && addresses_compare(&more, &few, 1) > 0,
		"what has more goes behind");
	add(&few, "200.0.0.1", 1);
	ok(addresses_compare(&few, &more, 1) > 0, "the first difference counts");
	is(addresses_compare(&few, &more, 2), 0, "on another link they are the same");
	for (int i = 0; i < 2 * ADDRESSES_ROOM; i++)
		add(&more, "10.0.0.3", 1);
	is(more.count, ADDRESSES_ROOM, "and there is no more than there is room for");
}

/* What is answered on a link: the names of types, in order; small letters: additional. */
static void is_answered(
	unsigned link, const struct packet *packet, const char *want, const char *name)
{
	char text[200];
	struct output out = OUTPUT(-1, text);
	struct message message;
	struct record record;
	size_t length;
	struct ip ip;

	make_responder();
	if (mdns_hear(&mdns, link, packet->bytes, packet->length)) {
		output_text(&out, "malformed");
		is_text(&out, want, "%s", name);
		return;
	}
	mdns.flags = MDNS_RESPONSE;
	length = write_answer(link, NOW, 1);
	message_header(&message, answer, length);
	while (length && message_next(&message, &record)) {
		if (out.used)
			output_byte(&out, ' ');
		ip_from_v4(&ip, 0);
		if (record.type == TYPE_PTR) {
			name_print(&out, &record.owner);
		} else if (record.type == TYPE_NSEC) {
			output_text(&out, record.section == SECTION_ADDITIONAL ? "none" : "?");
		} else {
			size_t size = cursor_left(&record.data);

			memcpy(ip.bytes + 16 - size, record.data.at, size);
			ip_print(&out, &ip);
		}
	}
	if (length && (message.cursor.broken || cursor_left(&message.cursor)))
		output_text(&out, " malformed");
	is_text(&out, want, "%s", name);
}

static void test_question(
	unsigned link, const char *asked, unsigned type, const char *want, const char *name)
{
	struct packet packet;

	put_header(&packet, 0, 0, 1, 0, 0);
	put_question(&packet, asked, type);
	is_answered(link, &packet, want, name);
}

#define ALL "10.0.0.1 10.0.0.2 2001:db8::1 fe80::1"

static void test_questions(void)
{
	test_question(1, NAME, TYPE_A, "10.0.0.1 10.0.0.2", "A: those of the link");
	test_question(1, "BOARD.Local", TYPE_AAAA, "2001:db8::1 fe80::1", "AAAA, in any case");
	test_question(1, NAME, TYPE_ANY, ALL, "ANY: all of the link");
	test_question(2, NAME, TYPE_A, "10.1.0.1", "A on another link: those of that one");
	test_question(2, NAME, TYPE_AAAA, "none", "AAAA where there is none: that there is none");
	test_question(3, NAME, TYPE_A, "none", "A where there is none: that there is none");
	test_question(1, NAME, TYPE_TXT, "none", "TXT: that there is none");
	test_question(1, "board-2.local", TYPE_A, "", "another name: nothing");
	test_question(1, "board.local.local", TYPE_A, "", "a longer one: nothing");
	test_question(1, "2.0.0.10.in-addr.arpa", TYPE_PTR, "2.0.0.10.in-addr.arpa", "PTR");
	test_question(2, "2.0.0.10.in-addr.arpa", TYPE_PTR, "", "PTR on another link: nothing");
	test_question(1, "3.0.0.10.in-addr.arpa", TYPE_PTR, "", "PTR of another: nothing");
	test_question(1, "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6.arpa",
		TYPE_PTR,
		"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
		"PTR of IPv6, in any case");
	test_question(1, "2.0.0.10.in-addr.arpa", TYPE_ANY, "", "ANY of its name: nothing");
	test_question(1, "2.0.0.10.in-addr.arpa", TYPE_A, "", "A of its name: nothing");
}

static void test_known(void)
{
	struct packet packet;

	put_header(&packet, 0, 0, 1, 1, 0);
	put_question(&packet, NAME, TYPE_A);
	put_a(&packet, NAME, 0x0a000001);
	is_answered(1, &packet, "10.0.0.2", "what is known is not said again");
	packet.bytes[packet.length - 8] = 0;
	packet.bytes[packet.length - 7] = MDNS_TTL / 2 - 1;
	is_answered(1, &packet, "10.0.0.1 10.0.0.2", "but for what is soon forgotten");
	packet.bytes[packet.length - 7] = MDNS_TTL / 2;
	is_answered(1, &packet, "10.0.0.2", "which is half of its time");
}

static void test_odd(void)
{
	struct packet packet;

	put_header(&packet, 0, 0, 2, 0, 0);
	put_question(&packet, NAME, TYPE_TXT);
	put_question(&packet, NAME, TYPE_A);
	is_answered(1, &packet, "10.0.0.1 10.0.0.2 none", "two questions, one answer");
	packet.length--;
	is_answered(1, &packet, "malformed", "a packet that is cut");
	put_header(&packet, 0, FLAG_RESPONSE, 1, 0, 0);
	put_question(&packet, NAME, TYPE_A);
	is_answered(1, &packet, "", "a question in an answer is none");
	packet.bytes[2] = 0x28;
	is_answered(1, &packet, "malformed", "another operation");
	packet.bytes[2] = 0;
	packet.bytes[3] = 3;
	is_answered(1, &packet, "malformed", "a question with an error");
	packet.bytes[3] = 0;
	packet.bytes[packet.length - 1] = 3;
	is_answered(1, &packet, "", "another class");
	packet.bytes[packet.length - 1] = 255;
	is_answered(1, &packet, "10.0.0.1 10.0.0.2", "any class");
	put_header(&packet, 0, 0, 1, 0, 0);
	put_pointer(&packet, 12);
	put32(&packet, 0x10001);
	is_answered(1, &packet, "malformed", "a name that is itself");
	put_header(&packet, 0, 0, 60000, 0, 0);
	put_question(&packet, NAME, TYPE_A);
	is_answered(1, &packet, "malformed", "fewer questions than it says");
	put_header(&packet, 0, 0, 300, 0, 0);
	put_question(&packet, "9.0.0.10.in-addr.arpa", TYPE_PTR);
	for (int i = 0; i < 298; i++) {
		put_pointer(&packet, 12);
		put32(&packet, TYPE_PTR << 16 | CLASS_IN);
	}
	put_question(&packet, "1.0.0.10.in-addr.arpa", TYPE_PTR);
	is_answered(1, &packet, "", "not all of very many names are compared");
}

/* 'p': a probe; 'l': that goes before us; 'c': a conflict; 's': the answer is for all. */
static void is_heard(const struct packet *packet, const char *want, const char *name)
{
	char text[8];
	struct output out = OUTPUT(-1, text);

	make_responder();
	is(mdns_hear(&mdns, 1, packet->bytes, packet->length), 0, "%s: it is sound", name);
	output_text(&out, mdns.is_probe ? "p" : "");
	output_text(&out, mdns.is_later ? "l" : "");
	output_text(&out, mdns.is_conflict ? "c" : "");
	output_text(&out, mdns.is_shared ? "s" : "");
	is_text(&out, want, "%s", name);
}

static void test_others(void)
{
	static const unsigned char theirs[16] = {0xfe, 0x80, [15] = 2};
	static const unsigned char ours[16] = {0x20, 1, 0x0d, 0xb8, [15] = 1};
	struct packet packet;

	put_header(&packet, 0, MDNS_RESPONSE, 0, 1, 0);
	put_a(&packet, NAME, 0x0a000009);
	is_heard(&packet, "c", "another has the name");
	packet.bytes[packet.length - 8] = packet.bytes[packet.length - 7] = 0;
	is_heard(&packet, "", "another has it no more");
	put_header(&packet, 0, MDNS_RESPONSE, 0, 2, 0);
	put_a(&packet, NAME, 0x0a010001);
	put_aaaa(&packet, NAME, ours);
	is_heard(&packet, "", "what we say ourselves, on another link");
	put_header(&packet, 0, MDNS_RESPONSE, 0, 1, 0);
	put_aaaa(&packet, NAME, theirs);
	is_heard(&packet, "c", "another has the name, with IPv6");
	put_header(&packet, 0, MDNS_RESPONSE, 0, 1, 0);
	put_a(&packet, "other.local", 0x0a000009);
	is_heard(&packet, "", "another has another name");
	put_header(&packet, 0, 0, 1, 0, 1);
	put_question(&packet, NAME, TYPE_ANY);
	put_a(&packet, NAME, 0x0a000009);
	is_heard(&packet, "pls", "another wants the name, with a later address");
	put_header(&packet, 0, 0, 1, 0, 1);
	put_question(&packet, NAME, TYPE_ANY | 0);
	put_a(&packet, NAME, 0x09000009);
	is_heard(&packet, "ps", "another wants the name, with an earlier address");
	put_header(&packet, 0, 0, 1, 0, 1);
	put_question(&packet, NAME, TYPE_ANY);
	packet.bytes[packet.length - 2] = UNICAST >> 8;
	put_aaaa(&packet, NAME, theirs);
	is_heard(&packet, "pl", "IPv6 is later than IPv4");
	put_header(&packet, 0, 0, 1, 0, 1);
	put_question(&packet, NAME, TYPE_ANY);
	put_a(&packet, NAME, 0x0a000002);
	is_heard(&packet, "s", "what we ask ourselves");
}

/* The bytes of a probe, an announcement and an answer for a resolver that knows DNS alone. */
static void test_bytes(void)
{
	static const char probe[] = "\0\0\0\0\0\1\0\0\0\1\0\0"
				    "\5board\5local\0\0\xff\0\1"
				    "\xc0\x0c\0\1\0\1\0\0\0\x78\0\4\x0a\1\0\1";
	static const char announcement[] = "\0\0\x84\0\0\0\0\1\0\0\0\0"
					   "\5board\5local\0\0\1\x80\1\0\0\0\x78\0\4\x0a\1\0\1";
	static const char legacy[] = "\x12\x34\x84\0\0\1\0\0\0\0\0\1"
				     "\5board\5local\0\0\x1c\0\1"
				     "\5board\5local\0\0\x2f\0\1\0\0\0\x0a\0\5"
				     "\xc0\x1d\0\1\x40";
	struct packet packet;
	size_t length;

	make_responder();
	addresses_next(&mdns.addresses, 0, 2)->wanted = 1 << MDNS_ADDRESS;
	mdns.flags = 0;
	length = write_answer(2, NOW, 0);
	ok(length == sizeof(probe) - 1 && !memcmp(answer, probe, length), "a probe");
	mdns.flags = MDNS_RESPONSE;
	length = write_answer(2, NOW, 1000);
	ok(length == sizeof(announcement) - 1 && !memcmp(answer, announcement, length),
		"an announcement");
	is(write_answer(2, NOW + 999, 1000), 0, "is not said again within a second");
	is(write_answer(2, NOW + 1000, 1000), length, "but after it");
	put_header(&packet, 0x1234, FLAG_RECURSION_DESIRED, 1, 0, 0);
	put_question(&packet, NAME, TYPE_AAAA);
	mdns_hear(&mdns, 2, packet.bytes, packet.length);
	mdns.is_repeated = 1;
	length = write_answer(2, NOW, 0);
	ok(length == sizeof(legacy) - 1 && !memcmp(answer, legacy, length),
		"no such type, for a resolver of DNS alone");
}

int main(void)
{
	test_addresses();
	test_questions();
	test_known();
	test_odd();
	test_others();
	test_bytes();
	return tap_done();
}
