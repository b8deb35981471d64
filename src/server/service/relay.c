/*
 * relay: goes on to somewhere else: a stream to a stream, datagrams to datagrams, over TCP, UDP or
 * UNIX sockets. Of several upstreams the first that can be connected to is taken, or each in turn.
 * See server/relay/stream.c and datagram.c.
 *
 * The address behind a name is looked up once, at the start, in the hosts file, as that of an
 * endpoint that is listened on: asking DNS would be 3,600 bytes, and a wait.
 *
 * config SERVICE_RELAY
 *	bool "relay"
 *	default y
 *	select TALK_STATE if STREAM
 *	select JOB_STATE
 *	help
 *	  Goes on to another endpoint, or one of several: port forwarding. Costs about 4,200 bytes
 *	  with what is below it, 1,500 without where another service keeps something, too.
 */
#include "server/job.h"
#include "server/relay/relay.h"

#include "lib/file.h"
#include "lib/option.h"
#include "lib/process.h"
#include "lib/system.h"

#include <string.h>

/* In the order of the flags. */
static const char options[] = "--round-robin\0--send-proxy\0--send-proxy-v2\0";

static void take_option(struct job *job, const char *text)
{
	unsigned flag = 1;

	for (const char *name = options; *name; name += strlen(name) + 1, flag <<= 1) {
		if (strcmp(text, name))
			continue;
		if (!CONFIG_SERVICE_RELAY_PROXY && CONFIG_ABSENT && flag != ROUND_ROBIN)
			die(STATUS_USAGE, "option %s is not compiled in (CONFIG_%s)", text,
				"SERVICE_RELAY_PROXY");
		job->flags |= flag;
		return;
	}
	die(STATUS_USAGE, "unknown option %s; see --help", text);
}

/* Returns its type. */
static int take_upstream(struct job *job, const char *text)
{
	const struct relay *relay = job->own;
	struct upstreams *all = relay->upstreams;
	struct upstream *upstream = &all->list[all->count++];
	struct endpoint endpoint;

	if (all->count > UPSTREAMS_MAX)
		die(STATUS_USAGE, "more than %u endpoints", UPSTREAMS_MAX);
	endpoint_require(&endpoint, text);
	if (!endpoint.path && (!endpoint.port || !endpoint.transport->type))
		die(STATUS_USAGE, "endpoint %s: the port is 0", text);
	/* Without a host it is this one, where IPv4 is served wherever IPv6 is. */
	listener_address(&endpoint, endpoint.host_length ? AF_UNSPEC : AF_INET, &upstream->address);
	upstream->type = endpoint.transport->type;
	upstream->text = text;
	return upstream->type;
}

/* Whether what goes there comes back here, as far as can be seen: a datagram would for ever. */
static int is_itself(const struct upstream *upstream, const struct endpoint *endpoint)
{
	struct ip ip;

	if (upstream->type != endpoint->transport->type || address_ip(&upstream->address, &ip) ||
		address_port(&upstream->address) != endpoint->port)
		return 0;
	/* No host is this one. */
	if (ip_is_any(&ip))
		ip_from_v4(&ip, INADDR_LOOPBACK);
	return endpoint->host_length ? !memcmp(&ip, &endpoint->ip, sizeof(ip))
		: ip_is_v4(&ip)      ? ip.bytes[12] == 127
				     : ip.bytes[0] == 0 && ip.bytes[15] == 1;
}

static void prepare(struct job *job)
{
	struct relay *relay = job->own;
	char **argument = job->arguments;
	unsigned types = 0;

	for (; *argument && **argument == '-'; argument++)
		take_option(job, *argument);
	if (!*argument)
		die(STATUS_USAGE, "an ENDPOINT is missing, such as tcp:8080");
	relay->upstreams = reserve_as(
		sizeof(struct upstreams), CONFIG_MODEL_FORK ? MAP_SHARED : MAP_PRIVATE);
	for (; *argument; argument++)
		types |= 1U << take_upstream(job, *argument);
	for (unsigned i = 0; i < job->listener_count; i++) {
		const struct endpoint *endpoint = &job->listeners[i].endpoint;

		if (endpoint->transport->type && !(types & 1U << endpoint->transport->type))
			die(STATUS_USAGE, "endpoint %s: no upstream for it", endpoint->text);
		for (unsigned each = 0; each < relay->upstreams->count; each++)
			if (CONFIG_SERVICE_RELAY_DATAGRAM &&
				is_itself(&relay->upstreams->list[each], endpoint))
				die(STATUS_USAGE, "endpoint %s: relayed to itself", endpoint->text);
	}
	if (CONFIG_SERVICE_RELAY_DATAGRAM)
		flows_prepare(job);
}

static void release(struct job *job)
{
	struct relay *relay = job->own;

	way_close(relay->pipe);
	if (CONFIG_SERVICE_RELAY_DATAGRAM)
		flows_release(job);
	if (relay->upstreams)
		system_unmap(relay->upstreams, sizeof(*relay->upstreams));
}

static const uint16_t calls[] = {
	SYS_socket,
	SYS_bind,
	OPTION_IF(CONFIG_SERVER_SPLICE, SYS_splice, SYS_pipe2, SYS_fcntl, ) 0,
};

static const struct keeping keeping = {
	.state_size = CONFIG_STREAM ? RELAY_STATE : 0,
	.buffer_size = 2 * WAY_BUFFER,
	.ended = CONFIG_SERVER_SPLICE ? relay_ended : 0,
	.own_size = sizeof(struct relay),
	.calls = calls,
	.opened = FOR_STREAMS(streams_opened),
	.tick = CONFIG_SERVICE_RELAY_DATAGRAM ? flows_tick : 0,
	.release = release,
};

const struct service service_relay = {
	.name = "relay",
	.help = HELP_TEXT("[--round-robin] [--send-proxy[-v2]] ENDPOINT...: go on to one of them"),
	.prepare = prepare,
	.run = FOR_STREAMS(relay_run),
	.answer = CONFIG_SERVICE_RELAY_DATAGRAM ? flows_answer : 0,
	.takes_own_port = 1,
	.keeps = &keeping,
};
