/* upstream: which one of several is taken, in order or in turn; a dead one is left out a while. */
#include "server/relay/relay.h"

#include "lib/clock.h"
#include "lib/process.h"
#include "lib/system.h"

#define DEAD_MS 10000

struct upstream *upstream_choose(struct job *job, int type, unsigned *tried)
{
	const struct relay *relay = job->own;
	struct upstreams *all = relay->upstreams;
	unsigned char *next = &all->next[type == SOCK_DGRAM];
	struct upstream *found = 0;
	unsigned place = *next, i;

	for (unsigned left = all->count; left; left--, place++) {
		struct upstream *upstream;

		if (place >= all->count)
			place = 0;
		upstream = &all->list[place];
		if (upstream->type != type || *tried & 1U << place)
			continue;
		if (upstream->is_dead && clock_is_over(upstream->dead_end, job->server->now))
			upstream->is_dead = 0;
		if (!found || !upstream->is_dead)
			found = upstream;
		if (!found->is_dead)
			break;
	}
	if (!found)
		return 0;
	i = found - all->list;
	*tried |= 1U << i;
	if (job->flags & ROUND_ROBIN)
		*next = i + 1;
	return found;
}

int upstream_socket(const struct upstream *upstream)
{
	return system_socket(upstream->address.is.any.sa_family,
		upstream->type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

void upstream_failed(const struct job *job, struct upstream *upstream)
{
	if (!upstream->is_dead)
		log_line(LEVEL_NORMAL, "cannot connect to %s: %m", upstream->text);
	upstream->is_dead = 1;
	upstream->dead_end = job->server->now + DEAD_MS;
}
