/* rules: who may speak to us: -a, -d and the file of -x. */
#ifndef SERVER_RULES_H
#define SERVER_RULES_H

#include "lib/ip.h"
#include "lib/option.h"

struct rule;

/* A table in a mapping of its own; all zeros: none, everybody may. */
struct rules {
	struct rule *table;
	unsigned count;
};

/*
 * Makes the table of the settings' -a, -d (0: none), and -x FILE (or 0), which it reads, in a
 * struct whose old content is not looked at. Ends the program (see process.again) where one is
 * wrong, naming it, or the file and its line; who goes on then calls rules_free.
 */
void rules_load(struct rules *rules, const struct text_list *allow, const struct text_list *deny,
	const char *file);

/*
 * Whether it may: of the rules that match, the one with the longest prefix decides, of two as long
 * the one that denies; IPv4 and IPv6 are apart. Returns the variables of that rule, +NAME=VALUE
 * each with its NUL, then an empty one; or 0: it may not.
 */
const char *rules_allow(const struct rules *rules, const struct ip *ip);

void rules_free(struct rules *rules);

#endif
