/* hosts: the names and addresses that a machine knows by itself. */
#ifndef DNS_HOSTS_H
#define DNS_HOSTS_H

#include "dns/host.h"
#include "dns/lines.h"

#define HOSTS_PATH "/etc/hosts"

/* What is looked for, and who gets what is found. */
struct wanted {
	struct host *host;
	const struct ip *ip; /* or, where it is 0, */
	struct span name;    /* with or without its last dot */
	int family;          /* of the addresses: AF_UNSPEC, AF_INET or AF_INET6 */
};

/*
 * Looks at what is known without asking anybody: localhost, then the hosts file at that path.
 * Returns 1 where something was found, 0 where not, or -1 and errno where the file cannot be read.
 */
int hosts_find(struct wanted *wanted, const char *path);

#endif
