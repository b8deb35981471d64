/*
 * iterative: one conversation at a time, to its end; the next ones wait in the backlog. For exec
 * that is the program's end.
 *
 * config MODEL_ITERATIVE
 *	bool "iterative"
 *	default y
 *	help
 *	  One conversation at a time, and the smallest.
 */
#include "server/server.h"

#include "lib/option.h"

extern const struct model model_event;

static void serve(struct server *server)
{
	server->talk_max = 1;
	/* Where the event model is there its loop serves one place as well: 370 bytes less. */
	if (CONFIG_MODEL_EVENT)
		model_event.serve(server);
	else
		server_poll(server, FOR_STREAMS(talk_run_to_end));
}

const struct model model_iterative = {
	.name = "iterative",
	.help = HELP_TEXT("one conversation at a time"),
	.serve = serve,
};
