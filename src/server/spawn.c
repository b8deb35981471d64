/*
 * spawn: starts a program on a socket.
 *
 * The child shares our memory until its execve, and we wait for that (CLONE_VM, CLONE_VFORK):
 * nothing is copied, and it works without an MMU. Through clone(2) with a stack of its own, as
 * musl's vfork is a fork on MIPS.
 */
#define _GNU_SOURCE
#include "server/server.h"

#include "lib/process.h"
#include "lib/signals.h"
#include "lib/system.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

/*
 * libc's clone(2) without its locks and handlers around it, of which one thread without a heap
 * needs none.
 */
int __clone(int (*run)(void *), void *stack, int flags, void *data, ...);

#define CHILD_STACK 16384 /* a path of up to 4,096 bytes lies on it, and a log line of 1,024 */

struct program_start {
	char **arguments;
	int fd;
	int is_named; /* the program is told the descriptor's number */
};

/*
 * execvp(3) in half its bytes: a name without a slash is looked for in the folders of PATH. Returns
 * where it cannot be run, with the last errno.
 */
static void execute(char **arguments)
{
	char buffer[PATH_MAX];
	struct output path = OUTPUT(-1, buffer);
	const char *folders = "PATH=/usr/bin:/bin";
	char **variable = environ;

	if (strchr(arguments[0], '/')) {
		execve(arguments[0], arguments, environ);
		return;
	}
	for (; *variable; variable++)
		if (!strncmp(*variable, "PATH=", 5))
			folders = *variable;
	folders += 4;
	while (*folders++) {
		for (path.used = 0; *folders && *folders != ':'; folders++)
			output_byte(&path, *folders);
		output_byte(&path, '/');
		output_text(&path, arguments[0]);
		output_byte(&path, 0);
		buffer[sizeof(buffer) - 1] = 0;
		execve(buffer, arguments, environ);
	}
}

static int run_child(void *data)
{
	const struct program_start *start = data;

	signals_release(0);
	if (start->is_named) {
		system_descriptor_flags(start->fd, F_SETFD, 0);
	} else {
		dup2(start->fd, STDIN_FILENO);
		dup2(start->fd, STDOUT_FILENO);
	}
	execute(start->arguments);
	log_line(LEVEL_WARNING, "cannot run %s: %m", start->arguments[0]);
	_exit(STATUS_SYSTEM);
}

/* Appends text and its NUL with every {fd} replaced. Returns 1 where there was one. */
static int put_argument(struct output *out, const char *text, int fd)
{
	int is_named = 0;

	for (; *text; text++) {
		if (strncmp(text, "{fd}", 4)) {
			output_byte(out, *text);
			continue;
		}
		output_format(out, "%u", (unsigned)fd);
		text += 3;
		is_named = 1;
	}
	output_byte(out, 0);
	return is_named;
}

pid_t spawn(char **arguments, int fd)
{
	struct program_start start = {.fd = fd};
	size_t count = 0, room = 0;

	/* A number has at most 10 digits for 4 bytes of {fd}. */
	for (; arguments[count]; count++)
		room += strlen(arguments[count]) * 3 + 1;

	/* Sized by our own command line. */
	char *replaced[count + 1], text[room];
	struct output out = OUTPUT(-1, text);
	pid_t pid;
	_Alignas(16) char stack[CHILD_STACK];

	for (size_t i = 0; i < count; i++) {
		replaced[i] = text + out.used;
		start.is_named |= put_argument(&out, arguments[i], fd);
	}
	replaced[count] = 0;
	start.arguments = replaced;
	pid = __clone(run_child, stack + CHILD_STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, &start);
	if (pid < 0)
		errno = -pid; /* this one returns it */
	return pid;
}
