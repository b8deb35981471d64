/*
 * internet: two transports in one file.
 *
 * config TRANSPORT_TCP
 *	bool "TCP"
 *	default y
 *
 * config TRANSPORT_UDP
 *	bool "UDP"
 *	default y
 *
 * config STREAM
 *	def_bool TRANSPORT_TCP
 *
 * What follows the stanzas is prose again.
 */
#include "transport/transport.h"

const struct transport transport_tcp = {
	"tcp",
};

const struct transport transport_udp = {
	"udp",
};
