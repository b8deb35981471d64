/*
 * iterative: one conversation at a time, to its end; the next ones wait in the backlog. For exec
 * that is the program's end.
 *
 * config MODEL_ITERATIVE
 *	bool "iterative"
 *	default y
 *	help
 *	  One conversation at a time.
 */
#include "server/server.h"

#include "lib/option.h"

const struct model model_iterative = {
	.name = "iterative",
	.help = HELP_TEXT("one conversation at a time"),
	.is_single = 1,
	.begin = FOR_STREAMS(talk_run),
};
