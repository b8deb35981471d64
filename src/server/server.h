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
#include "server/settings.h"
#include "transport/transport.h"

#include <netinet/in.h>
#include <stdint.h>
#include <sys/types.h>

#define TALK_BUFFER 4096   /* of a conversation; not touched, so not in memory, before it is used */
#define DATAGRAM_MAX 65536 /* the longest of UDP is 65,507 */
#define DATAGRAMS_AT_ONCE 8

/* What a conversation waits for next. */
enum want { WANT_READ, WANT_WRITE, WANT_READ_OR_WRITE, WANT_NOTHING, DONE };

/* What is told of by the epoll set; the first member of each says which it is. */
enum source { SOURCE_SIGNALS, SOURCE_LISTENER, SOURCE_TALK, SOURCE_WATCH };

/* One side, as it is printed; an IPv4 client of an IPv6 socket is an IPv4 address. */
struct peer {
	struct ip ip;
	uint16_t port;
	uint16_t is_local; /* 1: a UNIX socket, without address */
};

/* Bytes of one conversation; in memory shared with a process of the fork model. */
struct traffic {
	uint64_t in, out;
};

/* How far a conversation is. */
enum phase {
	PHASE_FREE,    /* it is none */
	PHASE_HEADER,  /* the header of the PROXY protocol is read */
	PHASE_HELD,    /* it is let in, but no process could be started for it yet */
	PHASE_SERVED,  /* the service runs, in this process */
	PHASE_PROCESS, /* a process has it */
	PHASE_ENDING,  /* that process has been told to end */
};

/* A conversation over a stream. */
struct talk {
	unsigned char source; /* SOURCE_TALK */
	unsigned char phase;
	unsigned char watched; /* the events the epoll set waits for, 0: it is not in it */
	unsigned char state;   /* the service's own, 0 at the start */
	int fd;                /* -1: a process has it, or nobody */
	uint16_t used;         /* bytes in the buffer */
	uint16_t sent;         /* of them, those already sent */
	char *buffer;          /* as many bytes as the service asks for */
	struct job *job;
	struct listener *listener;
	struct traffic *traffic;
	struct talk *next; /* in the list of free ones */
	pid_t pid;         /* of its process, or 0 */
	uint32_t begin;    /* when it was accepted, see clock_ms */
	uint32_t idle_end; /* when the idle limit ends it */
	uint32_t total_end;
	struct client *client; /* see clients_enter */
	const char *variables; /* of the rule that let it in, see rules_allow */
	unsigned char has_local;
	unsigned char is_read; /* the last read took all that there was */
	struct peer peer;
	struct peer local; /* where has_local: where the client connected to, as the proxy says */

	/* Where CONFIG_TALK_STATE; see struct service. */
	int far;                   /* another descriptor that it waits for, or -1 */
	unsigned char far_want;    /* enum want: what for; WANT_NOTHING at the start */
	unsigned char far_watched; /* the events the epoll set waits for, see watched */
	unsigned char is_late;     /* what talk_due was asked for has come */
	unsigned char has_due;
	uint32_t due;
	void *own; /* the service's, zeros at the start */
};

/* One datagram that came in. */
struct datagram {
	struct job *job;
	const struct peer *peer;
	const unsigned char *bytes;
	size_t length;

	/* Where CONFIG_JOB_STATE. */
	struct listener *listener;
	const struct address *address; /* the peer's */
	struct msghdr *header;         /* its control message says where it was sent to */
};

/* Room for one message about the destination; the larger of the two, in6_pktinfo, has 20 bytes. */
union control {
	struct cmsghdr header;
	char room[CMSG_SPACE(20)];
};

/* How a datagram is answered later; see datagram_keep. The same bytes for the same way. */
struct way_back {
	struct listener *listener;
	struct address address;
	union control control;
	size_t control_length; /* 0: from any address */
};

/* A descriptor that a service waits for besides those of its conversations; it is in its memory. */
struct watch {
	unsigned char source; /* SOURCE_WATCH */
	int fd;
	struct job *job;
	/* It can be read; may be called once in vain, even after watch_remove. */
	void (*happened)(struct watch *);
};

#define NO_REPLY ((size_t)-1)

