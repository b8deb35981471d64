/*
 * fork: a process for each conversation, which runs it to its end, and counts its bytes in memory
 * that it shares with us. This process only accepts and reaps.
 *
 * config MODEL_FORK
 *	bool "fork"
 *	default y
 *	depends on STREAM
 *	help
 *	  A process for each conversation.
 *
 * config FORK_STARTING
 *	bool
 */
#define _GNU_SOURCE
#include "server/job.h"
#include "server/sandbox.h"

#include "lib/descriptor.h"
#include "lib/signals.h"
#include "lib/system.h"

#include <signal.h>
#include <string.h>

/*
 * A page that one of us writes to is copied for each conversation: the tables, which are only ours,
 * are not there at all in their processes.
 */
static void set_apart(struct job *job)
{
	if (!job->is_apart)
		syscall(SYS_madvise, job->listeners, job_tables_size(job), MADV_DONTFORK);
	job->is_apart = 1;
}

static void close_others(const struct talk *own)
{
	int kept = CONFIG_JOB_STATE && own->job->kept ? own->job->kept : own->fd;

	if (kept < own->fd)
		descriptors_close_but(kept, own->fd);
	else
		descriptors_close_but(own->fd, kept);
}

static void begin(struct server *server, struct talk *talk)
{
	struct talk own = *talk; /* on a page of the stack, which is written to anyway */
	pid_t pid;

	if (CONFIG_FORK_STARTING && talk->job->service->keeps &&
		talk->job->service->keeps->starting)
		talk->job->service->keeps->starting(talk->job);
	set_apart(talk->job);
	/*
	 * fork(2) without libc's handlers and locks, of which one thread without a heap needs none:
	 * 1,700 bytes less.
	 */
	pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (pid) {
		talk_hand_over(server, talk, pid);
		return;
	}
	own.buffer = (char *)server->question;
	if (CONFIG_TALK_STATE) {
		own.own = own.buffer + job_buffer_size(own.job);
		memset(own.own, 0, job_state_size(own.job));
	}
	close_others(&own);
	signals_release(1);
	job_become(own.job);
	if (CONFIG_SANDBOX)
		sandbox_conversation(own.job->service);
	talk_run_to_end(server, &own);
}

const struct model model_fork = {
	.name = "fork",
	.help = HELP_TEXT("a process for each conversation"),
	.has_process = 1,
	.begin = begin,
};
