/*
 * hosts: the file /etc/hosts, see hosts(5): an address, the official name, aliases. Every line that
 * has the name counts, so that a host has addresses of both families. Addresses with an interface
 * (%eth0) are passed over. localhost and all below it are this machine whatever the file says (RFC
 * 6761, 6.3).
 */
#include "dns/hosts.h"

#include <string.h>

/* Whether one of the line's names is the one that is looked for. */
static int has_name(struct span names, struct span wanted)
{
	struct span word;

	while (span_word(&names, &word))
		if (span_is(word, wanted.at, wanted.length))
			return 1;
	return 0;
}

/* A line: what matches is added to the host. */
static void take_line(void *whom, struct span line)
{
	const struct wanted *wanted = whom;
	struct span word;
	struct name name;
	struct ip ip;

	/* The name first: comparing is cheaper than reading an address, and most lines end here. */
	if (!span_word(&line, &word) || (!wanted->ip && !has_name(line, wanted->name)))
		return;
	if (ip_parse(&ip, word.at, word.length) || !host_wants(wanted->family, &ip))
		return;
	if (wanted->ip && memcmp(&ip, wanted->ip, sizeof(ip)))
		return;
	while (span_word(&line, &word))
		if (name_parse_plain(&name, word.at, word.length) >= 0)
			host_add_name(wanted->host, &name);
	if (wanted->host->official.length)
		host_add_address(wanted->host, &ip);
}

static int is_localhost(struct span name)
{
	static const char localhost[] = "localhost";
	size_t length = sizeof(localhost) - 1;

	if (name.length > length) {
		name.at += name.length - length;
		if (name.at[-1] != '.')
			return 0;
		name.length = length;
	}
	return span_is(name, localhost, length);
}

int hosts_find(struct wanted *wanted, const char *path)
{
	static const struct span v6 = {"::1 localhost", 13}, v4 = {"127.0.0.1 localhost", 19};
	struct span *name = &wanted->name;

	if (name->length && name->at[name->length - 1] == '.')
		name->length--;
	if (!wanted->ip && is_localhost(*name)) {
		name->at = "localhost";
		name->length = 9;
		take_line(wanted, v6);
		take_line(wanted, v4);
	} else if (lines_read(path, take_line, wanted)) {
		return -1;
	}
	return wanted->host->count > 0;
}
