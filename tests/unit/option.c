/* Options: every way to write one, what is left for the program, and what is said of wrong ones. */
#include "lib/option.h"

#include "lib/process.h"

#include "child.h"
#include "tap.h"

#include <stddef.h>

struct settings {
	int all, brief;
	unsigned number, count;
	const char *text;
};

static const unsigned limits[] = {65535, 40};

static const struct option options[] = {
	OPTION('a', OPTION_FLAG, offsetof(struct settings, all), 0, "all", "everything"),
	OPTION('b', OPTION_FLAG, offsetof(struct settings, brief), 0, "brief", "less"),
	OPTION('n', OPTION_NUMBER, offsetof(struct settings, number), 0, "number N", "from 0"),
	OPTION('c', OPTION_COUNT, offsetof(struct settings, count), 1, "count N", "from 1"),
	OPTION('t', OPTION_TEXT, offsetof(struct settings, text), 0, "text TEXT", "any"),
	OPTION_IF(0, OPTION('x', OPTION_FLAG, 0, 0, "extra", "not there"), ){0},
};

static void more(struct output *out)
{
	output_text(out, "more help\n");
}

static void features(struct output *out)
{
	output_text(out, "option all\n");
}

static const struct usage usage = {"[options] WORD...", "About it.\n\n", options, limits,
	"ABSENT\0xextra  more\0", more, features};

/* Prints what was set and what is left. */
static void parse(void *arguments)
{
	char buffer[512];
	struct output out = OUTPUT(STDOUT_FILENO, buffer);
	struct settings settings = {.number = 7, .count = 8, .text = "-"};
	char **rest;

	process.name = "test";
	rest = options_parse(&usage, arguments, &settings);
	output_format(&out, "%u %u %u %u %s", (unsigned)settings.all, (unsigned)settings.brief,
		settings.number, settings.count, settings.text);
	for (; *rest; rest++)
		output_format(&out, " [%s]", *rest);
	output_flush(&out);
}

static const struct {
	const char *arguments[6];
	int status;
	const char *want; /* all of it, or with status 100 a part */
} table[] = {
	{{0}, 0, "0 0 7 8 -"},
	{{"word"}, 0, "0 0 7 8 - [word]"},
	{{"-a"}, 0, "1 0 7 8 -"},
	{{"-ab", "word", "-b"}, 0, "1 1 7 8 - [word] [-b]"},
	{{"-n", "5", "-n6"}, 0, "0 0 6 8 -"},
	{{"-abn65535", "x"}, 0, "1 1 65535 8 - [x]"},
	{{"-abn", "0"}, 0, "1 1 0 8 -"},
	{{"-t", "-a", "-"}, 0, "0 0 7 8 -a [-]"},
	{{"-tx y", "--", "-a"}, 0, "0 0 7 8 x y [-a]"},
	{{"-t", ""}, 0, "0 0 7 8 "},
	{{"--all", "--number=3", "--text", "x=y"}, 0, "1 0 3 8 x=y"},
	{{"--text=x=y", "--text="}, 0, "0 0 7 8 "},
	{{"--", "--all"}, 0, "0 0 7 8 - [--all]"},
	{{"-z"}, 100, "unknown option -z"},
	{{"-az"}, 100, "unknown option -az"},
	{{"--nosuch"}, 100, "unknown option --nosuch"},
	{{"--al"}, 100, "unknown option --al"},
	{{"--alll"}, 100, "unknown option --alll"},
	{{"--a"}, 100, "unknown option --a"},
	{{"--all=1"}, 100, "no value is expected"},
	{{"-n"}, 100, "option -n: a value is missing: --number N"},
	{{"--number"}, 100, "option --number: a value is missing"},
	{{"-n", "65536"}, 100, "65536 is not a number from 0 to 65535"},
	{{"-n", "-1"}, 100, "-1 is not a number"},
	{{"-n", ""}, 100, "is not a number"},
	{{"-c", "0"}, 100, "0 is not a number from 1 to 40"},
	{{"-c", "41"}, 100, "41 is not a number from 1 to 40"},
	{{"-x"}, 100, "option -x is not compiled in (CONFIG_ABSENT)"},
	{{"--extra"}, 100, "option --extra is not compiled in (CONFIG_ABSENT)"},
	{{"--\33[31m"}, 100, "unknown option --\\x1b[31m"},
};

static int contains(const char *text, const char *part)
{
	return strstr(text, part) != 0;
}

int main(void)
{
	static char *help[] = {"--help", 0}, *version[] = {"-aV", 0};
	struct child child;

	for (size_t i = 0; i < COUNT(table); i++) {
		const char *first = table[i].arguments[0] ? table[i].arguments[0] : "nothing";
		char *arguments[7] = {0};

		memcpy(arguments, table[i].arguments, sizeof(table[i].arguments));
		run_child(&child, parse, arguments);
		is(child.status, table[i].status, "%zu %s: its status", i, first);
		if (table[i].status)
			ok(contains(child.text, "test: fatal: ") &&
					contains(child.text, table[i].want),
				"%zu %s", i, first);
		else
			ok(!strcmp(child.text, table[i].want), "%zu %s", i, first);
	}
	run_child(&child, parse, help);
	is(child.status, 0, "--help: its status");
	ok(contains(child.text, "usage: test [options] WORD...\nAbout it.\n\n") &&
			contains(child.text, "-n, --number N") && !contains(child.text, "extra") &&
			contains(child.text, "more help\n"),
		"--help");
	run_child(&child, parse, version);
	is(child.status, 0, "-V: its status");
	ok(contains(child.text, "test " MOTE_VERSION "\ntarget ") &&
			contains(child.text, "\nprofile full") &&
			contains(child.text, "\noption all\n"),
		"-V");
	return tap_done();
}
