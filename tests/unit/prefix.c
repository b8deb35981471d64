/* Blocks of addresses: read strictly, and which addresses are in them. */
#include "lib/prefix.h"

#include "tap.h"

static const struct {
	const char *text, *want; /* the address as it is written, and the bits; or none */
} table[] = {
	{"10.0.0.0/8", "10.0.0.0 104"},
	{"0.0.0.0/0", "0.0.0.0 96"},
	{"192.0.2.1", "192.0.2.1 128"},
	{"192.0.2.1/32", "192.0.2.1 128"},
	{"192.0.2.128/25", "192.0.2.128 121"},
	{"2001:db8::/32", "2001:db8:: 32"},
	{"2001:db8::1", "2001:db8::1 128"},
	{"::/0", ":: 0"},
	{"::1/128", "::1 128"},
	{"::ffff:10.0.0.0/104", "10.0.0.0 104"},
	{"::ffff:10.1.2.3", "10.1.2.3 128"},
	{"10.1.2.3/8", "none"},
	{"192.0.2.129/25", "none"},
	{"0.0.0.1/0", "none"},
	{"2001:db8::1/64", "none"},
	{"::ffff:0.0.0.0/95", "none"},
	{"::ffff:0.0.0.0/0", "none"},
	{"", "none"},
	{"/", "none"},
	{"/8", "none"},
	{"10.0.0.0/", "none"},
	{"10.0.0.0/33", "none"},
	{"10.0.0.0/-1", "none"},
	{"10.0.0.0/8/8", "none"},
	{"10.0.0.0/8 ", "none"},
	{"10.0.0.0/255.0.0.0", "none"},
	{"10.0.0/8", "none"},
	{"10/8", "none"},
	{"::/129", "none"},
	{"::/4294967296", "none"},
	{"[::1]", "none"},
	{"fe80::1%eth0", "none"},
	{"localhost", "none"},
	{"any", "none"},
};

static const struct {
	const char *block, *address;
	int has;
} members[] = {
	{"10.0.0.0/8", "10.0.0.0", 1},
	{"10.0.0.0/8", "10.255.255.255", 1},
	{"10.0.0.0/8", "11.0.0.0", 0},
	{"10.0.0.0/8", "9.255.255.255", 0},
	{"10.0.0.0/8", "::ffff:10.1.2.3", 1},
	{"10.0.0.0/8", "a00::", 0},
	{"192.0.2.128/25", "192.0.2.128", 1},
	{"192.0.2.128/25", "192.0.2.127", 0},
	{"192.0.2.1", "192.0.2.1", 1},
	{"192.0.2.1", "192.0.2.0", 0},
	{"0.0.0.0/0", "255.255.255.255", 1},
	{"0.0.0.0/0", "::1", 0},
	{"::/0", "::1", 1},
	{"::/0", "ffff::", 1},
	{"::/0", "192.0.2.1", 0},
	{"::/64", "192.0.2.1", 0},
	{"2001:db8::/33", "2001:db8:7fff::", 1},
	{"2001:db8::/33", "2001:db8:8000::", 0},
	{"::1", "::1", 1},
	{"::1", "::", 0},
};

static void parse(struct ip *base, unsigned *bits, const char *text)
{
	is(!prefix_parse(base, bits, text), 1, "%s is one", text);
}

int main(void)
{
	struct ip base, ip;
	unsigned bits;

	for (size_t i = 0; i < COUNT(table); i++) {
		char print[60];
		struct output out = OUTPUT(-1, print);
		int failed = prefix_parse(&base, &bits, table[i].text);

		if (failed)
			output_text(&out, "none");
		else
			ip_print(&out, &base);
		if (!failed)
			output_format(&out, " %u", bits);
		is_text(&out, table[i].want, "'%s'", table[i].text);
	}
	for (size_t i = 0; i < COUNT(members); i++) {
		parse(&base, &bits, members[i].block);
		ip_parse(&ip, members[i].address, strlen(members[i].address));
		is(prefix_has(&base, bits, &ip), members[i].has, "%s in %s", members[i].address,
			members[i].block);
	}
	/* Bit by bit, against the plain way. */
	for (bits = 0; bits <= 128; bits++) {
		int wrong = 0;

		for (int ones = 0; ones < 2; ones++) {
			memset(&ip, 0xa5, sizeof(ip));
			prefix_fill(&ip, bits, ones);
			for (unsigned bit = 0; bit < 128; bit++) {
				int got = ip.bytes[bit / 8] >> (7 - bit % 8) & 1;

				wrong += got != (bit < bits ? 0xa5 >> (7 - bit % 8) & 1 : ones);
			}
		}
		is(wrong, 0, "the bits behind the first %u", bits);
	}
	return tap_done();
}
