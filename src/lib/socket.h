/* socket: what is asked of a socket before it is bound or connected. */
#ifndef LIB_SOCKET_H
#define LIB_SOCKET_H

#include "lib/address.h"

struct socket_settings {
	const char *interface; /* SO_BINDTODEVICE; 0: any */
	unsigned mark;         /* SO_MARK; 0: none */
	unsigned tos;          /* IP_TOS, IPV6_TCLASS: 0 to 255 */
	int freebind;          /* an address that is not there yet may be bound */
	int reuseport;         /* SO_REUSEPORT */
	int keepalive;         /* SO_KEEPALIVE, on a stream */
};

/*
 * Sets them on a socket that is not bound yet; UNIX sockets have none of them. Returns 0, or -1
 * and errno where the system refuses one.
 */
int socket_set(int fd, int family, const struct socket_settings *settings);

/* Packets go and come by this interface alone. Returns 0, or -1 and errno. */
int socket_set_device(int fd, const char *name);

#define ROUTE_NO_SOURCE (~0U)

/*
 * The variables of OpenWrt's mwan3, where they are there; its LD_PRELOAD cannot reach a static
 * program. DEVICE and FWMARK (as C writes numbers) are set on a socket that is not bound yet,
 * FAMILY (ipv4 or ipv6) forbids the other. to: the peer, or the address that will be bound; what
 * stays in this machine is left alone. SRCIP is bound with this source port, unless it is
 * ROUTE_NO_SOURCE. Returns 1 where it was bound, 0, or -1 and errno; ends the program where DEVICE
 * or FWMARK is wrong.
 */
int socket_route(int fd, const struct address *to, unsigned port);

/* The family that is asked for: AF_UNSPEC becomes what FAMILY says. */
int route_family(int asked);

#endif
