/*
 * mote-client: standard input to a peer, the peer to standard output: what netcat is used for.
 *
 * config PROGRAM_CLIENT
 *	bool "mote-client"
 *	default y
 *	help
 *	  Connects, sends and receives.
 */
#include "client/client.h"

#include "lib/clock.h"
#include "lib/descriptor.h"
#include "lib/option.h"
#include "lib/process.h"
#include "lib/program.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

struct settings {
	int v4, v6, udp, local;
	unsigned connect, idle, source_port;
	const char *source, *message;
};

#define AT(member) offsetof(struct settings, member)

enum { LIMIT_PORT, LIMIT_SECONDS };

static const unsigned limits[] = {65535, CLOCK_LIMIT_MAX};

static const struct option options[] = {
	OPTION('u', OPTION_FLAG, AT(udp), 0, "udp", "UDP; with -U: datagrams"),
	OPTION('U', OPTION_FLAG, AT(local), 0, "unix", "a path, or @NAME"),
	OPTION('m', OPTION_TEXT, AT(message), 0, "message TEXT", "sent, not the input"),
	OPTION('s', OPTION_TEXT, AT(source), 0, "source ADDRESS", "to come from"),
	OPTION('p', OPTION_NUMBER, AT(source_port), LIMIT_PORT, "source-port PORT", "to come from"),
	OPTION('w', OPTION_NUMBER, AT(connect), LIMIT_SECONDS, "wait SECONDS", "to connect"),
	OPTION('i', OPTION_NUMBER, AT(idle), LIMIT_SECONDS, "idle SECONDS", "without a byte"),
	OPTION('4', OPTION_FLAG, AT(v4), 0, "ipv4", "IPv4 only"),
	/* clang-format off */
	OPTION_IF(CONFIG_IPV6, OPTION('6', OPTION_FLAG, AT(v6), 0, "ipv6", "IPv6 only"),)
	/* clang-format on */
	{0},
};

static const struct usage usage = {
	.synopsis = "[options] ENDPOINT | HOST PORT | -U PATH",
	.about = HELP_TEXT("Sends its input, prints what comes.\n\n"),
	.options = options,
	.limits = limits,
	.absent = ABSENT(IPV6, "6ipv6") "",
	.features = transports_print,
};

/*
 * HOST PORT, or with -U PATH, with the transport that nc's letters ask for, as an endpoint. Its end
 * is a NUL.
 */
static void write_endpoint(struct output *text, char **operands, const struct settings *settings)
{
	output_text(text,
		settings->local         ? (settings->udp ? "unixgram:" : "unix:")
			: settings->udp ? "udp:"
					: "tcp:");
	if (settings->local)
		output_text(text, operands[0]);
	else
		output_format(text, strchr(operands[0], ':') ? "[%s]:%s" : "%s:%s", operands[0],
			operands[1]);
	/* What does not fit is longer than any host or path. */
	output_byte(text, 0);
	text->buffer[text->room - 1] = 0;
}

/* text: room for an endpoint that is put together. */
static void take_operands(struct endpoint *endpoint, char **operands,
	const struct settings *settings, struct output *text)
{
	const char *first = operands[0];
	int is_nc = settings->local || (first && operands[1]);

	if (!first || (operands[1] && (settings->local || operands[2])) ||
		(settings->udp && !is_nc))
		die(STATUS_USAGE, "options, then ENDPOINT, such as tcp:HOST:PORT");
	if (is_nc) {
		write_endpoint(text, operands, settings);
		first = text->buffer;
	}
	endpoint_require(endpoint, first);
	if (!endpoint->path && !endpoint->port)
		die(STATUS_USAGE, "endpoint %s: the port is 0", first);
	if (CONFIG_TRANSPORT_FD && !endpoint->transport->type)
		die(STATUS_USAGE, "endpoint %s: only mote-server takes it", first);
}

static int client_main(int argc, char **argv)
{
	struct settings settings = {0};
	struct endpoint endpoint;
	char buffer[288];
	struct output text = OUTPUT(-1, buffer);
	char **operands;
	int fd;

	(void)argc;
	process.name = "mote-client";
	operands = options_parse(&usage, argv + 1, &settings);
	take_operands(&endpoint, operands, &settings, &text);

	struct connect_settings connecting = {family_of_options(settings.v4, settings.v6),
		settings.connect, settings.source, settings.source_port};
	struct converse_settings conversing = {
		settings.message, settings.idle * 1000, endpoint.transport->type == SOCK_DGRAM};

	descriptors_open();
	fd = connect_any(&endpoint, &connecting);
	return converse(fd, &conversing);
}

const struct program program_client = {"client", client_main};
