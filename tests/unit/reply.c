/*
 * What a name server says to questions, from a hosts file: found, not found, not ours, malformed,
 * too long.
 */
#include "dns/reply.h"

#include "files.h"
#include "packet.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/mman.h>

static const char hosts[] =
	"# a comment\n"
	"127.0.0.1\tlocalhost\n"
	"192.168.1.1 Router gw.lan # another\n"
	"192.168.1.2 box deep.er.lan\r\n"
	"fd00::2 BOX\n"
	"192.168.1.3 box\n"
	"192.168.1.3 box again\n"
	"198.51.100.7 www.example.test\n"
	"2001:db8::7 www.example.test six.example.test\n"
	"1.2.3.4\n"
	"1.2.3 short\n"
	"fe80::1%lo zoned\n"
	"10.0.0.1 .. a..b "
	"x123456789012345678901234567890123456789012345678901234567890123456789 kept\n"
	"10.0.0.2 last";

static struct name domain;

static struct zone *make_zone(const char *text, size_t length, const char *suffix, int is_recursive)
{
	struct zone *zone = mmap(0, ZONE_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	domain.length = 0;
	zone->domain = &domain;
	if (suffix)
		name_parse_plain(&domain, suffix, strlen(suffix));
	memcpy(&zone->ttl, "\0\0\0\74", 4);
	zone->is_recursive = is_recursive;
	if (zone_read(zone, file_with(text, length))) {
		munmap(zone, ZONE_SIZE);
		return 0;
	}
	return zone;
}

/* A question, and the reply to it. */
static struct packet question, answer;
static struct reply reply;

/* Copies of just the right length, so that ASan sees a byte too many. */
static int ask_with(const struct zone *zone, unsigned limit)
{
	unsigned room = limit == REPLY_PLAIN ? REPLY_MAX : limit;
	unsigned char *bytes = malloc(question.length + !question.length), *to = malloc(room);
	int rcode;

	memcpy(bytes, question.bytes, question.length);
	reply = (struct reply){.bytes = to, .limit = limit};
	rcode = reply_make(&reply, zone, bytes, question.length);
	answer.length = rcode == REPLY_NONE ? 0 : reply.used;
	memcpy(answer.bytes, to, answer.length);
	free(bytes);
	free(to);
	return rcode;
}

static int ask(const struct zone *zone, const char *name, unsigned type)
{
	put_header(&question, 0x1234, 0x0100, 1, 0, 0);
	put_question(&question, name, type);
	return ask_with(zone, REPLY_PLAIN);
}

static void add_opt(unsigned size, unsigned version, unsigned flags, unsigned length)
{
	question.bytes[11]++;
	put8(&question, 0);
	put16(&question, 41);
	put16(&question, size);
	put8(&question, 0);
	put8(&question, version);
	put16(&question, flags);
	put16(&question, length);
}

/* The reply as text: its flags, then each record. */
static void print_reply(struct output *out)
{
	static const char *const sections[] = {"", "an", "ns", "ar"};
	struct message message;
	struct record record;

	message_open(&message, answer.bytes, answer.length);
	output_format(out, "%04x", message.flags);
	while (message_next(&message, &record)) {
		output_format(out, "|%s ", sections[record.section]);
		name_print(out, &record.owner);
		output_format(out, " %u", record.type);
		if (record.type == TYPE_A) {
			struct ip ip;

			ip_from_v4(&ip, cursor_u32(&record.data));
			output_byte(out, ' ');
			ip_print(out, &ip);
		}
		if (record.type == TYPE_PTR || record.type == TYPE_SOA) {
			struct name name;

			name_read(&name, &record.data);
			output_byte(out, ' ');
			name_print(out, &name);
		}
	}
	if (message.cursor.broken || cursor_left(&message.cursor))
		output_text(out, "|broken");
}

#define says(want, ...)                               \
	do {                                          \
		char text[4096];                      \
		struct output out = OUTPUT(-1, text); \
		print_reply(&out);                    \
		is_text(&out, want, __VA_ARGS__);     \
	} while (0)

static void check_names(const struct zone *zone)
{
	static const struct {
		const char *name;
		unsigned type;
		int rcode;
		const char *want;
	} cases[] = {
		{"router", TYPE_A, 0, "8500|an router 1 192.168.1.1"},
		{"router.lan", TYPE_A, 0, "8500|an router.lan 1 192.168.1.1"},
		{"ROUTER.Lan", TYPE_A, 0, "8500|an ROUTER.Lan 1 192.168.1.1"},
		{"gw.lan", TYPE_A, 0, "8500|an gw.lan 1 192.168.1.1"},
		{"gw", TYPE_A, 5, "8105"},
		{"gw.lan.lan", TYPE_A, 3, "8503|ns lan 6 localhost"},
		{"box", TYPE_A, 0, "8500|an box 1 192.168.1.2|an box 1 192.168.1.3"},
		{"box.lan", TYPE_AAAA, 0, "8500|an box.lan 28"},
		{"box.lan", 255, 0, "8500|an box.lan 1 192.168.1.2|an box.lan 1 192.168.1.3"},
		{"again.lan", TYPE_A, 0, "8500|an again.lan 1 192.168.1.3"},
		{"router", TYPE_AAAA, 0, "8500"},
		{"router.lan", TYPE_AAAA, 0, "8500|ns lan 6 localhost"},
		{"router.lan", 16, 0, "8500|ns lan 6 localhost"},
		{"nobody.lan", TYPE_A, 3, "8503|ns lan 6 localhost"},
		{"deep.er.lan", TYPE_A, 0, "8500|an deep.er.lan 1 192.168.1.2"},
		{"er.lan", TYPE_A, 0, "8500|ns lan 6 localhost"},
		{"er.lan", 0, 0, "8500|ns lan 6 localhost"},
		{"er.lan", 255, 0, "8500|ns lan 6 localhost"},
		{"lan", TYPE_A, 0, "8500|ns lan 6 localhost"},
		{"lan", TYPE_SOA, 0, "8500|an lan 6 localhost"},
		{"plan", TYPE_A, 5, "8105"},
		{"www.example.test", TYPE_A, 0, "8500|an www.example.test 1 198.51.100.7"},
		{"www.example.test", TYPE_AAAA, 0, "8500|an www.example.test 28"},
		{"six.example.test", TYPE_A, 0, "8500"},
		{"example.test", TYPE_A, 5, "8105"},
		{".", TYPE_NS, 5, "8105"},
		{"short.lan", TYPE_A, 3, "8503|ns lan 6 localhost"},
		{"zoned.lan", TYPE_A, 3, "8503|ns lan 6 localhost"},
		{"kept.lan", TYPE_A, 0, "8500|an kept.lan 1 10.0.0.1"},
		{"last.lan", TYPE_A, 0, "8500|an last.lan 1 10.0.0.2"},
		{"1.1.168.192.in-addr.arpa", TYPE_PTR, 0,
			"8500|an 1.1.168.192.in-addr.arpa 12 router.lan"},
		{"3.1.168.192.IN-ADDR.arpa", TYPE_PTR, 0,
			"8500|an 3.1.168.192.IN-ADDR.arpa 12 box.lan"},
		{"9.1.168.192.in-addr.arpa", TYPE_PTR, 3,
			"8503|ns 1.168.192.in-addr.arpa 6 localhost"},
		{"1.168.192.in-addr.arpa", TYPE_PTR, 0,
			"8500|ns 1.168.192.in-addr.arpa 6 localhost"},
		{"7.100.51.198.in-addr.arpa", TYPE_PTR, 0,
			"8500|an 7.100.51.198.in-addr.arpa 12 www.example.test"},
		{"8.100.51.198.in-addr.arpa", TYPE_PTR, 5, "8105"},
		{"2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa",
			TYPE_PTR, 0,
			"8500|an 2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f."
			"ip6.arpa 12 box.lan"},
		{"0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa", TYPE_PTR, 0,
			"8500|ns 0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa 6 localhost"},
		{"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa", TYPE_PTR, 3,
			"8503|ns 0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa 6 localhost"},
		{"0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa", TYPE_PTR, 5, "8105"},
		{"box", 252, 4, "8104"},
		{"box", 250, 4, "8104"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		is(ask(zone, cases[i].name, cases[i].type), cases[i].rcode, "%s %u: the RCODE",
			cases[i].name, cases[i].type);
		says(cases[i].want, "%s %u: the reply", cases[i].name, cases[i].type);
	}
}

static void check_other(const struct zone *zone, const struct zone *asking)
{
	ask(asking, "elsewhere.test", TYPE_A);
	says("8185", "who asks others offers recursion");
	is(ask(asking, "www.example.test", 15), RCODE_REFUSED, "others know what else it has");
	is(ask(asking, "router.lan", 15), 0, "but not in a domain of our own");
	is(ask(asking, "www.example.test", TYPE_AAAA), 0, "and addresses are all here");
	is(ask(0, "router.lan", TYPE_A), RCODE_REFUSED, "nothing is known without a zone");
	put_header(&question, 7, 0x0110, 1, 0, 0);
	put_question(&question, "router", TYPE_A);
	ask_with(zone, REPLY_PLAIN);
	says("8510|an router 1 192.168.1.1", "CD is repeated");
	question.bytes[2] = 0;
	ask_with(zone, REPLY_PLAIN);
	says("8410|an router 1 192.168.1.1", "so is that no recursion is wanted");
	is(answer.bytes[1], 7, "and the id");
	put_header(&question, 7, 0x0100, 1, 0, 0);
	put_question(&question, "version.bind", 16);
	question.bytes[question.length - 1] = 3;
	is(ask_with(zone, REPLY_PLAIN), 4, "another class: NOTIMP");
}

static void check_edns(const struct zone *zone)
{
	put_header(&question, 7, 0x0100, 1, 0, 0);
	put_question(&question, "router", TYPE_A);
	add_opt(4096, 0, 0x8001, 0);
	is(ask_with(zone, REPLY_PLAIN), 0, "EDNS");
	says("8500|an router 1 192.168.1.1|ar . 41", "is answered in kind");
	is(reply.limit, REPLY_MAX, "its size is not more than ours");
	ok(!memcmp(answer.bytes + answer.length - 11, "\0\0\51\4\320\0\0\200\0\0\0", 11),
		"the record: our size, no version, DO");
	question.bytes[question.length - 8] = 2;
	question.bytes[question.length - 7] = 88;
	ask_with(zone, REPLY_PLAIN);
	is(reply.limit, 600, "the client's size");
	question.bytes[question.length - 8] = 0;
	ask_with(zone, REPLY_PLAIN);
	is(reply.limit, 512, "less than 512 is 512");
	question.bytes[question.length - 5] = 1;
	is(ask_with(zone, REPLY_PLAIN), 16, "another version: BADVERS");
	says("8100|ar . 41", "without an answer");
	is(answer.bytes[answer.length - 6], 1, "and the high bits of the RCODE");
	question.bytes[question.length - 5] = 0;
	question.bytes[question.length - 1] = 5;
	put_bytes(&question, "\0\12\0\1x", 5);
	is(ask_with(zone, REPLY_PLAIN), 0, "an unknown option");
	says("8500|an router 1 192.168.1.1|ar . 41", "is ignored");
	question.length--;
	is(ask_with(zone, REPLY_PLAIN), 1, "a cut option: FORMERR");
	says("8101", "with the header alone");
	question.length -= 4;
	question.bytes[question.length - 1] = 0;
	add_opt(4096, 0, 0, 0);
	is(ask_with(zone, REPLY_PLAIN), 1, "twice EDNS");
}

static void check_malformed(const struct zone *zone)
{
	unsigned good = 0, wrong = 0;

	for (int opcode = 1; opcode < 16; opcode++) {
		put_header(&question, 7, opcode << 11, 1, 0, 0);
		put_question(&question, "router", TYPE_A);
		good += ask_with(zone, REPLY_PLAIN) == 4 && answer.length == 12 &&
			answer.bytes[2] == (0x80 | opcode << 3) && answer.bytes[3] == 4 &&
			!answer.bytes[5];
	}
	is(good, 15, "all operations but QUERY: NOTIMP");
	for (int count = 0; count < 4; count++)
		for (int value = 0; value < 3; value++) {
			put_header(&question, 7, 0x0100, 1, 0, 0);
			put_question(&question, "router", TYPE_A);
			question.bytes[5 + 2 * count] = value;
			wrong += ask_with(zone, REPLY_PLAIN) == 1;
			question.bytes[4 + 2 * count] = 1;
			wrong += ask_with(zone, REPLY_PLAIN) == 1;
		}
	is(wrong, 4 * 6 - 4, "counts that are not those of a question: FORMERR");
	put_header(&question, 7, 0x8100, 1, 0, 0);
	put_question(&question, "router", TYPE_A);
	is(ask_with(zone, REPLY_PLAIN), REPLY_NONE, "a response is not answered");
	for (wrong = 0; question.length > 12; wrong += ask_with(zone, REPLY_PLAIN) == 1) {
		question.bytes[2] = 1;
		question.length--;
	}
	is(wrong, 12, "a question that is cut: FORMERR");
	for (wrong = 0; question.length--; wrong += ask_with(zone, REPLY_PLAIN) == REPLY_NONE)
		;
	is(wrong, 12, "a header that is cut is not answered");
}

static void check_wire(const struct zone *zone)
{
	static const char *const names[] = {
		"\300\14", "\300\0", "\3box\300\14", "\100", "\200", "\3bo\0"};

	for (size_t i = 0; i < COUNT(names); i++) {
		put_header(&question, 7, 0x0100, 1, 0, 0);
		put_bytes(&question, names[i], strlen(names[i]) + 1);
		put_bytes(&question, "\0\0\1\0\1", 5);
		question.length = 12 + (i == 1 ? 2 : strlen(names[i])) + 4;
		is(ask_with(zone, REPLY_PLAIN), 1, "a name that is none: FORMERR (%zu)", i);
	}
	for (unsigned labels = 126; labels < 130; labels++) {
		put_header(&question, 7, 0x0100, 1, 0, 0);
		for (unsigned i = 0; i < labels; i++)
			put_bytes(&question, "\1a", 2);
		put_bytes(&question, "\0\0\1\0\1", 5);
		is(ask_with(zone, REPLY_PLAIN), labels < 128 ? 5 : 1, "%u labels", labels);
	}
	put_header(&question, 7, 0x0100, 1, 0, 0);
	put_question(&question, "box", TYPE_A);
	put8(&question, 0);
	is(ask_with(zone, REPLY_PLAIN), 1, "a byte too many: FORMERR");
}

/* A name with so many addresses. */
static struct zone *make_crowd(unsigned count)
{
	static char text[65536];
	struct output out = OUTPUT(-1, text);

	for (unsigned i = 0; i < count; i++)
		output_format(&out, "10.0.%u.%u crowd\n", i / 250, i % 250 + 1);
	return make_zone(text, out.used, 0, 0);
}

static unsigned answers(void)
{
	struct message message;
	struct record record;
	unsigned count = 0;

	message_open(&message, answer.bytes, answer.length);
	while (message_next(&message, &record))
		count += record.section == SECTION_ANSWER;
	return message.cursor.broken ? 1000 : count;
}

static void check_truncation(void)
{
	struct zone *zone = make_crowd(400);

	ask(zone, "crowd", TYPE_A);
	is(answers(), 30, "as many records as 512 bytes hold");
	is(answer.length, 503, "and they are whole");
	is(answer.bytes[2] & 2, 2, "TC is set");
	add_opt(1232, 0, 0, 0);
	ask_with(zone, REPLY_PLAIN);
	is(answers(), 74, "as many as 1,232 bytes hold, with EDNS");
	is(answer.length, 1218, "and they are whole, too");
	ask_with(zone, REPLY_TCP);
	is(answers(), 253, "as many as are told over TCP");
	ok(answer.length <= REPLY_TCP && answer.bytes[2] & 2, "and TC is set");
	munmap(zone, ZONE_SIZE);
	zone = make_crowd(30);
	ask(zone, "crowd", TYPE_A);
	is(answers(), 30, "just as many as 512 bytes hold");
	is(answer.bytes[2] & 2, 0, "TC is not set");
	munmap(zone, ZONE_SIZE);
}

static void check_files(void)
{
	static char text[40000];
	struct output out = OUTPUT(-1, text);
	struct zone *zone;

	output_text(&out, "10.0.0.1");
	while (out.used < 30000)
		output_format(&out, " n%u", (unsigned)out.used);
	output_text(&out, "\n10.0.0.2 after\n");
	zone = make_zone(text, out.used, 0, 0);
	is(ask(zone, "n8", TYPE_A), 0, "the first names of a very long line");
	is(ask(zone, "after", TYPE_A), 0, "and the next line");
	munmap(zone, ZONE_SIZE);
	memset(text, 0, sizeof(text));
	memcpy(text + 5000, "\n10.0.0.3 between\n", 18);
	zone = make_zone(text, sizeof(text), 0, 0);
	is(ask(zone, "between", TYPE_A), 0, "a line between NULs");
	munmap(zone, ZONE_SIZE);
	zone = make_zone("", 0, "lan", 0);
	is(ask(zone, "router.lan", TYPE_A), 3, "an empty file");
	munmap(zone, ZONE_SIZE);
}

/* More than it can hold. */
static void check_full(void)
{
	enum { LINES = 90000 };
	char *text = malloc(LINES * 64);
	struct output out = {-1, 0, LINES * 64, text};
	struct zone *zone;

	for (unsigned i = 0; i < LINES; i++)
		output_format(&out, "0.0.0.0 advertisements-%u.example.test\n", i);
	zone = make_zone(text, out.used, 0, 0);
	ok(zone && !ask(zone, "advertisements-89999.example.test", TYPE_A), "90,000 names");
	munmap(zone, ZONE_SIZE);
	out.used = 0;
	for (unsigned i = 0; i < LINES; i++)
		output_format(&out, "10.%u.%u.%u advertisements-%u.example.test\n", i >> 16,
			i >> 8 & 255, i & 255, i);
	ok(!make_zone(text, out.used, 0, 0), "more than there is room for");
	free(text);
}

int main(void)
{
	struct zone *zone = make_zone(hosts, sizeof(hosts) - 1, "lan", 0);
	struct zone *asking = make_zone(hosts, sizeof(hosts) - 1, "lan", 1);

	check_names(zone);
	check_other(zone, asking);
	check_edns(zone);
	check_malformed(zone);
	check_wire(zone);
	check_truncation();
	check_files();
	check_full();
	return tap_done();
}
