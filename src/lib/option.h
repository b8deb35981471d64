/* option: a program's options as one table, that is parsed and printed as the help. */
#ifndef LIB_OPTION_H
#define LIB_OPTION_H

#include "lib/output.h"

#include <stdint.h>

enum option_kind {
	OPTION_END,    /* closes a table */
	OPTION_FLAG,   /* an int that is set to 1 */
	OPTION_NUMBER, /* an unsigned from 0 to max */
	OPTION_COUNT,  /* an unsigned from 1 to max */
	OPTION_TEXT,   /* a const char * */
	OPTION_ABSENT, /* not compiled in */
};

struct option {
	char letter;
	unsigned char kind;
	uint16_t offset;  /* of what it sets, in the struct given to options_parse */
	uint32_t max;     /* of a number */
	const char *text; /* see OPTION */
};

/* What is there only with the texts of --help. */
#define HELP_TEXT(text) (CONFIG_HELP ? (text) : "")

/* An entry: the long name and, after a space, the argument's; then what the help says. */
#define OPTION(letter, kind, offset, max, name, help)                          \
	{                                                                      \
		letter, kind, offset, max, CONFIG_HELP ? name "\0" help : name \
	}

/*
 * One that is there only on a condition; else the symbol that would bring it is named when it is
 * asked for.
 */
#define OPTION_OR(condition, symbol, letter, kind, offset, max, name, help)                    \
	{                                                                                      \
		letter, (condition) ? (kind) : OPTION_ABSENT, offset, max,                     \
			(condition) ? (CONFIG_HELP ? name "\0" help : name) : name "\0" symbol \
	}

#define OPTION_IF(symbol, letter, kind, offset, max, name, help) \
	OPTION_OR(CONFIG_##symbol, #symbol, letter, kind, offset, max, name, help)

/* What a program says of itself. */
struct usage {
	const char *synopsis; /* "[options] ENDPOINT... SERVICE [ARG...]" */
	const char *about;    /* one line */
	const struct option *options;
	void (*more)(struct output *out);     /* more of the help, after the options; may be 0 */
	void (*features)(struct output *out); /* more of the version, a line a feature; may be 0 */
};

/* Appends what every program's --version begins with: name and version, target, profile. */
void output_version(struct output *out);

/*
 * Takes the options from the front of arguments (argv + 1), in the POSIX way: -a -b VALUE -cVALUE
 * -de, also --long, --long VALUE and --long=VALUE, until the first that is none or after `--`.
 * Returns the first argument left. --help and --version print and end the program with 0; what is
 * wrong ends it with STATUS_USAGE.
 */
char **options_parse(const struct usage *usage, char **arguments, void *settings);

#endif
