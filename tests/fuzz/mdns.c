/*
 * What comes to a responder of Multicast DNS: the first byte says by which link and whether it is
 * answered as a resolver's of its own is; the rest is the packet. What is answered can be read
 * again, is ours, and no conflict with us.
 */
#include "fuzz.h"

#include "dns/mdns.h"

enum { TYPE_NSEC = 47 };

static void add(struct mdns *mdns, const char *text, unsigned link)
{
	struct own_address address = {.link = link};

	must(!ip_parse(&address.ip, text, strlen(text)));
	addresses_add(&mdns->addresses, &address);
}

static void make_responder(struct mdns *mdns)
{
	memset(mdns, 0, sizeof(*mdns));
	must(!name_parse(&mdns->name, "board.local", 11));
	add(mdns, "fe80::1", 2);
	add(mdns, "10.0.0.1", 2);
	add(mdns, "10.0.0.2", 2);
	add(mdns, "fe80::1", 1);
	add(mdns, "2001:db8::1", 1);
	add(mdns, "10.1.0.1", 3);
}

/* Every record is one of ours; and all is there. */
static void check_answer(struct mdns *mdns, unsigned link, const char *bytes, size_t length)
{
	struct message message;
	struct record record;
	struct name name;

	message_header(&message, bytes, length);
	must(message.flags == MDNS_RESPONSE);
	for (; message.count[SECTION_QUESTION]; message.count[SECTION_QUESTION]--)
		message_question(&message);
	must(!message.cursor.broken && message.count[SECTION_ANSWER] <= 2 * 6);
	while (message_next(&message, &record)) {
		must(record.ttl == MDNS_TTL && record.class == (CLASS_IN | MDNS_CLASS_BIT));
		if (record.type == TYPE_PTR) {
			must(!name_read(&name, &record.data) && !cursor_left(&record.data));
			must(name_equal(&name, &mdns->name));
			continue;
		}
		must(name_equal(&record.owner, &mdns->name));
		if (record.type == TYPE_NSEC) {
			must(record.section == SECTION_ADDITIONAL);
			must(!name_read(&name, &record.data) && cursor_left(&record.data) <= 6);
		} else {
			must(record.type == TYPE_A ? cursor_left(&record.data) == 4
						   : record.type == TYPE_AAAA &&
						cursor_left(&record.data) == 16);
		}
	}
	must(!message.cursor.broken && !cursor_left(&message.cursor));
	if (length <= MDNS_PACKET_MAX) {
		must(!mdns_hear(mdns, link, bytes, length));
		must(!mdns->is_conflict && !mdns->is_probe && !mdns->is_later);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char answer[16384];
	struct mdns mdns;
	unsigned link;
	size_t length;
	char *copy;

	if (!size)
		return 0;
	make_responder(&mdns);
	link = 1 + (*data & 0x7f) % 3;
	copy = exact_copy(data + 1, size - 1);
	if (!mdns_hear(&mdns, link, copy, size - 1)) {
		must(mdns.end >= MDNS_HEADER && mdns.end <= size - 1);
		mdns.flags = MDNS_RESPONSE;
		mdns.is_repeated = *data >> 7;
		mdns.ttl = MDNS_TTL;
		mdns.now = 5000;
		mdns.pause = 1000;
		length = mdns_write(&mdns, link, answer, sizeof(answer));
		must(length < sizeof(answer));
		/* Questions that are repeated may have pointed to what is not there any more. */
		if (length && !(*data & 0x80))
			check_answer(&mdns, link, answer, length);
	}
	free(copy);
	return 0;
}
