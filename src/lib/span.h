/* span: a piece of text that belongs to someone else: where it is, not a copy. */
#ifndef LIB_SPAN_H
#define LIB_SPAN_H

#include <stddef.h>

struct span {
	const char *at;
	size_t length;
};

/* 1 where it is that text, but for the case of ASCII letters. */
int span_is(struct span span, const char *text, size_t length);

#endif