/* What a profile without streams or without datagrams does not link. */
#define FOR_STREAMS(function) (CONFIG_STREAM ? (function) : 0)
#define FOR_DATAGRAMS(function) (CONFIG_DATAGRAM ? (function) : 0)

/* Whether there are ever programs, or processes, of ours. */
#define HAS_PROGRAMS (CONFIG_SERVICE_EXEC || CONFIG_SERVICE_ACTIVATE)
#define HAS_PROCESSES (HAS_PROGRAMS || CONFIG_MODEL_FORK)

/* What a service has that keeps something; all may be 0. */
struct keeping {
	/* Where it selects TALK_STATE: bytes of talk->own, and of talk->buffer (TALK_BUFFER). */
	uint16_t state_size;
	uint16_t buffer_size;

	/* And gives back what talk->own holds, whoever ended the conversation. */
	void (*ended)(struct talk *);

	/*
	 * Where it selects JOB_STATE: bytes of job->own, which are zeros for prepare, and of which
	 * a process of the fork model has a copy.
	 */
	uint16_t own_size;

	unsigned char shares_port; /* with other programs that do (SO_REUSEADDR) */

	/* System calls that it needs beyond those of sandbox.c, then 0. */
	const uint16_t *calls;

	/*
	 * Where it selects JOB_STATE: once its sockets are open and watched; when it asked for it
	 * (job_due); before its sockets are closed; before job->own is given back, even where
	 * prepare has failed.
	 */
	void (*opened)(struct job *);
	void (*tick)(struct job *);
	void (*closing)(struct job *);
	void (*release)(struct job *);
};

struct service {
	const char *name;
	const char *help; /* its arguments and what it does, in one line */

	/* Judges the arguments, ends the program where they are wrong. 0: it takes none. */
	void (*prepare)(struct job *);

	/*
	 * Does what can be done now over a conversation without waiting, and says what to wait for.
	 */
	enum want (*run)(struct talk *);

	/*
	 * From one datagram to at most one reply of at most room bytes, which are 512 or more.
	 * Returns its length, 0 too, or NO_REPLY.
	 */
	size_t (*answer)(const struct datagram *question, unsigned char *reply, size_t room);

	/*
	 * Instead of both: starts a program. For a conversation, or, where talk is 0, on the
	 * listening socket itself, which it has until it ends. Returns its process, or -1 and
	 * errno.
	 */
	pid_t (*start)(struct listener *listener, const struct talk *talk);

	unsigned char takes_listeners; /* start is given the listening sockets of streams, too */

	/*
	 * Where it selects JOB_STATE: it tells replies from questions itself, so every source port is served, the ports of
	 * small services and its own, too.
	 */
	unsigned char any_source;
	unsigned char is_unicast; /* what was sent to a group or a broadcast has no reply */
	unsigned char is_inline;  /* where it selects TALK_STATE: the server's process runs it */

	const struct keeping *keeps; /* 0: nothing */
};

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

/* For services, see struct service: run is called then, with is_late. 0: not any more. */
void talk_due(struct talk *talk, unsigned ms);

/* Closes talk->far, if there is any. */
void talk_close_far(struct talk *talk);

/* loop.c, for services: the job's tick is called then, if not before. */
void job_due(struct job *job, unsigned ms);

/* Waits until watch->fd can be read. Returns 0, or -1 and errno. It has to end before the close. */
int watch_add(struct watch *watch);
void watch_remove(struct watch *watch);

/* For services: how to answer the question later, or more than once, from where it was sent to. */
void datagram_keep(const struct datagram *question, struct way_back *way);

/* Sends without waiting. Returns length, or -1 and errno: it is lost, as datagrams are. */
ssize_t datagram_send(const struct way_back *way, const void *bytes, size_t length);

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

/* stream.c, for services: what can be done now on a conversation's socket. */

/*
 * Sends what is in the buffer. 0: all of it; 1: the peer must take some first (WANT_WRITE); -1: it
 * is gone.
 */
int talk_flush(struct talk *talk);

/* Sends one text and ends: a whole service's run, once the text was put in the buffer. */
enum want talk_finish(struct talk *talk);

/*
 * Reads up to room bytes. Above 0: how many; 0: the end; -1: nothing now (WANT_READ); -2: the peer
 * is gone.
 */
ssize_t talk_read(struct talk *talk, void *buffer, size_t room);

#endif
