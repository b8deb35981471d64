/*
 * process: what a whole program has once: its name, how much it says, the signals that came; log
 * lines; how it ends.
 */
#ifndef LIB_PROCESS_H
#define LIB_PROCESS_H

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
	LEVEL_VERBOSE = 1, /* with -v only */
};

/* The one writable object of a program outside of its stack. */
struct process {
	const char *name;    /* before every message: mote-server */
	int verbosity;       /* enum level: the highest that is said */
	unsigned char stop;  /* SIGTERM or SIGINT has come, see lib/signals.h */
	unsigned char child; /* SIGCHLD has come */
};

extern struct process process;

/* One line on standard error with the program's name before it, in one write. See output_format. */
void log_line(enum level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same without the program's name, for the lines that a service promises as they stand. */
void log_plain(enum level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "NAME: fatal: …" on standard error; ends the program with the status. */
_Noreturn void die(enum status status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
