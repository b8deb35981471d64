/*
 * metadata: the system call itself, with the kernel's own struct. libc's way leads over statx(2)
 * and a conversion of everything, and falls back to this one before Linux 4.11.
 */
#include "lib/metadata.h"

#include <asm/stat.h> /* and so no <sys/stat.h>, which has a struct stat of its own */
#include <sys/syscall.h>
#include <unistd.h>

int metadata_of(int fd, struct metadata *metadata)
{
#ifdef SYS_fstat64
	struct stat64 state;
	int result = syscall(SYS_fstat64, fd, &state);
#else
	struct stat state;
	int result = syscall(SYS_fstat, fd, &state);
#endif

	if (result)
		return -1;
	metadata->mode = state.st_mode;
	metadata->seconds = state.st_mtime;
	metadata->nanoseconds = state.st_mtime_nsec;
	metadata->size = state.st_size;
	return 0;
}
