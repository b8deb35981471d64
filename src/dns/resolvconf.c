/*
 * resolvconf: the file resolv.conf, see resolv.conf(5). A server may have a port: `nameserver
 * [2001:db8::1]:5353`. Left out on purpose: a search list made up from the host's own name where
 * none is written, sortlist.
 */
#include "dns/resolvconf.h"

#include "lib/number.h"

#include <stddef.h>
#include <string.h>

static void add_server(struct resolvconf *conf, struct span word)
{
	if (conf->count < NAMESERVERS_MAX && !nameserver_parse(&conf->servers[conf->count], word))
		conf->count++;
}

/* `search` and `domain`: the last line of either holds. */
static void set_search(struct resolvconf *conf, struct span line)
{
	struct span word;

	conf->searches = 0;
	while (span_word(&line, &word) && word.length < (size_t)SEARCH_MAX - conf->searches) {
		memcpy(conf->search + conf->searches, word.at, word.length);
		conf->searches += word.length;
		conf->search[conf->searches++] = 0;
	}
}

/* NAME:NUMBER into *value, which is brought between least and most. */
static void set_number(const struct span *word, const char *name, unsigned char *value,
	unsigned least, unsigned most)
{
	size_t length = strlen(name);
	unsigned number;

	if (word->length <= length || memcmp(word->at, name, length) ||
		number_parse(word->at + length, word->length - length, ~0U, &number))
		return;
	*value = number < least ? least : number > most ? most : number;
}

static void set_options(struct resolvconf *conf, struct span line)
{
	struct span word;

	while (span_word(&line, &word)) {
		set_number(&word, "ndots:", &conf->ndots, 0, 15);
		set_number(&word, "timeout:", &conf->timeout, 1, 30);
		set_number(&word, "attempts:", &conf->attempts, 1, 5);
		conf->rotate |= span_is(word, "rotate", 6);
	}
}

/* What is unknown or malformed is passed over, as the line of another resolver. */
static void take_line(void *whom, struct span line)
{
	struct resolvconf *conf = whom;
	struct span word;

	if (!span_word(&line, &word))
		return;
	if (span_is(word, "search", 6) || span_is(word, "domain", 6))
		set_search(conf, line);
	else if (span_is(word, "options", 7))
		set_options(conf, line);
	else if (span_is(word, "nameserver", 10) && span_word(&line, &word))
		add_server(conf, word);
}

int resolvconf_read(struct resolvconf *conf, const char *path)
{
	int result;

	memset(conf, 0, offsetof(struct resolvconf, servers));
	conf->ndots = 1;
	conf->timeout = 5;
	conf->attempts = 2;
	result = lines_read(path, take_line, conf);
	/* Without a server the one of this machine is asked, as every resolver does. */
	if (!conf->count)
		add_server(conf, (struct span){"127.0.0.1", 9});
	return result;
}
