/*
 * clients: how many conversations each client has, and how often it begins one.
 *
 * A table of fixed size, by a hash of the client's address with a random multiplier. A client
 * is looked for in a few places from there on. Where it is not found, it takes the place of the one
 * known longest of those that have no conversation; where all have some, it is let in uncounted:
 * who holds many addresses could else lock out all others.
 *
 * A client that goes over its rate is held off for the rate's time from then on, however often it
 * tries in it: one that tries again and again is not held off for good.
 *
 * config SERVER_CLIENTS
 *	bool "limits for each client: -C, --rate"
 *	default y
 *	help
 *	  How many conversations one address, or one network, may have at once, and begin in some
 *	  time. Costs about 650 bytes on ARMv7, and 16 KiB of memory where it is asked for.
 */
#include "server/clients.h"

#include "lib/file.h"
#include "lib/number.h"
#include "lib/prefix.h"
#include "lib/process.h"
#include "lib/system.h"

#include <string.h>
#include <sys/random.h>

#define HASH_BITS 10
#define CHAIN 8                         /* places that are looked at */
#define ROOM ((1 << HASH_BITS) + CHAIN) /* so that none begins at the end */

struct client {
	uint32_t name;  /* the hash of its network; 0: nobody */
	unsigned live;  /* conversations */
	unsigned begun; /* since `since`; above the rate: it is held off */
	uint32_t since;
};

/*
 * Reads up to the separator, or to the end, and returns what is behind it; *value stays where it is
 * wrong.
 */
static const char *read_number(const char *text, int separator, unsigned *value)
{
	const char *end = strchr(text, separator);
	size_t length = end ? (size_t)(end - text) : strlen(text);

	number_parse(text, length, 0xffff, value);
	return text + length + (end != 0);
}

void clients_prepare(struct clients *clients, const struct settings *settings)
{
	const char *count = settings->per_client, *rate = settings->rate;

	memset(clients, 0, sizeof(*clients));
	if (!count && !rate)
		return;
	clients->message = count ? read_number(count, ':', &clients->per_client) : 0;
	if (count && !clients->per_client)
		die(STATUS_USAGE, "-C %s: not N[:MESSAGE]", count);
	clients->per_client--; /* the most that one may have before one more */
	if (rate)
		read_number(read_number(rate, '/', &clients->rate), 0, &clients->rate_ms);
	if (rate && (!clients->rate || !clients->rate_ms))
		die(STATUS_USAGE, "--rate %s: not N/SECONDS", rate);
	clients->rate_ms *= 1000;
	clients->prefix4 = PREFIX_V4 + settings->prefix4;
	clients->prefix6 = settings->prefix6;
	/* Early at start-up the system may have nothing random yet. */
	clients->seed = 0x9e3779b9;
	getrandom(&clients->seed, sizeof(clients->seed), GRND_NONBLOCK);
	clients->seed |= 1;
	clients->table = reserve(ROOM * sizeof(struct client));
}

/* Two networks of one hash are one client: there are 2^32, and nobody knows which are the same. */
static uint32_t hash(const struct clients *clients, const struct ip *ip)
{
	struct ip network = *ip;
	uint32_t sum = 0;

	prefix_fill(&network, ip_is_v4(ip) ? clients->prefix4 : clients->prefix6, 0);
	for (unsigned i = 0; i < sizeof(network.bytes); i++)
		sum = (sum + network.bytes[i]) * clients->seed;
	/* The high bits alone choose the place; by some multipliers they would be much alike. */
	return (sum ^ sum >> 16) * clients->seed;
}

/* Finds it, or makes room for it; 0 where there is none. */
static struct client *find(const struct clients *clients, uint32_t name, uint32_t now)
{
	struct client *client = clients->table + (name >> (32 - HASH_BITS)), *oldest = 0;

	for (int left = CHAIN; left; left--, client++) {
		if (client->name == name)
			return client;
		if (!client->live && (!oldest || now - client->since > now - oldest->since))
			oldest = client;
	}
	if (oldest)
		*oldest = (struct client){.name = name, .since = now};
	return oldest;
}

/* Whether the client is over its rate with one more. */
static int is_over_rate(const struct clients *clients, struct client *client, uint32_t now)
{
	if (now - client->since >= clients->rate_ms) {
		client->begun = 0;
		client->since = now;
	}
	if (client->begun == clients->rate)
		client->since = now;
	return client->begun > clients->rate || client->begun++ == clients->rate;
}

enum refusal clients_enter(
	struct clients *clients, const struct ip *ip, uint32_t now, struct client **place)
{
	struct client *client = 0;

	if (clients->table)
		client = find(clients, hash(clients, ip), now);
	if (!client)
		return NOT_REFUSED;
	if (client->live > clients->per_client)
		return REFUSED_COUNT;
	if (clients->rate && is_over_rate(clients, client, now))
		return REFUSED_RATE;
	client->live++;
	*place = client;
	return NOT_REFUSED;
}

void clients_leave(struct client *client)
{
	if (client)
		client->live--;
}

void clients_free(struct clients *clients)
{
	if (clients->table)
		system_unmap(clients->table, ROOM * sizeof(struct client));
	clients->table = 0;
}
