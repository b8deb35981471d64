/*
 * event: many conversations in this process, each a state machine that is run on when its socket is
 * ready.
 *
 * config MODEL_EVENT
 *	bool "event"
 *	default y
 *	depends on STREAM
 *	help
 *	  Many conversations in one process.
 */
#include "server/server.h"

#include "lib/option.h"

const struct model model_event = {
	.name = "event",
	.help = HELP_TEXT("many conversations in one process"),
	.begin = talk_run,
};
