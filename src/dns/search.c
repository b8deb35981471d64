/*
 * search: the search list of resolv.conf(5), chains of aliases (RFC 1034, 3.6.2 and 5.2.2), and A
 * and AAAA as two questions that are judged apart. The list goes on after a name that does not
 * exist, one that exists without such data, and one that the servers fail on; it ends where nobody
 * answers, as nobody will answer the next.
 */
#include "dns/search.h"

#include "lib/process.h"

#include <stddef.h>
#include <string.h>

#define HOPS_MAX 16 /* aliases in a chain; more is taken for a circle */

void search_open(struct search *search, unsigned type, unsigned other)
{
	search->count = other ? 2 : 1;
	search->verdict.status = STATUS_DONE;
	for (unsigned i = 0; i < SEARCH_QUERIES; i++) {
		struct query *query = &search->queries[i];

		memset(query, 0, offsetof(struct query, name));
		query->type = i ? other : type;
		query->class = CLASS_IN;
	}
}

void search_open_addresses(struct search *search, int family)
{
	search_open(
		search, family == AF_INET ? TYPE_A : TYPE_AAAA, family == AF_UNSPEC ? TYPE_A : 0);
}

/*
 * Whether the answer says who is in charge of the name: then it has no more to say (RFC 2308, 2.2).
 */
static int has_authority(const struct query *query)
{
	struct message message;
	struct record record;

	message_open(&message, query->answer, query->length);
	while (message_next(&message, &record))
		if (record.section == SECTION_AUTHORITY && record.type == TYPE_SOA)
			return 1;
	return 0;
}

/*
 * Follows the aliases through an answer, to the records, to a no, or to where somebody must be
 * asked further. Returns the reason why there is no more to find, or RCODE_NOERROR.
 */
static int follow(struct query *query, struct host *host)
{
	struct message message;
	struct record record;
	unsigned hops = query->hops;

	while (!query_first(query, query->type, &message, &record)) {
		if (!query_first(query, TYPE_CNAME, &message, &record)) {
			if (query->truncated)
				return REASON_TRUNCATED;
			query->waiting = query->verdict.reason == RCODE_NOERROR &&
				query->hops > hops && !has_authority(query);
			query->verdict.status = STATUS_NO;
			break;
		}
		if (++query->hops > HOPS_MAX)
			return REASON_CHAIN;
		host_add_alias(host, &query->name);
		if (name_read(&query->name, &record.data) || cursor_left(&record.data))
			return REASON_MALFORMED;
	}
	return RCODE_NOERROR;
}

/* The next domain in which the name is looked for; the root, for the name as it is; or 0. */
static const char *next_domain(struct search *search)
{
	const char *domain = search->conf->search + search->at;

	if (search->is_first) {
		search->is_first = 0;
		return ".";
	}
	if (search->at < search->conf->searches) {
		search->at += strlen(domain) + 1;
		return domain;
	}
	if (!search->is_last)
		return 0;
	search->is_last = 0;
	return ".";
}

/* Asks for the name in the next domain. Returns 0 where there is none. */
static int try_next(struct search *search)
{
	struct name candidate, suffix;
	const char *domain;

	do {
		domain = next_domain(search);
		if (!domain)
			return 0;
		candidate = *search->name;
	} while (name_parse_plain(&suffix, domain, strlen(domain)) < 0 ||
		name_append(&candidate, &suffix));
	search->host->alias_count = 0;
	for (size_t i = 0; i < search->count; i++) {
		search->queries[i].name = candidate;
		search->queries[i].hops = 0;
		query_start(&search->queries[i], search->conf);
	}
	return 1;
}

void search_start(struct search *search, const struct name *name, int absolute)
{
	struct resolvconf *conf = search->conf;

	search->name = name;
	search->is_first = absolute || name_dots(name) >= conf->ndots;
	search->is_last = !search->is_first;
	search->at = absolute ? conf->searches : 0;
	if (conf->rotate && ++conf->next >= conf->count)
		conf->next = 0;
	for (size_t i = 0; i < search->count; i++)
		search->queries[i].server = conf->next;
	try_next(search);
}

/* Goes along the aliases. Returns 1 where somebody is asked further. */
static int ask_further(struct search *search)
{
	int again = 0;

	for (size_t i = 0; i < search->count; i++) {
		struct query *query = &search->queries[i];
		int reason = query->verdict.status == STATUS_DONE ? follow(query, search->host)
								  : RCODE_NOERROR;

		if (reason) {
			query->verdict.status = STATUS_PEER;
			query->verdict.reason = reason;
		}
		if (query->waiting)
			query_start(query, search->conf);
		again |= query->waiting;
	}
	return again;
}

int search_step(struct search *search)
{
	int over = 0;

	if (ask_further(search))
		return 1;
	for (size_t i = 0; i < search->count; i++) {
		const struct verdict *verdict = &search->queries[i].verdict;

		/* Something was found, or nobody answers. */
		verdict_merge(&search->verdict, verdict);
		over |= verdict->status != STATUS_NO && verdict->status != STATUS_PEER;
	}
	return !over && try_next(search);
}

int search_found(const struct search *search)
{
	for (size_t i = 0; i < search->count; i++)
		if (search->queries[i].verdict.status == STATUS_DONE)
			return 1;
	return 0;
}

size_t search_list(struct search *search, struct query **list)
{
	size_t count = 0;

	for (size_t i = 0; i < search->count; i++)
		if (search->queries[i].waiting)
			list[count++] = &search->queries[i];
	return count;
}

int search_run(struct search *search, const struct name *name, int absolute)
{
	struct query *list[SEARCH_QUERIES];
	int is_ready;

	search_start(search, name, absolute);
	do {
		while (queries_await(search->conf, list, search_list(search, list), -1, &is_ready))
			;
	} while (search_step(search));
	return search_found(search);
}

/* Puts a record into the host. */
static void collect(struct host *host, struct record *record)
{
	struct name name;
	struct ip ip;

	if (record->type == TYPE_PTR) {
		name_read(&name, &record->data);
		if (!record->data.broken)
			host_add_name(host, &name);
		return;
	}
	if (record->type == TYPE_A)
		ip_from_v4(&ip, cursor_u32(&record->data));
	else
		memcpy(ip.bytes, cursor_take(&record->data, sizeof(ip.bytes)), sizeof(ip.bytes));
	/* An IPv4 address in an AAAA record is no address of a host (RFC 4291, 2.5.5.2). */
	if (ip_is_v4(&ip) == (record->type == TYPE_A))
		host_add_address(host, &ip);
}

int search_collect(struct search *search)
{
	int broken = 0;

	for (size_t i = 0; i < search->count; i++) {
		const struct query *query = &search->queries[i];
		struct message message;
		struct record record;
		int more = query->verdict.status == STATUS_DONE &&
			query_first(query, query->type, &message, &record);

		if (more && query->type != TYPE_PTR)
			host_add_name(search->host, &query->name);
		for (; more; more = query_next(query, query->type, &message, &record)) {
			collect(search->host, &record);
			broken |= record.data.broken;
		}
	}
	return broken ? -1 : 0;
}
