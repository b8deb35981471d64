/*
 * The report of addresses and blocks: what counts as one, every line of it, and what is said of
 * malformed ones.
 */
#include "resolver/address.h"

#include "lib/process.h"

#include "child.h"
#include "tap.h"

static const struct {
	const char *text;
	int meant;
} meant[] = {
	{"192.0.2.1", 1},
	{"1.2.3", 1},
	{"1", 1},
	{".", 1},
	{"1.2.3.4/24", 1},
	{"10/8", 1},
	{"1.2.3.4/x", 1},
	{"1.2.3.4/255.0.0.0", 1},
	{"::", 1},
	{"fe80::1%lo", 1},
	{"x:y", 1},
	{"example.test", 0},
	{"", 0},
	{"1.example.test", 0},
	{"3com", 0},
	{"/24", 0},
	{"a/24", 0},
	{"0/25.2.0.192.in-addr.arpa", 0},
	{"0/25.2.0.192.in-addr.arpa.", 1},
	{"1.2.3.4x", 0},
	{"1.2.3.4-5", 1},
	{"10.0.0.1-10.0.0.9", 1},
	{"10-0-0-1", 0},
};

#define V4 "address type: AF_INET\naddress length: 4\naddress = "
#define V6 "address type: AF_INET6\naddress length: 16\naddress = "

/* clang-format off */
static const struct {
	const char *text;
	int status;
	const char *want; /* all of it, or of a message a part */
} reports[] = {
	{"192.0.2.10/24", 0, V4 "192.0.2.10 (0xc000020a)\ndecimal: 3221225994\n"
		"binary: 11000000.00000000.00000010.00001010\nclass: C\n"
		"range: documentation\nreverse: 10.2.0.192.in-addr.arpa\n"
		"prefix: 24\nnetmask: 255.255.255.0\n"
		"wildcard: 0.0.0.255\nnetwork: 192.0.2.0\nbroadcast: 192.0.2.255\n"
		"first host: 192.0.2.1\nlast host: 192.0.2.254\nhosts: 254\n"},
	{"10.1.2.3", 0, V4 "10.1.2.3 (0x0a010203)\ndecimal: 167838211\n"
		"binary: 00001010.00000001.00000010.00000011\nclass: A\n"
		"range: private\nreverse: 3.2.1.10.in-addr.arpa\n"
		"prefix: 8\nnetmask: 255.0.0.0\n"
		"wildcard: 0.255.255.255\nnetwork: 10.0.0.0\nbroadcast: 10.255.255.255\n"
		"first host: 10.0.0.1\nlast host: 10.255.255.254\nhosts: 16777214\n"},
	{"128.0.0.1", 0, V4 "128.0.0.1 (0x80000001)\ndecimal: 2147483649\n"
		"binary: 10000000.00000000.00000000.00000001\nclass: B\n"
		"range: global\nreverse: 1.0.0.128.in-addr.arpa\n"
		"prefix: 16\nnetmask: 255.255.0.0\n"
		"wildcard: 0.0.255.255\nnetwork: 128.0.0.0\nbroadcast: 128.0.255.255\n"
		"first host: 128.0.0.1\nlast host: 128.0.255.254\nhosts: 65534\n"},
	{"239.255.255.255", 0, V4 "239.255.255.255 (0xefffffff)\ndecimal: 4026531839\n"
		"binary: 11101111.11111111.11111111.11111111\nclass: D\n"
		"range: multicast\nreverse: 255.255.255.239.in-addr.arpa\n"},
	{"240.0.0.0", 0, V4 "240.0.0.0 (0xf0000000)\ndecimal: 4026531840\n"
		"binary: 11110000.00000000.00000000.00000000\nclass: E\n"
		"range: reserved\nreverse: 0.0.0.240.in-addr.arpa\n"},
	{"192.0.2.5/30", 0, V4 "192.0.2.5 (0xc0000205)\ndecimal: 3221225989\n"
		"binary: 11000000.00000000.00000010.00000101\nclass: C\n"
		"range: documentation\nreverse: 5.2.0.192.in-addr.arpa\n"
		"prefix: 30\nnetmask: 255.255.255.252\n"
		"wildcard: 0.0.0.3\nnetwork: 192.0.2.4\nbroadcast: 192.0.2.7\n"
		"first host: 192.0.2.5\nlast host: 192.0.2.6\nhosts: 2\n"},
	{"192.0.2.5/31", 0, V4 "192.0.2.5 (0xc0000205)\ndecimal: 3221225989\n"
		"binary: 11000000.00000000.00000010.00000101\nclass: C\n"
		"range: documentation\nreverse: 5.2.0.192.in-addr.arpa\n"
		"prefix: 31\nnetmask: 255.255.255.254\n"
		"wildcard: 0.0.0.1\nnetwork: 192.0.2.4\n"
		"first host: 192.0.2.4\nlast host: 192.0.2.5\nhosts: 2\n"},
	{"192.0.2.5/32", 0, V4 "192.0.2.5 (0xc0000205)\ndecimal: 3221225989\n"
		"binary: 11000000.00000000.00000010.00000101\nclass: C\n"
		"range: documentation\nreverse: 5.2.0.192.in-addr.arpa\n"
		"prefix: 32\nnetmask: 255.255.255.255\n"
		"wildcard: 0.0.0.0\nnetwork: 192.0.2.5\n"
		"first host: 192.0.2.5\nlast host: 192.0.2.5\nhosts: 1\n"},
	{"255.255.255.255/0", 0, V4 "255.255.255.255 (0xffffffff)\ndecimal: 4294967295\n"
		"binary: 11111111.11111111.11111111.11111111\nclass: E\n"
		"range: broadcast\nreverse: 255.255.255.255.in-addr.arpa\n"
		"prefix: 0\nnetmask: 0.0.0.0\n"
		"wildcard: 255.255.255.255\nnetwork: 0.0.0.0\nbroadcast: 255.255.255.255\n"
		"first host: 0.0.0.1\nlast host: 255.255.255.254\nhosts: 4294967294\n"},
	{"2001:db8::1", 0, V6 "2001:db8::1\nexpanded: 2001:0db8:0000:0000:0000:0000:0000:0001\n"
		"range: documentation\n"
		"reverse: 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
		"0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa\n"},
	{"2001:db8::1/61", 0, V6 "2001:db8::1\nexpanded: 2001:0db8:0000:0000:0000:0000:0000:0001\n"
		"range: documentation\n"
		"reverse: 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
		"0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa\n"
		"prefix: 61\nfirst address: 2001:db8::\n"
		"last address: 2001:db8:0:7:ffff:ffff:ffff:ffff\naddresses: 2^67\n"},
	{"::ffff:192.0.2.1/96", 0, V6 "::ffff:192.0.2.1\n"
		"expanded: 0000:0000:0000:0000:0000:ffff:c000:0201\n"
		"range: mapped\nreverse: 1.2.0.192.in-addr.arpa\n"
		"prefix: 96\nfirst address: ::ffff:0.0.0.0\n"
		"last address: ::ffff:255.255.255.255\naddresses: 2^32\n"},
	{"1.2.3", 100, "1.2.3 is not an IPv4 address"},
	{"1.2.3.4.5", 100, "1.2.3.4.5 is not an IPv4 address"},
	{"1.2.3.256", 100, "is not an IPv4 address"},
	{"01.2.3.4", 100, "without leading zeros"},
	{"10/8", 100, "10 is not an IPv4 address"},
	{"1.2.3.4/33", 100, "1.2.3.4/33: the prefix is not a number from 0 to 32, nor a netmask"},
	{"1.2.3.4/", 100, "the prefix is not"},
	{"1.2.3.4/-1", 100, "the prefix is not"},
	{"1.2.3.4/24/8", 100, "the prefix is not"},
	{"1.2.3.4/255.0.255.0", 100, "the prefix is not"},
	{"1.2.3.4/::", 100, "the prefix is not"},
	{"::1/129", 100, "the prefix is not a number from 0 to 128\n"},
	{"::1/255.0.0.0", 100, "the prefix is not a number from 0 to 128\n"},
	{":::", 100, "::: is not an IPv6 address"},
	{"fe80::1%lo", 100, "is not an IPv6 address"},
};
/* clang-format on */

