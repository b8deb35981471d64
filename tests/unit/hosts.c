/* The hosts file: names, aliases, both families, reverse, junk, many and long lines; localhost. */
#include "dns/hosts.h"

#include "files.h"
#include "print.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/socket.h>

static const char text[] = "# comment\n"
			   "127.0.0.1\tlocalhost\n"
			   "192.0.2.66 localhost bad.localhost\n"
			   "\n"
			   "192.0.2.1 router.test router gateway # 192.0.2.9 comment\n"
			   "2001:db8::1\trouter.test\trouter\tgw6\r\n"
			   "192.0.2.2   MiXed.Test\n"
			   "192.0.2.3 mixed.test other\n"
			   "not-an-address bogus.test\n"
			   "192.0.2.300 bogus.test\n"
			   "fe80::1%eth0 zoned.test\n"
			   "192.0.2.4\n"
			   "192.0.2.5 a..b odd.test \\300x\n"
			   "192.0.2.6 ..\n"
			   "192.0.2.7 last.test";

static const struct {
	const char *name; /* or an address */
	int family;
	const char *want;
} table[] = {
	{"router", AF_UNSPEC, "router.test router gateway gw6 | 2001:db8::1 192.0.2.1"},
	{"ROUTER.test", AF_INET, "router.test router gateway | 192.0.2.1"},
	{"router.test.", AF_INET6, "router.test router gw6 | 2001:db8::1"},
	{"gateway", AF_UNSPEC, "router.test router gateway | 192.0.2.1"},
	{"gateway", AF_INET6, ""},
	{"comment", AF_UNSPEC, ""},
	{"mixed.test", AF_UNSPEC, "MiXed.Test other | 192.0.2.2 192.0.2.3"},
	{"bogus.test", AF_UNSPEC, ""},
	{"zoned.test", AF_UNSPEC, ""},
	{"192.0.2.4", AF_UNSPEC, ""},
	{"odd.test", AF_UNSPEC, "odd.test \\\\300x | 192.0.2.5"},
	{"..", AF_UNSPEC, ""},
	{"last.test", AF_UNSPEC, "last.test | 192.0.2.7"},
	{"", AF_UNSPEC, ""},
	{".", AF_UNSPEC, ""},
	{"rout", AF_UNSPEC, ""},
	{"localhost", AF_UNSPEC, "localhost | ::1 127.0.0.1"},
	{"LOCALHOST.", AF_INET, "localhost | 127.0.0.1"},
	{"bad.localhost", AF_INET6, "localhost | ::1"},
	{"notlocalhost", AF_UNSPEC, ""},
};

static const struct {
	const char *ip, *want;
} reverse[] = {
	{"192.0.2.1", "router.test router gateway | 192.0.2.1"},
	{"2001:db8::1", "router.test router gw6 | 2001:db8::1"},
	{"192.0.2.66", "localhost bad.localhost | 192.0.2.66"},
	{"192.0.2.4", ""},
	{"192.0.2.6", ""},
	{"192.0.2.99", ""},
};

static struct ip list[8];
static struct name aliases[4];

static void check(const char *name, const struct ip *ip, int family, const char *want)
{
	char print[1024];
	struct output out = OUTPUT(-1, print);
	struct host host;
	struct wanted wanted = {&host, ip, {name, strlen(name)}, family};
	int found;

	host_open(&host, list, COUNT(list));
	host.aliases = aliases;
	host.alias_room = COUNT(aliases);
	found = hosts_find(&wanted, file_with(text, sizeof(text) - 1));
	is(found, *want != 0, "%s (%d) is found", name, family);
	if (host.count)
		print_host(&out, &host);
	is_text(&out, want, "%s (%d)", name, family);
}

/* 10,000 lines, of which the last but one is the one, and more addresses than there is room for. */
static void check_many(void)
{
	char *many = malloc(10000 * 40), print[1024];
	struct output out = OUTPUT(-1, print);
	struct host host;
	struct wanted wanted = {&host, 0, {"wanted.test", 11}, AF_UNSPEC};
	size_t used = 0;

	for (int i = 0; i < 9999; i++)
		used += sprintf(many + used, "10.0.%d.%d host%d.test%s", i / 256, i % 256, i,
			i == 9998 ? " wanted.test\n" : "\n");
	host_open(&host, list, COUNT(list));
	is(hosts_find(&wanted, file_with(many, used)), 1, "the last of 9,999 lines");
	if (host.count)
		print_host(&out, &host);
	is_text(&out, "host9998.test | 10.0.39.14", "the last of 9,999 lines: the host");
	used = 0;
	for (int i = 0; i < 20; i++)
		used += sprintf(many + used,
			"10.0.0.%d wanted.test a%d\n2001:db8::%x wanted.test\n", i, i, i);
	host_open(&host, list, 5);
	host.aliases = aliases;
	host.alias_room = COUNT(aliases);
	is(hosts_find(&wanted, file_with(many, used)), 1, "40 addresses");
	is(host.count, 5, "room for 5: 5");
	ok(!ip_is_v4(&list[1]) && ip_is_v4(&list[3]), "room for 5: of both families");
	is(host.lost, 35, "room for 5: the rest is counted");
	is(host.alias_count, 4, "room for 4 aliases: 4");
	free(many);
}

static void check_long(void)
{
	static char line[6000];
	struct host host;
	struct wanted wanted = {&host, 0, {"xx", 2}, AF_UNSPEC};

	memset(line, 'x', sizeof(line));
	memcpy(line, "192.0.2.1 xx ", 13);
	line[2047] = ' ';
	line[2100] = '\n';
	memcpy(line + 2101, "192.0.2.2 xx\n", 13);
	host_open(&host, list, COUNT(list));
	is(hosts_find(&wanted, file_with(line, 2114)), 1, "a line of 2,100 bytes");
	is(host.count, 2, "it, and the line behind it, count");
	line[2047] = 'x';
	wanted.name.at = line + 13;
	wanted.name.length = 2035;
	host_open(&host, list, COUNT(list));
	is(hosts_find(&wanted, file_with(line, 2114)), 0, "a word that is cut is none");
	is(hosts_find(&wanted, "/nonexistent"), -1, "a file that is not there");
}

int main(void)
{
	struct ip ip;

	for (size_t i = 0; i < COUNT(table); i++)
		check(table[i].name, 0, table[i].family, table[i].want);
	for (size_t i = 0; i < COUNT(reverse); i++) {
		ip_parse(&ip, reverse[i].ip, strlen(reverse[i].ip));
		check(reverse[i].ip, &ip, AF_UNSPEC, reverse[i].want);
	}
	check_many();
	check_long();
	return tap_done();
}
