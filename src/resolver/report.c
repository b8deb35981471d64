/* report: the host entry, as programs over gethostbyname print it, and plain values. */
#include "resolver/report.h"

#include "lib/process.h"

static void print_name(struct output *output, const char *what, const struct name *name)
{
	output_text(output, what);
	name_print(output, name);
	output_byte(output, '\n');
}

void report_family(struct output *output, int v6)
{
	output_text(output,
		v6 ? "address type: AF_INET6\naddress length: 16\n"
		   : "address type: AF_INET\naddress length: 4\n");
}

void report_address(struct output *output, const struct ip *ip, int v6)
{
	output_text(output, "address = ");
	type_print_ip(output, ip, v6);
	output_format(output, v6 ? "\n" : " (0x%08x)\n", (unsigned)ip_to_v4(ip));
}

/* The part of one family; nothing where the host has no address of it. */
static void print_addresses(struct output *output, const struct host *host, int v6)
{
	int any = 0;

	for (unsigned i = 0; i < host->count; i++) {
		if (ip_is_v4(&host->list[i]) == v6)
			continue;
		if (!any++)
			report_family(output, v6);
		report_address(output, &host->list[i], v6);
	}
}

void report_host(struct output *output, const struct host *host)
{
	print_name(output, "official name: ", &host->official);
	for (unsigned i = 0; i < host->alias_count; i++)
		print_name(output, "alias: ", &host->aliases[i]);
	print_addresses(output, host, 0);
	print_addresses(output, host, 1);
	if (host->lost)
		log_line(LEVEL_WARNING, "warning: %u more addresses are left out", host->lost);
}

void report_short(struct output *output, const struct host *host, int names)
{
	if (names)
		print_name(output, "", &host->official);
	for (unsigned i = 0; names && i < host->alias_count; i++)
		print_name(output, "", &host->aliases[i]);
	for (unsigned i = 0; !names && i < host->count; i++) {
		ip_print(output, &host->list[i]);
		output_byte(output, '\n');
	}
}

int report_values(struct output *output, const struct query *query, const char *label)
{
	struct message message;
	struct record record;
	int more, result = 0;

	for (more = query_first(query, query->type, &message, &record); more;
		more = query_next(query, query->type, &message, &record)) {
		if (label)
			output_format(output, "%s ", label);
		if (query->type == TYPE_ANY) {
			type_print_name(output, record.type);
			output_byte(output, ' ');
		}
		result |= type_print(output, record.type, &record.data);
		output_byte(output, '\n');
	}
	return result;
}
