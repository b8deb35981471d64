/*
 * form: whole messages, as dig prints them, in JSON, and byte by byte.
 *
 * config RESOLVER_FORMS
 *	bool "--full --hex --dnssec"
 *	depends on RESOLVER_TYPES
 *	default y
 *	help
 *	  Prints the messages of servers with all that is in them. Costs about 1,200 bytes on ARMv7.
 *
 * config RESOLVER_JSON
 *	bool "--json"
 *	depends on RESOLVER_FORMS
 *	default n
 *	help
 *	  Prints the messages of servers in JSON (RFC 8427). Costs about 750 bytes on ARMv7.
 */
#include "resolver/form.h"

#include "dns/type.h"
#include "lib/file.h"
#include "lib/system.h"

#include <string.h>

/* Of the header (RFC 1035, 4.1.1; RFC 4035, 3), in capitals, with the number of their bits. */
static const char flags[] = "QR\17AA\12TC\11RD\10RA\7AD\5CD\4";

static const char sections[] = "query\0answer\0authority\0additional";

static const char *section_name(unsigned section)
{
	const char *name = sections;

	while (section--)
		name += strlen(name) + 1;
	return name;
}

static void print_upper(struct output *output, const char *text)
{
	while (*text)
		output_byte(output, *text++ & ~0x20);
}

static void print_class(struct output *output, unsigned class)
{
	const char *format = class == CLASS_IN ? "IN" : class == CLASS_CHAOS ? "CH" : "CLASS%u";

	output_format(output, format, class);
}

static void print_header(struct output *output, const struct message *message)
{
	const struct verdict verdict = {.reason = message->flags & FLAG_RCODE};

	/* What is none was passed over. */
	output_text(output, ";; ->>HEADER<<- opcode: QUERY, status: ");
	verdict_print(output, &verdict);
	output_format(output, ", id: %u\n;; flags:", message->id);
	for (const char *flag = flags; *flag; flag += 3)
		if (message->flags >> flag[2] & 1)
			output_format(output, " %c%c", flag[0] | 0x20, flag[1] | 0x20);
	for (unsigned i = 0; i < SECTIONS; i++) {
		output_text(output, i ? ", " : "; ");
		print_upper(output, section_name(i));
		output_format(output, ": %u", message->count[i]);
	}
	output_text(output, "\n\n;; QUESTION SECTION:\n;");
	name_print_absolute(output, &message->name);
	output_byte(output, '\t');
	print_class(output, message->class);
	output_byte(output, '\t');
	type_print_name(output, message->type);
	output_byte(output, '\n');
}

static void print_record(struct output *output, struct record *record)
{
	/* What is said of EDNS0 (RFC 6891, 6.1.3). */
	if (record->type == TYPE_OPT) {
		output_format(output, "; EDNS: version: %u, flags:%s; udp: %u\n",
			(unsigned)record->ttl >> 16 & 0xff, record->ttl & 0x8000 ? " do" : "",
			record->class);
		return;
	}
	name_print_absolute(output, &record->owner);
	output_format(output, "\t%u\t", (unsigned)record->ttl);
	print_class(output, record->class);
	output_byte(output, '\t');
	type_print_name(output, record->type);
	output_byte(output, '\t');
	type_print(output, record->type, &record->data);
	output_byte(output, '\n');
}

void form_full(struct output *output, const struct query *query)
{
	struct message message;
	struct record record;
	unsigned section = SECTION_QUESTION;

	message_open(&message, query->answer, query->length);
	if (message.count[SECTION_QUESTION] != 1) {
		message.name = query->name;
		message.type = query->type;
		message.class = query->class;
	}
	print_header(output, &message);
	while (message_next(&message, &record)) {
		if (record.section != section) {
			section = record.section;
			output_text(output, "\n;; ");
			print_upper(output, section_name(section));
			output_text(output, " SECTION:\n");
		}
		print_record(output, &record);
	}
	output_format(output, "\n;; Query time: %u msec\n;; SERVER: ", (unsigned)query->began);
	nameserver_print(output, query->verdict.server);
	output_format(output, " (%s)\n;; MSG SIZE  rcvd: %u\n\n", query->is_stream ? "TCP" : "UDP",
		(unsigned)query->length);
}

/* A string of JSON: what our printers make of names and data is ASCII without control bytes. */
static void print_string(struct output *output, struct output *text)
{
	output_byte(output, '"');
	for (size_t i = 0; i < text->used; i++) {
		if (text->buffer[i] == '"' || text->buffer[i] == '\\')
			output_byte(output, '\\');
		output_byte(output, text->buffer[i]);
	}
	output_byte(output, '"');
	text->used = 0;
}

void form_json(struct output *output, const struct query *query)
{
	/* Four characters for each byte of a message, and more in lists. */
	struct output text = {.fd = -1, .room = 8 * 65536};
	struct message message;
	struct record record;
	unsigned section = SECTION_QUESTION;

	text.buffer = reserve(text.room);
	message_open(&message, query->answer, query->length);
	output_format(output, "{\"ID\":%u,\"Opcode\":0,", message.id);
	for (const char *flag = flags; *flag; flag += 3)
		output_format(output, "\"%.*s\":%u,", 2, flag, message.flags >> flag[2] & 1);
	output_format(output,
		"\"RCODE\":%u,\"QDCOUNT\":%u,\"ANCOUNT\":%u,\"NSCOUNT\":%u,\"ARCOUNT\":%u",
		message.flags & FLAG_RCODE, message.count[0], message.count[1], message.count[2],
		message.count[3]);
	if (message.count[SECTION_QUESTION] == 1) {
		name_print_absolute(&text, &message.name);
		output_text(output, ",\"QNAME\":");
		print_string(output, &text);
		output_format(output, ",\"QTYPE\":%u,\"QCLASS\":%u", message.type, message.class);
	}
	while (message_next(&message, &record)) {
		if (section != record.section)
			output_format(output, section ? "],\"%sRRs\":[" : ",\"%sRRs\":[",
				section_name(record.section));
		else
			output_byte(output, ',');
		section = record.section;
		name_print_absolute(&text, &record.owner);
		output_text(output, "{\"NAME\":");
		print_string(output, &text);
		output_format(output, ",\"TYPE\":%u,\"CLASS\":%u,\"TTL\":%u,\"rdata", record.type,
			record.class, (unsigned)record.ttl);
		/* As a master file has it: rdata and the name of the type (RFC 8427, 2.2). */
		type_print_name(output, record.type);
		output_text(output, "\":");
		type_print(&text, record.type, &record.data);
		print_string(output, &text);
		output_byte(output, '}');
	}
	output_text(output, section ? "]}\n" : "}\n");
	system_unmap(text.buffer, text.room);
}

void form_hex(struct output *output, const struct query *query)
{
	for (size_t i = 0; i < query->length; i++)
		output_format(output, "%02x", query->answer[i]);
	output_byte(output, '\n');
}
