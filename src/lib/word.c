/* word: takes lines of configuration apart, much as a shell does. */
#include "lib/word.h"

#include "lib/process.h"

static int is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

char *word_take(const char **line, const char *end, char **to)
{
	const char *at = *line;
	char *word = *to, *out = word, quote = 0;

	while (at < end && is_blank(*at))
		at++;
	if (at == end || *at == '#')
		return 0;
	for (; at < end && (quote || !is_blank(*at)); at++) {
		if (*at == quote)
			quote = 0;
		else if (!quote && (*at == '"' || *at == '\''))
			quote = *at;
		else if (*at == '\\' && quote != '\'' && at + 1 < end)
			*out++ = *++at;
		else
			*out++ = *at;
	}
	if (quote)
		die(STATUS_USAGE, "a %c is not closed", quote);
	*out++ = 0;
	*to = out;
	*line = at;
	return word;
}
