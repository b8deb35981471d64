/*
 * option: one table that is parsed and printed as the help. Left out on purpose: options after
 * operands, as what follows a service belongs to the service, and abbreviated long names, which
 * break when one is added.
 *
 * config HELP
 *	bool "texts of --help"
 *	default y
 *	help
 *	  Without them --help prints the usage and the names of all options, models and services.
 *	  Costs about 800 bytes.
 */
#include "lib/option.h"

#include "lib/number.h"
#include "lib/process.h"

#include <string.h>
#include <unistd.h>

#define HELP_COLUMN 28

enum { HELP, VERSION };

static const struct option common[] = {
	[HELP] = OPTION('h', OPTION_FLAG, 0, 0, "help", "print this"),
	[VERSION] = OPTION('V', OPTION_FLAG, 0, 0, "version", "print what is compiled in"),
	{0},
};

/* Where the parsing is. */
struct parser {
	const struct usage *usage;
	char *argument; /* as it was given, for messages */
	char *attached; /* the value in the same argument, or 0 */
	char **next;    /* the arguments after it */
	void *settings;
};

static void print_options(struct output *out, const struct option *option)
{
	for (; option->kind; option++) {
		size_t start = out->used;

		if (option->kind == OPTION_ABSENT)
			continue;
		output_format(out, "  -%c, --%s ", option->letter, option->text);
		while (CONFIG_HELP && out->used - start < HELP_COLUMN)
			output_byte(out, ' ');
		if (CONFIG_HELP)
			output_text(out, option->text + strlen(option->text) + 1);
		output_byte(out, '\n');
		output_flush(out);
	}
}

void output_version(struct output *out)
{
	output_text(out, process.name);
	output_text(out, " " MOTE_VERSION "\ntarget " MOTE_TARGET "\nprofile " MOTE_PROFILE "\n");
	if (CONFIG_IPV6)
		output_text(out, "option ipv6\n");
}

/* --help or --version. */
static _Noreturn void tell(const struct usage *usage, int what)
{
	char buffer[512];
	struct output out = OUTPUT(STDOUT_FILENO, buffer);
	void (*rest)(struct output *) = what == HELP ? usage->more : usage->features;

	if (what == HELP) {
		output_format(&out, "usage: %s %s\n", process.name, usage->synopsis);
		output_text(&out, usage->about);
		print_options(&out, usage->options);
		print_options(&out, common);
	} else {
		output_version(&out);
	}
	if (rest)
		rest(&out);
	_exit(output_flush(&out) ? STATUS_SYSTEM : STATUS_DONE);
}

/* 1 where name[0..length) is the long name of the option. */
static int is_named(const struct option *option, const char *name, size_t length)
{
	return !strncmp(option->text, name, length) &&
		(!option->text[length] || option->text[length] == ' ');
}

static const struct option *find(const struct option *option, const char *name, size_t length)
{
	/* A single letter is the short name. */
	while (option->kind &&
		!(length == 1 ? option->letter == *name : is_named(option, name, length)))
		option++;
	return option;
}

/* The option of that name; ends the program where it cannot be used. */
static const struct option *look_up(const struct parser *parser, const char *name, size_t length)
{
	const struct option *option = find(parser->usage->options, name, length);

	if (!option->kind) {
		option = find(common, name, length);
		if (option->kind)
			tell(parser->usage, option - common);
		die(STATUS_USAGE, "unknown option %s; see --help", parser->argument);
	}
	if (option->kind == OPTION_ABSENT)
		die(STATUS_USAGE, "option %s is not compiled in (CONFIG_%s)", parser->argument,
			option->text + strlen(option->text) + 1);
	return option;
}

/* Sets what the option sets, from the value attached or from the next argument, which it takes. */
static void apply(struct parser *parser, const struct option *option)
{
	void *target = (char *)parser->settings + option->offset;
	unsigned *number = target;
	char *value = parser->attached;

	if (option->kind == OPTION_FLAG) {
		if (value)
			die(STATUS_USAGE, "option %s: no value is expected", parser->argument);
		*(int *)target = 1;
		return;
	}
	if (!value)
		value = *parser->next++;
	if (!value)
		die(STATUS_USAGE, "option %s: a value is missing: --%s", parser->argument,
			option->text);
	if (option->kind == OPTION_TEXT)
		*(char **)target = value;
	else if (number_parse(value, strlen(value), option->max, number) ||
		(option->kind == OPTION_COUNT && !*number))
		die(STATUS_USAGE, "option %s: %s is not a number from %c to %u", parser->argument,
			value, option->kind == OPTION_COUNT ? '1' : '0', (unsigned)option->max);
}

/* --name, --name VALUE, --name=VALUE. */
static void long_option(struct parser *parser, char *name)
{
	char *equals = strchr(name, '=');
	const struct option *option;

	/*
	 * One letter after two dashes is no short name: its - is part of it, and so it is unknown.
	 */
	option = look_up(
		parser, name[1] ? name : name - 1, equals ? (size_t)(equals - name) : strlen(name));
	parser->attached = equals ? equals + 1 : 0;
	apply(parser, option);
}

/* -a, -ab, -aVALUE, -a VALUE. */
static void short_options(struct parser *parser, char *letters)
{
	while (*letters) {
		const struct option *option = look_up(parser, letters++, 1);

		parser->attached = 0;
		if (option->kind != OPTION_FLAG && *letters) {
			parser->attached = letters;
			letters = "";
		}
		apply(parser, option);
	}
}

char **options_parse(const struct usage *usage, char **arguments, void *settings)
{
	struct parser parser = {.usage = usage, .next = arguments, .settings = settings};

	while (*parser.next && (*parser.next)[0] == '-' && (*parser.next)[1]) {
		char *argument = *parser.next++;

		parser.argument = argument;
		if (argument[1] != '-')
			short_options(&parser, argument + 1);
		else if (argument[2])
			long_option(&parser, argument + 2);
		else
			break;
	}
	return parser.next;
}
