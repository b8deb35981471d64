/* Clients: counted by their network, held off over their rate, forgotten before harm is done. */
#include "server/clients.c"

#include "child.h"
#include "tap.h"

static struct clients clients;

static void prepare(const char *count, const char *rate, unsigned prefix4, unsigned prefix6)
{
	struct settings settings = {
		.per_client = count, .rate = rate, .prefix4 = prefix4, .prefix6 = prefix6};

	clients_free(&clients);
	clients_prepare(&clients, &settings);
}

static enum refusal enter(const char *address, uint32_t now, struct client **place)
{
	struct ip ip;

	*place = 0;
	if (ip_parse(&ip, address, strlen(address)))
		abort();
	return clients_enter(&clients, &ip, now, place);
}

/* Enters and, where it may, leaves again. */
static enum refusal try(const char *address, uint32_t now)
{
	struct client *place;
	enum refusal admission = enter(address, now, &place);

	clients_leave(place);
	return admission;
}

static void test_count(void)
{
	struct client *first, *second, *third, *other;

	prepare("2", 0, 32, 64);
	is(enter("192.0.2.1", 1, &first), NOT_REFUSED, "-C 2: the first");
	is(enter("192.0.2.1", 1, &second), NOT_REFUSED, "the second");
	ok(first == second, "at the same place");
	is(enter("192.0.2.1", 1, &third), REFUSED_COUNT, "the third is one too many");
	ok(!third, "and has no place");
	is(enter("192.0.2.2", 1, &other), NOT_REFUSED, "another client");
	is(try("::ffff:192.0.2.1", 1), REFUSED_COUNT, "written as IPv6, it is the same client");
	is(try("2001:db8::1", 1), NOT_REFUSED, "one of IPv6");
	clients_leave(first);
	is(enter("192.0.2.1", 1, &first), NOT_REFUSED, "when one has ended, there is room");
	is(try("192.0.2.1", 1), REFUSED_COUNT, "for one");
	clients_leave(third);
	is(try("192.0.2.1", 1), REFUSED_COUNT, "who had no place leaves none");
}

static void test_prefixes(void)
{
	struct client *place;

	prepare("1", 0, 32, 64);
	is(enter("2001:db8::1", 1, &place), NOT_REFUSED, "/64: one");
	is(try("2001:db8::ffff:0:0:1", 1), REFUSED_COUNT, "and another of its network");
	is(try("2001:db8:0:1::1", 1), NOT_REFUSED, "and of the next network");
	prepare("1", 0, 24, 128);
	is(enter("192.0.2.1", 1, &place), NOT_REFUSED, "/24: one");
	is(try("192.0.2.255", 1), REFUSED_COUNT, "and another of its network");
	is(try("192.0.3.1", 1), NOT_REFUSED, "and of the next network");
	is(enter("2001:db8::1", 1, &place), NOT_REFUSED, "/128: one");
	is(try("2001:db8::2", 1), NOT_REFUSED, "and its neighbour");
	prepare("1", 0, 0, 0);
	is(enter("192.0.2.1", 1, &place), NOT_REFUSED, "/0: one");
	is(try("198.51.100.1", 1), REFUSED_COUNT, "all of IPv4 is one client");
	is(enter("2001:db8::1", 1, &place), NOT_REFUSED, "and of IPv6");
	is(try("fe80::1", 1), REFUSED_COUNT, "another one");
}

static void test_rate(void)
{
	/* Also where the milliseconds begin anew. */
	static const uint32_t starts[] = {0, 5, 1000000, 0xffffff00};

	for (size_t i = 0; i < COUNT(starts); i++) {
		uint32_t at = starts[i];

		prepare(0, "3/10", 32, 64);
		is(try("192.0.2.1", at), NOT_REFUSED, "3/10 from %u: the first", at);
		is(try("192.0.2.1", at + 1), NOT_REFUSED, "the second");
		is(try("192.0.2.1", at + 8000), NOT_REFUSED, "the third");
		is(try("192.0.2.1", at + 9000), REFUSED_RATE, "the fourth is held off");
		is(try("192.0.2.2", at + 9000), NOT_REFUSED, "another client is not");
		is(try("192.0.2.1", at + 10001), REFUSED_RATE, "it stays so");
		is(try("192.0.2.1", at + 18999), REFUSED_RATE, "for ten seconds");
		is(try("192.0.2.1", at + 19000), NOT_REFUSED, "and not longer, though it tried");
		is(try("192.0.2.1", at + 19000), NOT_REFUSED, "with all of its rate");
		is(try("192.0.2.1", at + 19000), NOT_REFUSED, "again");
		is(try("192.0.2.1", at + 19000), REFUSED_RATE, "and over it");
		is(try("192.0.2.3", at + 20000), NOT_REFUSED, "another");
		is(try("192.0.2.3", at + 30000), NOT_REFUSED, "that comes slowly");
		is(try("192.0.2.3", at + 40000), NOT_REFUSED, "is let in");
		is(try("192.0.2.3", at + 50000), NOT_REFUSED, "always");
		is(try("192.0.2.3", at + 60000), NOT_REFUSED, "and again");
	}
}

