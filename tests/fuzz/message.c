/*
 * What servers say: read record by record, judged as an answer, followed along its aliases, put
 * into a host entry and printed. The first byte picks the type that was asked for, the rest is the
 * message.
 */
#include "fuzz.h"

/* For their static functions. */
#include "dns/query.c"
#include "dns/search.c"

#include "dns/type.h"
#include "resolver/report.h"

static const unsigned char types[] = {TYPE_A, TYPE_AAAA, TYPE_CNAME, TYPE_NS, TYPE_PTR, TYPE_ANY};

/* A name that was read is sound, and is the same after it was written and read. */
static void check_name(const struct name *name)
{
	char text[1100];
	struct output out = OUTPUT(-1, text);
	struct name again;
	unsigned at = 0;

	while (name->wire[at]) {
		must(name->wire[at] <= LABEL_MAX_LENGTH);
		at += name->wire[at] + 1;
		must(at < NAME_MAX_LENGTH);
	}
	must(name->length == at + 1);
	name_print(&out, name);
	must(out.used < sizeof(text));
	must(name_parse(&again, text, out.used) == (at == 0));
	must(again.length == name->length && !memcmp(again.wire, name->wire, name->length));
}

static void read_records(const char *bytes, size_t length)
{
	struct message message;
	struct record record;
	static char text[400000];

	message_open(&message, bytes, length);
	while (message_next(&message, &record)) {
		struct output out = OUTPUT(-1, text);

		check_name(&record.owner);
		/* As its own type, and as all types that could be mistaken for it. */
		for (unsigned type = 0; type <= 260; type++) {
			struct cursor data = record.data;
			struct name name;

			out.used = 0;
			type_print(&out, type < 260 ? type : record.type, &data);
			must(out.used < sizeof(text));
			must(data.at <= data.end);
			data = record.data;
			name_read(&name, &data);
			check_name(&name);
		}
	}
}

static struct query query;
static struct ip list[16];
static struct name aliases[8];

/* As if the message answered its own question. */
static void answer(unsigned type, const void *bytes, size_t length)
{
	static struct resolvconf conf = {.count = 1, .attempts = 1};
	struct message message;
	struct host host;
	char text[8192];
	struct output out = OUTPUT(-1, text);

	host_open(&host, list, sizeof(list) / sizeof(*list));
	host.aliases = aliases;
	host.alias_room = sizeof(aliases) / sizeof(*aliases);
	query.type = type;
	query.hops = query.waiting = query.server = 0;
	query.length = length;
	memcpy(query.packet, bytes, length);
	query.answer = query.packet;
	message_open(&message, bytes, length);
	if (message.cursor.broken || !message.count[SECTION_QUESTION])
		return;
	query.name = message.name;
	query.class = message.class;
	query.id = message.id;
	query.type = message.type;
	if (judge(&query, &conf))
		return;
	query.type = type;
	if (follow(&query, &host))
		return;
	check_name(&query.name);
	if (query.verdict.status == STATUS_DONE) {
		struct search search = {.conf = &conf, .host = &host, .count = 1};

		report_values(&out, &query, "label");
		search.queries[0] = query;
		search.queries[0].answer = search.queries[0].packet;
		if (type == TYPE_A || type == TYPE_AAAA || type == TYPE_PTR)
			search_collect(&search);
		report_host(&out, &host);
		must(host.count <= host.room && host.alias_count <= host.alias_room);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy;

	if (!size)
		return 0;
	copy = exact_copy(data + 1, size - 1);
	process.verbosity = -2;
	read_records(copy, size - 1);
	if (size - 1 <= ANSWER_ROOM)
		answer(types[*data % sizeof(types)], copy, size - 1);
	free(copy);
	return 0;
}
