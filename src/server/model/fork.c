/*
 * fork: a process for each conversation, which runs it to its end. The parent only accepts and
 * reaps.
 *
 * config MODEL_FORK
 *	bool "fork"
 *	default y
 *	depends on STREAM
 *	help
 *	  A process for each conversation.
 */
#include "server/server.h"

#include "lib/option.h"
#include "lib/process.h"
#include "lib/signals.h"
#include "lib/system.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static void begin(struct server *server, struct talk *talk)
{
	/*
	 * fork(2) without libc's handlers and locks, of which one thread without a heap needs none:
	 * 1,700 bytes less.
	 */
	pid_t pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (pid) {
		talk_hand_over(server, talk, pid);
		return;
	}
	system_close(server->signals);
	server->signals = -1;
	signals_release(1);
	for (unsigned i = 0; i < server->listener_count; i++)
		system_close(server->listeners[i].fd);
	talk_run_to_end(server, talk);
	_exit(STATUS_DONE);
}

static void serve(struct server *server)
{
	server_poll(server, begin);
}

const struct model model_fork = {
	.name = "fork",
	.help = HELP_TEXT("a process for each conversation"),
	.serve = serve,
};
