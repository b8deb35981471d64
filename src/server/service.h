/*
 * service: what a service is, what it is given, and what it can do: conversations, datagrams, and
 * what it keeps.
 */
#ifndef SERVER_SERVICE_H
#define SERVER_SERVICE_H

#include "lib/address.h"

#include <netinet/in.h>
#include <stdint.h>
#include <sys/types.h>

#define TALK_BUFFER 4096   /* of a conversation; not touched, so not in memory, before it is used */
#define DATAGRAM_MAX 65536 /* the longest of UDP is 65,507 */
#define DATAGRAMS_AT_ONCE 8

struct job;
struct listener;

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
	/* It can be read; may be called once in vain, even after watch_close. */
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
	/* Before a conversation gets a process of its own, where FORK_STARTING is selected. */
	void (*starting)(struct job *);
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
	 * Where it selects JOB_STATE: it tells replies from questions itself, so what comes from
	 * its own port is served, too.
	 */
	unsigned char takes_own_port;
	unsigned char is_unicast; /* what was sent to a group or a broadcast has no reply */
	unsigned char is_inline;  /* where it selects TALK_STATE: the server's process runs it */

	const struct keeping *keeps; /* 0: nothing */
};

/* talk.c: run is called then, with is_late. 0: not any more. */
void talk_due(struct talk *talk, unsigned ms);

/* Closes talk->far, if there is any. */
void talk_close_far(struct talk *talk);

/* watch.c: the job's tick is called then, if not before. */
void job_due(struct job *job, unsigned ms);

/* Waits until watch->fd can be read. Returns 0, or -1 and errno. */
int watch_add(struct watch *watch);

/* Waits no more, and closes it, if there is one: fd is above 0, and 0 then. */
void watch_close(struct watch *watch);

/* datagram.c: how to answer the question later, or more than once, from where it was sent to. */
void datagram_keep(const struct datagram *question, struct way_back *way);

/* Sends without waiting. Returns length, or -1 and errno: it is lost, as datagrams are. */
ssize_t datagram_send(const struct way_back *way, const void *bytes, size_t length);

/*
 * stream.c, for struct keeping's opened: small parts are sent at once, not when the last one was
 * acknowledged. What is accepted inherits it from the sockets that listen.
 */
void streams_opened(struct job *job);

/* What can be done now on a conversation's socket. */

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