static void report(void *text)
{
	char buffer[1024];
	struct output out = OUTPUT(STDOUT_FILENO, buffer);

	process.name = "test";
	address_report(&out, text);
	output_flush(&out);
}

/* Every netmask is understood as its prefix, and what is near to one is not. */
static void check_netmasks(void)
{
	struct child child;
	int right = 0;

	for (unsigned prefix = 0; prefix <= 32; prefix++) {
		unsigned mask = prefix ? ~0U << (32 - prefix) : 0;
		char text[64], want[64];

		snprintf(text, sizeof(text), "1.2.3.4/%u.%u.%u.%u", mask >> 24, mask >> 16 & 255,
			mask >> 8 & 255, mask & 255);
		snprintf(want, sizeof(want), "\nprefix: %u\n", prefix);
		run_child(&child, report, text);
		right += !child.status && strstr(child.text, want);
	}
	is(right, 33, "33 netmasks");
}

int main(void)
{
	struct child child;

	for (size_t i = 0; i < COUNT(meant); i++)
		is(address_is_meant(meant[i].text, strlen(meant[i].text)), meant[i].meant,
			"'%s' is meant as one", meant[i].text);
	for (size_t i = 0; i < COUNT(reports); i++) {
		run_child(&child, report, (void *)reports[i].text);
		is(child.status, reports[i].status, "%s: its status", reports[i].text);
		ok(reports[i].status ? strstr(child.text, reports[i].want) != 0
				     : !strcmp(child.text, reports[i].want),
			"%s", reports[i].text);
		if (tap_failed)
			printf("# %s\n", child.text);
	}
	check_netmasks();
	return tap_done();
}
