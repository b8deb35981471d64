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
 *	  Prints the records of a type, one a line. Costs about 3,000 bytes on ARMv7.
 *
 * config RESOLVER_REVERSE
 *	bool "the name of an address: -x"
 *	default y
 *	help
 *	  Finds the name that belongs to an address. Costs about 300 bytes on ARMv7.
 *
 * config RESOLVER_WAYS
 *	bool "--no-edns --rotate --timeout --attempts -s -I --mark"
 *	depends on SOCKET_OPTIONS
 *	default y
 *	help
 *	  How servers are asked, and from where. Costs about 900 bytes on ARMv7.
 */
#include "dns/hosts.h"
#include "lib/descriptor.h"
#include "lib/option.h"
#include "lib/process.h"
#include "lib/program.h"
#include "resolver/resolver.h"
#include "resolver/special.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define AT(member) offsetof(struct request, member)

enum { LIMIT_SECONDS, LIMIT_ATTEMPTS, LIMIT_32_BITS };

static const unsigned limits[] = {
	[LIMIT_SECONDS] = 30,
	[LIMIT_ATTEMPTS] = 5,
	[LIMIT_32_BITS] = ~0U,
};

static const struct option options[] = {
	OPTION('4', OPTION_FLAG, AT(v4), 0, "ipv4", "only IPv4 addresses"),
	OPTION('6', OPTION_FLAG, AT(v6), 0, "ipv6", "only IPv6 addresses"),
	OPTION('f', OPTION_TEXT, AT(conf), 0, "conf FILE", "in place of " RESOLVCONF_PATH),
	OPTION('H', OPTION_TEXT, AT(hosts), 0, "hosts FILE", "in place of " HOSTS_PATH),
	/* clang-format off */
	OPTION_IF(CONFIG_RESOLVER_LIST,
	OPTION('F', OPTION_TEXT, AT(list), 0, "list FILE", "questions, a line each"),
	OPTION(0, OPTION_FLAG, AT(is_unordered), 0, "unordered", "answers as they come"),)
	OPTION_IF(CONFIG_RESOLVER_TYPES,
	OPTION('t', OPTION_LIST, AT(types), 0, "type TYPE", "of records"),)
	OPTION_IF(CONFIG_RESOLVER_REVERSE,
	OPTION('x', OPTION_LIST, AT(reverse), 0, "reverse ADDRESS", "the name of an address"),)
	OPTION_IF(CONFIG_RESOLVER_STREAM,
	OPTION(0, OPTION_FLAG, AT(is_stream), 0, "tcp", "not UDP"),)
	OPTION_IF(CONFIG_RESOLVER_WAYS,
	OPTION(0, OPTION_FLAG, AT(is_plain), 0, "no-edns", "as before EDNS0"),
	OPTION(0, OPTION_FLAG, AT(is_rotating), 0, "rotate", "servers in turn"),
	OPTION(0, OPTION_COUNT, AT(timeout), LIMIT_SECONDS, "timeout SECONDS", "for a server (5)"),
	OPTION(0, OPTION_COUNT, AT(attempts), LIMIT_ATTEMPTS, "attempts N", "for each server (2)"),
	OPTION('s', OPTION_TEXT, AT(source), 0, "source ADDRESS", "to ask from"),
	OPTION('I', OPTION_TEXT, AT(way.settings.interface), 0, "interface NAME", "to ask by"),
	OPTION(0, OPTION_HEX, AT(way.settings.mark), LIMIT_32_BITS, "mark N", "of packets"),)
	/* clang-format on */
	OPTION(0, OPTION_FLAG, AT(is_short), 0, "short", "values alone"),
	/* clang-format off */
	OPTION_IF(CONFIG_RESOLVER_SPECIAL,
	OPTION(0, OPTION_TEXT, AT(range), 0, "is RANGE", "private, global ..."),
	OPTION(0, OPTION_TEXT, AT(block), 0, "in CIDR", "a block"),)
	OPTION_IF(CONFIG_RESOLVER_FORMS,
	OPTION(0, OPTION_FLAG, AT(is_full), 0, "full", "the message, as dig has it"),
	OPTION(0, OPTION_FLAG, AT(is_hex), 0, "hex", "in hexadecimal"),
	OPTION(0, OPTION_FLAG, AT(is_dnssec), 0, "dnssec", "--full, with signatures"),)
	OPTION_IF(CONFIG_RESOLVER_JSON,
	OPTION(0, OPTION_FLAG, AT(is_json), 0, "json", "the message in JSON (RFC 8427)"),)
	/* clang-format on */
	OPTION('v', OPTION_FLAG, AT(verbose), 0, "verbose", "each question's end"),
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
	if (CONFIG_RESOLVER_DATA)
		output_text(out, "option data\n");
}

static const struct usage usage = {
	.synopsis = "[options] [@SERVER[:PORT]]... NAME|ADDRESS[/PREFIX] [TYPE...]...",
	.about = HELP_TEXT(
		"Prints a host's entry, or its records of a type, or what an address is.\n\n"),
	.options = options,
	.limits = limits,
	.absent = ABSENT(RESOLVER_SPECIAL, " is  in") ABSENT(RESOLVER_FORMS, " full  hex  dnssec")
		ABSENT(RESOLVER_JSON, " json") ABSENT(RESOLVER_LIST, "Flist  unordered")
			ABSENT(RESOLVER_TYPES, "ttype") ABSENT(RESOLVER_REVERSE, "xreverse") ABSENT(
				RESOLVER_STREAM, " tcp") ABSENT(RESOLVER_WAYS,
				" no-edns  rotate  timeout  attempts ssource Iinterface  mark") "",
	.more = CONFIG_HELP ? print_more : 0,
	.features = print_features,
};

/* Options and operands in any order. */
static void parse(struct request *request, char **arguments)
{
	unsigned reversed = 0;

	for (;;) {
		const char *word;

		arguments = options_parse(&usage, arguments, request);
		while (CONFIG_RESOLVER_REVERSE && reversed < request->reverse.count)
			question_add(request, request->reverse.items[reversed++], 1);
		word = *arguments++;
		if (!word)
			break;
		if (*word == '@' && request->server_count < NAMESERVERS_MAX)
			request->servers[request->server_count++] = word + 1;
		else
			question_add(request, word, 0);
	}
	if (!request->question_count && !(CONFIG_RESOLVER_LIST && request->list))
		die(STATUS_USAGE, "needs a name or -x ADDRESS; --help says more");
}

static int resolver_main(int argc, char **argv)
{
	char buffer[4096];
	struct output out = OUTPUT(STDOUT_FILENO, buffer);
	struct request request;
	int status;

	memset(&request, 0, offsetof(struct request, settings));
	process.name = "mote-resolver";
	descriptors_open();
	parse(&request, argc ? argv + 1 : argv);
	process.verbosity = request.verbose ? LEVEL_VERBOSE : LEVEL_NORMAL;
	if (CONFIG_RESOLVER_SPECIAL && request.range) {
		const char *range = special_find(request.range);

		if (!range)
			die(STATUS_USAGE, "unknown range %s", request.range);
		request.range = range;
	}
	request.out = &out;
	status = batch_run(&request);
	if (output_flush(&out))
		die(STATUS_SYSTEM, "cannot write: %m");
	return status;
}

const struct program program_resolver = {
	"resolver",
	resolver_main,
};
