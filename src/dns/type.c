/*
 * type: one table of the types of records. A type that is not there has the name TYPE123, and its
 * data is printed byte by byte (RFC 3597).
 *
 * config RESOLVER_DATA
 *	bool "names and data of rarer types"
 *	depends on RESOLVER_TYPES
 *	default y
 *	help
 *	  CAA, NAPTR, DNSSEC, SSHFP, TLSA, SVCB, LOC and others have names and are printed as their
 *	  RFCs have them. Without this they are TYPE257 and so on. Costs about 1,700 bytes on ARMv7.
 */
#include "dns/type.h"

#include "lib/number.h"
#include "lib/option.h"

#include <string.h>
#include <strings.h>

/* Its number in two bytes, the name, the fields of its data (see data.c); the last has no name. */
#define TYPE(high, low, name, fields) high low name "\0" fields "\0"

/* One that is there only with the data of all. */
#define MORE(high, low, name, fields) OPTION_IF(CONFIG_RESOLVER_DATA, TYPE(high, low, name, fields))

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
	MORE("\1", "\001", "CAA", "bcu")         /* RFC 8659 */
	MORE("\0", "\043", "NAPTR", "hhsssn")    /* RFC 3403 */
	MORE("\0", "\053", "DS", "hbbX")         /* RFC 4034 */
	MORE("\0", "\060", "DNSKEY", "hbbB")
	MORE("\0", "\056", "RRSIG", "TbbwtthnB")
	MORE("\0", "\057", "NSEC", "nM")
	MORE("\0", "\054", "SSHFP", "bbX")       /* RFC 4255 */
	MORE("\0", "\064", "TLSA", "bbbX")       /* RFC 6698 */
	MORE("\0", "\100", "SVCB", "hnP")        /* RFC 9460 */
	MORE("\0", "\101", "HTTPS", "hnP")
	MORE("\1", "\000", "URI", "hhu")         /* RFC 7553 */
	MORE("\0", "\035", "LOC", "L")           /* RFC 1876 */
	MORE("\0", "\015", "HINFO", "ss")
	MORE("\0", "\075", "OPENPGPKEY", "B")    /* RFC 7929 */
	MORE("\0", "\047", "DNAME", "n")         /* RFC 6672 */
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
