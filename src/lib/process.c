/* process: what a whole program has once, and its log lines. */
#include "lib/process.h"

#include "lib/output.h"

#include <errno.h>
#include <unistd.h>

/* Whether there are files whose lines can be wrong. */
#define HAS_PLACES (CONFIG_SERVER_FILE || CONFIG_SERVER_RULES || CONFIG_RESOLVER_LIST)

struct process process;

static void line(int level, const char *prefix, const char *format, va_list arguments)
{
	char buffer[1024];
	struct output output = OUTPUT(STDERR_FILENO, buffer);

	/* A reader of our lines that has stopped reading must not stop us. */
	if (!output_is_ready(STDERR_FILENO))
		return;
	if (CONFIG_SYSLOG && process.log)
		output.fd = -1; /* a longer line is cut */
	else if (prefix)
		output_format(&output, "%s: ", process.name);
	if (prefix)
		output_text(&output, prefix);
	if (HAS_PLACES && process.place)
		output_format(&output, "%s:%u: ", process.place, process.place_line);
	output_vformat(&output, format, arguments);
	if (CONFIG_SYSLOG && process.log) {
		process.log(level, buffer, output.used);
		return;
	}
	output_byte(&output, '\n');
	output_flush(&output);
}

void log_line(enum level level, const char *format, ...)
{
	va_list arguments;

	if ((int)level > process.verbosity)
		return;
	va_start(arguments, format);
	line(level, level == LEVEL_PLAIN ? 0 : "", format, arguments);
	va_end(arguments);
}

_Noreturn void die(enum status status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	line(LEVEL_WARNING, HAS_PLACES && process.again ? "" : "fatal: ", format, arguments);
	va_end(arguments);
	if (HAS_PLACES && process.again)
		__builtin_longjmp(process.again, 1);
	_exit(status);
}
