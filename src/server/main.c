/*
 * mote-server: serves TCP, UDP and UNIX sockets: one conversation at a time, many in one process, a
 * process for each, or a program started for each.
 *
 * config PROGRAM_SERVER
 *	bool "mote-server"
 *	default y
 *	help
 *	  Serves TCP, UDP and UNIX sockets.
 *
 * config SERVER_USER
 *	bool "-u USER[:GROUP]"
 *	default y
 *	help
 *	  Gives up root once the endpoints are bound.
 *
 * config SERVER_USER_NAMES
 *	bool "names for -u, too"
 *	default y
 *	depends on SERVER_USER
 *	help
 *	  Users and groups by their names in /etc/passwd and /etc/group. Costs about 450 bytes.
 *
 * config SERVER_HOSTS
 *	bool "endpoints by name"
 *	default y
 *	help
 *	  The host of an endpoint may be localhost or a name of /etc/hosts, else it is an address.
 */
#include "server/server.h"

#include "lib/clock.h"
#include "lib/descriptor.h"
#include "lib/named.h"
#include "lib/option.h"
#include "lib/privilege.h"
#include "lib/process.h"
#include "lib/program.h"
#include "lib/signals.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

struct settings {
	int is_announced, v4, v6, quiet, verbose;
	unsigned max, backlog, idle, total;
	const char *model, *user;
};

#define AT(member) offsetof(struct settings, member)

/* Conversations are what streams have: the symbol of one of them is named. */
#define OPTION_FOR_STREAMS(letter, kind, offset, max, name, help) \
	OPTION_OR(CONFIG_STREAM, "TRANSPORT_TCP", letter, kind, offset, max, name, help)

static const struct option options[] = {
	OPTION('m', OPTION_TEXT, AT(model), 0, "model MODEL", "of those below (the first)"),
	OPTION('1', OPTION_FLAG, AT(is_announced), 0, "announce", "print the bound endpoints"),
	OPTION('4', OPTION_FLAG, AT(v4), 0, "ipv4", "IPv4 only"),
	OPTION_IF(IPV6, '6', OPTION_FLAG, AT(v6), 0, "ipv6", "IPv6 only"),
	OPTION_FOR_STREAMS(
		'b', OPTION_COUNT, AT(backlog), 65535, "backlog N", "waiting for accept (128)"),
	OPTION_FOR_STREAMS(
		'c', OPTION_COUNT, AT(max), 100000, "max N", "conversations at once (40)"),
	OPTION_FOR_STREAMS('i', OPTION_NUMBER, AT(idle), CLOCK_LIMIT_MAX, "idle SECONDS",
		"ends one without a byte (60)"),
	OPTION_FOR_STREAMS('t', OPTION_NUMBER, AT(total), CLOCK_LIMIT_MAX, "total SECONDS",
		"ends any (0: never)"),
	OPTION_IF(SERVER_USER, 'u', OPTION_TEXT, AT(user), 0, "user USER[:GROUP]",
		"become it once bound"),
	OPTION('q', OPTION_FLAG, AT(quiet), 0, "quiet", "warnings only"),
	OPTION('v', OPTION_FLAG, AT(verbose), 0, "verbose", "conversations too"),
	{0},
};

static const struct named_table model_table = {"model", (const void *const *)models, models_absent};
static const struct named_table service_table = {
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
		HELP_TEXT("\nENDPOINT:\n  tcp:PORT tcp:HOST:PORT tcp:[IPV6]:PORT"
			  " unix:/PATH unix:@NAME udp:... unixgram:...\n"));
}

static void print_features(struct output *out)
{
	transports_print(out);
	named_print(out, &model_table, "model ", "\n");
	named_print(out, &service_table, "service ", "\n");
	if (CONFIG_SERVER_USER)
		output_text(out, "option user\n");
	if (CONFIG_SERVER_HOSTS)
		output_text(out, "option hosts\n");
}

static const struct usage usage = {
	.synopsis = "[options] ENDPOINT... SERVICE [ARG...]",
	.about = HELP_TEXT("Serves TCP, UDP and UNIX sockets.\n\n"),
	.options = options,
	.more = print_more,
	.features = print_features,
};

