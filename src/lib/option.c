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
	int is_line;
};

void output_version(struct output *out)
{
	output_text(out, process.name);
	output_text(out, " " MOTE_VERSION "\ntarget " MOTE_TARGET "\nprofile " MOTE_PROFILE "\n");
}

static const char *name_end(const char *name)
{
	while (*name && *name != ' ')
		name++;
	return name;
}

/* A line for each: as the help has it, or the long name alone. */
static void print_options(struct output *out, const struct option *option, int what)
{
	for (; option->kind; option++) {
		size_t start = out->used;
		const char *text = option->text;

		if (what == HELP)
			output_format(
				out, option->letter ? "  -%c, --" : "      --", option->letter);
		else
			output_text(out, "option ");
		output_format(out, "%.*s",
			what == HELP ? (int)strlen(text) : (int)(name_end(text) - text), text);
		while (CONFIG_HELP && what == HELP && out->used - start < HELP_COLUMN)
			output_byte(out, ' ');
		if (CONFIG_HELP && what == HELP)
			output_text(out, text + strlen(text) + 1);
		output_byte(out, '\n');
		output_flush(out);
	}
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
		print_options(&out, common, what);
	} else {
		output_version(&out);
	}
	print_options(&out, usage->options, what);
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

/* Ends the program if it is one that is not compiled in. */
static void check_absent(const struct parser *parser, const char *name, size_t length)
{
	for (const char *symbol = parser->usage->absent; *symbol;) {
		const char *option = symbol + strlen(symbol) + 1;

		while (*option) {
			const char letter = *option++;
			size_t end = 0;

			while (option[end] && option[end] != ' ')
				end++;
			if (length == 1 ? letter == *name
					: length == end && !memcmp(option, name, length))
				die(STATUS_USAGE, "option %s is not compiled in (CONFIG_%s)",
					parser->argument, symbol);
			option += end;
			option += *option == ' ';
		}
		symbol = option + 1;
	}
}

/* The option of that name; ends the program where it cannot be used. */
static const struct option *look_up(const struct parser *parser, const char *name, size_t length)
{
	const struct option *option = find(parser->usage->options, name, length);

	if (!option->kind) {
		option = find(common, name, length);
		if (option->kind && !(HAS_LINES && parser->is_line))
			tell(parser->usage, option - common);
		if (CONFIG_ABSENT)
			check_absent(parser, name, length);
		die(STATUS_USAGE, "unknown option %s; see --help", parser->argument);
	}
	if (HAS_LINES && parser->is_line && option->kind & OPTION_ONCE)
		die(STATUS_USAGE, "option %s is for the command line only", parser->argument);
	return option;
}

/* Sets what the option sets, from the value attached or from the next argument, which it takes. */
static void apply(struct parser *parser, const struct option *option)
{
	unsigned *number = (unsigned *)parser->settings + option->place;
	void *target = number;
	char *value = parser->attached;
	unsigned kind = option->kind & ~OPTION_ONCE;
	struct text_list *list = target;

	if (kind == OPTION_FLAG) {
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
	if (kind == OPTION_TEXT) {
		*(char **)target = value;
	} else if (HAS_LISTS && kind == OPTION_LIST) {
		if (list->count == TEXT_LIST_MAX)
			die(STATUS_USAGE, "more than %u of option %s", TEXT_LIST_MAX,
				parser->argument);
		list->items[list->count++] = value;
	} else if ((HAS_HEX && kind == OPTION_HEX ? number_parse_c : number_parse)(
			   value, strlen(value), parser->usage->limits[option->limit], number) ||
		(kind == OPTION_COUNT && !*number)) {
		die(STATUS_USAGE, "option %s: %s is not a number from %c to %u", parser->argument,
			value, kind == OPTION_COUNT ? '1' : '0',
			parser->usage->limits[option->limit]);
	}
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
		if ((option->kind & ~OPTION_ONCE) != OPTION_FLAG && *letters) {
			parser->attached = letters;
			letters = "";
		}
		apply(parser, option);
	}
}

static char **parse(const struct usage *usage, char **arguments, void *settings, int is_line)
{
	struct parser parser = {usage, 0, 0, arguments, settings, is_line};

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

char **options_parse(const struct usage *usage, char **arguments, void *settings)
{
	return parse(usage, arguments, settings, 0);
}

char **options_parse_line(const struct usage *usage, char **arguments, void *settings)
{
	return parse(usage, arguments, settings, 1);
}
