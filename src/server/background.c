/*
 * background: out of the terminal's sight, as daemons were started before there were supervisors.
 * Left out on purpose: / as the folder, as other paths than absolute ones would then mean another
 * file.
 *
 * config SERVER_BACKGROUND
 *	bool "-D"
 *	default y
 *	depends on MODEL_FORK
 *	help
 *	  The server goes into the background; needs fork(2). Costs about 250 bytes.
 */
#define _GNU_SOURCE
#include "server/life.h"

#include "lib/process.h"
#include "lib/system.h"

#include <signal.h>
#include <sys/wait.h>

/* Until the child serves, or has ended: who has started us shall know. */
static _Noreturn void wait_for(pid_t child, int pipe)
{
	int status = 0;
	char ready;

	if (read(pipe, &ready, 1) != 1)
		waitpid(child, &status, 0);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_SYSTEM);
}

void life_background(void)
{
	int null = system_open("/dev/null", O_RDWR), ends[2] = {-1, -1};
	pid_t pid;

	syscall(SYS_pipe2, ends, O_CLOEXEC);
	/* As in model/fork.c: fork(2) without libc's handlers and locks. */
	pid = null < 0 || ends[0] < 0 ? -1 : syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (pid < 0)
		die(STATUS_SYSTEM, "cannot go into the background: %m");
	if (pid) {
		system_close(ends[1]);
		wait_for(pid, ends[0]);
	}
	syscall(SYS_setsid);
	dup2(null, STDIN_FILENO);
	dup2(ends[1], STDOUT_FILENO);
	system_close(null);
	system_close(ends[0]);
	system_close(ends[1]);
}

void life_detach(void)
{
	write(STDOUT_FILENO, "", 1);
	dup2(STDIN_FILENO, STDOUT_FILENO);
	if (!process.log)
		dup2(STDIN_FILENO, STDERR_FILENO);
}
