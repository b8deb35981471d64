/* Types of records by name, and their data as text. */
#include "dns/type.h"

#include "tap.h"

static const struct {
	const char *type;
	size_t length;
	const char *bytes;
	const char *want; /* 0: malformed */
} table[] = {
	{"A", 4, "\xc0\0\2\1", "192.0.2.1"},
	{"a", 3, "\xc0\0\2", 0},
	{"A", 5, "\xc0\0\2\1\1", 0},
	{"A", 0, "", 0},
	{"AAAA", 16, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", "2001:db8::1"},
	{"aaaa", 16, "\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\1", "::ffff:192.0.2.1"},
	{"AAAA", 15, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0", 0},
	{"CNAME", 5, "\3a.b\0", "a\\.b."},
	{"NS", 1, "\0", "."},
	{"PTR", 6, "\3abc\0x", 0},
	{"ptr", 4, "\3abc", 0},
	{"Cname", 2, "\xc0\0", 0},
};

int main(void)
{
	char known[64];
	struct output names = OUTPUT(-1, known);

	for (size_t i = 0; i < COUNT(table); i++) {
		const struct type *type = type_find(table[i].type);
		char print[100];
		struct output out = OUTPUT(-1, print);
		struct cursor data;
		int result;

		if (!type) {
			ok(0, "%s is known", table[i].type);
			continue;
		}
		cursor_open(&data, table[i].bytes, table[i].length);
		result = type_print(&out, type, &data);
		is(result, table[i].want ? 0 : -1, "%zu %s", i, table[i].type);
		if (!result)
			is_text(&out, table[i].want, "%zu %s printed", i, table[i].type);
	}
	ok(!type_find("AA") && !type_find("AAAAA") && !type_find("") && !type_find("TYPE1") &&
			!type_find("CNAMEX"),
		"others are not known");
	types_print(&names);
	is_text(&names, " A AAAA CNAME NS PTR", "those that are known");
	return tap_done();
}
