/*
 * server: the structs that services and models meet in. A service knows no model, a model no
 * service.
 */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include "lib/named.h"
#include "lib/privilege.h"
#include "server/clients.h"
#include "server/memory.h"
#include "server/owner.h"
#include "server/rules.h"
#include "server/service.h"
#include "server/settings.h"
#include "transport/transport.h"

#include <stdint.h>
#include <sys/types.h>

/* An endpoint that is listened on. */
struct listener {
	unsigned char source; /* SOURCE_LISTENER */
	unsigned char is_stream;
	unsigned char is_watched;  /* it is in the epoll set */
	unsigned char is_ready;    /* something may have come to it */
	unsigned char is_wildcard; /* on every address: a reply must be told which one was asked */
	unsigned char is_paused;   /* until pause_end, for its program was started too often */
	int fd;                    /* -1: not open, or closed again */
	pid_t holder;              /* the program that has it for now, or 0 */
	struct job *job;

	/* How often a program was started on it, since then. */
	unsigned short starts;
	uint32_t starts_since;
	uint32_t pause_end;

	struct endpoint endpoint;
	struct address bound;
};

/* What SIGUSR1 logs, and status tells. */
struct counters {
	unsigned begun, datagrams;
	unsigned refused[NOT_REFUSED];
	struct traffic ended; /* of conversations that are over, and of datagrams */
	uint32_t start;       /* clock_monotonic_seconds */
};

/* A service with its arguments, options and endpoints: a command line, or a line of the file. */
struct job {
	const struct service *service;
	const struct model *model;
	char **arguments; /* after the service's name; ends with 0 */
	unsigned flags;   /* the service's own, set by prepare */
	struct job *next;
	struct listener *listeners;
	unsigned listener_count;
	unsigned live;              /* conversations now */
	unsigned talk_max;          /* and at most */
	struct talk *talk_end;      /* behind the places of the table that were ever used */
	struct talk *talks;         /* that table */
	struct talk *free;          /* of those, the ones not used now */
	char *buffers;              /* buffer_size bytes for each place */
	char *states;               /* the service's state_size */
	struct traffic *traffic;    /* of each place */
	struct child *children;     /* spawn.c's: processes that have not begun their program */
	unsigned idle, total;       /* limits in seconds, 0: none */
	unsigned char is_retired;   /* its line is gone: it ends with its last conversation */
	unsigned char has_identity; /* its processes become it, as its line has a -u of its own */
	unsigned char is_apart;     /* the fork model's: its processes are without its tables */
	unsigned char has_root;     /* the same for -r */
	struct identity identity;
	struct clients clients;
	struct rules rules, proxies;
	struct owner owner;    /* of its UNIX sockets */
	unsigned char is_kept; /* while the file is read again: its line is still there */
	unsigned line;         /* its number in the file; 0: the command line */
	char *text;            /* of that line */
	size_t text_length;
	char **words;
	size_t mapped; /* bytes of the mapping in which it is, 0: none */
	struct server *server;
	struct settings settings;

	/* Where CONFIG_JOB_STATE; see struct service. */
	void *own;
	int kept; /* a descriptor that processes of the fork model keep open, too; 0: none */
	unsigned char is_opened;
	unsigned char has_tick;
	uint32_t tick_end;
};

/* Whether conversations are accepted from it by us. */
static inline int listener_is_talked_to(const struct listener *listener)
{
	return CONFIG_STREAM && listener->is_stream &&
		!(CONFIG_SERVICE_ACTIVATE && listener->job->service->takes_listeners);
}

/* All jobs of a list; where there is no file there is but one. */
#define FOR_EACH_JOB(each, list) \
	for (struct job *each = (list); each; each = CONFIG_SERVER_FILE ? each->next : 0)

/* Behind the last listener of a job there is an empty one. */
#define FOR_EACH_LISTENER(each, job) \
	for (struct listener *each = (job)->listeners; each->endpoint.transport; each++)

#define FOR_EACH_TALK(each, job) \
	for (struct talk *each = (job)->talks; CONFIG_STREAM && each < (job)->talk_end; each++)

struct server;

struct model {
	const char *name;
	const char *help;
	unsigned char is_single;   /* one conversation at a time */
	unsigned char has_process; /* each is run by a process of its own */
	/* Takes a conversation that was let in. */
	void (*begin)(struct server *, struct talk *);
};

