/*
 * lines: reads a text file of any length in a fixed buffer; also from a pipe, which mmap could not.
 */
#include "dns/lines.h"

#include "lib/system.h"

#include <errno.h>
#include <string.h>

enum { ROOM = 2048 };

/* Where lines go. */
struct reader {
	void (*take)(void *whom, struct span line);
	void *whom;
	int cut; /* the line in work was longer than the buffer: its rest is skipped */
};

static int is_blank(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void hand_out(struct reader *reader, const char *text, size_t length)
{
	const char *comment = memchr(text, '#', length);
	struct span line = {text, comment ? (size_t)(comment - text) : length};

	if (!reader->cut)
		reader->take(reader->whom, line);
	reader->cut = 0;
}

/*
 * Hands out the lines that are whole. Returns how many bytes of the next one are left, which are
 * moved to the front.
 */
static size_t hand_out_lines(struct reader *reader, char *buffer, size_t used)
{
	char *at = buffer, *end = buffer + used, *newline;

	while ((newline = memchr(at, '\n', end - at)) != 0) {
		hand_out(reader, at, newline - at);
		at = newline + 1;
	}
	used = end - at;
	if (used < ROOM) {
		memmove(buffer, at, used);
		return used;
	}
	/* It may be cut inside of its last word, which would be another one then. */
	while (used && !is_blank(buffer[used - 1]))
		used--;
	hand_out(reader, buffer, used);
	reader->cut = 1;
	return 0;
}

int lines_read(const char *path, void (*take)(void *whom, struct span line), void *whom)
{
	struct reader reader = {take, whom, 0};
	char buffer[ROOM];
	size_t used = 0;
	ssize_t got;
	int error, fd = system_open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	while ((got = read(fd, buffer + used, sizeof(buffer) - used)) > 0)
		used = hand_out_lines(&reader, buffer, used + got);
	error = errno;
	if (used)
		hand_out(&reader, buffer, used);
	system_close(fd);
	errno = error;
	return got;
}

int span_word(struct span *rest, struct span *word)
{
	const char *at = rest->at, *end = at + rest->length;

	while (at < end && is_blank(*at))
		at++;
	word->at = at;
	while (at < end && !is_blank(*at))
		at++;
	word->length = at - word->at;
	rest->at = at;
	rest->length = end - at;
	return word->length > 0;
}
