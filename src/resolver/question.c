/* question: what the words of a command line, or of a line of a list, ask for. */
#include "resolver/resolver.h"

#include "lib/process.h"

#include <strings.h>

unsigned question_type(const char *text)
{
	unsigned type = type_find(text);

	if (!type)
		die(STATUS_USAGE, "unknown type %s; --help lists them", text);
	return type;
}

/* One more: like another, or 0. */
static struct question *push(struct request *request, const struct question *like)
{
	struct question *question = &request->questions[request->question_count];

	if (request->question_count++ == QUESTIONS_MAX)
		die(STATUS_USAGE, "more than %u questions", QUESTIONS_MAX);
	if (like)
		*question = *like;
	return question;
}

void question_add(struct request *request, const char *text, int is_reverse)
{
	struct question *last = &request->questions[request->question_count - 1], *question;
	unsigned type = 0;

	if (request->question_count && !is_reverse) {
		if (!CONFIG_RESOLVER_TYPES)
			die(STATUS_USAGE, "%s: types are not compiled in (CONFIG_RESOLVER_TYPES)",
				text);
		type = type_find(text);
		if (type) {
			if (last->type)
				last = push(request, last);
			last->type = type;
			return;
		}
		if (!strcasecmp(text, "CH") || !strcasecmp(text, "IN")) {
			last->class = (*text | 0x20) == 'c' ? CLASS_CHAOS : CLASS_IN;
			return;
		}
	}
	question = push(request, 0);
	question->text = text;
	question->reverse = is_reverse;
	question->class = CLASS_IN;
	question->type = 0;
}
