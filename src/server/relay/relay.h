/* relay: what the parts of the service relay share. */
#ifndef SERVER_RELAY_RELAY_H
#define SERVER_RELAY_RELAY_H

#include "server/server.h"
#include "server/way.h"

#define UPSTREAMS_MAX 16 /* of one job: a bit of `tried` each */

/* Where a client is relayed to. */
struct upstream {
	const char *text;  /* as it was written */
	int type;          /* SOCK_STREAM or SOCK_DGRAM */
	int is_dead;       /* it could not be connected to: the others come first, ... */
	uint32_t dead_end; /* ... until then */
	struct address address;
};

/* In memory shared with the processes of the fork model, which learn from one another. */
struct upstreams {
	unsigned count;
	unsigned char next[2]; /* for --round-robin: of streams, of datagrams */
	struct upstream list[UPSTREAMS_MAX];
};

struct flow;

/* job->flags: its options. */
enum { ROUND_ROBIN = 1, SEND_PROXY = 2, SEND_PROXY_V2 = 4 };

/* The job's own. */
struct relay {
	struct upstreams *upstreams;
	struct flow *flows, *flow_end; /* datagram.c: the table, and behind those ever used */
	int pipe[2];                   /* an empty one that is used next; see way_step */
};

/* upstream.c */

/*
 * The next one of the type that has no bit in *tried yet, which it gets: those that are not dead
 * first. 0: there is none.
 */
struct upstream *upstream_choose(struct job *job, int type, unsigned *tried);

/* A socket for it that does not wait, not connected yet, or -1 and errno. */
int upstream_socket(const struct upstream *upstream);

/* It cannot be connected to, see errno: the others come first for a while. */
void upstream_failed(const struct job *job, struct upstream *upstream);

/* header.c: the header of the PROXY protocol. Returns its length; at most WAY_BUFFER. */
size_t relay_header(const struct talk *talk, int is_v2, char *header);

/* stream.c: a service's run, state_size, and what is left to do at a conversation's end. */
enum want relay_run(struct talk *talk);
#define RELAY_STATE 64
void relay_ended(struct talk *talk);

/* datagram.c: a service's prepare, answer, tick, release. */
void flows_prepare(struct job *job);
size_t flows_answer(const struct datagram *question, unsigned char *reply, size_t room);
void flows_tick(struct job *job);
void flows_release(struct job *job);

#endif
