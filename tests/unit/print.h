/* print: hosts as the tests write them. */
#ifndef UNIT_PRINT_H
#define UNIT_PRINT_H

#include "dns/host.h"

/* "official alias... | address..." */
static void print_host(struct output *out, const struct host *host)
{
	name_print(out, &host->official);
	for (unsigned i = 0; i < host->alias_count; i++) {
		output_byte(out, ' ');
		name_print(out, &host->aliases[i]);
	}
	output_text(out, " |");
	for (unsigned i = 0; i < host->count; i++) {
		output_byte(out, ' ');
		ip_print(out, &host->list[i]);
	}
}

#endif
