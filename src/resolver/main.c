/*
 * mote-resolver: answers for names and addresses: a host entry as gethostbyname had it, the records
 * of one type, the name of an address, or what an address is.
 *
 * config PROGRAM_RESOLVER
 *	bool "mote-resolver"
 *	default y
 *	help
 *	  Finds the addresses of a name in the hosts file and in the DNS. About 14 KB on ARMv7.
 *
 * config RESOLVER_TYPES
 *	bool "records of one type: NAME TYPE"
 *	default y
 *	help
 *	  Prints the records of a type, one a line. Costs about 200 bytes on ARMv7.
 *
 * config RESOLVER_REVERSE
 *	bool "the name of an address: -x"
 *	default y
 *	help
 *	  Finds the name that belongs to an address. Costs about 300 bytes on ARMv7.
 */
#include "dns/hosts.h"
#include "lib/descriptor.h"
#include "lib/option.h"
#include "lib/process.h"
#include "lib/program.h"
#include "resolver/address.h"
#include "resolver/resolver.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define AT(member) offsetof(struct request, member)

static const struct option options[] = {
	OPTION('4', OPTION_FLAG, AT(v4), 0, "ipv4", "only IPv4 addresses of a host"),
	OPTION('6', OPTION_FLAG, AT(v6), 0, "ipv6", "only IPv6 addresses of a host"),
	OPTION('f', OPTION_TEXT, AT(conf), 0, "conf FILE", "in place of " RESOLVCONF_PATH),
	OPTION('H', OPTION_TEXT, AT(hosts), 0, "hosts FILE", "in place of " HOSTS_PATH),
	/* clang-format off */
	OPTION_IF(CONFIG_RESOLVER_REVERSE,
	OPTION('x', OPTION_TEXT, AT(address), 0, "reverse ADDRESS", "the name of an address"),)
	/* clang-format on */
	OPTION('v', OPTION_FLAG, AT(verbose), 0, "verbose", "say what each question came to"),
	{0},
};

static void print_more(struct output *out)
{
	output_text(out,
		"\n@SERVER is asked in place of the hosts file and the servers of resolv.conf.\n");
	if (CONFIG_RESOLVER_TYPES) {
		output_text(out, "Types:");
		types_print(out);
		output_byte(out, '\n');
	}
}

static void print_features(struct output *out)
{
	if (CONFIG_RESOLVER_ADDRESS)
		output_text(out, "option address\n");
	if (CONFIG_RESOLVER_TYPES)
		output_text(out, "option types\n");
}

static const struct usage usage = {
	.synopsis = "[options] [@SERVER[:PORT]] NAME|ADDRESS[/PREFIX] [TYPE [CLASS]]",
	.about = HELP_TEXT(
		"Prints a host's entry, or its records of a type, or what an address is.\n\n"),
	.options = options,
	.absent = ABSENT(RESOLVER_REVERSE, "xreverse") "",
	.more = CONFIG_HELP ? print_more : 0,
	.features = print_features,
};

static unsigned parse_type(const char *text)
{
	unsigned type;
	char known[256];
	struct output out = OUTPUT(-1, known);

	if (!CONFIG_RESOLVER_TYPES)
		die(STATUS_USAGE, "type %s: types are not compiled in (CONFIG_RESOLVER_TYPES)",
			text);
	type = type_find(text);
	types_print(&out);
	if (type == TYPE_AXFR || type == TYPE_IXFR)
		die(STATUS_USAGE, "type %s: zones are not transferred", text);
	if (!type)
		die(STATUS_USAGE, "unknown type %s; known:%.*s", text, (int)out.used, known);
	return type;
}

static unsigned parse_class(const char *text)
{
	if (!strcasecmp(text, "CH"))
		return CLASS_CHAOS;
	if (strcasecmp(text, "IN"))
		die(STATUS_USAGE, "unknown class %s; known: IN CH", text);
	return CLASS_IN;
}

static void settle_address(struct request *request)
{
	request->text = request->address;
	if (ip_parse(&request->ip, request->text, strlen(request->text)))
		die(STATUS_USAGE, "-x: %s is not an IP address", request->text);
	request->absolute = 1;
	name_reverse(&request->name, &request->ip);
}

static void settle_name(struct request *request)
{
	const char *text = request->text;
	size_t length = strlen(text);

	request->is_report = !request->type && address_is_meant(text, length);
	if (request->is_report && !CONFIG_RESOLVER_ADDRESS)
		die(STATUS_USAGE,
			"%s: reports on addresses are not compiled in (CONFIG_RESOLVER_ADDRESS)",
			text);
	request->absolute = name_parse(&request->name, text, length);
	if (request->absolute < 0 && !request->is_report)
		die(STATUS_USAGE,
			"name '%s': a label is empty or above 63 bytes, or all of it above 255",
			text);
}

/* Options and operands in any order. */
static void parse(struct request *request, char **arguments)
{
	const char *words[3] = {0};
	unsigned count = 0, names;

	while (*(arguments = options_parse(&usage, arguments, request))) {
		const char *word = *arguments++;

		if (*word == '@' && request->server_count < NAMESERVERS_MAX)
			request->servers[request->server_count++] = word + 1;
		else if (count++ < 3)
			words[count - 1] = word;
	}
	names = !request->address; /* how many of the words are a name */
	if (count < names || count > names + 2)
		die(STATUS_USAGE,
			"needs a name or -x ADDRESS, then perhaps a type; --help says more");
	request->class = CLASS_IN;
	if (count > names + 1)
		request->class = parse_class(words[names + 1]);
	if (count > names)
		request->type = parse_type(words[names]);
	request->text = words[0];
	if (CONFIG_RESOLVER_REVERSE && request->address)
		settle_address(request);
	else
		settle_name(request);
}

static int resolver_main(int argc, char **argv)
{
	char buffer[1024];
	struct output out = OUTPUT(STDOUT_FILENO, buffer);
	struct request request = {0};
	int status = STATUS_DONE;

	process.name = "mote-resolver";
	descriptors_open();
	parse(&request, argc ? argv + 1 : argv);
	process.verbosity = request.verbose ? LEVEL_VERBOSE : LEVEL_NORMAL;
	if (CONFIG_RESOLVER_ADDRESS && request.is_report)
		address_report(&out, request.text);
	else
		status = answer(&request, &out);
	if (output_flush(&out))
		die(STATUS_SYSTEM, "cannot write: %m");
	return status;
}

const struct program program_resolver = {
	"resolver",
	resolver_main,
};
