/* lines: a text file, line by line and word by word. */
#ifndef DNS_LINES_H
#define DNS_LINES_H

#include "lib/span.h"

/*
 * Hands each line of a file to take(whom, line), without its end and without a comment that #
 * begins; the text holds until take returns. Of a line above 2,047 bytes only the words that wholly
 * fit are there. Returns 0, or -1 and errno where the file cannot be read.
 */
int lines_read(const char *path, void (*take)(void *whom, struct span line), void *whom);

/* Takes the next word off the front of *rest. Returns 1, or 0 where there is none. */
int span_word(struct span *rest, struct span *word);

#endif
