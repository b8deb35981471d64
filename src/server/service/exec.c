/*
 * exec: a program for each conversation, with the socket as its standard input and output, as inetd
 * and tcpserver do it; or, where an argument holds {fd}, with the socket's descriptor number in its
 * place. On a datagram endpoint the program gets the bound socket itself (inetd's `wait`), and has
 * it until it ends.
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
#include "server/server.h"

#include "lib/option.h"
#include "lib/process.h"

static void prepare(struct job *job)
{
	if (!*job->arguments)
		die(STATUS_USAGE, "exec: PROGRAM is missing");
}

static pid_t start(const struct job *job, int fd)
{
	return spawn(job->arguments, fd);
}

const struct service service_exec = {
	.name = "exec",
	.help = HELP_TEXT("PROGRAM [ARG...]: on its standard input and output, or {fd} in ARG"),
	.prepare = prepare,
	.start = start,
};
