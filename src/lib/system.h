/*
 * system: system calls made directly, where libc's wrapper costs much and gives a single-threaded
 * program nothing: fall-backs for Linux before 2.6.27, conversions between 32 and 64 bits of time,
 * tables for ioctl. Each returns as the wrapper does: -1 and errno where it fails.
 */
#ifndef LIB_SYSTEM_H
#define LIB_SYSTEM_H

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int system_socket(int family, int type, int protocol)
{
	return syscall(SYS_socket, family, type, protocol);
}

static inline int system_accept(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
	return syscall(SYS_accept4, fd, address, length, flags);
}

static inline int system_open(const char *path, int flags)
{
	return syscall(SYS_openat, AT_FDCWD, path, flags, 0);
}

static inline int system_close(int fd)
{
	return syscall(SYS_close, fd);
}

/*
 * Memory of zeros that is there only once it is touched; flags: MAP_PRIVATE, or MAP_SHARED with
 * processes forked later. MAP_FAILED where the system refuses.
 */
static inline void *system_map(size_t length, int flags)
{
	flags |= MAP_ANONYMOUS | MAP_NORESERVE;
#ifdef SYS_mmap2
	return (void *)syscall(SYS_mmap2, 0, length, PROT_READ | PROT_WRITE, flags, -1, 0);
#else
	return (void *)syscall(SYS_mmap, 0, length, PROT_READ | PROT_WRITE, flags, -1, 0);
#endif
}

static inline void system_unmap(void *memory, size_t length)
{
	syscall(SYS_munmap, memory, length);
}

/* Not for time-outs: their struct timeval differs between libc and a 32-bit kernel. */
static inline int system_set_option(
	int fd, int level, int name, const void *value, socklen_t length)
{
	return syscall(SYS_setsockopt, fd, level, name, value, length);
}

static inline int system_set_flag(int fd, int level, int name, int value)
{
	return system_set_option(fd, level, name, &value, sizeof(value));
}

/*
 * The kernel's own numbers of SO_RCVTIMEO and SO_SNDTIMEO with its own struct; libc's depend on its
 * time_t.
 */
#ifdef __mips__
#define SYSTEM_RECEIVE_TIMEOUT 0x1006
#define SYSTEM_SEND_TIMEOUT 0x1005
#else
#define SYSTEM_RECEIVE_TIMEOUT 20
#define SYSTEM_SEND_TIMEOUT 21
#endif

static inline void system_set_timeout(int fd, int name, unsigned seconds)
{
	const long timeval[2] = {seconds, 0};

	system_set_option(fd, SOL_SOCKET, name, timeval, sizeof(timeval));
}

static inline int system_control(int fd, unsigned long request, void *argument)
{
	return syscall(SYS_ioctl, fd, request, argument);
}

static inline int system_descriptor_flags(int fd, int command, int flags)
{
	return syscall(SYS_fcntl, fd, command, flags);
}

#endif
