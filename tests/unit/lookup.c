/* What is found without asking anybody: literals and localhost, for programs that connect. */
#include "dns/lookup.h"

#include "lib/process.h"

#include "tap.h"

#include <sys/socket.h>

static const struct {
	const char *name;
	int family;
	size_t room;
	const char *want; /* addresses, each before a space; or a status */
} table[] = {
	{"192.0.2.1", AF_UNSPEC, 4, "192.0.2.1 "},
	{"192.0.2.1", AF_INET, 1, "192.0.2.1 "},
	{"192.0.2.1", AF_INET6, 4, "1"},
	{"2001:db8::1", AF_UNSPEC, 4, "2001:db8::1 "},
	{"2001:db8::1", AF_INET, 4, "1"},
	{"localhost", AF_UNSPEC, 4, "::1 127.0.0.1 "},
	{"localhost", AF_UNSPEC, 1, "::1 "},
	{"localhost.", AF_INET, 4, "127.0.0.1 "},
	{"a.LOCALHOST", AF_INET6, 4, "::1 "},
	{"a..b", AF_UNSPEC, 4, "1"},
	{"", AF_UNSPEC, 4, "1"},
	{"a\\", AF_UNSPEC, 4, "1"},
};

int main(void)
{
	struct ip list[4], ip;

	for (size_t i = 0; i < COUNT(table); i++) {
		char print[200];
		struct output out = OUTPUT(-1, print);
		int count = lookup_addresses(
			table[i].name, strlen(table[i].name), table[i].family, list, table[i].room);

		if (count < 0)
			output_format(&out, "%u", (unsigned)-count);
		for (int j = 0; j < count; j++) {
			ip_print(&out, &list[j]);
			output_byte(&out, ' ');
		}
		is_text(&out, table[i].want, "'%s' (%d), room for %zu", table[i].name,
			table[i].family, table[i].room);
	}
	is(lookup_own_address("localhost", 9, AF_INET, &ip), 0, "our own: localhost");
	is(ip_to_v4(&ip), 0x7f000001, "our own: 127.0.0.1");
	is(lookup_own_address("::1", 3, AF_UNSPEC, &ip), 0, "our own: a literal");
	is(lookup_own_address("::1", 3, AF_INET, &ip), -1, "our own: one of the other family");
	is(lookup_own_address("nosuch.invalid", 14, AF_UNSPEC, &ip), -1,
		"our own: nobody is asked");
	return tap_done();
}
