/* lines: a text file, line by line and word by word. */
#ifndef DNS_LINES_H
#define DNS_LINES_H

#include "lib/span.h"

/* A file that is being read, piece by piece. */
struct lines {
	void (*take)(void *whom, struct span line);
	void *whom;
	int fd;
	int cut; /* the line in work was longer than the buffer: its rest is skipped */
	size_t used;
	char buffer[2048];
};

/*
 * Begins with a file; - is the standard input. Each lines_more hands out what one read(2) brings,
 * as lines_read does, and returns 1 where there may be more, 0 at the end, or -1 and errno; it is
 * closed then.
 */
int lines_open(
	struct lines *lines, const char *path, void (*take)(void *, struct span), void *whom);
int lines_more(struct lines *lines);

/*
 * Hands each line of a file to take(whom, line), without its end and without a comment that #
 * begins; the text holds until take returns. Of a line above 2,047 bytes only the words that wholly
 * fit are there. Returns 0, or -1 and errno where the file cannot be read.
 */
int lines_read(const char *path, void (*take)(void *whom, struct span line), void *whom);

/* Takes the next word off the front of *rest. Returns 1, or 0 where there is none. */
int span_word(struct span *rest, struct span *word);

#endif
