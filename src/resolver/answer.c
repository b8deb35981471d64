/* answer: asks for what the command line wants, and prints it, or says who failed and how. */
#include "resolver/resolver.h"

#include "dns/hosts.h"
#include "dns/lookup.h"
#include "dns/search.h"
#include "lib/address.h"
#include "lib/process.h"
#include "resolver/address.h"
#include "resolver/report.h"

#include <errno.h>
#include <string.h>

/* A file that was asked for must be there; one of the system may be missing. */
static void check_file(const char *asked_for, const char *path)
{
	if (asked_for || errno != ENOENT)
		die(STATUS_SYSTEM, "cannot read %s: %m", path);
}

/*
 * The addresses of a server of the command line, by its name. Returns how many; ends the program
 * without one.
 */
static int find_server(const char *text, struct nameserver *server, struct ip *list, size_t room)
{
	struct span whole = {text, strlen(text)}, host;
	int count;

	if (nameserver_split(whole, &host, &server->port))
		die(STATUS_USAGE, "@%s: the port is not from 1 to 65535, or a bracket is missing",
			text);
	if (!CONFIG_IPV6 && memchr(host.at, ':', host.length))
		die(STATUS_USAGE, "@%s: IPv6 is not compiled in (CONFIG_IPV6)", text);
	if (!CONFIG_ZONES && memchr(host.at, '%', host.length))
		die(STATUS_USAGE, "@%s: interfaces are not compiled in (CONFIG_ZONES)", text);
	if (address_is_meant(host.at, host.length))
		die(STATUS_USAGE, "@%s is not an address that can be asked", text);
	count = lookup_addresses(
		host.at, host.length, CONFIG_IPV6 ? AF_UNSPEC : AF_INET, list, room);
	if (count < 0)
		die(-count, "@%s: the server's address is not known", text);
	return count;
}

static void add_servers(struct resolvconf *conf, const char *text)
{
	struct nameserver server = {0};
	struct ip list[NAMESERVERS_MAX];
	int count = 1;

	if (nameserver_parse(&server, (struct span){text, strlen(text)}))
		count = find_server(text, &server, list, NAMESERVERS_MAX);
	else
		list[0] = server.ip;
	for (int i = 0; i < count && conf->count < NAMESERVERS_MAX; i++) {
		server.ip = list[i];
		conf->servers[conf->count++] = server;
	}
}

/* With -v. */
static void log_end(const struct query *query)
{
	char text[512];
	struct output out = OUTPUT(-1, text);

	name_print(&out, &query->name);
	output_format(&out, " type %u: ", query->type);
	verdict_print(&out, &query->verdict);
	log_line(LEVEL_VERBOSE, "%.*s", (int)out.used, text);
}

static void read_conf(struct request *request)
{
	const char *path = request->conf ? request->conf : RESOLVCONF_PATH;

	if (resolvconf_read(&request->settings, path))
		check_file(request->conf, path);
	request->settings.ended = log_end;
	if (request->server_count)
		request->settings.count = 0;
	for (unsigned i = 0; i < request->server_count; i++)
		add_servers(&request->settings, request->servers[i]);
}

/* Looks where nobody has to be asked. Returns 1 where that was enough. */
static int find_locally(struct request *request, int family)
{
	const char *path = request->hosts ? request->hosts : HOSTS_PATH;
	struct wanted wanted = {&request->host, 0, {request->text, strlen(request->text)}, family};
	int found;

	/* A server of the command line is to be heard itself. */
	if (request->type || (request->server_count && !request->hosts))
		return 0;
	if (request->address)
		wanted.ip = &request->ip;
	found = hosts_find(&wanted, path);
	if (found < 0)
		check_file(request->hosts, path);
	return found > 0;
}

/* "NAME: no such name (NXDOMAIN from SERVER)" */
static void describe(
	struct output *out, const struct request *request, const struct verdict *verdict)
{
	const char *what = "no such name";

	if (verdict->status == STATUS_PEER)
		what = "the servers failed";
	else if (verdict->status == STATUS_TIMEOUT)
		what = "nobody answered";
	else if (verdict->status == STATUS_SYSTEM)
		what = "no server can be asked";
	else if (verdict->reason != RCODE_NXDOMAIN)
		what = "no such data";
	output_format(out, "%s: %s (", request->text, what);
	verdict_print(out, verdict);
	output_byte(out, ')');
}

static _Noreturn void fail(const struct request *request, const struct verdict *verdict)
{
	char text[512];
	struct output out = OUTPUT(-1, text);

	describe(&out, request, verdict);
	die(verdict->status, "%.*s", (int)out.used, text);
}

/*
 * Says what is missing although something was found. Returns the exit status: an answer that is cut
 * is a failure.
 */
static int warn(const struct request *request, struct search *search)
{
	int status = STATUS_DONE;

	for (size_t i = 0; i < search->count; i++) {
		struct query *query = &search->queries[i];
		char text[512];
		struct output out = OUTPUT(-1, text);

		if (query->verdict.status == STATUS_NO ||
			(query->verdict.status == STATUS_DONE && !query->truncated))
			continue;
		if (query->verdict.status == STATUS_DONE) {
			query->verdict.status = status = STATUS_PEER;
			query->verdict.reason = REASON_TRUNCATED;
		}
		describe(&out, request, &query->verdict);
		log_line(LEVEL_WARNING, "warning: type %u: %.*s", query->type, (int)out.used, text);
	}
	return status;
}

/* Asks the servers, and ends the program where they have no answer. */
static void ask(struct request *request, int family)
{
	struct search *search = &request->search;

	search->conf = &request->settings;
	search->host = &request->host;
	if (request->type)
		search_open(search, request->type, 0);
	else if (request->address)
		search_open(search, TYPE_PTR, 0);
	else
		search_open_addresses(search, family);
	for (size_t i = 0; i < search->count; i++)
		search->queries[i].class = request->class;
	if (!search_run(search, &request->name, request->absolute))
		fail(request, &search->verdict);
	if (!request->address)
		return;
	/* The aliases on the way are names of the reverse tree (RFC 2317), not of the host. */
	request->host.alias_count = 0;
	host_add_address(&request->host, &request->ip);
}

int answer(struct request *request, struct output *output)
{
	int family = family_of_options(request->v4, request->v6);
	struct query *query = request->search.queries;

	host_open(&request->host, request->addresses, ADDRESSES);
	request->host.aliases = request->aliases;
	request->host.alias_room = ALIASES;
	if (!find_locally(request, family)) {
		read_conf(request);
		ask(request, family);
		if (request->type ? report_values(output, query)
				  : search_collect(&request->search)) {
			query->verdict.status = STATUS_PEER;
			query->verdict.reason = REASON_MALFORMED;
			fail(request, &query->verdict);
		}
	}
	if (!request->type)
		report_host(output, &request->host);
	return warn(request, &request->search);
}
