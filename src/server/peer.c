/* peer: the other side of a conversation, as it is printed. */
#include "server/server.h"

void peer_from_address(struct peer *peer, const struct address *address)
{
	peer->is_local = address_ip(address, &peer->ip) != 0;
	peer->port = address_port(address);
}

void peer_print(struct output *output, const struct peer *peer)
{
	if (peer->is_local)
		output_format(output, "local");
	else
		ip_print(output, &peer->ip);
}
