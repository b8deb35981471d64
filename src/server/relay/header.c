/*
 * header: the header of the PROXY protocol (proxy-protocol.txt, HAProxy Technologies) that tells an
 * upstream who the client is: version 1, a line, or version 2, binary.
 *
 * Of a client of a UNIX socket it says that it is unknown. Left out on purpose: extensions (TLV),
 * which nobody has to send.
 *
 * config SERVICE_RELAY_PROXY
 *	bool "relay --send-proxy, --send-proxy-v2"
 *	default y
 *	depends on SERVICE_RELAY && STREAM
 *	help
 *	  Upstreams are told who the client is, by the PROXY protocol. Costs about 480 bytes on
 *	  ARMv7.
 */
#include "server/relay/relay.h"

#include "lib/system.h"

/* An IPv4 address is in its IPv6 form where the other side's is IPv6. */
static void print_ip(struct output *out, const struct ip *ip, int is_v6)
{
	output_text(out, is_v6 && ip_is_v4(ip) ? " ::ffff:" : " ");
	ip_print(out, ip);
}

static void print_line(
	struct output *out, const struct peer *from, const struct peer *to, int is_v6)
{
	output_text(out, is_v6 ? " TCP6" : " TCP4");
	print_ip(out, &from->ip, is_v6);
	print_ip(out, &to->ip, is_v6);
	output_format(out, " %u %u", from->port, to->port);
}

static void put_port(struct output *out, const struct peer *side)
{
	output_byte(out, side->port >> 8);
	output_byte(out, side->port);
}

/* The family, the length of the rest, the rest (2.2). */
static void put_binary(
	struct output *out, const struct peer *from, const struct peer *to, int is_v6)
{
	size_t skipped = is_v6 ? 0 : 12, length = 16 - skipped;

	output_byte(out, is_v6 ? 0x21 : 0x11);
	output_byte(out, 0);
	output_byte(out, 2 * length + 4);
	output_bytes(out, from->ip.bytes + skipped, length);
	output_bytes(out, to->ip.bytes + skipped, length);
	put_port(out, from);
	put_port(out, to);
}

size_t relay_header(const struct talk *talk, int is_v2, char *header)
{
	struct output out = {-1, 0, WAY_BUFFER, header};
	struct peer local = talk->local;
	struct address address = {.length = sizeof(address.is)};
	int is_v6;

	if (!talk->has_local) {
		syscall(SYS_getsockname, talk->fd, &address.is.any, &address.length);
		peer_from_address(&local, &address);
	}
	is_v6 = !ip_is_v4(&talk->peer.ip) || !ip_is_v4(&local.ip);
	if (is_v2) {
		output_bytes(&out, "\r\n\r\n\0\r\nQUIT\n\x21", 13);
		if (talk->peer.is_local)
			output_bytes(&out, "\0\0", 3);
		else
			put_binary(&out, &talk->peer, &local, is_v6);
		return out.used;
	}
	output_text(&out, "PROXY");
	if (talk->peer.is_local)
		output_text(&out, " UNKNOWN");
	else
		print_line(&out, &talk->peer, &local, is_v6);
	output_text(&out, "\r\n");
	return out.used;
}
