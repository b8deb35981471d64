/* resolv.conf: what it says, what is brought into bounds, what is passed over, and the defaults. */
#include "dns/resolvconf.h"

#include "files.h"
#include "tap.h"

/* The servers and the search list of a text, each after a space. */
static void summary(struct output *out, struct resolvconf *conf, const char *text, size_t length)
{
	resolvconf_read(conf, file_with(text, length));
	for (unsigned i = 0; i < conf->count; i++) {
		output_byte(out, ' ');
		nameserver_print(out, &conf->servers[i]);
	}
	output_text(out, " |");
	for (unsigned at = 0; at < conf->searches; at += strlen(conf->search + at) + 1)
		output_format(out, " %s", conf->search + at);
	output_format(out, " | %u %u %u", conf->ndots, conf->timeout, conf->attempts);
}

static const struct {
	const char *text, *want;
} table[] = {
	{"", " 127.0.0.1 | | 1 5 2"},
	{"\n\n#x\n;y\nnonsense a b\n\0nameserver 1.1.1.1\n", " 127.0.0.1 | | 1 5 2"},
	{"nameserver 192.0.2.1\nnameserver 2001:db8::1\n", " 192.0.2.1 2001:db8::1 | | 1 5 2"},
	{"nameserver 192.0.2.1", " 192.0.2.1 | | 1 5 2"},
	{"nameserver\t 192.0.2.1 \r\nsearch a.test\tb.test \r\n",
		" 192.0.2.1 | a.test b.test | 1 5 2"},
	{"nameserver 192.0.2.1 # the first\nnameserver 192.0.2.2#the second\n",
		" 192.0.2.1 192.0.2.2 | | 1 5 2"},
	{"NameServer 192.0.2.1\n", " 192.0.2.1 | | 1 5 2"},
	{"nameserver 192.0.2.1:5353\nnameserver [2001:db8::1]:5353\nnameserver [::1]\n",
		" 192.0.2.1:5353 [2001:db8::1]:5353 ::1 | | 1 5 2"},
	{"nameserver fe80::1%1\nnameserver fe80::2%lo\n", " fe80::1%1 fe80::2%1 | | 1 5 2"},
	{"nameserver fe80::1%nosuch0\nnameserver fe80::1%\nnameserver 192.0.2.1\n",
		" 192.0.2.1 | | 1 5 2"},
	{"nameserver\nnameserver x\nnameserver 1.2.3\nnameserver 192.0.2.1:0\n"
	 "nameserver 192.0.2.1:65536\nnameserver [::1\nnameserver []\nnameserver ::1]\n"
	 "nameserver [::1]53\nnameserver 192.0.2.9\n",
		" 192.0.2.9 | | 1 5 2"},
	{"nameserver 1.1.1.1\nnameserver 1.1.1.2\nnameserver 1.1.1.3\nnameserver 1.1.1.4\n"
	 "nameserver 1.1.1.5\nnameserver 1.1.1.6\nnameserver 1.1.1.7\nnameserver 1.1.1.8\n"
	 "nameserver 1.1.1.9\n",
		" 1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4 1.1.1.5 1.1.1.6 1.1.1.7 1.1.1.8 | | 1 5 2"},
	{"search a b\nsearch c\n", " 127.0.0.1 | c | 1 5 2"},
	{"search a b\ndomain d\n", " 127.0.0.1 | d | 1 5 2"},
	{"search a b\nsearch\n", " 127.0.0.1 | | 1 5 2"},
	{"search .\n", " 127.0.0.1 | . | 1 5 2"},
	{"options ndots:3 timeout:7 attempts:4 rotate edns0\n", " 127.0.0.1 | | 3 7 4"},
	{"options ndots:0\noptions timeout:1\n", " 127.0.0.1 | | 0 1 2"},
	{"options ndots:99 timeout:99 attempts:99\n", " 127.0.0.1 | | 15 30 5"},
	{"options timeout:0 attempts:0\n", " 127.0.0.1 | | 1 1 1"},
	{"options ndots: timeout:x attempts:-1 ndots:99999999999 ndots\n", " 127.0.0.1 | | 1 5 2"},
	{"option ndots:3\nsearchx a\n nameserver 192.0.2.3\n", " 192.0.2.3 | | 1 5 2"},
};

static void check_long_lines(void)
{
	static char text[9000];
	struct resolvconf conf;
	unsigned domains = 0;

	memset(text, 'x', sizeof(text));
	memcpy(text + 8000, "\nnameserver 192.0.2.1\n", 22);
	resolvconf_read(&conf, file_with(text, 8022));
	is(ip_to_v4(&conf.servers[0].ip), 0xc0000201, "a line after one of 8,000 bytes");
	memcpy(text, "search ", 7);
	for (int i = 7; i + 10 <= 8000; i += 10)
		memcpy(text + i, "abcd.test ", 10);
	resolvconf_read(&conf, file_with(text, 8022));
	is(ip_to_v4(&conf.servers[0].ip), 0xc0000201, "a line after a long list");
	for (unsigned at = 0; at < conf.searches; at += strlen(conf.search + at) + 1)
		domains += !strcmp(conf.search + at, "abcd.test");
	is(domains, 102, "of the long list, what fits");
	ok(conf.searches <= SEARCH_MAX, "its length");
}

int main(void)
{
	struct resolvconf conf;

	for (size_t i = 0; i < COUNT(table); i++) {
		char print[1024];
		struct output out = OUTPUT(-1, print);

		/* One text goes on after a NUL. */
		summary(&out, &conf, table[i].text, strlen(table[i].text) + (i == 1 ? 20 : 0));
		is_text(&out, table[i].want, "text %zu", i);
	}
	check_long_lines();
	is(resolvconf_read(&conf, "/nonexistent"), -1, "a file that is not there");
	ok(conf.count == 1 && ip_to_v4(&conf.servers[0].ip) == 0x7f000001,
		"then the defaults hold");
	is(resolvconf_read(&conf, "/"), -1, "a folder");
	return tap_done();
}