/* The entry of that name; ends the program where there is none. */
static const void *choose(const struct named_table *table, const char *name)
{
	char buffer[256];
	struct output why = OUTPUT(-1, buffer);
	const void *entry = named_find(table, name, strlen(name), &why);

	if (!entry)
		die(STATUS_USAGE, "%.*s", (int)why.used, buffer);
	return entry;
}

/* Takes the endpoints from the front of the arguments. Returns the first argument that is none. */
static char **take_endpoints(struct server *server, char **arguments)
{
	for (; *arguments && strchr(*arguments, ':'); arguments++) {
		char buffer[256];
		struct output why = OUTPUT(-1, buffer);

		if (server->listener_count == ENDPOINTS_MAX)
			die(STATUS_USAGE, "more than %u endpoints", ENDPOINTS_MAX);
		if (endpoint_parse(&server->listeners[server->listener_count++].endpoint,
			    *arguments, &why))
			die(STATUS_USAGE, "endpoint %s: %.*s", *arguments, (int)why.used, buffer);
	}
	if (!server->listener_count)
		die(STATUS_USAGE, "an ENDPOINT is missing, such as tcp:8080");
	return arguments;
}

static void take_service(struct job *job, char **arguments)
{
	if (!*arguments)
		die(STATUS_USAGE, "a SERVICE is missing; see --help");
	job->service = choose(&service_table, *arguments);
	job->arguments = arguments + 1;
	if (job->service->prepare)
		job->service->prepare(job);
	else if (*job->arguments)
		die(STATUS_USAGE, "%s takes no argument: what is %s?", job->service->name,
			*job->arguments);
}

static void listen_to_all(struct server *server, const struct settings *settings)
{
	struct listen_settings how = {
		family_of_options(settings->v4, settings->v6), settings->backlog};

	for (unsigned i = 0; i < server->listener_count; i++)
		listener_open(&server->listeners[i], &how);
}

static void announce(const struct server *server)
{
	char buffer[256];
	struct output out = OUTPUT(STDOUT_FILENO, buffer);

	for (unsigned i = 0; i < server->listener_count; i++)
		listener_print(&out, &server->listeners[i]);
	if (output_flush(&out))
		die(STATUS_SYSTEM, "cannot write output: %m");
}

/* What is left at the end: processes are told to end, socket files removed. */
static void close_all(struct server *server)
{
	for (struct talk *talk = server->talks;
		CONFIG_STREAM && HAS_PROCESSES && talk < server->talks + server->talk_top; talk++)
		if (talk->pid)
			kill(talk->pid, SIGTERM);
	for (unsigned i = 0; i < server->listener_count; i++) {
		if (CONFIG_SERVICE_EXEC && server->listeners[i].holder)
			kill(server->listeners[i].holder, SIGTERM);
		listener_close(&server->listeners[i]);
	}
}

static int server_main(int argc, char **argv)
{
	static struct server server;
	struct settings settings = {.max = 40, .backlog = 128, .idle = 60};
	const struct model *model;
	struct identity identity;
	char **arguments;

	(void)argc;
	process.name = "mote-server";
	arguments = options_parse(&usage, argv + 1, &settings);
	process.verbosity = settings.verbose - settings.quiet;
	model = settings.model ? choose(&model_table, settings.model) : models[0];
	take_service(&server.job, take_endpoints(&server, arguments));
	if (CONFIG_SERVER_USER && settings.user)
		identity_parse(
			&identity, settings.user, (char *)server.question, sizeof(server.question));
	server.idle = settings.idle;
	server.total = settings.total;

	descriptors_open();
	if (CONFIG_SERVICE_EXEC)
		descriptors_close_on_exec();
	listen_to_all(&server, &settings);
	if (CONFIG_STREAM)
		talks_prepare(&server, settings.max);
	if (CONFIG_SERVER_USER && settings.user)
		identity_become(&identity);
	server.signals = signals_open();
	if (settings.is_announced)
		announce(&server);
	model->serve(&server);
	close_all(&server);
	return STATUS_DONE;
}

const struct program program_server = {"server", server_main};
