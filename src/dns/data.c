/*
 * data: the data of records as text, as a master file has it (RFC 1035, 5), so that any name
 * server reads the same bytes back from it. Parameters of SVCB that came after RFC 9460 have the
 * name keyN.
 */
#include "dns/type.h"

#include "lib/date.h"

#include <string.h>

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

static void print_name(struct output *output, struct cursor *data)
{
	struct name name;

	if (!name_read(&name, data))
		name_print_absolute(output, &name);
}

/* A byte of a character string between quotes; where it is one of a list, that list's mark, too. */
static void print_byte(struct output *output, unsigned byte, int is_listed)
{
	if (is_listed && (byte == ',' || byte == '\\'))
		print_byte(output, '\\', 0);
	if (byte - ' ' > '~' - ' ') {
		output_format(output, "\\%03u", byte);
		return;
	}
	if (byte == '"' || byte == '\\')
		output_byte(output, '\\');
	output_byte(output, byte);
}

static void print_bytes(struct output *output, struct cursor *data, unsigned length, int is_listed)
{
	const unsigned char *bytes = cursor_take(data, length);

	while (bytes && length--)
		print_byte(output, *bytes++, is_listed);
}

static void print_string(struct output *output, struct cursor *data, unsigned length)
{
	output_byte(output, '"');
	print_bytes(output, data, length, 0);
	output_byte(output, '"');
}

/* What CAA has in place of a name: letters and digits. */
static void print_tag(struct output *output, struct cursor *data)
{
	unsigned length = cursor_u8(data);
	const unsigned char *bytes = cursor_take(data, length);

	if (!length)
		data->broken = 1;
	for (; bytes && length; length--, bytes++) {
		if ((*bytes | 0x20U) - 'a' > 25 && (unsigned)*bytes - '0' > 9)
			data->broken = 1;
		print_byte(output, *bytes, 0);
	}
}

static void print_hex(struct output *output, struct cursor *data, unsigned length)
{
	const unsigned char *bytes = cursor_take(data, length);

	while (bytes && length--)
		output_format(output, "%02x", *bytes++);
}

/* Base64 (RFC 4648, 4). */
static void print_base(struct output *output, struct cursor *data, unsigned length)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *bytes = cursor_take(data, length);

	while (bytes && length) {
		unsigned count = length < 3 ? length : 3;
		uint32_t value = 0;

		for (unsigned i = 0; i < 3; i++)
			value = value << 8 | (i < count ? *bytes++ : 0);
		for (unsigned i = 0; i < 4; i++)
			output_byte(output, i <= count ? digits[value >> (18 - 6 * i) & 63] : '=');
		length -= count;
	}
}

/* A moment of a signature (RFC 4034, 3.2). */
static void print_time(struct output *output, struct cursor *data)
{
	struct date date = date_of(cursor_u32(data));

	output_format(output, "%u%02u%02u%02u%02u%02u", date.year, date_month(&date), date.day,
		date.hour, date.minute, date.second);
}

/* The types that a name has (RFC 4034, 4.1.2), each after a space. */
static void print_bitmap(struct output *output, struct cursor *data)
{
	while (cursor_left(data) && !data->broken) {
		unsigned window = cursor_u8(data), length = cursor_u8(data);
		const unsigned char *bytes = cursor_take(data, length);

		for (unsigned bit = 0; bytes && bit < length * 8; bit++) {
			if (!(bytes[bit / 8] & 0x80 >> bit % 8))
				continue;
			output_byte(output, ' ');
			type_print_name(output, window << 8 | bit);
		}
	}
}

/* Thousandths of a second from the equator or from Greenwich, to one of two sides. */
static void print_angle(struct output *output, uint32_t value, const char *sides)
{
	unsigned other = value < 0x80000000;

	value = other ? 0x80000000 - value : value - 0x80000000;
	output_format(output, "%u %u %u.%03u %c ", (unsigned)(value / 3600000),
		(unsigned)(value / 60000 % 60), (unsigned)(value / 1000 % 60),
		(unsigned)(value % 1000), sides[other]);
}

/* A length in centimetres: a digit, and how many zeros are behind it. */
static void print_length(struct output *output, struct cursor *size)
{
	unsigned byte = cursor_u8(size), digit = byte >> 4, zeros = byte & 15;

	if (digit > 9 || zeros > 9)
		size->broken = 1;
	output_byte(output, ' ');
	if (zeros < 2) {
		output_format(output, zeros ? "0.%u0m" : "0.0%um", digit);
		return;
	}
	output_byte(output, '0' + digit);
	for (; zeros > 2; zeros--)
		output_byte(output, '0');
	output_byte(output, 'm');
}

