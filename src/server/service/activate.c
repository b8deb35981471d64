/*
 * activate: a program that is started when the first client comes, and is given the listening
 * sockets of all endpoints (sd_listen_fds(3)): it accepts that client itself, and those after it.
 * Once it has ended the next client starts it again. Left out on purpose: names for the sockets;
 * they are in the endpoints' order.
 *
 * config SERVICE_ACTIVATE
 *	bool "activate"
 *	default y
 *	help
 *	  Starts a program that is given the listening sockets, when it is needed. Costs about 470
 *	  bytes.
 */
#define _GNU_SOURCE
#include "server/job.h"
#include "server/spawn.h"

#include "lib/option.h"
#include "lib/process.h"
#include "lib/system.h"

#define FIRST 3 /* SD_LISTEN_FDS_START */

/* Out of the way first, as one may have the number that is another's place. */
static void place_sockets(struct spawn *how)
{
	struct output text = OUTPUT(-1, how->text);
	unsigned count = how->job->listener_count;
	int away[ENDPOINTS_MAX];

	for (unsigned i = 0; i < count; i++) {
		away[i] = system_descriptor_flags(
			how->job->listeners[i].fd, F_DUPFD_CLOEXEC, FIRST + ENDPOINTS_MAX);
	}
	for (unsigned i = 0; i < count; i++)
		if (dup2(away[i], FIRST + i) < 0) {
			log_line(LEVEL_WARNING, "%s: no descriptor is left for it",
				*how->job->arguments);
			_exit(STATUS_SYSTEM);
		}
	output_format(
		&text, "+LISTEN_FDS=%u%c+LISTEN_PID=%u%c%c", count, 0, (unsigned)getpid(), 0, 0);
}

static pid_t start(struct listener *listener, const struct talk *talk)
{
	struct spawn *how = spawn_begin(listener->job, 0);

	(void)talk;
	if (!how)
		return -1;
	how->place = place_sockets;
	how->variables[0] = how->text;
	return spawn(how);
}

const struct service service_activate = {
	.name = "activate",
	.help = HELP_TEXT("PROGRAM [ARG...]: on the first client, with the listening sockets"),
	.prepare = spawn_prepare,
	.start = start,
	.takes_listeners = 1,
};
