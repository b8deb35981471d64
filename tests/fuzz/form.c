/* Messages of servers as they are printed whole: as dig has them, in JSON, in hexadecimal. */
#include "fuzz.h"

#include "resolver/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct nameserver server = {.port = 53};
	static char text[4 * 1024 * 1024];
	static struct query query;
	struct output out = OUTPUT(-1, text);
	char *copy = exact_copy(data, size);

	query.answer = (const unsigned char *)copy;
	query.length = size;
	query.name = (struct name){1, {0}};
	query.verdict.server = &server;
	form_full(&out, &query);
	out.used = 0;
	form_hex(&out, &query);
	must(out.used == 2 * size + 1);
	out.used = 0;
	form_json(&out, &query);
	must(out.used && text[0] == '{' && text[out.used - 2] == '}' && text[out.used - 1] == '\n');
	/* Nothing that a parser of JSON, or a terminal, could take amiss. */
	for (size_t i = 0; i < out.used - 1; i++)
		must(text[i] >= ' ' && text[i] <= '~');
	free(copy);
	return 0;
}
