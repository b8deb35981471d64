/*
 * settings: the options of mote-server as one table, and what --help and --version say.
 *
 * config SERVER_LIMITS
 *	bool
 *	default y if STREAM || SERVICE_RELAY_DATAGRAM || SERVICE_STDIO_DATAGRAM
 */
#include "server/settings.h"

#include "lib/clock.h"
#include "lib/named.h"
#include "server/server.h"

#include <stddef.h>

#define AT(member) offsetof(struct settings, member)

enum {
	LIMIT_8_BITS,
	LIMIT_16_BITS,
	LIMIT_32_BITS,
	LIMIT_SECONDS,
	LIMIT_TALKS,
	LIMIT_PREFIX4,
	LIMIT_PREFIX6,
};

static const unsigned limits[] = {255, 65535, ~0U, CLOCK_LIMIT_MAX, 100000, 32, 128};

/* clang-format off */
static const struct option options[] = {
	OPTION('m', OPTION_TEXT, AT(model), 0,
		"model" ARGUMENT("MODEL"), "of those below (the first)"),
	OPTION('1', OPTION_FLAG | OPTION_ONCE, AT(is_announced), 0,
		"announce", "print the bound endpoints"),
	OPTION('4', OPTION_FLAG, AT(v4), 0, "ipv4", "IPv4 only"),
	OPTION_IF(CONFIG_IPV6,
	OPTION('6', OPTION_FLAG, AT(v6), 0, "ipv6", "IPv6 only"),)
	OPTION_IF(CONFIG_STREAM,
	OPTION('b', OPTION_COUNT, AT(backlog), LIMIT_16_BITS,
		"backlog" ARGUMENT("N"), "waiting for accept (128)"),)
	OPTION_IF(CONFIG_SERVER_LIMITS,
	OPTION('c', OPTION_COUNT, AT(max), LIMIT_TALKS,
		"max" ARGUMENT("N"), "conversations at once (40)"),
	OPTION('i', OPTION_NUMBER, AT(idle), LIMIT_SECONDS,
		"idle" ARGUMENT("SECONDS"), "ends one without a byte (60)"),)
	OPTION_IF(CONFIG_STREAM,
	OPTION('t', OPTION_NUMBER, AT(total), LIMIT_SECONDS,
		"total" ARGUMENT("SECONDS"), "ends any (0: never)"),)
	OPTION_IF(CONFIG_SERVER_CLIENTS,
	OPTION('C', OPTION_TEXT, AT(per_client), 0,
		"per-client" ARGUMENT("N[:MESSAGE]"), "of one client; else MESSAGE"),
	OPTION(0, OPTION_TEXT, AT(rate), 0, "rate" ARGUMENT("N/SECONDS"), "begun by one client"),
	OPTION(0, OPTION_COUNT, AT(prefix4), LIMIT_PREFIX4,
		"prefix4" ARGUMENT("BITS"), "that are one client (32)"),
	OPTION(0, OPTION_COUNT, AT(prefix6), LIMIT_PREFIX6,
		"prefix6" ARGUMENT("BITS"), "of IPv6 (64)"),)
	OPTION_IF(CONFIG_SERVER_MEMORY,
	OPTION(0, OPTION_NUMBER, AT(min_free), LIMIT_32_BITS,
		"min-free" ARGUMENT("KB"), "begin none below it"),)
	OPTION_IF(CONFIG_SERVER_RULES,
	OPTION('a', OPTION_LIST, AT(allow), 0,
		"allow" ARGUMENT("CIDR"), "only these; longest wins"),
	OPTION('d', OPTION_LIST, AT(deny), 0, "deny" ARGUMENT("CIDR"), "not these"),
	OPTION('x', OPTION_TEXT, AT(rules), 0,
		"rules" ARGUMENT("FILE"), "allow|deny CIDR [+NAME=VALUE...]"),)
	OPTION_IF(CONFIG_SERVER_PROXY,
	OPTION('P', OPTION_FLAG, AT(proxy), 0, "proxy", "a PROXY header comes first"),
	OPTION(0, OPTION_LIST, AT(proxies), 0, "proxy-from" ARGUMENT("CIDR"), "from these only"),)
	OPTION_IF(CONFIG_SERVER_ENVIRONMENT,
	OPTION(0, OPTION_TEXT, AT(environment), 0,
		"env" ARGUMENT("ucspi|busybox"), "names for programs"),)
	OPTION_IF(CONFIG_SOCKET_OPTIONS,
	OPTION('I', OPTION_TEXT, AT(socket.interface), 0,
		"interface" ARGUMENT("NAME"), "by this one only"),
	OPTION(0, OPTION_HEX, AT(socket.mark), LIMIT_32_BITS, "mark" ARGUMENT("N"), "of packets"),
	OPTION(0, OPTION_HEX, AT(socket.tos), LIMIT_8_BITS,
		"tos" ARGUMENT("N"), "of packets, or traffic class"),
	OPTION(0, OPTION_FLAG, AT(socket.freebind), 0, "freebind", "bind what is not there yet"),
	OPTION(0, OPTION_FLAG, AT(socket.reuseport), 0, "reuseport", "share the port"),
	OPTION(0, OPTION_FLAG, AT(socket.keepalive), 0, "keepalive", "probe silent peers"),)
	OPTION_IF(CONFIG_SERVER_SOCKET_OWNER,
	OPTION(0, OPTION_TEXT, AT(mode), 0, "mode" ARGUMENT("OCTAL"), "of UNIX socket files"),
	OPTION(0, OPTION_TEXT, AT(owner), 0, "owner" ARGUMENT("USER[:GROUP]"), "too"),)
	OPTION_IF(CONFIG_SERVER_USER,
	OPTION('u', OPTION_TEXT, AT(user), 0,
		"user" ARGUMENT("USER[:GROUP]"), "become it once bound"),)
	OPTION_IF(CONFIG_SERVER_CHROOT,
	OPTION('r', OPTION_TEXT, AT(root), 0, "root" ARGUMENT("DIR"), "chroot once bound"),)
	OPTION_IF(CONFIG_SERVER_FILE,
	OPTION('f', OPTION_TEXT | OPTION_ONCE, AT(file), 0,
		"file" ARGUMENT("FILE"), "a command line a line; HUP"),
	OPTION(0, OPTION_FLAG | OPTION_ONCE, AT(is_checked), 0,
		"check", "only say if that is right"),)
	OPTION_IF(CONFIG_SERVER_BACKGROUND,
	OPTION('D', OPTION_FLAG | OPTION_ONCE, AT(background), 0,
		"background", "leave the terminal"),)
	OPTION_IF(CONFIG_SERVER_PIDFILE,
	OPTION('p', OPTION_TEXT | OPTION_ONCE, AT(pid_file), 0,
		"pid-file" ARGUMENT("FILE"), "our number"),)
	OPTION_IF(CONFIG_SERVER_READINESS,
	OPTION(0, OPTION_COUNT | OPTION_ONCE, AT(notify_fd), LIMIT_16_BITS,
		"notify-fd" ARGUMENT("N"), "a newline once ready"),)
	OPTION_IF(CONFIG_SERVER_DRAIN,
	OPTION(0, OPTION_NUMBER | OPTION_ONCE, AT(drain), LIMIT_SECONDS,
		"drain" ARGUMENT("SECONDS"), "to end after TERM (0)"),)
	OPTION_IF(CONFIG_SYSLOG,
	OPTION(0, OPTION_FLAG | OPTION_ONCE, AT(syslog), 0,
		"syslog", "in place of standard error"),)
	OPTION('q', OPTION_FLAG | OPTION_ONCE, AT(quiet), 0, "quiet", "warnings only"),
	OPTION('v', OPTION_FLAG | OPTION_ONCE, AT(verbose), 0, "verbose", "conversations too"),
	{0},
};
/* clang-format on */

