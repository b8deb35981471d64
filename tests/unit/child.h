/* child: calls a function that may end the program, and keeps what it printed and how it ended. */
#ifndef UNIT_CHILD_H
#define UNIT_CHILD_H

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
	int status; /* of its exit; -1: it did not end so */
	size_t length;
	char text[4096]; /* of standard output and standard error, with a NUL */
};

static inline void run_child(struct child *child, void (*function)(void *argument), void *argument)
{
	int ends[2], status;
	ssize_t got;
	pid_t pid;

	if (pipe(ends) || (pid = fork()) < 0)
		abort();
	if (!pid) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		function(argument);
		_exit(0);
	}
	close(ends[1]);
	child->length = 0;
	while ((got = read(ends[0], child->text + child->length,
			sizeof(child->text) - 1 - child->length)) > 0)
		child->length += got;
	child->text[child->length] = 0;
	close(ends[0]);
	waitpid(pid, &status, 0);
	child->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#endif
