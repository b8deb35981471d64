/*
 * named: finds programs, transports, models and services by name, and says it once for all where
 * one is missing.
 *
 * config ABSENT
 *	bool "names of what is left out"
 *	default y
 *	help
 *	  Asked for what is not compiled in, a program names the symbol that would bring it.
 *	  Without this it is unknown. Costs 300 bytes, and more where much is left out.
 */
#include "lib/named.h"

#include <string.h>

static const char *name_of(const void *entry)
{
	return *(const char *const *)entry;
}

static int same(const char *known, const char *name, size_t length)
{
	return !strncmp(known, name, length) && !known[length];
}

void named_print(struct output *output, const struct named_table *table, const char *before,
	const char *after)
{
	for (const void *const *entry = table->entries; *entry; entry++) {
		output_text(output, before);
		output_text(output, name_of(*entry));
		output_text(output, after);
	}
}

static void print_upper(struct output *output, const char *text)
{
	for (; *text; text++)
		output_byte(output, *text >= 'a' && *text <= 'z' ? *text - 32 : *text);
}

const void *named_find(
	const struct named_table *table, const char *name, size_t length, struct output *why)
{
	for (const void *const *entry = table->entries; *entry; entry++)
		if (same(name_of(*entry), name, length))
			return *entry;
	for (const char *absent = table->absent; CONFIG_ABSENT && *absent;
		absent += strlen(absent) + 1) {
		if (!same(absent, name, length))
			continue;
		output_format(why, "%s %s is not compiled in (CONFIG_", table->kind, absent);
		print_upper(why, table->kind);
		output_byte(why, '_');
		print_upper(why, absent);
		output_byte(why, ')');
		return 0;
	}
	output_format(why, "unknown %s %.*s; known:", table->kind, (int)length, name);
	named_print(why, table, " ", "");
	return 0;
}
