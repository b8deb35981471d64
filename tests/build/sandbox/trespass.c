/*
 * trespass: for sandbox.t, which puts it among the services: tries a system call that no built-in
 * service needs, as a bug in one might be made to, and says what came of it.
 *
 * config SERVICE_TRESPASS
 *	bool "trespass"
 *	default y
 *	help
 *	  Tries what is forbidden.
 */
#include "server/server.h"

#include "lib/option.h"
#include "lib/system.h"

static enum want run(struct talk *talk)
{
	if (!talk->used) {
		struct output out = {-1, 0, TALK_BUFFER, talk->buffer};

		if (system_open("/", O_RDONLY) < 0)
			output_format(&out, "open: %m\n");
		else
			output_text(&out, "open: done\n");
		talk->used = out.used;
	}
	return talk_finish(talk);
}

const struct service service_trespass = {
	.name = "trespass",
	.help = HELP_TEXT("tries what is forbidden"),
	.run = FOR_STREAMS(run),
};
