/*
 * server: the structs that services and models meet in. A service knows no model, a model no
 * service.
 */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include "transport/transport.h"

#include <stdint.h>
#include <sys/types.h>

#define ENDPOINTS_MAX \
	16 /* of one process; each costs a descriptor and a place in what is waited for */
#define TALK_BUFFER 4096   /* of a conversation; not touched, so not in memory, before it is used */
#define DATAGRAM_MAX 65536 /* the longest of UDP is 65,507 */

/* A service with its arguments: what is done on the endpoints. */
struct job {
	const struct service *service;
	char **arguments; /* after the service's name; ends with 0 */
	unsigned flags;   /* the service's own, set by prepare */
};

/* What a conversation waits for next. */
enum want { WANT_READ, WANT_WRITE, WANT_READ_OR_WRITE, DONE };

/* The other side, as it is printed; an IPv4 client of an IPv6 socket is an IPv4 address. */
struct peer {
	struct ip ip;
	uint16_t port;
	uint16_t is_local; /* 1: a UNIX socket, without address */
};

/* A conversation over a stream. */
struct talk {
	int fd;    /* -1: a process has it, or nobody */
	pid_t pid; /* of that process, or 0 */
	const struct job *job;
	struct talk *next; /* in the list of free ones */
	struct peer peer;
	uint32_t idle_end;       /* when the idle limit ends it, see clock_ms */
	uint32_t total_end;      /* when the total limit ends it */
	unsigned char want;      /* enum want: what it waits for */
	unsigned char state;     /* the service's own, 0 at the start */
	unsigned char is_ending; /* its process has been told to end */
	uint16_t used;           /* bytes in the buffer */
	uint16_t sent;           /* of them, those already sent */
	char *buffer;            /* TALK_BUFFER bytes */
};

/* One datagram that came in. */
struct datagram {
	const struct job *job;
	const struct peer *peer;
	const unsigned char *bytes;
	size_t length;
};

#define NO_REPLY ((size_t)-1)

/* What a profile without streams or without datagrams does not link. */
#define FOR_STREAMS(function) (CONFIG_STREAM ? (function) : 0)
#define FOR_DATAGRAMS(function) (CONFIG_DATAGRAM ? (function) : 0)

/* Whether there are ever processes of ours. */
#define HAS_PROCESSES (CONFIG_SERVICE_EXEC || CONFIG_MODEL_FORK)

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
	 * From one datagram to at most one reply of at most room bytes. Returns its length, 0 too,
	 * or NO_REPLY.
	 */
	size_t (*answer)(const struct datagram *question, unsigned char *reply, size_t room);

	/* Instead of both: starts a program on the socket. Returns its process, or -1 and errno. */
	pid_t (*start)(const struct job *, int fd);
};

/* An endpoint that is listened on. */
struct listener {
	int fd;
	pid_t holder; /* the program that has a datagram socket for now, or 0 */
	unsigned char is_stream;
	unsigned char is_armed;    /* the event model's: it is waited for */
	unsigned char is_wildcard; /* on every address: a reply must be told which one was asked */

	/* How often a program was started on a datagram socket, in the second that began then. */
	unsigned short starts;
	uint32_t start_second;

	struct endpoint endpoint;
	struct address bound;
};

struct server;

struct model {
	const char *name;
	const char *help;
	void (*serve)(struct server *); /* until process.stop */
};

/* The small members first: they are reached by shorter instructions. */
struct server {
	struct job job;
	struct talk *talks; /* a table of talk_max */
	unsigned talk_max;
	unsigned talk_top;    /* places of it that were ever used */
	struct talk *free;    /* of those, the ones not used now */
	char *buffers;        /* TALK_BUFFER bytes for each place */
	unsigned live;        /* conversations now */
	unsigned idle, total; /* limits in seconds, 0: none */
	unsigned listener_count;
	int signals;        /* see lib/signals.h; -1 in a process of the fork model */
	int set;            /* the event model's epoll set */
	uint32_t deadline;  /* where has_deadline: no limit of a conversation ends before it */
	uint32_t pause_end; /* where is_paused: nothing is begun before it */
	unsigned char has_deadline;
	unsigned char is_paused;
	unsigned char
		said_no_source; /* that replies may leave from another address than was asked */
	struct listener listeners[ENDPOINTS_MAX];
	unsigned char question[DATAGRAM_MAX];
	unsigned char reply[DATAGRAM_MAX];
};

/* Generated from the enabled files; see struct named_table. */
extern const struct service *const services[];
extern const char services_absent[];
extern const struct model *const models[];
extern const char models_absent[];

/* listen.c: sockets that listen. They end the program where the system refuses. */
struct listen_settings {
	int family; /* AF_UNSPEC, AF_INET, AF_INET6 */
	unsigned backlog;
};
void listener_open(struct listener *listener, const struct listen_settings *settings);
void listener_print(struct output *output, const struct listener *listener);
void listener_close(struct listener *listener);

/* talk.c: conversations, the same for all models. */
void talks_prepare(struct server *server, unsigned max);

/*
 * Accepts one conversation. 0 where there is none, or where the system has run out of something
 * (then it pauses).
 */
struct talk *talk_accept(struct server *server, struct listener *listener);

/*
 * Runs the service; the idle limit starts anew. DONE: it is over, its socket closed, its place
 * given back.
 */
enum want talk_run(struct server *server, struct talk *talk);

/*
 * Waits and runs until it is over, within its limits: for models that have one conversation in a
 * process.
 */
void talk_run_to_end(struct server *server, struct talk *talk);

/*
 * Ends a conversation, whoever runs it, and gives its place back. how: for the log, or 0: it is
 * there already.
 */
void talk_end(struct server *server, struct talk *talk, const char *how);

/* Milliseconds until its first limit, -1: it has none. */
int talk_left(const struct server *server, const struct talk *talk, uint32_t now);

/* From now on the process has it; pid -1: there is none, and it ends. */
void talk_hand_over(struct server *server, struct talk *talk, pid_t pid);

/* loop.c: what all models do around their waits. */

/* Whether the listener is to be waited for now. */
int listener_is_wanted(const struct server *server, const struct listener *listener);

/* Nothing is begun for a second, as the system has run out of something; errno says of what. */
void server_pause(struct server *server, const char *what);

/*
 * Ends what is over its limit, and the pause. Returns milliseconds until something is due, -1:
 * nothing is.
 */
int server_due(struct server *server);

/* From now on the limits of that conversation are looked at in server_due. */
void server_watch(struct server *server, const struct talk *talk, uint32_t now);

/* Takes the ends of processes, if there were any. */
void server_reap(struct server *server);

/*
 * What has come to a listener: begin takes over an accepted conversation. Returns 1 where one was
 * accepted.
 */
int server_take(struct server *server, struct listener *listener,
	void (*begin)(struct server *, struct talk *));

/* The loop of the models that wait by poll. */
void server_poll(struct server *server, void (*begin)(struct server *, struct talk *));

/*
 * poll(2) with milliseconds, -1: for ever. The last of the set is for the signals, and is filled in
 * and taken here.
 */
struct pollfd;
int server_wait(struct server *server, struct pollfd *set, unsigned count, int milliseconds);

/* datagram.c: answers the datagrams that have come, or hands the socket to a program. */
void datagrams_answer(struct server *server, struct listener *listener);

/* spawn.c */
pid_t spawn(char **arguments, int fd);

/* peer.c */
void peer_from_address(struct peer *peer, const struct address *address);

/* Appends the address without the port, or `local`. */
void peer_print(struct output *output, const struct peer *peer);

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