/* A place on earth (RFC 1876). */
static void print_place(struct output *output, struct cursor *data)
{
	unsigned version = cursor_u8(data);
	struct cursor sizes = *data;
	uint32_t height;

	cursor_take(data, 3);
	print_angle(output, cursor_u32(data), "NS");
	print_angle(output, cursor_u32(data), "EW");
	height = cursor_u32(data);
	if (height < 10000000)
		output_byte(output, '-');
	height = height < 10000000 ? 10000000 - height : height - 10000000;
	output_format(output, "%u.%02um", (unsigned)(height / 100), (unsigned)(height % 100));
	for (int i = 0; i < 3; i++)
		print_length(output, &sizes);
	data->broken |= sizes.broken || version;
}

static void print_field(struct output *output, unsigned field, struct cursor *data);

static const char keys[] = "mandatory\0alpn\0no-default-alpn\0port\0ipv4hint\0ech\0ipv6hint";

static void print_key(struct output *output, unsigned key)
{
	const char *name = keys;

	if (key > 6) {
		output_format(output, "key%u", key);
		return;
	}
	while (key--)
		name += strlen(name) + 1;
	output_text(output, name);
}

/* Values by key: keys, protocols, nothing, a port, addresses, base64, addresses. */
static void print_value(struct output *output, unsigned key, struct cursor *value)
{
	unsigned kind = key < 7 ? "ka.h4B6"[key] : '.';

	if (kind == '.') {
		value->broken |= key < 7;
		print_string(output, value, cursor_left(value));
		return;
	}
	while (!value->broken) {
		if (kind == 'k')
			print_key(output, cursor_u16(value));
		else if (kind == 'a')
			print_bytes(output, value, cursor_u8(value), 1);
		else
			print_field(output, kind, value);
		if (!cursor_left(value) || kind == 'h')
			break;
		output_byte(output, ',');
	}
}

/* The parameters of a service (RFC 9460, 2.1), each after a space. */
static void print_parameters(struct output *output, struct cursor *data)
{
	while (cursor_left(data) && !data->broken) {
		unsigned key = cursor_u16(data), length = cursor_u16(data);
		struct cursor value = *data;

		if (!cursor_take(data, length))
			return;
		value.end = data->at;
		output_byte(output, ' ');
		print_key(output, key);
		if (!length && (key == 2 || key > 6))
			continue;
		output_text(output, key == 1 ? "=\"" : "=");
		print_value(output, key, &value);
		if (key == 1)
			output_byte(output, '"');
		data->broken |= value.broken || cursor_left(&value);
	}
}

/* The letters of the rarer types. Large ones are what the data ends with. */
static void print_rare(struct output *output, unsigned field, struct cursor *data)
{
	switch (field) {
	case 'b':
		output_format(output, "%u", cursor_u8(data));
		break;
	case 'u': /* up to the end */
		print_string(output, data, cursor_left(data));
		break;
	case 'c':
		print_tag(output, data);
		break;
	case 't':
		print_time(output, data);
		break;
	case 'T':
		type_print_name(output, cursor_u16(data));
		break;
	case 'B':
		print_base(output, data, cursor_left(data));
		break;
	case 'M':
		print_bitmap(output, data);
		break;
	case 'P':
		print_parameters(output, data);
		break;
	case 'L':
		print_place(output, data);
		break;
	}
}

/* The letters of a type in the table of types. */
static void print_field(struct output *output, unsigned field, struct cursor *data)
{
	switch (field) {
	case ' ': /* nothing but the space behind it */
		break;
	case 'h': /* numbers of 16 and 32 bits */
		output_format(output, "%u", cursor_u16(data));
		break;
	case 'w':
		output_format(output, "%u", (unsigned)cursor_u32(data));
		break;
	case '4':
	case '6':
		print_ip(output, data, field == '4' ? 4 : 16);
		break;
	case 'n':
		print_name(output, data);
		break;
	case 's': /* after its length */
		print_string(output, data, cursor_u8(data));
		break;
	case 'X':
		print_hex(output, data, cursor_left(data));
		break;
	default:
		if (CONFIG_RESOLVER_DATA)
			print_rare(output, field, data);
	}
}

int type_print(struct output *output, unsigned type, struct cursor *data)
{
	const char *fields = type_fields(type), *field = fields;

	if (!*fields) {
		output_format(output, "\\# %u", (unsigned)cursor_left(data));
		field = cursor_left(data) ? " X" : fields;
	}
	while (*field && !data->broken) {
		int kind = *field++;

		print_field(output, kind, data);
		/* The one before it, as often as it is there. */
		if (*field == '*')
			field += cursor_left(data) ? -1 : 1;
		if (*field && *field != 'M' && *field != 'P')
			output_byte(output, ' ');
	}
	return data->broken || cursor_left(data) ? -1 : 0;
}
