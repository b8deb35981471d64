/*
 * syslog: log lines to /dev/log, in place of libc's syslog(3), which brings all of printf. Its
 * datagrams have the form that RFC 3164, 5.4 shows, without the time: BusyBox's syslogd, OpenWrt's
 * logd, systemd-journald and rsyslog put their own in its place. Left out on purpose: a daemon
 * that only takes streams.
 *
 * config SYSLOG
 *	bool "--syslog"
 *	default y
 *	help
 *	  The log goes to the system's log daemon. Costs about 250 bytes.
 */
#include "lib/syslog.h"

#include "lib/address.h"
#include "lib/output.h"
#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <sys/uio.h>

#define INFO (3 * 8 + 6) /* facility daemon */
#define WARNING (3 * 8 + 4)

static int reach(void)
{
	struct address address;

	address_from_path(&address, "/dev/log");
	return connect(STDERR_FILENO, &address.is.any, address.length);
}

int syslog_open(void)
{
	int fd = system_socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	dup2(fd, STDERR_FILENO);
	system_close(fd);
	return fd < 0 ? fd : reach();
}

void syslog_send(int level, const char *line, size_t length)
{
	char buffer[64];
	struct output head = OUTPUT(-1, buffer);
	struct iovec parts[2] = {{.iov_base = buffer}, {(char *)line, length}};

	output_format(&head, "<%u>%s[%u]: ", level < LEVEL_NORMAL ? WARNING : INFO, process.name,
		(unsigned)getpid());
	parts[0].iov_len = head.used;
	/* The daemon may have been started anew since. */
	if (syscall(SYS_writev, STDERR_FILENO, parts, 2) < 0 && errno != EAGAIN && !reach())
		syscall(SYS_writev, STDERR_FILENO, parts, 2);
}
