/*
 * spawn: starts a program.
 *
 * The child shares our memory until its execve (CLONE_VM): nothing is copied, and it works without
 * an MMU. We do not wait for that, as vfork does, but go on beside it: it has a stack, an errno and
 * all that it reads in a place of its own. That place is free again when the kernel says so
 * (CLONE_CHILD_CLEARTID). What a child reads elsewhere, the job and its rules, stays as it is until
 * spawn_is_settled has seen them all gone.
 */
#define _GNU_SOURCE
#include "server/spawn.h"

#include "lib/file.h"
#include "lib/process.h"
#include "lib/signals.h"
#include "lib/system.h"
#include "lib/thread.h"
#include "lib/variable.h"
#include "server/job.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

/*
 * libc's clone(2) without its locks and handlers around it, of which one thread without a heap
 * needs none.
 */
int __clone(int (*run)(void *), void *stack, int flags, void *data, ...);

#define CHILDREN 8        /* on their way to their execve at once */
#define CHILD_STACK 14336 /* a path of up to 4,096 bytes lies on it, and a log line of 1,024 */
#define VARIABLES_MAX 2048
#define HAS_OWN_VARIABLES \
	(CONFIG_SERVER_ENVIRONMENT || CONFIG_SERVICE_ACTIVATE || CONFIG_SERVER_READINESS)

/* What the child is started with; of most of this no page is ever touched. */
struct child {
	struct spawn how;
	volatile int is_busy; /* the kernel sets it to 0 when the child shares our memory no more */
	size_t count;
	const char *environment[VARIABLES_MAX + 1];
	_Alignas(64) char stack[CHILD_STACK];
	char thread[THREAD_BLOCK];
};

void spawn_prepare(struct job *job)
{
	if (!*job->arguments)
		die(STATUS_USAGE, "%s: PROGRAM is missing", job->service->name);
	job->children = reserve(CHILDREN * sizeof(struct child));
}

/*
 * Until the place is free, but not for ever: a program may lie on a file system that has gone, or
 * the reader of our log may have stopped. Returns 0, or -1 and errno.
 */
static int wait_for(struct child *child)
{
	const long second[2] = {1, 0}; /* the kernel's struct, whatever libc's time_t is */

	/* Not FUTEX_PRIVATE_FLAG: the kernel wakes it as one that processes share. */
	while (child->is_busy)
		if (syscall(SYS_futex, &child->is_busy, FUTEX_WAIT, 1, second, 0, 0) &&
			errno == ETIMEDOUT)
			return -1;
	return 0;
}

int spawn_is_settled(const struct job *job)
{
	unsigned busy = 0;

	for (int i = 0; job->children && i < CHILDREN; i++)
		busy |= job->children[i].is_busy;
	return !busy;
}

void spawn_free(const struct job *job)
{
	if (job->children)
		system_unmap(job->children, CHILDREN * sizeof(struct child));
}

struct spawn *spawn_begin(const struct job *job, int fd)
{
	struct child *child = job->children, *end = child + CHILDREN - 1;

	while (child < end && child->is_busy)
		child++;
	if (wait_for(child))
		return 0;
	child->how.job = job;
	child->how.fd = fd;
	child->how.variables[0] = child->how.variables[1] = 0;
	return &child->how;
}

/* Whether it is one of ours, or of who could have meant another conversation, or a socket. */
static int is_removed(const char *variable)
{
	static const char starts[] =
		"TCP\0UDP\0IPC\0PROTO=\0NOTIFY_SOCKET=\0LISTEN_FD\0LISTEN_PID\0";
	const char *start = starts;

	while (*start && strncmp(variable, start, strlen(start)))
		start += strlen(start) + 1;
	return *start;
}

/*
 * Adds a variable, unless one of that name is among the first ones; the last of very many are left
 * out.
 */
static void add_variable(struct child *child, const char *variable, size_t first)
{
	const char *end = strchr(variable, '=');

	if (!end || child->count == VARIABLES_MAX)
		return;
	while (first--)
		if (!strncmp(child->environment[first], variable, end + 1 - variable))
			return;
	child->environment[child->count++] = variable;
}

static void make_environment(struct child *child)
{
	size_t own_count;

	child->count = 0;
	for (int i = 0; i < 2; i++) {
		const char *own = child->how.variables[i];

		for (; own && *own++; own += strlen(own) + 1)
			add_variable(child, own, child->count);
	}
	own_count = child->count;
	for (char **entry = environ; *entry; entry++)
		if (!is_removed(*entry))
			add_variable(child, *entry, own_count);
	child->environment[child->count] = 0;
}

/*
 * execvpe(3) in half its bytes: a name without a slash is looked for in the folders of PATH.
 * Returns where it cannot be run, with the last errno.
 */
static void execute(char **arguments, char **environment)
{
	char buffer[PATH_MAX];
	struct output path = OUTPUT(-1, buffer);
	const char *folders = strchr(*arguments, '/') ? "" : variable("PATH=");

	if (!folders)
		folders = "/usr/bin:/bin";
	do {
		for (path.used = 0; *folders && *folders != ':'; folders++)
			output_byte(&path, *folders);
		if (path.used)
			output_byte(&path, '/');
		output_text(&path, *arguments);
		output_byte(&path, 0);
		buffer[sizeof(buffer) - 1] = 0;
		execve(buffer, arguments, environment);
	} while (*folders++);
}

static int run_child(void *data)
{
	struct child *child = data;
	struct spawn *how = &child->how;
	char **arguments = how->job->arguments;

	signals_release(0);
	how->place(how);
	if (HAS_OWN_VARIABLES)
		make_environment(child);
	job_become(how->job);
	execute(arguments, HAS_OWN_VARIABLES ? (char **)child->environment : environ);
	log_line(LEVEL_WARNING, "cannot run %s: %m", *arguments);
	_exit(STATUS_SYSTEM);
}

static pid_t clone_child(struct child *child, int flags)
{
	child->is_busy = 1;
	return __clone(run_child, child->stack + CHILD_STACK,
		CLONE_VM | CLONE_SETTLS | CLONE_CHILD_CLEARTID | SIGCHLD | flags, child, 0,
		thread_pointer(child->thread), &child->is_busy);
}

pid_t spawn(struct spawn *how)
{
	struct child *child = (struct child *)how;
	pid_t pid = clone_child(child, 0);

	/* QEMU's user mode has no such processes; for this it makes a fork. */
	if (pid == -EINVAL) {
		pid = clone_child(child, CLONE_VFORK);
		child->is_busy = 0;
	}
	if (pid < 0) {
		child->is_busy = 0;
		errno = -pid; /* this one returns it */
	}
	return pid;
}
