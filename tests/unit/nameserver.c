/* Where name servers are: every way to write one, and how they are printed. */
#include "dns/nameserver.h"

#include "tap.h"

static const struct {
	const char *text, *want; /* 0: malformed */
} table[] = {
	{"192.0.2.1", "192.0.2.1"},
	{"192.0.2.1:53", "192.0.2.1"},
	{"192.0.2.1:5353", "192.0.2.1:5353"},
	{"192.0.2.1:65535", "192.0.2.1:65535"},
	{"2001:db8::1", "2001:db8::1"},
	{"[2001:db8::1]", "2001:db8::1"},
	{"[2001:db8::1]:53", "2001:db8::1"},
	{"[2001:db8::1]:5353", "[2001:db8::1]:5353"},
	{"[192.0.2.1]:5353", "192.0.2.1:5353"},
	{"fe80::1%1", "fe80::1%1"},
	{"[fe80::1%1]:5353", "[fe80::1%1]:5353"},
	{"[fe80::1%lo]", "fe80::1%1"},
	{"::", "::"},
	{"", 0},
	{":", 0},
	{":53", 0},
	{"[", 0},
	{"[]", 0},
	{"[]:53", 0},
	{"[::1", 0},
	{"[::1]x", 0},
	{"[::1]:", 0},
	{"[::1]53", 0},
	{"192.0.2.1:", 0},
	{"192.0.2.1:0", 0},
	{"192.0.2.1:65536", 0},
	{"192.0.2.1:99999999999", 0},
	{"192.0.2.1:5x", 0},
	{"192.0.2", 0},
	{"localhost", 0},
	{"fe80::1%", 0},
	{"fe80::1%0", 0},
	{"fe80::1%nosuchinterface", 0},
	{"fe80::1%99999999999", 0},
	{"%1", 0},
};

int main(void)
{
	for (size_t i = 0; i < COUNT(table); i++) {
		struct span text = {table[i].text, strlen(table[i].text)};
		struct nameserver server;
		char print[100];
		struct output out = OUTPUT(-1, print);
		int result = nameserver_parse(&server, text);

		is(result, table[i].want ? 0 : -1, "'%s'", table[i].text);
		if (result)
			continue;
		nameserver_print(&out, &server);
		is_text(&out, table[i].want, "'%s' printed", table[i].text);
	}
	return tap_done();
}
