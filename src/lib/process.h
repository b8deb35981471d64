/*
 * process: what a whole program has once: its name, how much it says, the signals that came; log
 * lines; how it ends.
 */
#ifndef LIB_PROCESS_H
#define LIB_PROCESS_H

#include <stddef.h>

/* Exit statuses, the same for all programs. */
enum status {
	STATUS_DONE = 0,
	STATUS_NO = 1,   /* the answer is no: no such name, port closed */
	STATUS_PEER = 2, /* a failure of the other side */
	STATUS_TIMEOUT = 99,
	STATUS_USAGE = 100,
	STATUS_SYSTEM = 111, /* the system refused */
};

/* How much is said on standard error. */
enum level {
	LEVEL_WARNING = -1, /* also with -q */
	LEVEL_NORMAL = 0,
	LEVEL_PLAIN = 1, /* the same, for what a service promises as it stands: without our name */
	LEVEL_VERBOSE = 2, /* with -v only */
};

/* The one writable object of a program outside of its stack. */
struct process {
	const char *name;     /* before every message: mote-server */
	int verbosity;        /* enum level: the highest that is said */
	unsigned char stop;   /* SIGTERM or SIGINT has come, see lib/signals.h; how often, to 2 */
	unsigned char child;  /* SIGCHLD has come */
	unsigned char reload; /* SIGHUP has come */
	unsigned char report; /* SIGUSR1 has come */

	/* Where what is being judged stands, for messages: FILE:LINE; 0: on the command line. */
	const char *place;
	unsigned place_line;

	/* Where a log line goes, without its end, instead of standard error; 0: there. */
	void (*log)(int level, const char *line, size_t length);

	void **again; /* where die goes on, of __builtin_setjmp; 0: the program ends */
};

extern struct process process;

/* One line on standard error with the program's name before it, in one write. See output_format. */
void log_line(enum level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "NAME: fatal: …" on standard error; ends the program with the status. */
_Noreturn void die(enum status status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * attempt.c: runs it so that die() does not end the program, also one within another. Returns 0, or
 * 1 where it died.
 */
int attempt(void (*run)(void *whom, void *data), void *whom, void *data);

#endif
