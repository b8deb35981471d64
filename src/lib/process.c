/* process: what a whole program has once, and its log lines. */
#include "lib/process.h"

#include "lib/output.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

struct process process;

/*
 * A reader of our lines that has stopped reading must not stop us: only the last words wait for it.
 */
static int is_ready(void)
{
	struct pollfd set = {.fd = STDERR_FILENO, .events = POLLOUT};
	int error = errno, ready = poll(&set, 1, 0);

	errno = error;
	return ready;
}

static void line(const char *prefix, const char *format, va_list arguments)
{
	char buffer[1024];
	struct output output = OUTPUT(STDERR_FILENO, buffer);

	if (prefix)
		output_format(&output, "%s: %s", process.name, prefix);
	output_vformat(&output, format, arguments);
	output_byte(&output, '\n');
	output_flush(&output);
}

void log_line(enum level level, const char *format, ...)
{
	va_list arguments;

	if ((int)level > process.verbosity || !is_ready())
		return;
	va_start(arguments, format);
	line("", format, arguments);
	va_end(arguments);
}

void log_plain(enum level level, const char *format, ...)
{
	va_list arguments;

	if ((int)level > process.verbosity || !is_ready())
		return;
	va_start(arguments, format);
	line(0, format, arguments);
	va_end(arguments);
}

_Noreturn void die(enum status status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	line("fatal: ", format, arguments);
	va_end(arguments);
	_exit(status);
}