static const char absent[] = ABSENT(IPV6, "6ipv6") ABSENT_(
	CONFIG_STREAM, "TRANSPORT_TCP\0bbacklog ttotal\0") ABSENT_(CONFIG_SERVER_LIMITS,
	"SERVICE_RELAY\0cmax iidle\0") ABSENT(SERVER_CLIENTS, "Cper-client  rate  prefix4  prefix6")
	ABSENT(SERVER_MEMORY, " min-free") ABSENT(SERVER_RULES, "aallow ddeny xrules") ABSENT(
		SERVER_PROXY, "Pproxy  proxy-from") ABSENT(SERVER_ENVIRONMENT, " env")
		ABSENT(SOCKET_OPTIONS, "Iinterface  mark  tos  freebind  reuseport  keepalive")
			ABSENT(SERVER_SOCKET_OWNER, " mode  owner") ABSENT(SERVER_USER, "uuser")
				ABSENT(SERVER_CHROOT, "rroot") ABSENT(SERVER_FILE, "ffile  check")
					ABSENT(SERVER_BACKGROUND, "Dbackground")
						ABSENT(SERVER_PIDFILE, "ppid-file") ABSENT(
							SERVER_READINESS, " notify-fd")
							ABSENT(SERVER_DRAIN, " drain")
								ABSENT(SYSLOG, " syslog") "";

const struct named_table model_table = {"model", (const void *const *)models, models_absent};
const struct named_table service_table = {
	"service", (const void *const *)services, services_absent};

/* Entries of both tables begin with the name and the help. */
struct described {
	const char *name, *help;
};

static void print_described(struct output *out, const char *title, const struct named_table *table)
{
	output_text(out, title);
	for (const void *const *entry = table->entries; *entry; entry++) {
		const struct described *described = *entry;

		output_format(out, "  %s %s\n", described->name, described->help);
	}
}

static void print_more(struct output *out)
{
	print_described(out, "\nMODEL:\n", &model_table);
	print_described(out, "\nSERVICE:\n", &service_table);
	output_text(out,
		"\nENDPOINT:\n  tcp:PORT tcp:HOST:PORT tcp:[IPV6]:PORT"
		" unix:/PATH unix:@NAME udp:... unixgram:...\n");
}

static void print_features(struct output *out)
{
	transports_print(out);
	named_print(out, &model_table, "model ", "\n");
	named_print(out, &service_table, "service ", "\n");
	output_text(out,
		"" OPTION_IF(CONFIG_SERVER_HOSTS, "option hosts\n") OPTION_IF(CONFIG_SANDBOX,
			"option sandbox\n") OPTION_IF(CONFIG_MWAN3, "option mwan3\n")
			OPTION_IF(CONFIG_SERVER_COUNTERS, "option counters\n") OPTION_IF(
				CONFIG_SERVER_ENVIRONMENT_BUSYBOX, "option busybox\n")
				OPTION_IF(CONFIG_SERVICE_RELAY_PROXY, "option send-proxy\n"));
}

const struct usage server_usage = {
	.synopsis = "[options] ENDPOINT... SERVICE [ARG...]",
	.about = HELP_TEXT("Serves TCP, UDP and UNIX sockets.\n\n"),
	.options = options,
	.limits = limits,
	.absent = CONFIG_ABSENT ? absent : "",
	.more = CONFIG_HELP ? print_more : print_features,
	.features = print_features,
};
