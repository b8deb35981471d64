/*
 * Addresses, and where name servers are: what is understood is the same after it was written and
 * read.
 */
#include "fuzz.h"

#include "dns/nameserver.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = exact_copy(data, size), print[IP_TEXT + 40];
	struct output out = OUTPUT(-1, print);
	struct span text = {copy, size}, written = {print, 0};
	struct nameserver server, again;
	struct ip ip, same;

	if (!ip_parse(&ip, copy, size)) {
		ip_print(&out, &ip);
		must(out.used < IP_TEXT);
		must(!ip_parse(&same, print, out.used) && !memcmp(&ip, &same, sizeof(ip)));
	}
	out.used = 0;
	if (!nameserver_parse(&server, text)) {
		nameserver_print(&out, &server);
		written.length = out.used;
		must(!nameserver_parse(&again, written));
		must(!memcmp(&server.ip, &again.ip, sizeof(server.ip)));
		must(server.port == again.port && server.scope == again.scope);
	}
	free(copy);
	return 0;
}
