/*
 * pidfile: our process's number in a file, for who wants to send us a signal.
 *
 * config SERVER_PIDFILE
 *	bool "-p FILE"
 *	default y
 *	help
 *	  The number of the server's process in a file. Costs about 200 bytes.
 */
#define _GNU_SOURCE
#include "server/life.h"

#include "lib/number.h"
#include "lib/output.h"
#include "lib/process.h"
#include "lib/system.h"

static int open_file(const char *path, int flags)
{
	return syscall(
		SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
}

void life_write_pid(const char *path)
{
	char buffer[16];
	struct output number = OUTPUT(open_file(path, O_WRONLY | O_CREAT | O_TRUNC), buffer);

	output_format(&number, "%u\n", (unsigned)getpid());
	if (output_flush(&number))
		die(STATUS_SYSTEM, "cannot write %s: %m", path);
	system_close(number.fd);
}

void life_remove_pid(const char *path)
{
	char buffer[16];
	int fd = open_file(path, O_RDONLY);
	ssize_t got = read(fd, buffer, sizeof(buffer));
	unsigned number;

	system_close(fd);
	if (got > 0 && !number_parse(buffer, got - 1, ~0U, &number) && number == (unsigned)getpid())
		unlink(path);
}
