/* answer: asks for what the command line wants, and prints it, or says who failed and how. */
#include "resolver/resolver.h"

#include "dns/hosts.h"
#include "dns/lookup.h"
#include "dns/stream.h"
#include "lib/address.h"
#include "lib/clock.h"
#include "lib/process.h"
#include "resolver/address.h"
#include "resolver/form.h"
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

/* With -v it is said; how long it took is kept. */
static void log_end(struct query *query, void *whom)
{
	char text[512];
	struct output out = OUTPUT(-1, text);

	name_print(&out, &query->name);
	output_format(&out, " type %u: ", query->type);
	verdict_print(&out, &query->verdict);
	log_line(LEVEL_VERBOSE, "%.*s", (int)out.used, text);
	query->began = clock_ms() - query->began;
}

static int leave(const struct route *route, int fd, const struct address *to)
{
	const struct way *way = (const struct way *)route;
	int family = to->is.any.sa_family;

	if (socket_set(fd, family, &way->settings))
		return -1;
	if (!way->source.length)
		return 0;
	errno = EAFNOSUPPORT;
	return way->source.is.any.sa_family == family
		? bind(fd, &way->source.is.any, way->source.length)
		: -1;
}

/* Where questions leave from. Without any of it the variables of mwan3 hold. */
static void settle_way(struct request *request)
{
	struct way *way = &request->way;
	const char *source = request->source;
	unsigned scope;
	struct ip ip;

	if (!source && !way->settings.interface && !way->settings.mark)
		return;
	if (source) {
		if (address_literal(&ip, &scope, source, strlen(source)))
			die(STATUS_USAGE, "-s: %s is not an IP address", source);
		address_from_ip(&way->source, &ip, 0, scope);
	}
	way->route.leave = leave;
	request->settings.route = &way->route;
}

static void configure(struct request *request)
{
	const char *path = request->conf ? request->conf : RESOLVCONF_PATH;
	struct resolvconf *conf = &request->settings;

	if (request->is_configured++)
		return;
	if (resolvconf_read(conf, path))
		check_file(request->conf, path);
	conf->ended = log_end;
	if (request->server_count)
		conf->count = 0;
	for (unsigned i = 0; i < request->server_count; i++)
		add_servers(conf, request->servers[i]);
	if (CONFIG_RESOLVER_WAYS && request->timeout)
		conf->timeout = request->timeout;
	if (CONFIG_RESOLVER_WAYS && request->attempts)
		conf->attempts = request->attempts;
	if (CONFIG_RESOLVER_WAYS)
		settle_way(request);
	conf->is_plain = CONFIG_RESOLVER_WAYS && request->is_plain;
	conf->rotate |= CONFIG_RESOLVER_WAYS && request->is_rotating;
	conf->is_dnssec = CONFIG_RESOLVER_FORMS && request->is_dnssec;
	if (CONFIG_RESOLVER_STREAM) {
		conf->stream = &stream;
		conf->is_stream = request->is_stream;
	}
}

/* Whether whole messages are printed. */
static int is_formed(const struct request *request)
{
	return CONFIG_RESOLVER_FORMS &&
		(request->is_full || request->is_json || request->is_hex || request->is_dnssec);
}

static void print_messages(struct request *request, const struct search *search)
{
	for (size_t i = 0; i < search->count; i++) {
		const struct query *query = &search->queries[i];

		if (!query->length)
			continue;
		if (CONFIG_RESOLVER_JSON && request->is_json)
			form_json(request->out, query);
		else if (request->is_hex)
			form_hex(request->out, query);
		else
			form_full(request->out, query);
	}
}

/* Looks where nobody has to be asked. Returns 1 where that was enough. */
static int find_locally(struct request *request, struct job *job, int family)
{
	const char *path = request->hosts ? request->hosts : HOSTS_PATH;
	struct question *question = &job->question;
	struct wanted wanted = {&job->host, 0, {question->text, strlen(question->text)}, family};
	int found;

	/* A server of the command line is to be heard itself. */
	if (question->type || is_formed(request) || (request->server_count && !request->hosts))
		return 0;
	if (question->reverse)
		wanted.ip = &job->ip;
	found = hosts_find(&wanted, path);
	if (found < 0)
		check_file(request->hosts, path);
	return found > 0;
}

