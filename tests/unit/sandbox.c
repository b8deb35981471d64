/*
 * The filter of system calls: what its program answers to every number, by an interpreter of our
 * own, and what the kernel makes of it.
 */
#include "server/sandbox.c"

#include "tap.h"

#include <poll.h>
#include <sys/wait.h>

static const uint16_t calls[] = {SYS_splice, SYS_pipe2, 0};
static const struct keeping keeping = {.calls = calls};
static const struct service quiet = {.name = "quiet"}, busy = {.name = "busy", .keeps = &keeping};
const struct service *const services[] = {&quiet, &busy, 0};

/* The few instructions of a filter. Returns what it answers; ~0U: it has no end, or another. */
static unsigned interpret(
	const struct sock_filter *at, unsigned length, unsigned architecture, unsigned number)
{
	const struct sock_filter *end = at + length;
	unsigned accumulator = 0;

	for (; at < end; at++) {
		switch (at->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			accumulator = at->k == offsetof(struct seccomp_data, nr) ? number
				: at->k == offsetof(struct seccomp_data, arch)   ? architecture
										 : ~0U;
			break;
		case BPF_JMP | BPF_JEQ | BPF_K:
			at += accumulator == at->k ? at->jt : at->jf;
			break;
		case BPF_MISC | BPF_TAX:
			break;
		case BPF_RET | BPF_K:
			return at->k;
		default:
			return ~0U;
		}
	}
	return ~0U;
}

/* Whether the table has the number for them. */
static int is_in_table(unsigned number, const struct need *need)
{
	unsigned whom = need->whom;

	if (need->service != &quiet && (number == SYS_splice || number == SYS_pipe2))
		return 1;
	for (size_t i = 0; i < ALLOWED; i++)
		if ((allowed[i] & NUMBER) == number && !(allowed[i] & ~NUMBER & ~whom))
			return 1;
	return 0;
}

static void test_program(unsigned whom, const struct service *service)
{
	const struct need need = {whom, 0, service};
	const unsigned denied = SECCOMP_RET_ERRNO | EPERM;
	struct program program;
	const struct sock_filter *start = write_program(&program, &need, denied);
	unsigned wrong = 0, length = program.code + LENGTH - start;

	for (unsigned number = 0; number <= NUMBER; number++)
		wrong += interpret(start, length, ARCHITECTURE, number) !=
			(is_in_table(number, &need) ? SECCOMP_RET_ALLOW : denied);
	is(wrong, 0, "whom %x: every number is answered as the table has it", whom);
	wrong = 0;
	for (unsigned number = 0; number <= NUMBER; number++)
		wrong += interpret(start, length, ARCHITECTURE ^ 1, number) != SECCOMP_RET_KILL ||
			interpret(start, length, ARCHITECTURE, number | 0x40000000) != denied;
	is(wrong, 0, "whom %x: none of another architecture, or of x32", whom);
}

/* How a child ends that does this. */
static int end_of(int (*child)(void))
{
	int status;
	pid_t pid = fork();

	if (!pid)
		syscall(SYS_exit_group, child());
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int is_refused(long result)
{
	return result == -1 && errno == EPERM;
}

static void enter(int may_fork, int may_open)
{
	sandbox_no_new_privileges();
	sandbox_enter(0, may_fork, may_open);
}

/* Each returns the number of the first that is not as it should be, or 0. */
static int serves(void)
{
	enter(0, 0);
	if (!is_refused(syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY)))
		return 1;
	if (!is_refused(syscall(SYS_socket, AF_INET, SOCK_DGRAM, 0)))
		return 2;
	if (!is_refused(syscall(SYS_execve, "/bin/true", 0, 0)))
		return 3;
	if (!is_refused(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)))
		return 4;
	if (!is_refused(syscall(SYS_mmap, 0, 4096, 7, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)))
		return 5;
	if (!is_refused(syscall(SYS_ptrace, 0, 0, 0, 0)))
		return 6;
	if (!is_refused(syscall(SYS_kill, 1, 0)))
		return 7;
	return syscall(SYS_getpid) > 0 ? 0 : 8;
}

static int opens(void)
{
	enter(0, 1);
	if (syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY) < 0)
		return 1;
	if (syscall(SYS_socket, AF_INET, SOCK_DGRAM, 0) < 0)
		return 2;
	if (!is_refused(syscall(SYS_execve, "/bin/true", 0, 0)))
		return 3;
	return is_refused(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)) ? 0 : 4;
}

static int talks(void)
{
	sandbox_conversation(&quiet);
	return syscall(SYS_getpid) > 0 && syscall(SYS_write, -1, "", 1) < 0 && errno == EBADF ? 9
											      : 0;
}

static int talks_and_opens(void)
{
	sandbox_conversation(&quiet);
	syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY);
	return 0;
}

static int forks(void)
{
	enter(1, 0);
	if (!is_refused(syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY)))
		return 1;
	if (end_of(talks) != 9)
		return 2;
	/* The conversation's process is ended, and this one goes on. */
	return end_of(talks_and_opens) == -SIGSYS ? 0 : 3;
}

int main(void)
{
	for (unsigned bits = 0; bits < 16; bits++)
		test_program(
			(bits & 1 ? SERVER : 0) | (bits & 2 ? FORK : 0) | (bits & 4 ? OPEN : 0),
			bits & 8 ? &quiet : 0);
	for (size_t i = 0; i < ALLOWED; i++)
		if ((allowed[i] & NUMBER) == SYS_execve || (allowed[i] & NUMBER) == SYS_mprotect)
			ok(0, "a call that nobody may have is in the table");
	is(end_of(serves), 0, "built-in services: what is forbidden fails with EPERM");
	is(end_of(opens), 0, "with files: they are opened, and no program is started");
	is(end_of(forks), 0,
		"the fork model: a conversation's process is killed, the server goes on");
	return tap_done();
}
