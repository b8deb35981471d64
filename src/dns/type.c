/* type: one table of the types of records (RFC 1035, 3.3; RFC 3596). */
#include "dns/type.h"

#include <string.h>
#include <strings.h>

static const struct type types[] = {
	{TYPE_A, "A"},
	{TYPE_AAAA, "AAAA"},
	{TYPE_CNAME, "CNAME"},
	{TYPE_NS, "NS"},
	{TYPE_PTR, "PTR"},
};

#define TYPES (sizeof(types) / sizeof(*types))

const struct type *type_find(const char *name)
{
	for (size_t i = 0; i < TYPES; i++)
		if (!strncasecmp(types[i].name, name, sizeof(types[i].name)))
			return &types[i];
	return 0;
}

void types_print(struct output *output)
{
	for (size_t i = 0; i < TYPES; i++)
		output_format(output, " %s", types[i].name);
}

void type_print_ip(struct output *output, const struct ip *ip, int v6)
{
	if (v6 && ip_is_v4(ip))
		output_text(output, "::ffff:");
	ip_print(output, ip);
}

static void print_ip(struct output *output, struct cursor *data, unsigned length)
{
	const unsigned char *bytes = cursor_take(data, length);
	struct ip ip;

	if (!bytes)
		return;
	ip_from_v4(&ip, 0);
	memcpy(ip.bytes + sizeof(ip.bytes) - length, bytes, length);
	type_print_ip(output, &ip, length == sizeof(ip.bytes));
}

int type_print(struct output *output, const struct type *type, struct cursor *data)
{
	struct name name;

	if (type->number == TYPE_A)
		print_ip(output, data, 4);
	else if (type->number == TYPE_AAAA)
		print_ip(output, data, 16);
	else if (!name_read(&name, data)) {
		name_print(output, &name);
		if (name.length > 1)
			output_byte(output, '.');
	}
	return data->broken || cursor_left(data) ? -1 : 0;
}
