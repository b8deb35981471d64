/* resolv.conf, whatever is in it. */
#include "fuzz.h"

#include "dns/resolvconf.h"
#include "files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct resolvconf conf;

	must(!resolvconf_read(&conf, file_with(data, size)));
	must(conf.count >= 1 && conf.count <= NAMESERVERS_MAX);
	must(conf.ndots <= 15 && conf.timeout >= 1 && conf.timeout <= 30);
	must(conf.attempts >= 1 && conf.attempts <= 5);
	must(conf.searches <= SEARCH_MAX && (!conf.searches || !conf.search[conf.searches - 1]));
	for (unsigned i = 0; i < conf.count; i++) {
		char print[100];
		struct output out = OUTPUT(-1, print);

		must(conf.servers[i].port);
		nameserver_print(&out, &conf.servers[i]);
	}
	return 0;
}
