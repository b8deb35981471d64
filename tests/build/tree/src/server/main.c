/*
 * main: prints what is compiled in.
 *
 * config PROGRAM_SERVER
 *	bool "mote-server"
 *	default y
 */
#include "lib/program.h"
#include "server/server.h"
#include "transport/transport.h"

#include <string.h>
#include <unistd.h>

struct state {
	char line[256];
	unsigned used;
};

static struct state server;

static void say(const char *word, const char *name)
{
	unsigned length = strlen(name);

	memcpy(server.line + server.used, word, 1);
	memcpy(server.line + server.used + 1, name, length);
	server.line[server.used + 1 + length] = '\n';
	server.used += length + 2;
}

static int server_main(int argc, char **argv)
{
	say("=", MOTE_PROFILE);
	for (const struct transport *const *transport = transports; *transport; transport++)
		say("+", (*transport)->name);
	for (const struct model *const *model = models; *model; model++)
		say("+", (*model)->name);
	for (const struct service *const *service = services; *service; service++)
		say("+", (*service)->name);
	for (const char *name = services_absent; *name; name += strlen(name) + 1)
		say("-", name);
	return write(STDOUT_FILENO, server.line, server.used) < 0;
}

const struct program program_server = {
	"server",
	server_main,
};
