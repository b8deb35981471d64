/*
 * Names: text to wire and back, out of messages whole and broken, comparing, joining, the reverse
 * trees.
 */
#include "dns/name.h"

#include "packet.h"
#include "tap.h"

static void check_parse(void)
{
	static const char label63[] =
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	static const struct {
		const char *text;
		int result;
		const char *printed; /* 0: as text */
	} table[] = {
		{"example.test", 0, 0},
		{"example.test.", 1, "example.test"},
		{".", 1, "."},
		{"a", 0, 0},
		{"a.", 1, "a"},
		{"_x._y", 0, 0},
		{"MiXed.Test", 0, 0},
		{"a\\.b.test", 0, "a\\.b.test"},
		{"\\000\\255.test", 0, "\\000\\255.test"},
		{"\\065b", 0, "Ab"},
		{"\\x\\\\", 0, "x\\\\"},
		{"a b", 0, "a\\032b"},
		{"\"();@$", 0, "\\\"\\(\\)\\;\\@\\$"},
		{"b\303\274cher.test", 0, "b\\195\\188cher.test"},
		{"a\\.", 0, "a\\."},
		{"", -1, "."},
		{"..", -1, "."},
		{".a", -1, "."},
		{"a..b", -1, "."},
		{"a..", -1, "."},
		{"a\\", -1, "."},
		{"a\\2", -1, "."},
		{"a\\25", -1, "."},
		{"a\\256", -1, "."},
		{"a\\2x5", -1, "."},
		{label63, 0, 0},
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		char text[1100];
		struct output out = OUTPUT(-1, text);
		struct name name;

		is(name_parse(&name, table[i].text, strlen(table[i].text)), table[i].result,
			"parse '%s'", table[i].text);
		name_print(&out, &name);
		is_text(&out, table[i].printed ? table[i].printed : table[i].text, "print '%s'",
			table[i].text);
	}
}

/*
 * Labels of 63, 63, 63 and `last` bytes: 1 + 63, three times, 1 + last and the root make 194 +
 * last.
 */
static void check_lengths(void)
{
	char text[300], print[1100];
	struct output out = OUTPUT(-1, print);
	struct name name;

	memset(text, 'a', sizeof(text));
	is(name_parse(&name, text, 64), -1, "a label of 64 bytes");
	for (int i = 1; i <= 3; i++)
		text[64 * i - 1] = '.';
	is(name_parse(&name, text, 192 + 61), 0, "a name of 255 bytes");
	is(name.length, 255, "its length");
	name_print(&out, &name);
	ok(out.used == 253 && !memcmp(print, text, 253), "its text");
	is(name_parse(&name, text, 192 + 62), -1, "a name of 256 bytes");
	text[192 + 61] = '.';
	is(name_parse(&name, text, 192 + 62), 1, "255 bytes and a dot");
	is(name_parse(&name, text, 192 + 63), -1, "and a further label");
	memset(text, '.', sizeof(text));
	for (int i = 0; i < 127; i++)
		text[2 * i] = 'x';
	is(name_parse(&name, text, 253), 0, "127 labels");
	is(name.length, 255, "their length");
	is(name_dots(&name), 126, "their dots");
	is(name_parse(&name, text, 255), -1, "128 labels");
}

static void check_dots(void)
{
	static const struct {
		const char *text;
		unsigned dots;
	} table[] = {{".", 0}, {"a", 0}, {"a.", 0}, {"a.b", 1}, {"a\\.b", 0}, {"a.b.c.", 2}};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct name name;

		name_parse(&name, table[i].text, strlen(table[i].text));
		is(name_dots(&name), table[i].dots, "dots of %s", table[i].text);
	}
}

static void check_equal(void)
{
	static const struct {
		const char *a, *b;
		int same;
	} table[] = {
		{"example.test", "EXAMPLE.TeSt", 1},
		{"example.test", "example.test.", 1},
		{".", ".", 1},
		{"a.bc", "ab.c", 0},
		{"a", "a.b", 0},
		{"a@", "a`", 0},
		{"a[", "a{", 0},
		{"\\195", "\\227", 0},
		{"a\\.b", "a.b", 0},
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct name a, b;

		name_parse(&a, table[i].a, strlen(table[i].a));
		name_parse(&b, table[i].b, strlen(table[i].b));
		is(name_equal(&a, &b), table[i].same, "'%s' and '%s'", table[i].a, table[i].b);
	}
}

static void check_append(void)
{
	char text[256], print[1100];
	struct output out = OUTPUT(-1, print);
	struct name name, suffix;

	name_parse(&name, "www", 3);
	name_parse(&suffix, "example.test", 12);
	is(name_append(&name, &suffix), 0, "append");
	name_print(&out, &name);
	is_text(&out, "www.example.test", "appended");
	name_parse(&suffix, ".", 1);
	is(name_append(&name, &suffix), 0, "append the root");
	is(name.length, 18, "that changes nothing");
	memset(text, 'a', sizeof(text));
	text[63] = text[127] = text[191] = '.';
	name_parse(&suffix, text, 192 + 42);
	is(suffix.length, 236, "a suffix of 236 bytes");
	name_parse(&name, "abcdefgh.ijklmnopq", 18);
	is(name_append(&name, &suffix), 0, "255 in all");
	is(name.length, 255, "255 in all: the length");
	name_parse(&name, "abcdefgh.ijklmnopqr", 19);
	is(name_append(&name, &suffix), -1, "256 in all");
	is(name.length, 21, "256 in all: as before");
}

