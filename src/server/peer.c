/* peer: the other side of a conversation: as it is printed, and whether it may have one. */
#include "server/server.h"

void peer_from_address(struct peer *peer, const struct address *address)
{
	peer->is_local = address_ip(address, &peer->ip) != 0;
	peer->port = address_port(address);
}

void traffic_print(struct output *output, const struct traffic *traffic)
{
	output_text(output, " in ");
	output_big(output, traffic->in);
	output_text(output, ", out ");
	output_big(output, traffic->out);
}

void peer_print(struct output *output, const struct peer *peer)
{
	if (peer->is_local)
		output_format(output, "local");
	else
		ip_print(output, &peer->ip);
}

enum refusal peer_judge(
	struct job *job, const struct peer *peer, uint32_t now, struct client **client)
{
	if (peer->is_local)
		return NOT_REFUSED;
	if (CONFIG_SERVER_RULES && !rules_allow(&job->rules, &peer->ip))
		return REFUSED_RULE;
	return CONFIG_SERVER_CLIENTS ? clients_enter(&job->clients, &peer->ip, now, client)
				     : NOT_REFUSED;
}
