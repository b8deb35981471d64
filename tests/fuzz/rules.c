/* Files of rules: what is understood holds together, what is not leaves nothing behind. */
#include "fuzz.h"

#include "server/rules.c"

#include "files.h"

static void say_nothing(int level, const char *line, size_t length)
{
}

/* All that a rule points at is in its mapping, and ends there. */
static void check_variables(const struct rules *rules, const char *variables)
{
	const char *end = (const char *)rules->table + TABLE_SIZE + FILE_MAX + 1;

	while (*variables) {
		size_t length = strnlen(variables, end - variables);

		must(variables + length + 1 < end);
		must(*variables == '+' && is_variable(variables));
		variables += length + 1;
	}
}

static void check(const struct rules *rules)
{
	for (unsigned i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->table[i];

		must(rule->rank < 2 * 129 && prefix_has(&rule->base, rule->rank / 2, &rule->base));
		check_variables(rules, rule->variables);
		/* Its own first address is judged by it, or by a longer or stricter one. */
		must((rule->rank & 1) == 0 || rules_allow(rules, &rule->base) != rule->variables);
	}
}

/* Returns 1, or 0 where it is wrong. */
static int try_load(struct rules *rules, const char *file)
{
	static const struct text_list none;
	void *again[5];

	process.again = again;
	if (__builtin_setjmp(again)) {
		process.again = 0;
		return 0;
	}
	rules_load(rules, &none, 0, file);
	process.again = 0;
	return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct rules rules;

	process.name = "rules";
	process.log = say_nothing;
	if (try_load(&rules, file_with(data, size))) {
		must(!process.place);
		check(&rules);
	}
	process.place = 0;
	rules_free(&rules);
	return 0;
}
