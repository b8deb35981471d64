/*
 * rules: which addresses may speak to us, and what programs are told of them.
 *
 * A file has a rule a line: `allow|deny CIDR [+NAME=VALUE...]`, of words as lib/word.h has them.
 * One mapping holds the table and the file's text, in which the variables stay.
 *
 * The rules are looked through one by one, some 100 ns a rule on a slow router: lists of tens of
 * thousands of addresses are for the kernel's packet filter.
 *
 * config SERVER_RULES
 *	bool "rules of access: -a, -d and -x"
 *	default y
 *	help
 *	  Lets addresses in or keeps them out, by the longest prefix; a file of rules can also set
 *	  variables for the programs that are started. Costs about 650 bytes on ARMv7.
 */
#include "server/rules.h"

#include "lib/file.h"
#include "lib/prefix.h"
#include "lib/process.h"
#include "lib/system.h"
#include "lib/word.h"

#include <string.h>

#define FILE_MAX (1 << 18)
#define LINE_MIN 8 /* bytes of the shortest rule, "deny ::", and its end */
#define TABLE_SIZE ((FILE_MAX / LINE_MIN + 2 * TEXT_LIST_MAX) * sizeof(struct rule))

struct rule {
	struct ip base;
	unsigned rank;         /* twice the bits of its prefix, and 1 where it denies */
	const char *variables; /* see rules_allow */
};

static _Noreturn void refuse_word(const char *word, const char *what)
{
	die(STATUS_USAGE, "%s: not %s", word, what);
}

static struct rule *add(struct rules *rules, const char *word, int is_denied)
{
	struct rule *rule = &rules->table[rules->count++];

	if (prefix_parse(&rule->base, &rule->rank, word))
		refuse_word(word, "ADDRESS[/BITS] with zeros behind it");
	rule->rank = 2 * rule->rank + is_denied;
	rule->variables = "";
	return rule;
}

/* Whether it is +NAME=VALUE, with a name as shells have them. */
static int is_variable(const char *word)
{
	int c, letters = 0;

	if (*word != '+')
		return 0;
	for (; (c = *++word) != '='; letters++)
		if (c != '_' && ((c | 0x20) < 'a' || (c | 0x20) > 'z') &&
			(!letters || c < '0' || c > '9'))
			return 0;
	return letters;
}

/* The words of a line are put at its front, and stay there only where they are variables. */
static void take_line(struct rules *rules, char *line, const char *end)
{
	const char *at = line;
	char *to = line, *word = word_take(&at, end, &to);
	struct rule *rule;
	int is_denied;

	if (!word)
		return;
	is_denied = strcmp(word, "allow") != 0;
	if (is_denied && strcmp(word, "deny"))
		refuse_word(word, "allow or deny");
	word = word_take(&at, end, &to);
	rule = add(rules, word ? word : "", is_denied);
	rule->variables = to = line;
	while ((word = word_take(&at, end, &to)) != 0)
		if (!is_variable(word))
			refuse_word(word, "+NAME=VALUE");
	*to = 0;
}

static void take_list(struct rules *rules, const struct text_list *list, int is_denied)
{
	for (size_t i = 0; list && i < list->count; i++)
		add(rules, list->items[i], is_denied);
}

void rules_load(struct rules *rules, const struct text_list *allow, const struct text_list *deny,
	const char *file)
{
	const char *place = process.place;
	unsigned place_line = process.place_line;
	char *text, *next, *end;

	*rules = (struct rules){0};
	if (!file && !allow->count && (!deny || !deny->count))
		return;
	text = file_map(file, TABLE_SIZE, FILE_MAX);
	rules->table = (struct rule *)(text - TABLE_SIZE);
	end = text + strlen(text);
	take_list(rules, allow, 0);
	take_list(rules, deny, 1);
	process.place = file;
	for (process.place_line = 1; text < end; process.place_line++, text = next) {
		char *newline = memchr(text, '\n', end - text);

		next = newline ? newline + 1 : end;
		take_line(rules, text, newline ? newline : end);
	}
	process.place = place;
	process.place_line = place_line;
}

const char *rules_allow(const struct rules *rules, const struct ip *ip)
{
	const struct rule *best = 0, *rule = rules->table;
	int denied = 0; /* who matches none is denied where there is an allow */

	for (unsigned left = rules->count; left; left--, rule++) {
		denied |= ~rule->rank;
		if (prefix_has(&rule->base, rule->rank / 2, ip) &&
			(!best || rule->rank > best->rank))
			best = rule;
	}
	if (best)
		denied = best->rank;
	return denied & 1 ? 0 : best ? best->variables : "";
}

void rules_free(struct rules *rules)
{
	if (rules->table)
		system_unmap(rules->table, TABLE_SIZE + FILE_MAX + 1);
	rules->table = 0;
}