void answer_settle(struct request *request, struct job *job)
{
	struct question *question = &job->question;
	const char *text = question->text;
	size_t length = strlen(text);

	if (question->type == TYPE_AXFR || question->type == TYPE_IXFR)
		die(STATUS_USAGE, "%s: zones are not transferred (AXFR)", text);
	job->is_report = 0;
	if (!question->type && !question->reverse && address_is_meant(text, length)) {
		/* In a list, an address stands for its name. */
		question->reverse = CONFIG_RESOLVER_LIST && request->list != 0;
		job->is_report = !question->reverse;
	}
	if (job->is_report) {
		if (!CONFIG_RESOLVER_ADDRESS)
			die(STATUS_USAGE,
				"%s: reports on addresses are not compiled in "
				"(CONFIG_RESOLVER_ADDRESS)",
				text);
		return;
	}
	if (question->reverse) {
		if (ip_parse(&job->ip, text, length))
			die(STATUS_USAGE, "-x: %s is not an IP address", text);
		job->absolute = 1;
		name_reverse(&job->name, &job->ip);
		return;
	}
	job->absolute = name_parse(&job->name, text, length);
	if (job->absolute < 0)
		die(STATUS_USAGE,
			"name '%s': a label is empty or above 63 bytes, or all of it above 255",
			text);
}

void answer_start(struct request *request, struct job *job)
{
	struct search *search = &job->search;
	const struct question *question = &job->question;
	int family = family_of_options(request->v4, request->v6);

	job->state = JOB_DONE;
	host_open(&job->host, job->addresses, ADDRESSES);
	job->host.aliases = job->aliases;
	job->host.alias_room = ALIASES;
	search->count = 0;
	if (job->is_report || find_locally(request, job, family))
		return;
	configure(request);
	search->conf = &request->settings;
	search->host = &job->host;
	if (question->type || question->reverse)
		search_open(search, question->type ? question->type : TYPE_PTR, 0);
	else
		search_open_addresses(search, family);
	search->queries[0].class = search->queries[1].class = question->class;
	search_start(search, &job->name, job->absolute);
	job->state = JOB_ASKS;
}

/* "NAME: no such name (NXDOMAIN from SERVER)" */
static void describe(struct output *out, const struct job *job, const struct verdict *verdict)
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
	output_format(out, "%s: %s (", job->question.text, what);
	verdict_print(out, verdict);
	output_byte(out, ')');
}

static int fail(struct request *request, const struct job *job, const struct verdict *verdict)
{
	char text[1536];
	struct output out = OUTPUT(-1, text);

	describe(&out, job, verdict);
	log_line(
		LEVEL_WARNING, "%s%.*s", request->is_several ? "" : "fatal: ", (int)out.used, text);
	return verdict->status;
}

/*
 * Says what is missing although something was found. Returns the exit status: an answer that is cut
 * is a failure.
 */
static int warn(struct job *job)
{
	int status = STATUS_DONE;

	for (size_t i = 0; i < job->search.count; i++) {
		struct query *query = &job->search.queries[i];
		char text[1536];
		struct output out = OUTPUT(-1, text);

		if (query->verdict.status == STATUS_NO ||
			(query->verdict.status == STATUS_DONE && !query->truncated))
			continue;
		if (query->verdict.status == STATUS_DONE) {
			query->verdict.status = status = STATUS_PEER;
			query->verdict.reason = REASON_TRUNCATED;
		}
		describe(&out, job, &query->verdict);
		log_line(LEVEL_WARNING, "warning: type %u: %.*s", query->type, (int)out.used, text);
	}
	return status;
}

/* Puts what the servers said into the host. Returns 0, or -1 where a record is malformed. */
static int collect(struct job *job)
{
	struct host *host = &job->host;

	if (job->question.reverse) {
		/* The aliases on the way are of the reverse tree (RFC 2317), not of the host. */
		host->alias_count = 0;
		host_add_address(host, &job->ip);
	}
	return search_collect(&job->search);
}

/* Host entries and descriptions are told apart by a line without anything. */
static void set_apart(struct request *request)
{
	if (request->reports++)
		output_byte(request->out, '\n');
}

int answer_print(struct request *request, struct job *job)
{
	struct search *search = &job->search;
	struct query *query = search->queries;
	struct output *out = request->out;
	const char *label = request->is_several && !request->is_short ? job->question.text : 0;
	int is_typed = job->question.type != 0, broken = 0;

	if (CONFIG_RESOLVER_ADDRESS && job->is_report) {
		if (CONFIG_RESOLVER_SPECIAL && (request->range || request->block))
			return address_is(job->question.text, request->range, request->block)
				? STATUS_DONE
				: STATUS_NO;
		set_apart(request);
		address_report(out, job->question.text);
		return STATUS_DONE;
	}
	if (is_formed(request))
		print_messages(request, search);
	if (search->count) {
		if (!search_found(search))
			return fail(request, job, &search->verdict);
		if (is_formed(request))
			return warn(job);
		broken = is_typed ? report_values(out, query, label) : collect(job);
	}
	if (broken) {
		query->verdict.status = STATUS_PEER;
		query->verdict.reason = REASON_MALFORMED;
		return fail(request, job, &query->verdict);
	}
	if (!is_typed && request->is_short) {
		report_short(out, &job->host, job->question.reverse);
	} else if (!is_typed) {
		set_apart(request);
		report_host(out, &job->host);
	}
	return warn(job);
}
