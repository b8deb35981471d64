/* option: a program's options as one table, that is parsed and printed as the help. */
#ifndef LIB_OPTION_H
#define LIB_OPTION_H

#include "lib/output.h"

#include <stdint.h>

enum option_kind {
	OPTION_END,         /* closes a table */
	OPTION_FLAG,        /* an int that is set to 1 */
	OPTION_NUMBER,      /* an unsigned from 0 to its limit */
	OPTION_COUNT,       /* an unsigned from 1 to its limit */
	OPTION_HEX,         /* the same as a number, 0x and hexadecimal digits too */
	OPTION_TEXT,        /* a const char * */
	OPTION_LIST,        /* a struct text_list, once more each time */
	OPTION_ONCE = 0x80, /* added to a kind: on a command line only, not in a line of a file */
};

/* The kinds that are in no table where these are 0: nothing is linked for them. */
#define HAS_LISTS                                                                                \
	(CONFIG_SERVER_RULES || CONFIG_SERVER_PROXY || CONFIG_SERVICE_DNS ||                     \
		CONFIG_RESOLVER_TYPES || CONFIG_RESOLVER_REVERSE)
#define HAS_HEX CONFIG_SOCKET_OPTIONS
#define HAS_LINES CONFIG_SERVER_FILE

#define TEXT_LIST_MAX 32

/* The values of an option that may be given several times. */
struct text_list {
	unsigned count;
	const char *items[TEXT_LIST_MAX];
};

struct option {
	char letter; /* 0: it has a long name only */
	unsigned char kind;
	unsigned char place; /* of what it sets, in the struct given to options_parse: in ints */
	unsigned char limit; /* of a number: which of struct usage's limits */
	const char *text;    /* see OPTION */
};

/* What is there only with the texts of --help. */
#define HELP_TEXT(text) (CONFIG_HELP ? (text) : "")

/* The argument behind an option's long name; without the texts of --help it is not told. */
#define ARGUMENT(text) OPTION_TEXTS(CONFIG_HELP, " " text)
#define OPTION_TEXTS(condition, text) OPTION_IF(condition, text)

/* An entry: the long name and, after a space, the argument's; then what the help says. */
#define OPTION(letter, kind, offset, limit, name, help)                                          \
	{                                                                                        \
		letter, kind, (offset) / sizeof(int), limit, CONFIG_HELP ? name "\0" help : name \
	}

/*
 * What stands in a table only where the condition, which is 0 or 1, holds: with the comma after it
 * inside of the brackets.
 */
#define OPTION_IF(condition, ...) OPTION_IF_(condition, __VA_ARGS__)
#define OPTION_IF_(condition, ...) OPTION_IF_##condition(__VA_ARGS__)
#define OPTION_IF_0(...)
#define OPTION_IF_1(...) __VA_ARGS__

/*
 * For usage.absent: the symbol that would bring them, then options, each its letter, or a blank,
 * and its long name, where it is not set. "" stands at the end.
 */
#define ABSENT(symbol, options) ABSENT_(CONFIG_##symbol, #symbol "\0" options "\0")
#define ABSENT_(condition, text) ABSENT__(condition, text)
#define ABSENT__(condition, text) ABSENT_##condition(text)
#define ABSENT_0(text) text
#define ABSENT_1(text)

/* What a program says of itself. */
struct usage {
	const char *synopsis; /* "[options] ENDPOINT... SERVICE [ARG...]" */
	const char *about;    /* one line */
	const struct option *options;
	const unsigned *limits;               /* of numbers */
	const char *absent;                   /* options that are not compiled in, see ABSENT */
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

/* The same for a line of a file: none of OPTION_ONCE, no --help or --version. */
char **options_parse_line(const struct usage *usage, char **arguments, void *settings);

#endif
