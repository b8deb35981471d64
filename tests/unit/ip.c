/* Addresses: read strictly, written as RFC 5952 asks; what is written is read back the same. */
#include "lib/ip.h"

#include "tap.h"

#include <arpa/inet.h>
#include <stdlib.h>

static const struct {
	const char *text, *want; /* 0: refused */
} table[] = {
	{"0.0.0.0", "0.0.0.0"},
	{"255.255.255.255", "255.255.255.255"},
	{"192.0.2.1", "192.0.2.1"},
	{"::", "::"},
	{"::1", "::1"},
	{"1::", "1::"},
	{"2001:DB8::0001", "2001:db8::1"},
	{"2001:db8:0:0:0:0:0:1", "2001:db8::1"},
	{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
	{"2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
	{"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
	{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
	{"0:0:1:0:0:0:0:0", "0:0:1::"},
	{"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
	{"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
	{"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
	{"::ffff:192.0.2.1", "192.0.2.1"},
	{"::192.0.2.1", "::c000:201"},
	{"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
	{"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"},
	{"", 0},
	{".", 0},
	{":", 0},
	{":::", 0},
	{"1.2.3", 0},
	{"1.2.3.", 0},
	{"1.2.3.4.", 0},
	{".1.2.3.4", 0},
	{"1.2.3.4.5", 0},
	{"1..2.3", 0},
	{"1.2.3.256", 0},
	{"1.2.3.01", 0},
	{"1.2.3.00", 0},
	{"1.2.3.4 ", 0},
	{" 1.2.3.4", 0},
	{"0x1.2.3.4", 0},
	{"1.2.3.-4", 0},
	{"1.2.3.4/24", 0},
	{"1", 0},
	{"abc", 0},
	{"1:2:3:4:5:6:7", 0},
	{"1:2:3:4:5:6:7:8:9", 0},
	{"1:2:3:4:5:6:7:8:", 0},
	{":1:2:3:4:5:6:7:8", 0},
	{"1::2::3", 0},
	{"1:2:3:4::5:6:7:8", 0},
	{"::1:2:3:4:5:6:7:8", 0},
	{"12345::", 0},
	{"g::", 0},
	{"1:", 0},
	{":1", 0},
	{"::1%lo", 0},
	{"[::1]", 0},
	{"::1.2.3", 0},
	{"::1.2.3.4.5", 0},
	{"::1.2.3.4:5", 0},
	{"1:2:3:4:5:6:7:1.2.3.4", 0},
	{"1.2.3.4::", 0},
	{"::1.2.3.256", 0},
	{"::.1", 0},
	{"1:2::.", 0},
	{"::00001", 0},
};

/* The same words as libc's inet_pton, which knows IPv4 in an IPv6 address too. */
static void compare(const char *text, int *differ)
{
	unsigned char bytes[16];
	struct ip ip;
	int theirs = inet_pton(strchr(text, ':') ? AF_INET6 : AF_INET, text, bytes);
	int ours = !ip_parse(&ip, text, strlen(text));

	if (theirs != ours ||
		(ours &&
			memcmp(ip.bytes + (strchr(text, ':') ? 0 : 12), bytes,
				strchr(text, ':') ? 16 : 4))) {
		printf("# differs: %s\n", text);
		++*differ;
	}
}

static void check_random(void)
{
	static const char letters[] = "0123456789abf::::...";
	int differ = 0;

	srand(1);
	for (int i = 0; i < 200000; i++) {
		char text[48];
		int length = rand() % 24;

		for (int j = 0; j < length; j++)
			text[j] = letters[rand() % (sizeof(letters) - 1)];
		text[length] = 0;
		compare(text, &differ);
	}
	is(differ, 0, "200,000 random texts are judged as inet_pton does");
	for (int i = 0; i < 100000; i++) {
		struct ip ip, again;
		char print[IP_TEXT + 8], theirs[INET6_ADDRSTRLEN];
		struct output out = OUTPUT(-1, print);

		for (int j = 0; j < 16; j++)
			ip.bytes[j] = rand() % 3 ? 0 : rand();
		ip_print(&out, &ip);
		inet_ntop(AF_INET6, &ip, theirs, sizeof(theirs));
		differ += ip_parse(&again, print, out.used) || memcmp(&ip, &again, sizeof(ip));
		/* libc writes those of the IPv4 kinds with dots. */
		if (!strchr(theirs, '.'))
			differ += out.used != strlen(theirs) || memcmp(theirs, print, out.used);
	}
	is(differ, 0, "100,000 random addresses are written as inet_ntop does, and read back");
}

int main(void)
{
	struct ip ip;

	for (size_t i = 0; i < COUNT(table); i++) {
		char print[IP_TEXT];
		struct output out = OUTPUT(-1, print);
		int result = ip_parse(&ip, table[i].text, strlen(table[i].text));

		is(result, table[i].want ? 0 : -1, "'%s'", table[i].text);
		if (result)
			continue;
		ip_print(&out, &ip);
		is_text(&out, table[i].want, "'%s' printed", table[i].text);
	}
	check_random();
	ip_from_v4(&ip, 0xc0000201);
	is(ip_to_v4(&ip), 0xc0000201, "to a number and back");
	ok(ip_is_v4(&ip), "it is IPv4");
	return tap_done();
}
