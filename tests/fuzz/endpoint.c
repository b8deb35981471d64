/* Endpoints as people write them: what is understood points into the text, and is complete. */
#include "fuzz.h"

#include "transport/transport.h"

extern const struct transport transport_tcp, transport_udp, transport_unix, transport_unixgram;

const struct transport *const transports[] = {
	&transport_tcp, &transport_udp, &transport_unix, &transport_unixgram, 0};
const char transports_absent[] = "absent\0";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = calloc(1, size + 1), reason[200];
	struct output why = OUTPUT(-1, reason);
	struct address address;
	struct endpoint endpoint;

	must(text);
	memcpy(text, data, size);
	if (endpoint_parse(&endpoint, text, &why)) {
		must(why.used > 0);
		free(text);
		return 0;
	}
	must(endpoint.transport && endpoint.text == text && endpoint.port <= 65535);
	if (endpoint.path)
		must(!address_from_path(&address, endpoint.path));
	else if (endpoint.host_length)
		must(endpoint.host > text &&
			endpoint.host + endpoint.host_length < text + strlen(text));
	if (endpoint.is_literal)
		must(endpoint_addresses(&endpoint, AF_UNSPEC, &address, 1) == 1);
	if (endpoint.path || endpoint.is_literal) {
		why.used = 0;
		address_print(&why, &address);
		must(why.used > 0);
	}
	free(text);
	return 0;
}
