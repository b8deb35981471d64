/*
 * The PROXY protocol: what a header says, however it is cut into pieces, never a byte behind it,
 * and what is none.
 */
#include "server/proxy.c"

#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define V2 "\r\n\r\n\0\r\nQUIT\n"
#define V4_BLOCK "\xc0\x00\x02\x01\xc6\x33\x64\x02\xdb\x2c\x01\xbb"
#define V6_SOURCE "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01"
#define V6_TARGET "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02"
#define V4_MAPPED "\0\0\0\0\0\0\0\0\0\0\xff\xff\x0a\x01\x02\x03"
#define BYTES(text) text, sizeof(text) - 1
#define X10 "xxxxxxxxxx"
#define X36 X10 X10 X10 "xxxxxx"
#define X100 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10
#define X216 X100 X100 X10 "xxxxxx"

static const struct {
	const char *name, *bytes;
	size_t length;
	const char *want; /* "", or both sides; 0: refused */
} table[] = {
	/* Version 1. */
	{"TCP4", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 56108 443\r\n"),
		"192.0.2.1 56108 198.51.100.2 443"},
	{"TCP4, the longest", BYTES("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n"),
		"255.255.255.255 65535 255.255.255.255 65535"},
	{"TCP4, the shortest", BYTES("PROXY TCP4 1.2.3.4 5.6.7.8 0 0\r\n"), "1.2.3.4 0 5.6.7.8 0"},
	{"TCP6", BYTES("PROXY TCP6 2001:db8::1 2001:DB8::2 1 2\r\n"),
		"2001:db8::1 1 2001:db8::2 2"},
	{"TCP6, the longest",
		BYTES("PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
		      "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe 65535 65535\r\n"),
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 "
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe 65535"},
	{"TCP6 with an IPv4 client", BYTES("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 1 2\r\n"),
		"192.0.2.1 1 192.0.2.2 2"},
	{"UNKNOWN", BYTES("PROXY UNKNOWN\r\n"), ""},
	{"UNKNOWN with addresses",
		BYTES("PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
		      "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"),
		""},
	{"UNKNOWN with anything", BYTES("PROXY UNKNOWN \0\xff\r \t%n\r\r\n"), ""},
	{"UNKNOWN of 107 bytes", BYTES("PROXY UNKNOWN" X36 X36 X10 X10 "\r\n"), ""},
	{"UNKNOWN of 108 bytes", BYTES("PROXY UNKNOWN" X36 X36 X10 X10 "x\r\n"), 0},
	{"no end in 107 bytes", BYTES("PROXY UNKNOWN " X100), 0},
	{"LF alone", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 56108 443\n"), 0},
	{"UNKNOWN, LF alone", BYTES("PROXY UNKNOWN \n"), 0},
	{"CR alone", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 56108 443\r" X100), 0},
	{"LF CR", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 56108 443\n\r"), 0},
	{"CR inside", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 56108 4\r3\r\n"), 0},
	{"CR CR LF", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 56108 443\r\r\n"), 0},
	{"a space more at the end", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 56108 443 \r\n"), 0},
	{"a space more inside", BYTES("PROXY TCP4 192.0.2.1  198.51.100.2 56108 443\r\n"), 0},
	{"a space more before", BYTES("PROXY  TCP4 192.0.2.1 198.51.100.2 56108 443\r\n"), 0},
	{"a space before all", BYTES(" PROXY TCP4 192.0.2.1 198.51.100.2 56108 443\r\n"), 0},
	{"tabs", BYTES("PROXY\tTCP4\t192.0.2.1\t198.51.100.2\t56108\t443\r\n"), 0},
	{"a field more", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 56108 443 1\r\n"), 0},
	{"a field less", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 56108\r\n"), 0},
	{"no fields", BYTES("PROXY TCP4        \r\n"), 0},
	{"nothing behind TCP4", BYTES("PROXY TCP4     \r\n"), 0},
	{"a leading zero in an address", BYTES("PROXY TCP4 192.0.2.01 198.51.100.2 1 2\r\n"), 0},
	{"a leading zero in a port", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 01 2\r\n"), 0},
	{"a leading zero in the other", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 1 00\r\n"), 0},
	{"a port too large", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 65536 443\r\n"), 0},
	{"a port with a sign", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 +1 443\r\n"), 0},
	{"a port that is none", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 x 443\r\n"), 0},
	{"TCP4 with IPv6", BYTES("PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n"), 0},
	{"TCP4 with mapped IPv4", BYTES("PROXY TCP4 ::ffff:1.2.3.4 ::ffff:1.2.3.5 1 2\r\n"), 0},
	{"TCP6 with IPv4", BYTES("PROXY TCP6 192.0.2.1 198.51.100.2 1 2\r\n"), 0},
	{"TCP6 with one of IPv4", BYTES("PROXY TCP6 2001:db8::1 198.51.100.2 1 2\r\n"), 0},
	{"an address too long", BYTES("PROXY TCP6 1:2:3:4:5:6:7:8:9 ::1 1 2\r\n"), 0},
	{"a zone", BYTES("PROXY TCP6 fe80::1%lo fe80::2%lo 1 2\r\n"), 0},
	{"a name", BYTES("PROXY TCP4 localhost localhost 1 2\r\n"), 0},
	{"UDP4", BYTES("PROXY UDP4 192.0.2.1 198.51.100.2 1 2\r\n"), 0},
	{"TCP5", BYTES("PROXY TCP5 192.0.2.1 198.51.100.2 1 2\r\n"), 0},
	{"TCP46", BYTES("PROXY TCP46 192.0.2.1 198.51.100.2 1 2\r\n"), 0},
	{"small letters", BYTES("proxy tcp4 192.0.2.1 198.51.100.2 1 2\r\n"), 0},
	{"UNKNOWN, another one", BYTES("PROXY UNKNOWM 1\r\n"), 0},
	{"UNKNOWN, cut short", BYTES("PROXY UNKNOW\r\n" X100), 0},
	{"nothing behind PROXY", BYTES("PROXY\r\n" X100), 0},
	{"nothing behind its space", BYTES("PROXY \r\n" X100), 0},
	{"a NUL", BYTES("PROXY TCP4 192.0.2.1\0 198.51.100.2 1 2\r\n"), 0},
	{"no header", BYTES("GET / HTTP/1.0\r\n\r\n"), 0},
	{"POST", BYTES("POST / HTTP/1.0\r\n\r\n"), 0},
	{"P alone and a line end", BYTES("P\r\n" X100), 0},
	{"an empty line", BYTES("\r\n"), 0},
	{"a line that is too short", BYTES("PROXY UNKy\r\n"), 0},
	{"PROXY of another kind", BYTES("PROXYING UNKNOWN\r\n"), 0},
	/* Version 2. */
	{"v2 TCP over IPv4", BYTES(V2 "\x21\x11\0\x0c" V4_BLOCK),
		"192.0.2.1 56108 198.51.100.2 443"},
	{"v2 UDP over IPv4", BYTES(V2 "\x21\x12\0\x0c" V4_BLOCK),
		"192.0.2.1 56108 198.51.100.2 443"},
	{"v2 TCP over IPv6", BYTES(V2 "\x21\x21\0\x24" V6_SOURCE V6_TARGET "\0\x01\xff\xff"),
		"2001:db8::1 1 2001:db8::2 65535"},
	{"v2 UDP over IPv6", BYTES(V2 "\x21\x22\0\x24" V6_SOURCE V6_TARGET "\0\0\0\x02"),
		"2001:db8::1 0 2001:db8::2 2"},
	{"v2 mapped IPv4", BYTES(V2 "\x21\x21\0\x24" V4_MAPPED V6_TARGET "\0\x01\0\x02"),
		"10.1.2.3 1 2001:db8::2 2"},
	{"v2 UNIX stream", BYTES(V2 "\x21\x31\0\xd8" X216), ""},
	{"v2 UNIX datagram", BYTES(V2 "\x21\x32\0\xd8" X216), ""},
	{"v2 UNSPEC", BYTES(V2 "\x21\0\0\0"), ""},
	{"v2 UNSPEC with something", BYTES(V2 "\x21\0\0\x0axxxxxxxxxx"), ""},
	{"v2 IPv4 without a protocol", BYTES(V2 "\x21\x10\0\x0c" V4_BLOCK), ""},
	{"v2 no family, a stream", BYTES(V2 "\x21\x01\0\0"), ""},
	{"v2 LOCAL", BYTES(V2 "\x20\0\0\0"), ""},
	{"v2 LOCAL with a block", BYTES(V2 "\x20\x11\0\x0c" V4_BLOCK), ""},
	{"v2 LOCAL, an unknown family", BYTES(V2 "\x20\xff\0\x01x"), ""},
	{"v2 with extensions",
		BYTES(V2 "\x21\x11\0\x18" V4_BLOCK "\x04\0\x01x\x03\0\x04"
			 "abcd\0"),
		"192.0.2.1 56108 198.51.100.2 443"},
	{"v2 with broken ones", BYTES(V2 "\x21\x11\0\x0f" V4_BLOCK "\x01\xff\xff"),
		"192.0.2.1 56108 198.51.100.2 443"},
	{"v2 with one byte more", BYTES(V2 "\x21\x11\0\x0d" V4_BLOCK "x"),
		"192.0.2.1 56108 198.51.100.2 443"},
	{"v2 36 bytes for IPv4", BYTES(V2 "\x21\x11\0\x24" V4_BLOCK X10 X10 "xxxx"),
		"192.0.2.1 56108 198.51.100.2 443"},
	{"v2 37 bytes for IPv4", BYTES(V2 "\x21\x11\0\x25" V4_BLOCK X10 X10 "xxxxx"),
		"192.0.2.1 56108 198.51.100.2 443"},
	{"v2 too short for IPv4", BYTES(V2 "\x21\x11\0\x0b\xc0\0\x02\x01\xc6\x33\x64\x02\0\0\0"),
		0},
	{"v2 too short for IPv6", BYTES(V2 "\x21\x21\0\x23" V6_SOURCE V6_TARGET "\0\x01\xff"), 0},
	{"v2 short for UNIX", BYTES(V2 "\x21\x31\0\xd7" X100 X100 X10 "xxxxx"), ""},
	{"v2 IPv4 without a block", BYTES(V2 "\x21\x11\0\0"), 0},
	{"v2 an unknown family", BYTES(V2 "\x21\x41\0\x0c" V4_BLOCK), 0},
	{"v2 an unknown protocol", BYTES(V2 "\x21\x13\0\x0c" V4_BLOCK), 0},
	{"v2 an unknown command", BYTES(V2 "\x22\x11\0\x0c" V4_BLOCK), 0},
	{"version 1 in binary", BYTES(V2 "\x11\x11\0\x0c" V4_BLOCK), 0},
	{"version 3", BYTES(V2 "\x31\x11\xff\xff"), 0},
	{"v2 a wrong signature", BYTES("\r\n\r\n\0\r\nQUIT\r\x21\x11\0\x0c" V4_BLOCK), 0},
	{"v2 the signature ends early", BYTES("\r\n\r\n\r\nQUIT\n\x21\x11\0\x0c" V4_BLOCK), 0},
};

static char buffer[TALK_BUFFER], stale;
static int client;

static void begin(struct talk *talk)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends))
		abort();
	client = ends[1];
	*talk = (struct talk){.fd = ends[0], .buffer = buffer};
	ip_from_v4(&talk->peer.ip, 0x7f000001);
	talk->peer.port = 99;
	/* As the last conversation may have left it. */
	memset(buffer, stale, sizeof(buffer));
}

static void end(struct talk *talk)
{
	close(talk->fd);
	close(client);
}

static void send_all(const char *bytes, size_t length)
{
	if (send(client, bytes, length, 0) != (ssize_t)length)
		abort();
}

/* What it says, as in the table. */
static void summary(struct output *out, const struct talk *talk)
{
	if (!talk->has_local)
		return;
	ip_print(out, &talk->peer.ip);
	output_format(out, " %u ", talk->peer.port);
	ip_print(out, &talk->local.ip);
	output_format(out, " %u", talk->local.port);
}

static void judge(struct talk *talk, int result, size_t i, const char *how)
{
	char print[200], left[8];
	struct output out = OUTPUT(-1, print);

	is(result, table[i].want ? 1 : -1, "%s, %s", table[i].name, how);
	if (result >= 0)
		is(talk->used + talk->sent + talk->state, 0, "its state is gone");
	if (result < 0) {
		is(talk->peer.port, 99, "the peer stays as it was");
		return;
	}
	summary(&out, talk);
	is_text(&out, table[i].want, "and says that");
	if (!talk->has_local)
		is(talk->peer.port, 99, "the peer stays as it was");
	is(recv(talk->fd, left, sizeof(left), MSG_DONTWAIT), 3, "what is behind it");
	ok(!memcmp(left, "END", 3), "is left");
}

/* All at once, and in pieces of so many bytes: it ends with its last byte, or before. */
static void test_table(size_t piece)
{
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t length = table[i].length, at = 0;
		struct talk talk;
		char left[1];
		int result = 0;

		begin(&talk);
		while (at < length && !result) {
			size_t some = length - at < piece ? length - at : piece;

			send_all(table[i].bytes + at, some);
			at += some;
			/* With the last piece comes what is behind. */
			if (at == length)
				send_all("END", 3);
			result = proxy_read(&talk);
			/* What is left unread while more is waited for would spin the loop. */
			if (!result && recv(talk.fd, left, 1, MSG_DONTWAIT | MSG_PEEK) > 0)
				result = -9;
		}
		judge(&talk, result, i,
			piece == 1           ? "byte by byte"
				: piece == 7 ? "by seven"
					     : "at once");
		end(&talk);
	}
}

/* Cut short: whoever sends no more, is gone; before that, more is waited for. */
static void test_short(size_t i)
{
	unsigned wrong = 0;

	for (size_t length = 0; length < table[i].length; length++) {
		struct talk talk;

		begin(&talk);
		send_all(table[i].bytes, length);
		wrong += proxy_read(&talk) != 0;
		wrong += proxy_read(&talk) != 0;
		shutdown(client, SHUT_WR);
		wrong += proxy_read(&talk) != -1;
		wrong += talk.has_local || talk.peer.port != 99;
		end(&talk);
	}
	is(wrong, 0, "%s: every part of it waits for more, and is none at its end", table[i].name);
}

/* The longest of version 2, in pieces of so many bytes. */
static void test_longest(size_t piece)
{
	static char bytes[16 + 65535 + 3];
	struct talk talk;
	int result = 0;
	size_t at = 0;

	memset(bytes, '\n', sizeof(bytes));
	memcpy(bytes, V2 "\x21\x11\xff\xff" V4_BLOCK, 28);
	memcpy(bytes + sizeof(bytes) - 3, "END", 3);
	begin(&talk);
	while (at < sizeof(bytes) && !result) {
		size_t some = sizeof(bytes) - at < piece ? sizeof(bytes) - at : piece;

		send_all(bytes + at, some);
		at += some;
		result = proxy_read(&talk);
	}
	is(result, 1, "65,551 bytes, by %zu", piece);
	is(talk.peer.port, 56108, "are understood");
	is(recv(talk.fd, bytes, sizeof(bytes), MSG_DONTWAIT), 3 - (long)(sizeof(bytes) - at),
		"and what is behind is left");
	end(&talk);
}

int main(void)
{
	test_table(1000);
	stale = 'P';
	test_table(1000);
	test_table(7);
	test_table(1);
	for (size_t i = 0; i < COUNT(table); i++)
		if (table[i].want)
			test_short(i);
	test_longest(65554);
	test_longest(4099);
	test_longest(997);
	return tap_done();
}
