/*
 * signals: blocked, and read from a descriptor. No handler, so no race between a flag and a wait,
 * and none of libc's sigaction, which is 700 bytes.
 */
#define _GNU_SOURCE
#include "lib/signals.h"

#include "lib/process.h"
#include "lib/system.h"

#include <signal.h>
#include <sys/signalfd.h>

#define KERNEL_SET_SIZE (_NSIG / 8) /* what the kernel wants to be told: 8, on MIPS 16 */

/* The kernel's set of signals 1 to 32; the others, of MIPS up to 128, stay out of it. */
struct signal_set {
	unsigned long bits[KERNEL_SET_SIZE / sizeof(long)];
};

#define KINDS 5 /* of signals that are taken */

#define BIT(signal) (1UL << ((signal)-1))

static void set_mask(unsigned long blocked)
{
	const struct signal_set set = {{blocked}};

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &set, 0, KERNEL_SET_SIZE);
}

int signals_open(int with_hangup)
{
	struct signal_set caught = {{BIT(SIGTERM) | BIT(SIGINT) | BIT(SIGCHLD)}};
	/*
	 * All zeros is SIG_DFL without flags in every architecture's layout of the kernel's struct.
	 */
	const char by_default[32] = {0};
	int fd;

	if (CONFIG_SERVER_COUNTERS)
		caught.bits[0] |= BIT(SIGUSR1);
	if (with_hangup)
		caught.bits[0] |= BIT(SIGHUP);
	/*
	 * One that we were started with to be ignored would reap our children for us, without
	 * telling.
	 */
	syscall(SYS_rt_sigaction, SIGCHLD, by_default, 0, KERNEL_SET_SIZE);
	fd = syscall(SYS_signalfd4, -1, &caught, KERNEL_SET_SIZE, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		die(STATUS_SYSTEM, "cannot take signals: %m");
	set_mask(caught.bits[0] | BIT(SIGPIPE));
	return fd;
}

void signals_take(int fd)
{
	struct signalfd_siginfo signals[KINDS];
	/* Each kind is there once at most, and so this is all of them. */
	ssize_t got = read(fd, signals, sizeof(signals));

	for (struct signalfd_siginfo *signal = signals; got > 0; signal++, got -= sizeof(*signal)) {
		if (signal->ssi_signo == SIGCHLD)
			process.child = 1;
		else if (signal->ssi_signo == SIGHUP)
			process.reload = 1;
		else if (signal->ssi_signo == SIGUSR1)
			process.report = 1;
		else
			process.stop += process.stop < 2;
	}
}

void signals_release(int is_ours)
{
	set_mask(is_ours ? BIT(SIGPIPE) : 0);
}
