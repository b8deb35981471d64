/* Text put together: the formats, escapes, what does not fit, what is written to a file. */
#include "lib/output.h"

#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

static void check_formats(void)
{
	char text[256];
	struct output out = OUTPUT(-1, text);

	output_format(&out, "%u %u %x %08x %04u %02x %c%%", 0U, 4294967295U, 0xabcU, 0xa000001U, 7U,
		255U, 'z');
	is_text(&out, "0 4294967295 abc 0a000001 0007 ff z%", "numbers");
	out.used = 0;
	output_format(&out, "<%s> <%.*s> <%.*s>", "text", 2, "text", 0, "text");
	is_text(&out, "<text> <te> <>", "texts");
	out.used = 0;
	output_format(&out, "%s", "a\nb\33[31m\177\200\\");
	is_text(&out, "a\\x0ab\\x1b[31m\\x7f\\x80\\", "what a peer says");
	out.used = 0;
	errno = ECONNREFUSED;
	output_format(&out, "%m");
	is_text(&out, "Connection refused", "errno");
	out.used = 0;
	output_text(&out, "a\nb\\");
	is_text(&out, "a\nb\\", "plain text");
	out.used = 0;
	output_escaped(&out, "a\0b", 3);
	is_text(&out, "a\\x00b", "a NUL");
}

static void check_full(void)
{
	char text[5] = "####";
	struct output out = {-1, 0, 4, text};
	struct output nowhere = {-1, 0, 0, 0};

	output_format(&out, "%s %u", "abc", 12345U);
	is(out.used, 4, "no more than fits");
	ok(!memcmp(text, "abc ", 5), "and nothing behind it");
	output_format(&nowhere, "%s", "abc");
	is(nowhere.used, 0, "nothing fits in no room");
}

static void check_written(void)
{
	int ends[2];
	char text[8], got[64];
	struct output out = OUTPUT(-1, text);

	if (pipe(ends))
		return;
	out.fd = ends[1];
	output_format(&out, "%s", "0123456789012345678901234567890123456789");
	is(output_flush(&out), 0, "flushed");
	is(read(ends[0], got, sizeof(got)), 40, "all was written");
	ok(!memcmp(got, "0123456789012345678901234567890123456789", 40), "as it was");
	is(out.used, 0, "and the buffer is empty");
	close(ends[1]);
	output_byte(&out, 'x');
	is(output_flush(&out), -1, "a failure is told");
	is(errno, EBADF, "with its errno");
	is(out.used, 0, "and the buffer is empty then too");
	close(ends[0]);
}

int main(void)
{
	check_formats();
	check_full();
	check_written();
	return tap_done();
}
