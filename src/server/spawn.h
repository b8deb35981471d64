/* spawn: programs of ours. */
#ifndef SERVER_SPAWN_H
#define SERVER_SPAWN_H

#include "server/environment.h"

struct spawn {
	const struct job *job; /* whose program it is */
	int fd;                /* for place */

	/* In the child: puts descriptors where they belong. It shares our memory until execve. */
	void (*place)(struct spawn *);

	/*
	 * Variables that take the place of those that it inherits, and the first ones that of the
	 * second: +NAME=VALUE, each with its NUL, then an empty one; or 0. Read after place.
	 */
	const char *variables[2];
	char text[ENVIRONMENT_ROOM]; /* room for some of them */
};

/* For services that start one: sees that there is one, and gets the memory for it. */
void spawn_prepare(struct job *job);

/*
 * Where it is written what is started next for the job, by spawn(): place, and variables where
 * there are any, are to be set. There is room for a few programs on their way to their execve;
 * when they do not get on for a second it returns 0 and errno.
 */
struct spawn *spawn_begin(const struct job *job, int fd);

/* Starts the program, looked for in our own PATH. Returns its process, or -1 and errno. */
pid_t spawn(struct spawn *how);

/* Whether none of the job's processes shares our memory any more. */
int spawn_is_settled(const struct job *job);

/* Gives the memory back, when no process of the job is there any more. */
void spawn_free(const struct job *job);

#endif
