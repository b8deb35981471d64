/*
 * event: a model.
 *
 * config MODEL_EVENT
 *	bool "event"
 *	default y
 *	depends on STREAM
 */
#include "server/server.h"

const struct model model_event = {
	"event",
};
