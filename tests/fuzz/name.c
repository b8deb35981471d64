/* Names as people write them. */
#include "fuzz.h"

#include "dns/name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = exact_copy(data, size), print[1100];
	struct output out = OUTPUT(-1, print);
	struct name name, again;
	int result = name_parse(&name, copy, size);

	must(name.length >= 1 && !name.wire[name.length - 1]);
	name_print(&out, &name);
	must(out.used < sizeof(print));
	if (result >= 0) {
		must(name_parse(&again, print, out.used) >= 0);
		must(name_equal(&name, &again) && name_dots(&name) == name_dots(&again));
	}
	free(copy);
	return 0;
}
