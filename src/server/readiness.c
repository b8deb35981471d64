/*
 * readiness: says to who has started us that we serve: to s6 by a newline on a descriptor, to
 * systemd by a datagram (sd_notify(3)), and to the latter too that we are about to end.
 *
 * config SERVER_READINESS
 *	bool "--notify-fd and NOTIFY_SOCKET"
 *	default y
 *	help
 *	  Tells s6 or systemd that the server is ready. Costs about 250 bytes.
 */
#include "server/life.h"

#include "lib/address.h"
#include "lib/process.h"
#include "lib/system.h"
#include "lib/variable.h"

#include <string.h>

int life_open(unsigned fd)
{
	const char *path = variable("NOTIFY_SOCKET=");
	struct address address;
	int notify;

	if (fd && system_descriptor_flags(fd, F_GETFD, 0) < 0)
		die(STATUS_USAGE, "option --notify-fd: not open");
	if (!path)
		return -1;
	notify = system_socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (address_from_path(&address, path) || connect(notify, &address.is.any, address.length))
		log_line(LEVEL_WARNING, "cannot reach NOTIFY_SOCKET %s: %m", path);
	return notify;
}

static void say(int notify, const char *state)
{
	send(notify, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void life_ready(int notify, unsigned fd)
{
	say(notify, "READY=1");
	if (!fd)
		return;
	write(fd, "\n", 1);
	/* None of ours ever gets the number of a standard one. */
	if (fd > STDERR_FILENO)
		system_close(fd);
}

void life_stopping(int notify)
{
	say(notify, "STOPPING=1");
}
