/* file: small files, read whole. Were they mapped themselves, they could still change. */
#include "lib/file.h"

#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <string.h>

void *reserve_as(size_t length, int sharing)
{
	void *memory = system_map(length, sharing);

	if (memory == MAP_FAILED)
		die(STATUS_SYSTEM, "cannot reserve memory: %m");
	return memory;
}

void *reserve(size_t length)
{
	return reserve_as(length, MAP_PRIVATE);
}

char *file_map(const char *path, size_t before, size_t max)
{
	char *text = (char *)reserve(before + max + 1) + before;
	/* Non-blocking: a pipe without a writer would not let itself be opened. */
	int fd = path ? system_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1, error;
	ssize_t got = path ? fd : 0;

	if (fd >= 0)
		got = syscall(SYS_pread64, fd, text, max + 1, 0, 0, 0);
	error = errno;
	system_close(fd);
	/* Some file systems leave NULs behind when the power fails. */
	if (got >= 0 && got <= (ssize_t)max && !memchr(text, 0, got))
		return text;
	system_unmap(text - before, before + max + 1);
	errno = error;
	if (got < 0)
		die(STATUS_SYSTEM, "cannot read %s: %m", path);
	die(STATUS_USAGE, "%s: not text, or over %u bytes", path, (unsigned)max);
}