static void test_both(void)
{
	struct client *place;

	prepare("1:too many\n", "2/1", 32, 64);
	ok(!strcmp(clients.message, "too many\n"), "the message");
	is(enter("192.0.2.1", 1, &place), NOT_REFUSED, "-C 1 --rate 2/1: one");
	for (int i = 0; i < 9; i++)
		is(try("192.0.2.1", 1), REFUSED_COUNT, "two at once are too many");
	clients_leave(place);
	is(try("192.0.2.1", 1), NOT_REFUSED, "those did not count for the rate");
	is(try("192.0.2.1", 1), REFUSED_RATE, "this one did");
	prepare("1:", 0, 32, 64);
	ok(!*clients.message, "an empty message");
}

/* Who has very many addresses drives nobody out who is there, and locks nobody out. */
static void test_crowd(void)
{
	static struct client *places[5000];
	struct client *mine = 0;
	unsigned uncounted = 0, wrong = 0, live = 0, known = 0;
	struct ip ip;

	prepare("1", 0, 32, 64);
	is(enter("198.51.100.1", 1, &mine), NOT_REFUSED, "one is there");
	for (unsigned i = 0; i < COUNT(places); i++) {
		ip_from_v4(&ip, 0xc0a80000 + i);
		wrong += clients_enter(&clients, &ip, 2, &places[i]) != NOT_REFUSED;
		uncounted += !places[i];
	}
	is(wrong, 0, "5,000 others are let in");
	ok(uncounted >= 5000 - ROOM, "those that cannot be counted too (%u)", uncounted);
	ok(uncounted < 5000 - ROOM / 2, "most places are used (%u)", 5000 - uncounted);
	is(try("198.51.100.1", 3), REFUSED_COUNT, "the one is still known");
	for (unsigned i = 0; i < COUNT(places); i++)
		clients_leave(places[i]);
	clients_leave(mine);
	for (unsigned i = 0; i < ROOM; i++)
		live += clients.table[i].live;
	is(live, 0, "nothing is left when all have gone");
	/* Idle ones make room, and do not push out one that is held off just now, unless older. */
	prepare(0, "1/1000", 32, 64);
	for (unsigned i = 0; i < 5000; i++) {
		ip_from_v4(&ip, 0xc0a80000 + i);
		mine = 0;
		wrong += clients_enter(&clients, &ip, i, &mine) != NOT_REFUSED || !mine;
		clients_leave(mine);
	}
	is(wrong, 0, "idle ones make room");
	for (unsigned i = 4900; i < 5000; i++) {
		ip_from_v4(&ip, 0xc0a80000 + i);
		known += clients_enter(&clients, &ip, 5000, &mine) == REFUSED_RATE;
	}
	ok(known > 95, "of the last hundred %u are known", known);
}

/* Neighbours, as an attacker would have them, are spread over the table. */
static void test_spread(const char *first, unsigned byte)
{
	struct client *place = 0;
	unsigned lost = 0;
	struct ip ip;

	prepare("1", 0, 32, 64);
	ip_parse(&ip, first, strlen(first));
	for (unsigned i = 0; i < 256; i++) {
		ip.bytes[byte] = i;
		place = 0;
		clients_enter(&clients, &ip, 1, &place);
		lost += !place;
	}
	ok(lost < 26, "256 neighbours of %s: %u are not counted", first, lost);
}

static void prepare_wrong(void *texts)
{
	prepare(((char **)texts)[0], ((char **)texts)[1], 32, 64);
}

static void test_wrong(void)
{
	static const struct {
		const char *option, *count, *rate;
	} wrongs[] = {
		{"-C 0", "0", 0},
		{"-C x", "x", 0},
		{"-C ", "", 0},
		{"-C :busy", ":busy", 0},
		{"-C -1", "-1", 0},
		{"-C 65536", "65536", 0},
		{"-C 5 ", "5 ", 0},
		{"--rate 5", 0, "5"},
		{"--rate 5/", 0, "5/"},
		{"--rate /5", 0, "/5"},
		{"--rate 0/5", 0, "0/5"},
		{"--rate 5/0", 0, "5/0"},
		{"--rate 5/1/1", 0, "5/1/1"},
		{"--rate 5/1s", 0, "5/1s"},
		{"--rate 99999/1", 0, "99999/1"},
	};
	struct child child;

	for (size_t i = 0; i < COUNT(wrongs); i++) {
		run_child(&child, prepare_wrong, (void *)&wrongs[i].count);
		is(child.status, STATUS_USAGE, "'%s' is wrong usage", wrongs[i].option);
		ok(strstr(child.text, wrongs[i].option) != 0, "and named: %.*s",
			(int)strcspn(child.text, "\n"), child.text);
	}
}

int main(void)
{
	struct client *place;

	process.name = "clients";
	prepare(0, 0, 32, 64);
	ok(!clients.table, "nothing is counted, no memory");
	is(enter("192.0.2.1", 1, &place), NOT_REFUSED, "everybody may");
	ok(!place, "without a place");
	clients_leave(place);
	test_count();
	test_prefixes();
	test_rate();
	test_both();
	test_crowd();
	test_spread("192.0.2.0", 15);
	test_spread("192.0.2.0", 12);
	test_spread("2001:db8::", 7);
	test_spread("2001:db8::", 4);
	test_wrong();
	return tap_done();
}
