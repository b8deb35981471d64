/* resolver: what is asked for, and who answers it. */
#ifndef RESOLVER_RESOLVER_H
#define RESOLVER_RESOLVER_H

#include "dns/search.h"
#include "dns/type.h"
#include "lib/option.h"
#include "lib/socket.h"

/*
 * Room for one host. Each family may have half of that for addresses; if there are more, in an
 * answer over TCP or in a hosts file, that is said. A chain has at most 16 aliases for each.
 */
enum { ADDRESSES = 2048, ALIASES = 32 };

enum { QUESTIONS_MAX = 64 }; /* of a command line, and of a list at once */

struct question {
	const char *text;      /* what it is about, as it was written */
	unsigned char reverse; /* it is an address of -x */
	unsigned char class;
	unsigned short type; /* 0: the host entry */
};

enum job_state { JOB_FREE, JOB_ASKS, JOB_DONE };

/* A question that is being asked, and what came of it. All zeros where it is free. */
struct job {
	enum job_state state;
	int is_void;   /* it was no question: that was said */
	int is_report; /* it is an address, about which nobody is asked */
	int absolute;  /* the name ends in a dot */
	unsigned number;
	struct question question;
	struct ip ip;     /* of -x */
	struct name name; /* to ask for */
	struct host host;
	struct search search;
	struct ip addresses[ADDRESSES];
	struct name aliases[ALIASES];
	char text[1024]; /* of a question of a list */
};

/* Where questions leave from, by the command line. */
struct way {
	struct route route;
	struct socket_settings settings;
	struct address source; /* its length is 0: any */
};

/* What the command line says. */
struct request {
	/* Options. */
	const char *conf, *hosts, *list, *source, *range, *block; /* 0: not given */
	struct text_list reverse, types;
	int v4, v6, verbose;
	int is_stream, is_plain, is_dnssec, is_rotating; /* how to ask */
	unsigned timeout, attempts;                      /* 0: as resolv.conf says */
	struct way way;
	int is_short, is_full, is_json, is_hex, is_unordered; /* how to answer */

	unsigned server_count; /* of those that are asked in place of the file's */
	unsigned question_count;
	const char *servers[NAMESERVERS_MAX];
	struct question questions[QUESTIONS_MAX];

	/* Of batch.c and answer.c. */
	struct output *out;
	struct job *jobs;
	unsigned room, number,
		printed; /* of jobs; how many questions there were, and were printed */
	int is_several, is_configured;
	unsigned reports; /* that were printed */
	int status;       /* the worst of all */
	struct resolvconf settings;
};

/* Asks all questions, prints, and returns the exit status. */
int batch_run(struct request *request);

/* Finds out what is to be asked, or ends the program and says why that cannot be. */
void answer_settle(struct request *request, struct job *job);

/* Begins to ask. Its state is then JOB_ASKS, or JOB_DONE where nobody has to be asked. */
void answer_start(struct request *request, struct job *job);

/* Prints what came of it, or says who failed and how. Returns the exit status of the question. */
int answer_print(struct request *request, struct job *job);

/*
 * Takes a name, or the type or class of the one before it; or an address of -x. Ends the program
 * where there are too many.
 */
void question_add(struct request *request, const char *text, int is_reverse);

/* The type of that name, or the end of the program. */
unsigned question_type(const char *text);

#endif
