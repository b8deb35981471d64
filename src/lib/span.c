/* span: a piece of text that belongs to someone else. */
#include "lib/span.h"

#include <strings.h>

int span_is(struct span span, const char *text, size_t length)
{
	return span.length == length && !strncasecmp(span.at, text, length);
}
