/*
 * mote: the programs in one file. `mote server …`, or through a link called mote-server, as BusyBox
 * does it.
 */
#include "lib/named.h"
#include "lib/option.h"
#include "lib/process.h"
#include "lib/program.h"

#include <string.h>
#include <unistd.h>

static const struct named_table table = {"program", (const void *const *)programs, programs_absent};

/*
 * The program of that name, with or without "mote-" before it; 0 with the reason in *why where
 * there is none.
 */
static const struct program *find(const char *name, struct output *why)
{
	if (!strncmp(name, "mote-", 5))
		name += 5;
	return named_find(&table, name, strlen(name), why);
}

/* --help or --version on standard output, or the help on standard error. */
static int tell(int fd, int version)
{
	char buffer[160];
	struct output out = OUTPUT(fd, buffer);

	if (version) {
		output_version(&out);
		named_print(&out, &table, "program ", "\n");
	} else {
		output_text(&out,
			"usage: mote PROGRAM [ARG...], or a link called mote-PROGRAM\nprograms:");
		named_print(&out, &table, " ", "");
		output_text(&out, "\n");
	}
	return output_flush(&out) ? STATUS_SYSTEM : STATUS_DONE;
}

/* What the program is called as, without folders. */
static const char *called_as(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int main(int argc, char **argv)
{
	char buffer[160];
	struct output why = OUTPUT(-1, buffer);
	const struct program *program;

	process.name = "mote";
	if (argc && strcmp(called_as(argv[0]), "mote")) {
		program = find(called_as(argv[0]), &why);
		if (program)
			return program->main(argc, argv);
	}
	if (argc < 2) {
		tell(STDERR_FILENO, 0);
		return STATUS_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return tell(STDOUT_FILENO, 0);
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V"))
		return tell(STDOUT_FILENO, 1);
	why.used = 0;
	program = find(argv[1], &why);
	if (program)
		return program->main(argc - 1, argv + 1);
	die(STATUS_USAGE, "%.*s", (int)why.used, why.buffer);
}
