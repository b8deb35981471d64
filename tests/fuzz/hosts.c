/*
 * A hosts file, whatever is in it: looked through for its own second word, and for its first
 * address.
 */
#include "fuzz.h"

#include "dns/hosts.h"
#include "files.h"
#include "resolver/report.h"

#include <sys/socket.h>

static struct ip list[4];
static struct name aliases[4];

static void look(const char *path, struct span name, const struct ip *ip)
{
	char text[4096];
	struct output out = OUTPUT(-1, text);
	struct host host;
	struct wanted wanted = {&host, ip, name, AF_UNSPEC};

	host_open(&host, list, 4);
	host.aliases = aliases;
	host.alias_room = 4;
	if (hosts_find(&wanted, path) > 0)
		must(host.count && host.official.length);
	must(host.count <= 4 && host.alias_count <= 4);
	host.lost = 0; /* nothing to warn of */
	report_host(&out, &host);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = exact_copy(data, size);
	const char *path = file_with(data, size);
	struct span rest = {copy, size}, word = {0, 0};
	struct ip ip;

	if (span_word(&rest, &word) && !ip_parse(&ip, word.at, word.length))
		look(path, word, &ip);
	span_word(&rest, &word);
	look(path, word, 0);
	free(copy);
	return 0;
}
