/*
 * What is said to a name server: whatever it is, the reply is sound, is one to it, and fits. The
 * first byte says whether it came over UDP, and whether others can be asked; the rest is the
 * message.
 */
#include "fuzz.h"

#include "dns/reply.h"
#include "files.h"

#include <sys/mman.h>

static const char hosts[] = "127.0.0.1 localhost\n"
			    "192.168.1.1 router gw.lan\n"
			    "192.168.1.2 box deep.er.lan\n"
			    "fd00::2 box\n"
			    "198.51.100.7 www.example.test\n";

static struct zone *make_zone(int is_recursive)
{
	static const struct name domain = {5, "\3lan"};
	struct zone *zone = mmap(0, ZONE_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	must(zone != MAP_FAILED);
	zone->domain = &domain;
	zone->is_recursive = is_recursive;
	must(!zone_read(zone, file_with(hosts, sizeof(hosts) - 1)));
	return zone;
}

/* The question, where there is one, is that which was asked, and the records end where it ends. */
static void check(const struct reply *reply, int rcode, const char *question)
{
	struct message message;
	struct record record;
	unsigned records = 0, opts = 0;

	message_open(&message, reply->bytes, reply->used);
	must(!memcmp(reply->bytes, question, 2));
	must(message.flags & FLAG_RESPONSE && (message.flags & FLAG_RCODE) == (rcode & FLAG_RCODE));
	if (message.count[SECTION_QUESTION])
		must(!memcmp(reply->bytes + 12, question + 12, message.name.length + 4));
	while (message_next(&message, &record)) {
		records += record.section != SECTION_ADDITIONAL;
		opts += record.section == SECTION_ADDITIONAL && record.type == 41;
		must(record.section != SECTION_ANSWER || name_equal(&record.owner, &message.name));
	}
	must(!message.cursor.broken && !cursor_left(&message.cursor) && opts <= 1);
	must(!records || rcode == RCODE_NOERROR || rcode == RCODE_NXDOMAIN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct zone *zones[2];
	struct reply reply = {.limit = REPLY_PLAIN};
	char *question;
	int rcode;

	if (!size)
		return 0;
	if (!*zones)
		for (int i = 0; i < 2; i++)
			zones[i] = make_zone(i);
	if (*data & 1)
		reply.limit = REPLY_TCP;
	question = exact_copy(data + 1, size - 1);
	reply.bytes = calloc(1, reply.limit == REPLY_TCP ? REPLY_TCP : REPLY_MAX);
	rcode = reply_make(&reply, *data & 4 ? 0 : zones[*data >> 1 & 1], question, size - 1);
	if (rcode == REPLY_NONE) {
		must(size - 1 < 12 || question[2] & 0x80);
	} else {
		must(reply.used <= reply.limit);
		check(&reply, rcode, question);
	}
	free(reply.bytes);
	free(question);
	return 0;
}