/* The small members first: they are reached by shorter instructions. */
struct server {
	unsigned char source; /* SOURCE_SIGNALS */
	unsigned char has_deadline;
	unsigned char is_paused;
	unsigned char has_started; /* a process of ours; it may still have what we have open */
	unsigned char stage;       /* loop.c's: how far the end is */
	unsigned char is_confined; /* no program can be started any more */
	unsigned char was_cut;     /* a conversation did not end by itself */
	unsigned char
		said_no_source;     /* that replies may leave from another address than was asked */
	unsigned char said_refusal; /* at refusal_ms, and not too often */
	unsigned char status;       /* what the program ends with, if all goes well */
	struct job *jobs;
	unsigned live; /* conversations now, of all jobs, and programs that have an endpoint */
	int signals;   /* see lib/signals.h; -1 in a process of the fork model */
	int set;       /* the epoll set */
	int notify;    /* the socket of NOTIFY_SOCKET, or -1 */
	struct memory memory;
	uint32_t now;       /* when the loop's turn began, see clock_ms */
	uint32_t deadline;  /* where has_deadline: nothing is due before it */
	uint32_t pause_end; /* where is_paused: nothing is begun before it */
	uint32_t stage_end;
	uint32_t refusal_ms; /* when the last refusal was logged */
	unsigned unsaid;     /* refusals since then */
	struct counters counters;
	struct job *making;      /* of the line of the file that is being judged */
	struct job job;          /* of the command line */
	unsigned char *question; /* DATAGRAMS_AT_ONCE of DATAGRAM_MAX bytes */
	unsigned char *reply;    /* two of them */
};

/* Generated from the enabled files; see struct named_table. */
extern const struct service *const services[];
extern const char services_absent[];
extern const struct model *const models[];
extern const char models_absent[];
extern const struct named_table service_table, model_table;

/* talk.c: conversations, the same for all models. */

/*
 * Accepts one conversation and takes it as far as it goes now; or finds that there is none, and the
 * listener is not ready any more.
 */
void talk_accept(struct server *server, struct listener *listener);

/* Goes on with one that the epoll set told of. */
void talk_go_on(struct server *server, struct talk *talk);

/* Tries again to start the process of one that is PHASE_HELD. */
void talk_start(struct server *server, struct talk *talk);

/* For models: the service runs in this process, and the epoll set watches it. */
void talk_run(struct server *server, struct talk *talk);

/*
 * For models: waits and runs until it is over, within its limits, then ends the process, which is
 * the conversation's own.
 */
_Noreturn void talk_run_to_end(struct server *server, struct talk *talk);

/* For models: from now on that process has it; -1: there is none, see errno, and it is held. */
void talk_hand_over(struct server *server, struct talk *talk, pid_t pid);

/* Ends a conversation and gives its place back. how: what is logged. */
void talk_end(struct server *server, struct talk *talk, const char *how);

/* The same before it has begun; counts and logs why. */
void talk_refuse(struct server *server, struct talk *talk, enum refusal why);

/* Whether the moment has come that the service has asked for (talk_due): it is told, once. */
int talk_is_due(struct talk *talk, uint32_t now);

/* A limit of its own, of the job or of the service has come. */
void talk_is_late(struct server *server, struct talk *talk);

/* Its process has ended, with the status of wait(2). */
void talk_process_ended(struct server *server, struct talk *talk, int status);

/* Milliseconds until its first limit, -1: it has none. */
int talk_left(const struct talk *talk, uint32_t now);

/* counters.c: by what, in words. */
extern const char *const refusals[NOT_REFUSED];

/* Counts what was refused, and says so, not more than once a second. */
void refuse(struct server *server, const struct peer *peer, enum refusal why);

/* datagram.c: answers what has come, until there is none, or others have their turn. */
void datagrams_answer(struct server *server, struct listener *listener);

/* Logs the counters. */
void counters_log(const struct server *server);

/* peer.c */
void peer_from_address(struct peer *peer, const struct address *address);

/* Appends both numbers: ` in 1, out 2`. */
void traffic_print(struct output *output, const struct traffic *traffic);

/* Appends the address without the port, or `local`. */
void peer_print(struct output *output, const struct peer *peer);

/* Why it may not have a conversation, or an answer; *client is then for clients_leave. */
enum refusal peer_judge(
	struct job *job, const struct peer *peer, uint32_t now, struct client **client);

#endif
