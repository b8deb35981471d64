/*
 * calls: system calls as plain functions. libc's are points where a thread can be cancelled, and a
 * third of their bytes is for that; we have one thread. Where an architecture lacks a call, libc's
 * function stays.
 */
#include <poll.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

ssize_t read(int fd, void *buffer, size_t room)
{
	return syscall(SYS_read, fd, buffer, room);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	return syscall(SYS_write, fd, bytes, length);
}

int connect(int fd, const struct sockaddr *address, socklen_t length)
{
	return syscall(SYS_connect, fd, address, length);
}

int bind(int fd, const struct sockaddr *address, socklen_t length)
{
	return syscall(SYS_bind, fd, address, length);
}

int listen(int fd, int backlog)
{
	return syscall(SYS_listen, fd, backlog);
}

int shutdown(int fd, int how)
{
	return syscall(SYS_shutdown, fd, how);
}

int getsockname(int fd, struct sockaddr *restrict address, socklen_t *restrict length)
{
	return syscall(SYS_getsockname, fd, address, length);
}

ssize_t send(int fd, const void *bytes, size_t length, int flags)
{
	return syscall(SYS_sendto, fd, bytes, length, flags, 0, 0);
}

ssize_t recv(int fd, void *buffer, size_t room, int flags)
{
	return syscall(SYS_recvfrom, fd, buffer, room, flags, 0, 0);
}

pid_t waitpid(pid_t process, int *status, int options)
{
	return syscall(SYS_wait4, process, status, options, 0);
}

_Noreturn void _exit(int status)
{
	for (;;)
		syscall(SYS_exit_group, status);
}

int kill(pid_t process, int signal)
{
	return syscall(SYS_kill, process, signal);
}

int execve(const char *path, char *const *arguments, char *const *environment)
{
	return syscall(SYS_execve, path, arguments, environment);
}

ssize_t getrandom(void *buffer, size_t room, unsigned flags)
{
	return syscall(SYS_getrandom, buffer, room, flags);
}

#ifdef SYS_poll
int poll(struct pollfd *set, nfds_t count, int milliseconds)
{
	return syscall(SYS_poll, set, count, milliseconds);
}
#endif

#ifdef SYS_dup2
int dup2(int from, int to)
{
	return syscall(SYS_dup2, from, to);
}
#endif

#ifdef SYS_unlink
int unlink(const char *path)
{
	return syscall(SYS_unlink, path);
}
#endif
