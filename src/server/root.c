/* root: another root of the file system, chroot(2). */
#include "server/job.h"

#include "lib/process.h"
#include "lib/system.h"

void root_enter(const char *folder)
{
	if (syscall(SYS_chdir, folder) || syscall(SYS_chroot, "."))
		die(STATUS_SYSTEM, "cannot make %s the root: %m", folder);
}
