/*
 * sandbox: a filter over system calls, which the kernel asks about each of ours (seccomp(2)). A
 * list of those that are allowed: what a peer might make of a bug in us can use no other.
 *
 * config SANDBOX
 *	bool "filter of system calls"
 *	default y
 *	help
 *	  After its start the server can use only the system calls that serving needs. Costs about
 *	  450 bytes.
 */
#include "server/sandbox.h"

#include "lib/option.h"
#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>

/* A number means different calls in different ABIs of one kernel. */
#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64 /* of x32 too, whose numbers are none of ours */
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define ARCHITECTURE AUDIT_ARCH_ARM
#elif defined(__mips__) && defined(__MIPSEB__)
#define ARCHITECTURE AUDIT_ARCH_MIPS
#elif defined(__mips__)
#define ARCHITECTURE AUDIT_ARCH_MIPSEL
#endif

/* On 32-bit ARM and x86 the plain calls take 16-bit numbers. */
#ifdef SYS_setuid32
#define CALL(name) SYS_##name##32
#else
#define CALL(name) SYS_##name
#endif

/* Whom a call is for, in the bits above its number; without them: for everyone. */
#define SERVER 0x2000 /* the process that accepts */
#define FORK 0x4000   /* one that has processes */
#define OPEN 0x8000   /* one that may open files */
#define NUMBER 0x1fff /* the highest are MIPS', a little above 4,450 */

/* The frequent ones first. On 32 bits the kernel may have one of two calls for the time. */
static const uint16_t allowed[] = {
	SYS_recvfrom,
	SYS_sendto,
	SYS_epoll_pwait,
#ifdef SYS_clock_gettime64
	SYS_clock_gettime64,
	SYS_clock_gettime32,
#else
	SYS_clock_gettime,
#endif
	SYS_accept4 | SERVER,
	SYS_close,
	SYS_epoll_ctl,
	SYS_recvmmsg,
	SYS_sendmmsg,
	SYS_write,
	SYS_writev,
#ifdef SYS_poll
	SYS_poll,
#endif
	SYS_ppoll,
#ifdef SYS_ppoll_time64
	SYS_ppoll_time64,
#endif
	SYS_read,
	SYS_setsockopt,
	SYS_getsockopt,
	SYS_getsockname,
	SYS_shutdown,
	SYS_getpid,
	SYS_getrandom,
	SYS_connect, /* to a log daemon that was started anew: there is no call for a socket */
	SYS_epoll_create1,
	SYS_rt_sigreturn,
	SYS_restart_syscall,
	SYS_exit_group,
	SYS_exit,
	SYS_pread64 | SERVER,
	OPTION_IF(CONFIG_MODEL_FORK, SYS_rt_sigprocmask | FORK, SYS_clone | FORK, SYS_prctl | FORK,
		SYS_wait4 | FORK, SYS_kill | FORK, SYS_madvise | FORK, SYS_close_range | FORK,
		/* A line's own -r and -u, in its processes. */
		SYS_chdir | FORK, SYS_chroot | FORK, CALL(setgroups) | FORK, CALL(setgid) | FORK,
		CALL(setuid) | FORK, ) SYS_openat |
		OPEN,
	SYS_socket | OPEN,
	SYS_bind | OPEN,
	SYS_listen | OPEN,
	SYS_ioctl | OPEN,
#ifdef SYS_unlink
	SYS_unlink | OPEN,
#endif
	SYS_unlinkat | OPEN,
	SYS_umask | OPEN,
	SYS_fchownat | OPEN,
	SYS_lseek | OPEN,
	SYS_dup3 | OPEN,
	SYS_fcntl | OPEN,
#ifdef SYS_mmap2
	SYS_mmap2 | OPEN,
#else
	SYS_mmap | OPEN,
#endif
	SYS_munmap | OPEN,
};

#define ALLOWED (sizeof(allowed) / sizeof(*allowed))

#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))

/* A call of another architecture is none of ours. A comparison for each call comes after it. */
static const struct sock_filter head[] = {
	LOAD(arch),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL),
	LOAD(nr),
};

#define HEAD (sizeof(head) / sizeof(*head))

#define MORE 64 /* at most, of services */
#define LENGTH (HEAD + ALLOWED + MORE + 3)

struct program {
	struct sock_filter code[LENGTH];
};

/* What may be called, and by whom. */
struct need {
	unsigned whom;
	struct job *jobs;              /* whose services' calls; 0: of all services */
	const struct service *service; /* or of this one, where it is not 0 */
};

static int is_needed(const struct need *need, const struct service *service)
{
	if (need->service)
		return service == need->service;
	FOR_EACH_JOB (job, need->jobs)
		if (job->service == service)
			return 1;
	return !need->jobs;
}

static const uint16_t *calls_of(const struct service *service)
{
	return service->keeps ? service->keeps->calls : 0;
}

/* Before what is there, a comparison for each call that the services need. */
static struct sock_filter *write_services(
	struct sock_filter *at, const struct need *need, unsigned *skipped)
{
	for (const struct service *const *service = services; *service; service++)
		for (const uint16_t *call = calls_of(*service); call && *call; call++)
			if (is_needed(need, *service))
				*--at = (struct sock_filter)BPF_JUMP(
					BPF_JMP | BPF_JEQ | BPF_K, *call, ++*skipped, 0);
	return at;
}

/*
 * What is for whom is allowed. Written from its end, where all comparisons lead to; returns its
 * start.
 */
static struct sock_filter *write_program(
	struct program *program, const struct need *need, unsigned otherwise)
{
	struct sock_filter *at = program->code + LENGTH;
	unsigned skipped = 0;

	*--at = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	*--at = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, otherwise);
	if (CONFIG_TALK_STATE || CONFIG_JOB_STATE)
		at = write_services(at, need, &skipped);
	for (const uint16_t *call = allowed + ALLOWED; call-- > allowed;)
		if (!(*call & ~(need->whom | NUMBER)))
			*--at = (struct sock_filter)BPF_JUMP(
				BPF_JMP | BPF_JEQ | BPF_K, *call & NUMBER, ++skipped, 0);
	at -= HEAD;
	memcpy(at, head, sizeof(head));
	/*
	 * Where it is installed for each conversation: an instruction that does nothing, but keeps
	 * the kernel from working out beforehand what every call would come to.
	 */
	if (CONFIG_MODEL_FORK && !need->whom)
		*--at = (struct sock_filter)BPF_STMT(BPF_MISC | BPF_TAX, 0);
	return at;
}

static int install(const struct need *need, unsigned otherwise)
{
	struct program program;
	struct sock_filter *start = write_program(&program, need, otherwise);
	struct sock_fprog filter = {program.code + LENGTH - start, start};

	return syscall(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

void sandbox_no_new_privileges(void)
{
	syscall(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

void sandbox_enter(struct job *jobs, int may_fork, int may_open)
{
	struct need need = {SERVER | (may_fork ? FORK : 0) | (may_open ? OPEN : 0), jobs, 0};

	if (install(&need, SECCOMP_RET_ERRNO | EPERM))
		log_line(LEVEL_NORMAL, "no filter of system calls: %m");
}

void sandbox_conversation(const struct service *service)
{
	struct need need = {0, 0, service};

	/* Of the only thread: the process. */
	install(&need, SECCOMP_RET_KILL);
}
