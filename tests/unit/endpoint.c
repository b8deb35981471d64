/* Endpoints: every way to write one, and which part of a malformed one is blamed. */
#include "transport/transport.h"

#include "tap.h"

extern const struct transport transport_tcp, transport_udp, transport_unix, transport_unixgram;

const struct transport *const transports[] = {
	&transport_tcp, &transport_udp, &transport_unix, &transport_unixgram, 0};
const char transports_absent[] = "extra\0";

static const struct {
	const char *text, *want; /* transport, host, port or path; or a part of the reason */
	int result;
} table[] = {
	{"tcp:80", "tcp - 80", 0},
	{"udp:0", "udp - 0", 0},
	{"tcp:65535", "tcp - 65535", 0},
	{"tcp:localhost:80", "tcp localhost 80", 0},
	{"tcp:192.0.2.1:80", "tcp 192.0.2.1 80", 0},
	{"tcp:[2001:db8::1]:80", "tcp 2001:db8::1 80", 0},
	{"tcp:[fe80::1%1]:80", "tcp fe80::1%1 80", 0},
	{"unix:/run/x", "unix /run/x", 0},
	{"unix:./x", "unix ./x", 0},
	{"unixgram:@name", "unixgram @name", 0},
	{"", "TRANSPORT: is missing", -1},
	{"80", "TRANSPORT: is missing", -1},
	{"sctp:80", "unknown transport sctp; known: tcp udp unix unixgram", -1},
	{"extra:80", "transport extra is not compiled in (CONFIG_TRANSPORT_EXTRA)", -1},
	{"tcp:", "the port is not a number", -1},
	{"tcp:host:", "the port is not a number", -1},
	{"tcp:http", "the port is not a number", -1},
	{"tcp:65536", "the port is not a number", -1},
	{"tcp:host:-1", "the port is not a number", -1},
	{"tcp::80", "the host is not an address", -1},
	{"tcp:[]:80", "the host is not an address", -1},
	{"tcp:[::1]", "[IPV6]", -1},
	{"tcp:[::1]80", "[IPV6]", -1},
	{"tcp:[::1:80", "[IPV6]", -1},
	{"tcp:::1:80", "[IPV6]", -1},
	{"tcp:[zz::1]:80", "the host is not an address", -1},
	{"tcp:[localhost]:80", "the host is not an address", -1},
	{"tcp:1.2.3.400:80", "the host is not an address", -1},
	{"tcp:1.2.3:80", "the host is not an address", -1},
	{"tcp:[fe80::1%nosuch0]:80", "the host is not an address", -1},
	{"unix:", "a path begins with", -1},
	{"unix:run", "a path begins with", -1},
	{"unix:@", "a path begins with", -1},
};

int main(void)
{
	for (size_t i = 0; i < COUNT(table); i++) {
		char reason[200], print[200];
		struct output why = OUTPUT(-1, reason), out = OUTPUT(-1, print);
		struct endpoint endpoint;
		int result = endpoint_parse(&endpoint, table[i].text, &why);

		is(result, table[i].result, "'%s'", table[i].text);
		if (result) {
			reason[why.used < sizeof(reason) ? why.used : sizeof(reason) - 1] = 0;
			ok(strstr(reason, table[i].want) != 0, "'%s': %s", table[i].text, reason);
			continue;
		}
		output_format(&out, "%s ", endpoint.transport->name);
		if (endpoint.path)
			output_text(&out, endpoint.path);
		else if (endpoint.host_length)
			output_format(&out, "%.*s %u", (int)endpoint.host_length, endpoint.host,
				endpoint.port);
		else
			output_format(&out, "- %u", endpoint.port);
		is_text(&out, table[i].want, "'%s' understood", table[i].text);
	}
	return tap_done();
}
