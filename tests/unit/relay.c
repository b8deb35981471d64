/* Relay: which upstream is taken, what it is told, and how bytes get from here to there. */
#include "server/way.c" /* first, as it says what of libc is there */

#include "server/relay/header.c"
#include "server/relay/upstream.c"

#include "tap.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>

/* Not asked here, as each conversation says where its client connected to. */
void peer_from_address(struct peer *peer, const struct address *address)
{
	abort();
}

static struct peer side(const char *ip, unsigned port)
{
	struct peer peer = {.port = port};

	ip_parse(&peer.ip, ip, strlen(ip));
	return peer;
}

static void test_line(const char *from, const char *to, const char *want)
{
	struct talk talk = {.peer = side(from, 4242), .local = side(to, 443), .has_local = 1};
	char header[WAY_BUFFER];
	struct output out = {-1, relay_header(&talk, 0, header), sizeof(header), header};

	is_text(&out, want, "%s to %s", from, to);
}

static void test_lines(void)
{
	struct talk unknown = {.peer.is_local = 1, .has_local = 1};
	char header[WAY_BUFFER];
	struct output out = {-1, relay_header(&unknown, 0, header), sizeof(header), header};

	is_text(&out, "PROXY UNKNOWN\r\n", "a client of a UNIX socket");
	test_line("192.0.2.1", "198.51.100.2", "PROXY TCP4 192.0.2.1 198.51.100.2 4242 443\r\n");
	test_line("2001:db8::9", "2001:db8::2", "PROXY TCP6 2001:db8::9 2001:db8::2 4242 443\r\n");
	test_line(
		"192.0.2.1", "2001:db8::2", "PROXY TCP6 ::ffff:192.0.2.1 2001:db8::2 4242 443\r\n");
}

#define V2 "\r\n\r\n\0\r\nQUIT\n\x21"

static void test_binary(const char *from, const char *to, const char *want, size_t length)
{
	struct talk talk = {.peer = side(from, 0x1092), .local = side(to, 443), .has_local = 1};
	char header[WAY_BUFFER];
	size_t got;

	talk.peer.is_local = !*from;
	got = relay_header(&talk, 1, header);
	ok(got == length && !memcmp(header, want, length), "version 2: %s to %s", from, to);
}

static void test_binaries(void)
{
	static const char v4[] = V2 "\x11\0\x0c\xc0\0\2\1\xc6\x33\x64\2\x10\x92\1\xbb";
	static const char v6[] = V2 "\x21\0\x24\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x09"
				    "\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\1\x10\x92\1\xbb";
	static const char none[] = V2 "\0\0\0";

	test_binary("192.0.2.1", "198.51.100.2", v4, sizeof(v4) - 1);
	test_binary("2001:db8::9", "192.0.2.1", v6, sizeof(v6) - 1);
	test_binary("", "", none, sizeof(none) - 1);
}

static struct server server = {.now = 1000};
static struct upstreams all;
static struct relay relay = {.upstreams = &all};
static struct job job = {.server = &server, .own = &relay};

/* The places of those that are chosen one after another, as text. */
static const char *choices(int type)
{
	static char text[UPSTREAMS_MAX + 1];
	struct upstream *upstream;
	unsigned tried = 0, count = 0;

	while ((upstream = upstream_choose(&job, type, &tried)))
		text[count++] = '0' + (upstream - all.list);
	text[count] = 0;
	return text;
}

static void is_choice(int type, const char *want, const char *name)
{
	const char *got = choices(type);

	ok(!strcmp(got, want), "%s: %s", name, got);
}

static void test_choice(void)
{
	process.verbosity = LEVEL_WARNING;
	all.count = 4;
	for (unsigned i = 0; i < all.count; i++)
		all.list[i].type = i == 1 ? SOCK_DGRAM : SOCK_STREAM;
	is_choice(SOCK_STREAM, "023", "in order, those of the kind");
	is_choice(SOCK_DGRAM, "1", "the other kind");
	upstream_failed(&job, &all.list[0]);
	is_choice(SOCK_STREAM, "230", "a dead one comes last");
	upstream_failed(&job, &all.list[2]);
	upstream_failed(&job, &all.list[3]);
	is_choice(SOCK_STREAM, "023", "all are dead");
	server.now += DEAD_MS - 1;
	all.list[2].is_dead = 0;
	is_choice(SOCK_STREAM, "203", "until one is back");
	server.now += 1;
	is_choice(SOCK_STREAM, "023", "after a while all are asked again");
	job.flags = ROUND_ROBIN;
	for (unsigned i = 0; i < 4; i++) {
		unsigned tried = 0;
		struct upstream *upstream = upstream_choose(&job, SOCK_STREAM, &tried);

		is(upstream - all.list, i % 3 + (i % 3 > 0), "in turn");
	}
	is_choice(SOCK_DGRAM, "1", "the other kind has turns of its own");
}

static char bytes[WAY_BUFFER];

static void pair(int type, int sockets[2])
{
	if (socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, sockets))
		abort();
}

/* From one to the other, to the end. */
static size_t carry(struct way *way, int from, int to, int out, int *spare)
{
	static char got[1 << 20];
	size_t sum = 0;
	int steps = 0;

	while (!way->is_over && steps++ < 10000) {
		ssize_t taken;

		way_step(way, from, to, bytes, spare);
		while ((taken = read(out, got, sizeof(got))) > 0)
			sum += taken;
	}
	return sum;
}

static void test_way(int *spare, const char *name)
{
	static char text[50000];
	struct way way = {0};
	int in[2], out[2];
	size_t sum = 0;

	pair(SOCK_STREAM, in);
	pair(SOCK_STREAM, out);
	for (int i = 0; i < 6; i++) {
		ssize_t put = write(in[0], text, sizeof(text));

		for (int steps = 0; steps < 100; steps++) {
			ssize_t taken;

			way_step(&way, in[1], out[1], bytes, spare);
			while ((taken = read(out[0], text, sizeof(text))) > 0)
				sum += taken;
		}
		sum -= put;
	}
	is(sum, 0, "%s: all goes through", name);
	is(spare && *spare, spare != 0, "%s: in the end by a pipe", name);
	shutdown(in[0], SHUT_WR);
	is(carry(&way, in[1], out[1], out[0], spare), 0, "%s: the end", name);
	ok(way.is_over && !read(out[0], text, 1), "%s: is passed on", name);
	if (spare)
		way_close(spare);
}

static void test_refusal(void)
{
	struct way way = {0};
	int in[2], out[2];

	signal(SIGPIPE, SIG_IGN);
	pair(SOCK_STREAM, in);
	pair(SOCK_STREAM, out);
	close(out[0]);
	is(write(in[0], "x", 1), 1, "a byte");
	is(way_step(&way, in[1], out[1], bytes, 0), 0, "is taken");
	way_step(&way, in[1], out[1], bytes, 0);
	ok(way.is_over && !way.left, "and nobody wants it");
	is(way_step(&way, in[1], out[1], bytes, 0), 1, "then there is nothing to do");
	memset(&way, 0, sizeof(way));
	is(way_step(&way, in[1], out[1], bytes, 0), 1, "nothing has come");
	is(way_step(&way, -1, out[1], bytes, 0), -1, "where it comes from is gone");
}

int main(void)
{
	int spare[2] = {0};

	test_lines();
	test_binaries();
	test_choice();
	test_way(0, "copied");
	test_way(spare, "spliced");
	test_refusal();
	return tap_done();
}
