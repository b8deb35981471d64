/* lookup: the addresses of a host. */
#ifndef DNS_LOOKUP_H
#define DNS_LOOKUP_H

#include "lib/ip.h"

#include <stddef.h>

/*
 * Finds the addresses of name[0..length): a literal (no query), the hosts file, then DNS with the
 * system's resolv.conf. family: AF_UNSPEC (IPv6 before IPv4), AF_INET or AF_INET6. Stores up to
 * room of them in list. Returns how many, at least 1, or a negative exit status of lib/process.h:
 * -STATUS_NO no such name or no address of that family, -STATUS_PEER the servers failed or refused,
 * -STATUS_TIMEOUT nobody answered, -STATUS_SYSTEM a system call failed (errno).
 */
int lookup_addresses(const char *name, size_t length, int family, struct ip *list, size_t room);

/*
 * Finds an address of a host that is our own, IPv4 before IPv6: a literal, localhost, a name in the
 * hosts file; no query. Returns 0, or -1 where there is none of that family.
 */
int lookup_own_address(const char *name, size_t length, int family, struct ip *ip);

#endif