static void check_reverse(void)
{
	static const struct {
		const char *ip, *name;
	} table[] = {
		{"192.0.2.1", "1.2.0.192.in-addr.arpa"},
		{"255.255.255.255", "255.255.255.255.in-addr.arpa"},
		{"0.0.0.0", "0.0.0.0.in-addr.arpa"},
		{"2001:db8::567:89ab",
			"b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
			"f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.f.ip6.arpa"},
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		char print[300];
		struct output out = OUTPUT(-1, print);
		struct name name;
		struct ip ip;

		ip_parse(&ip, table[i].ip, strlen(table[i].ip));
		name_reverse(&name, &ip);
		name_print(&out, &name);
		is_text(&out, table[i].name, "reverse of %s", table[i].ip);
	}
}

/* Bytes of a message, where in it a name begins, and that name, or 0 where it is malformed. */
static const struct {
	const char *what;
	size_t length, at;
	const char *bytes, *name;
	size_t behind; /* where the cursor stands afterwards */
} messages[] = {
	{"plain", 5, 0, "\3abc\0", "abc", 5},
	{"root", 1, 0, "\0", ".", 1},
	{"empty message", 0, 0, "", 0, 0},
	{"no end", 4, 0, "\3abc", 0, 0},
	{"a label beyond the end", 3, 0, "\3ab", 0, 0},
	{"pointer back", 9, 5, "\3abc\0\1x\xc0\0", "x.abc", 9},
	{"pointer alone", 7, 5, "\3abc\0\xc0\0", "abc", 7},
	{"pointer into a name", 9, 7, "\3abc\1d\0\xc0\4", "d", 9},
	{"pointer to a pointer", 9, 7, "\3abc\0\xc0\0\xc0\5", "abc", 9},
	{"half a pointer", 1, 0, "\xc0", 0, 0},
	{"pointer to itself", 2, 0, "\xc0\0", 0, 0},
	{"pointer to its own label", 4, 0, "\1a\xc0\0", 0, 0},
	{"pointers to each other", 4, 0, "\xc0\2\xc0\0", 0, 0},
	{"pointers to each other, the second", 4, 2, "\xc0\2\xc0\0", 0, 0},
	{"pointer forward", 6, 0, "\xc0\2\3abc", 0, 0},
	{"pointer beyond the end", 2, 0, "\xff\xff", 0, 0},
	{"pointer to where it goes on", 6, 2, "\1a\1b\xc0\0", 0, 0},
	{"label of kind 01", 3, 0, "\x41xx", 0, 0},
	{"label of kind 10", 3, 0, "\x81xx", 0, 0},
};

static void check_read(void)
{
	for (size_t i = 0; i < COUNT(messages); i++) {
		char print[300];
		struct output out = OUTPUT(-1, print);
		struct cursor cursor;
		struct name name;
		int result;

		cursor_open(&cursor, messages[i].bytes, messages[i].length);
		cursor_take(&cursor, messages[i].at);
		result = name_read(&name, &cursor);
		is(result, messages[i].name ? 0 : -1, "%s", messages[i].what);
		is(cursor.broken, !messages[i].name, "%s: the cursor", messages[i].what);
		name_print(&out, &name);
		is_text(&out, messages[i].name ? messages[i].name : ".", "%s: the name",
			messages[i].what);
		if (messages[i].name)
			is(cursor.at - cursor.start, messages[i].behind, "%s: behind it",
				messages[i].what);
	}
}

/* The name that ends at the last pointer of a chain of so many; a root is at the beginning. */
static int read_chain(unsigned pointers)
{
	struct packet packet = {0};
	struct cursor cursor;
	struct name name;

	put8(&packet, 0);
	put8(&packet, 0);
	for (unsigned i = 0; i < pointers; i++)
		put_pointer(&packet, packet.length - 2);
	cursor_open(&cursor, packet.bytes, packet.length);
	cursor_take(&cursor, packet.length - 2);
	return name_read(&name, &cursor);
}

static void check_read_limits(void)
{
	struct packet packet = {0};
	struct cursor cursor;
	struct name name;

	for (int i = 0; i < 4; i++) {
		put8(&packet, i < 3 ? 63 : 61);
		for (int j = 0; j < (i < 3 ? 63 : 61); j++)
			put8(&packet, 'a');
	}
	put8(&packet, 0);
	put8(&packet, 1);
	put8(&packet, 'b');
	put_pointer(&packet, 0);
	cursor_open(&cursor, packet.bytes, packet.length);
	is(name_read(&name, &cursor), 0, "255 bytes");
	is(name.length, 255, "255 bytes: the length");
	is(name_read(&name, &cursor), -1, "257 bytes by a pointer");
	is(read_chain(127), 0, "127 pointers");
	is(read_chain(128), -1, "128 pointers");
	is(read_chain(2000), -1, "2,000 pointers");
}

int main(void)
{
	check_parse();
	check_lengths();
	check_dots();
	check_equal();
	check_append();
	check_reverse();
	check_read();
	check_read_limits();
	return tap_done();
}
