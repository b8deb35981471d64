/*
 * exec: a program for each conversation, with the socket as its standard input and output, as inetd
 * and tcpserver do it; or, where an argument holds {fd}, as the descriptor whose number is put in
 * its place. On a datagram endpoint the program gets the bound socket itself (inetd's `wait`), and
 * has it until it ends.
 *
 * The idle limit is a receive and send time-out on the socket: a program that reads from a silent
 * client gets EAGAIN.
 *
 * config SERVICE_EXEC
 *	bool "exec"
 *	default y
 *	help
 *	  Starts a program for each conversation.
 */
#define _GNU_SOURCE
#include "server/spawn.h"

#include "lib/option.h"
#include "lib/system.h"

#include <string.h>

#define TOLD_FD 3 /* {fd}: nothing else stays open in the program but the standard ones */

static void place_socket(struct spawn *how)
{
	if (how->job->flags) {
		dup2(how->fd, TOLD_FD);
		system_descriptor_flags(TOLD_FD, F_SETFD, 0);
		return;
	}
	dup2(how->fd, STDIN_FILENO);
	dup2(how->fd, STDOUT_FILENO);
}

/* Puts the number in the place of every {fd}, in the arguments as they are. */
static void prepare(struct job *job)
{
	spawn_prepare(job);
	for (char **argument = job->arguments; *argument; argument++)
		for (char *at = *argument; *at; at++)
			if (!strncmp(at, "{fd}", 4)) {
				*at = '0' + TOLD_FD;
				memmove(at + 1, at + 4, strlen(at + 3));
				job->flags = 1;
			}
}

static pid_t start(struct listener *listener, const struct talk *talk)
{
	struct spawn *how = spawn_begin(listener->job, talk ? talk->fd : listener->fd);

	if (!how)
		return -1;
	how->place = place_socket;
	if (CONFIG_SERVER_ENVIRONMENT && talk) {
		environment_put(talk, how->text);
		how->variables[0] = talk->variables;
		how->variables[1] = how->text;
	}
	return spawn(how);
}

const struct service service_exec = {
	.name = "exec",
	.help = HELP_TEXT("PROGRAM [ARG...]: on its standard input and output, or {fd} in ARG"),
	.prepare = prepare,
	.start = start,
};
