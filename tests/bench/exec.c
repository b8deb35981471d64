/*
 * exec PORT vfork|two|clone PROGRAM: the bare loop that starts a program for each connection, with
 * the socket as its standard input and output.
 *
 * vfork waits until the program runs; `two` are two processes that accept, so that one goes on
 * while the other waits; `clone` shares its memory with the child as vfork does but does not wait:
 * the child has a stack of its own.
 */
#define _GNU_SOURCE
#include "bare.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define STACKS 128 /* more than there are children that have not begun their program */
#define STACK 4096

struct child {
	char **arguments;
	int fd;
};

static int start(void *data)
{
	const struct child *child = data;

	dup2(child->fd, 0);
	dup2(child->fd, 1);
	execve(child->arguments[0], child->arguments, environ);
	_exit(111);
}

static void by_vfork(char **arguments, int fd)
{
	struct child child = {arguments, fd};

	if (!vfork())
		start(&child);
}

static void by_clone(char **arguments, int fd)
{
	static struct {
		_Alignas(16) char stack[STACK];
		struct child child;
	} children[STACKS];
	static unsigned next;
	unsigned i = next++ % STACKS;

	children[i].child = (struct child){arguments, fd};
	clone(start, children[i].stack + STACK, CLONE_VM | SIGCHLD, &children[i].child);
}

int main(int argc, char **argv)
{
	int listener = bare_listen(SOCK_STREAM, argv[1], 128);
	int is_clone = !strcmp(argv[2], "clone");

	if (argc < 4)
		return 100;
	if (!strcmp(argv[2], "two") && !fork())
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	for (;;) {
		int fd = accept4(listener, 0, 0, SOCK_CLOEXEC);

		if (fd < 0)
			continue;
		(is_clone ? by_clone : by_vfork)(argv + 3, fd);
		close(fd);
		while (waitpid(-1, 0, WNOHANG) > 0)
			;
	}
}
