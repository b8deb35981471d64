/* ip: an IPv4 or IPv6 address in one form, read and written. */
#ifndef LIB_IP_H
#define LIB_IP_H

#include "lib/output.h"

#include <stdint.h>

/*
 * IPv6 in network order; IPv4 as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2), so that one comparison serves
 * both.
 */
struct ip {
	unsigned char bytes[16];
};

#define IP_TEXT 40 /* room for the longest address as text: 39 characters */

/* 1 where it is an IPv4 address, 0 where it is IPv6. */
int ip_is_v4(const struct ip *ip);

/* 1 where it is 0.0.0.0 or ::, every address of the host. */
int ip_is_any(const struct ip *ip);

/* From IPv4 in host order, and back. */
void ip_from_v4(struct ip *ip, uint32_t value);
uint32_t ip_to_v4(const struct ip *ip);

/*
 * Reads the whole of text[0..length): four decimal parts without leading zeros, or IPv6 (RFC 4291,
 * 2.2, with an IPv4 tail too), without brackets, zone or prefix. Returns 0, or -1 where it is
 * neither.
 */
int ip_parse(struct ip *ip, const char *text, size_t length);

/* Appends it: dotted, or IPv6 as RFC 5952 asks. */
void ip_print(struct output *output, const struct ip *ip);

#endif
