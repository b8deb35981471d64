/* descriptor: settles what a program was started with. */
#include "lib/descriptor.h"

#include "lib/process.h"
#include "lib/system.h"

#include <fcntl.h>

#define CLOSE_RANGE_CLOEXEC 4
#define DESCRIPTORS_MAX 4096 /* looked at before Linux 5.11; the usual limit there is 1,024 */

void descriptors_open(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (system_descriptor_flags(fd, F_GETFD, 0) < 0 &&
			system_open("/dev/null", O_RDWR) != fd)
			die(STATUS_SYSTEM, "cannot open /dev/null: %m");
}

void descriptors_close_on_exec(void)
{
	if (!syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC))
		return;
	for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS_MAX; fd++)
		system_descriptor_flags(fd, F_SETFD, FD_CLOEXEC);
}

static void close_between(int before, int behind)
{
	if (behind - before > 1)
		syscall(SYS_close_range, before + 1, behind - 1, 0);
}

void descriptors_close_but(int low, int high)
{
	close_between(STDERR_FILENO, low);
	close_between(low, high);
	if (!syscall(SYS_close_range, high + 1, ~0U, 0))
		return;
	for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS_MAX; fd++)
		if (fd != low && fd != high)
			system_close(fd);
}
