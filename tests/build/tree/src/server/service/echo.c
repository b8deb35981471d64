/*
 * echo: a service.
 *
 * config SERVICE_ECHO
 *	bool "echo"
 *	default y
 */
#include "server/server.h"

const struct service service_echo = {
	"echo",
};
