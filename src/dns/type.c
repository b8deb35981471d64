/*
 * type: one table of the types of records. A type that is not there has the name TYPE123, and its
 * data is printed byte by byte (RFC 3597).
 */
#include "dns/type.h"

#include "lib/number.h"

#include <string.h>
#include <strings.h>

/* Its number in two bytes, the name, the fields of its data (see data.c); the last has no name. */
#define TYPE(high, low, name, fields) high low name "\0" fields "\0"

static const char types[] =
	/* clang-format off */
	TYPE("\0", "\001", "A", "4")             /* RFC 1035 */
	TYPE("\0", "\034", "AAAA", "6")          /* RFC 3596 */
	TYPE("\0", "\005", "CNAME", "n")
	TYPE("\0", "\002", "NS", "n")
	TYPE("\0", "\014", "PTR", "n")
	TYPE("\0", "\006", "SOA", "nnwwwww")
	TYPE("\0", "\017", "MX", "hn")
	TYPE("\0", "\020", "TXT", "s*")
	TYPE("\0", "\041", "SRV", "hhhn")        /* RFC 2782 */
	TYPE("\1", "\001", "CAA", "bcu")         /* RFC 8659 */
	TYPE("\0", "\043", "NAPTR", "hhsssn")    /* RFC 3403 */
	TYPE("\0", "\053", "DS", "hbbX")         /* RFC 4034 */
	TYPE("\0", "\060", "DNSKEY", "hbbB")
	TYPE("\0", "\056", "RRSIG", "TbbwtthnB")
	TYPE("\0", "\057", "NSEC", "nM")
	TYPE("\0", "\062", "NSEC3", "bbhxHM")    /* RFC 5155 */
	TYPE("\0", "\063", "NSEC3PARAM", "bbhx")
	TYPE("\0", "\054", "SSHFP", "bbX")       /* RFC 4255 */
	TYPE("\0", "\064", "TLSA", "bbbX")       /* RFC 6698 */
	TYPE("\0", "\100", "SVCB", "hnP")        /* RFC 9460 */
	TYPE("\0", "\101", "HTTPS", "hnP")
	TYPE("\1", "\000", "URI", "hhu")         /* RFC 7553 */
	TYPE("\0", "\035", "LOC", "L")           /* RFC 1876 */
	TYPE("\0", "\015", "HINFO", "ss")
	TYPE("\0", "\075", "OPENPGPKEY", "B")    /* RFC 7929 */
	TYPE("\0", "\047", "DNAME", "n")         /* RFC 6672 */
	TYPE("\0", "\373", "IXFR", "")           /* of questions only */
	TYPE("\0", "\374", "AXFR", "")
	TYPE("\0", "\377", "ANY", "")
	"\0\0"
	/* clang-format on */
	;

static unsigned number_of(const char *type)
{
	return (unsigned char)type[0] << 8 | (unsigned char)type[1];
}

static const char *fields_of(const char *type)
{
	return type + 2 + strlen(type + 2) + 1;
}

static const char *next(const char *type)
{
	type = fields_of(type);
	return type + strlen(type) + 1;
}

/* The entry of that number; else the end of the table. */
static const char *entry_of(unsigned number)
{
	const char *type = types;

	while (type[2] && number_of(type) != number)
		type = next(type);
	return type;
}

unsigned type_find(const char *name)
{
	unsigned number = 0;

	for (const char *type = types; type[2]; type = next(type))
		if (!strcasecmp(type + 2, name))
			return number_of(type);
	if (!strncasecmp(name, "TYPE", 4))
		number_parse(name + 4, strlen(name + 4), 65535, &number);
	return number;
}

void type_print_name(struct output *output, unsigned type)
{
	const char *entry = entry_of(type);

	output_text(output, entry[2] ? entry + 2 : "TYPE");
	if (!entry[2])
		output_format(output, "%u", type);
}

const char *type_fields(unsigned type)
{
	const char *entry = entry_of(type);

	return entry[2] ? fields_of(entry) : "";
}

void types_print(struct output *output)
{
	for (const char *type = types; type[2]; type = next(type)) {
		output_byte(output, ' ');
		output_text(output, type + 2);
	}
}
