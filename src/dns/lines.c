/*
 * lines: reads a text file of any length in a fixed buffer; also from a pipe, which mmap could not.
 */
#include "dns/lines.h"

#include "lib/system.h"

#include <errno.h>
#include <string.h>

static int is_blank(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void hand_out(struct lines *reader, const char *text, size_t length)
{
	const char *comment = memchr(text, '#', length);
	struct span line = {text, comment ? (size_t)(comment - text) : length};

	if (!reader->cut)
		reader->take(reader->whom, line);
	reader->cut = 0;
}

/* Hands out the lines that are whole; what there is of the next one is moved to the front. */
static void hand_out_lines(struct lines *lines)
{
	char *at = lines->buffer, *end = at + lines->used, *newline;
	size_t used;

	while ((newline = memchr(at, '\n', end - at)) != 0) {
		hand_out(lines, at, newline - at);
		at = newline + 1;
	}
	used = end - at;
	memmove(lines->buffer, at, used);
	lines->used = used;
	if (used < sizeof(lines->buffer))
		return;
	/* It may be cut inside of its last word, which would be another one then. */
	while (used && !is_blank(lines->buffer[used - 1]))
		used--;
	hand_out(lines, lines->buffer, used);
	lines->cut = 1;
	lines->used = 0;
}

int lines_open(struct lines *lines, const char *path, void (*take)(void *, struct span), void *whom)
{
	lines->take = take;
	lines->whom = whom;
	lines->cut = 0;
	lines->used = 0;
	lines->fd = path[0] == '-' && !path[1] ? STDIN_FILENO
					       : system_open(path, O_RDONLY | O_CLOEXEC);
	return lines->fd < 0 ? -1 : 0;
}

int lines_more(struct lines *lines)
{
	ssize_t got = read(
		lines->fd, lines->buffer + lines->used, sizeof(lines->buffer) - lines->used);
	int error = errno;

	if (got > 0) {
		lines->used += got;
		hand_out_lines(lines);
		return 1;
	}
	if (lines->used)
		hand_out(lines, lines->buffer, lines->used);
	system_close(lines->fd);
	errno = error;
	return got;
}

int lines_read(const char *path, void (*take)(void *whom, struct span line), void *whom)
{
	struct lines lines;
	int more = lines_open(&lines, path, take, whom) ? -1 : 1;

	while (more > 0)
		more = lines_more(&lines);
	return more;
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
