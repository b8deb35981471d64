/*
 * zone: a hosts file as records, found by a hash of their owner. Each name has its addresses, each
 * address the first name that the file gives it. The domain, and the reverse of the networks (/24,
 * /64) of those addresses that are nobody's in the Internet, are our own: what is not there does
 * not exist.
 */
#include "dns/zone.h"

#include "dns/lines.h"

#include <errno.h>
#include <string.h>

/*
 * localhost. nobody.invalid. 1 3600 1200 604800 86400: there is no server to update and nobody to
 * write to.
 */
static const unsigned char soa_data[] = "\11localhost\0\6nobody\7invalid\0"
					"\0\0\0\1\0\0\16\20\0\0\4\260\0\11\72\200\0\1\121\200";

static struct entry *entry_at(const struct zone *zone, uint32_t offset)
{
	return (struct entry *)((char *)zone + offset);
}

/* The bucket of a name. */
static unsigned bucket(const unsigned char *wire)
{
	unsigned hash = 0, length;

	do {
		length = *wire;
		for (unsigned left = length + 1; left; left--)
			hash = hash * 33 + *wire++;
	} while (length);
	return hash % ZONE_BUCKETS;
}

/* Not by memcmp, which may read behind the end of the shorter name. */
static int is_owner(const struct entry *entry, const unsigned char *wire)
{
	for (unsigned i = 0; i < entry->owner; i++)
		if (entry->bytes[i] != wire[i])
			return 0;
	return 1;
}

const struct entry *zone_next(const struct zone *zone, const unsigned char *wire, uint32_t offset)
{
	while (offset) {
		const struct entry *entry = entry_at(zone, offset);

		if (is_owner(entry, wire))
			return entry;
		offset = entry->next;
	}
	return 0;
}

const struct entry *zone_first(const struct zone *zone, const unsigned char *wire)
{
	return zone_next(zone, wire, zone->heads[bucket(wire)]);
}

const struct entry *zone_soa(const struct zone *zone, const unsigned char **wire)
{
	const struct entry *entry;

	for (; **wire; *wire += **wire + 1)
		for (entry = zone_first(zone, *wire); entry;
			entry = zone_next(zone, *wire, entry->next))
			if (entry->type == TYPE_SOA)
				return entry;
	return 0;
}

/* What an entry is made of. */
struct content {
	unsigned type;
	unsigned length;
	const unsigned char *data;
};

/*
 * Adds a record of a name from `at` on, unless it is there already; of PTR there is but one, as a
 * list of names that are shut out may give the same address to a hundred thousand.
 */
static void add(
	struct zone *zone, const struct name *name, unsigned at, const struct content *content)
{
	const unsigned char *wire = name->wire + at;
	unsigned length = content->length, owner = name->length - at,
		 size = (sizeof(struct entry) + owner + 10 + length + 3) & ~3U;
	uint32_t *link = &zone->heads[bucket(wire)];
	struct entry *entry;
	unsigned char *bytes;

	for (; *link; link = &entry->next) {
		entry = entry_at(zone, *link);
		if (entry->type == content->type && is_owner(entry, wire) &&
			(entry->type == TYPE_PTR ||
				!memcmp(entry->bytes + owner + 10, content->data, length)))
			return;
	}
	if (size > ZONE_SIZE - zone->used) {
		zone->is_full = 1;
		return;
	}
	*link = zone->used;
	entry = entry_at(zone, zone->used);
	zone->used += size;
	entry->type = content->type;
	entry->owner = owner;
	entry->length = 10 + length;
	bytes = memcpy(entry->bytes, wire, owner);
	bytes += owner;
	bytes[1] = content->type;
	bytes[3] = CLASS_IN;
	memcpy(bytes + 4, &zone->ttl, 4);
	bytes[9] = length;
	memcpy(bytes + 10, content->data, length);
}

/* Makes a domain of our own of a name from there on. */
static void add_soa(struct zone *zone, const struct name *name, unsigned at)
{
	static const struct content soa = {TYPE_SOA, sizeof(soa_data) - 1, soa_data};

	add(zone, name, at, &soa);
}

/* Adds a record, and in a domain of our own the names between both. */
static void add_name(struct zone *zone, const struct name *name, const struct content *content)
{
	static const struct content nothing = {0, 0, soa_data};
	const unsigned char *end = name->wire;
	unsigned at = 0;

	add(zone, name, 0, content);
	if (zone_soa(zone, &end))
		while (name->wire + (at += name->wire[at] + 1) < end)
			add(zone, name, at, &nothing);
}

static void add_host(struct zone *zone, const struct name *name, const struct ip *ip)
{
	struct content content = {TYPE_AAAA, 16, ip->bytes};

	if (ip_is_v4(ip))
		content = (struct content){TYPE_A, 4, ip->bytes + 12};
	add_name(zone, name, &content);
}

/* Whether the address is not of the public Internet. */
static int is_private(const struct ip *ip)
{
	uint32_t v4 = ip_to_v4(ip);

	if (!ip_is_v4(ip))
		return ip->bytes[0] >> 5 != 1;
	return v4 >> 24 == 10 || v4 >> 24 == 127 || v4 >> 20 == 0xac1 || v4 >> 16 == 0xc0a8;
}

/* The reverse of an address, and that of its network as a domain of our own. */
static void add_reverse(struct zone *zone, const struct ip *ip, const struct name *host)
{
	struct content content = {TYPE_PTR, host->length, host->wire};
	struct name name;

	name_reverse(&name, ip);
	if (is_private(ip))
		add_soa(zone, &name, ip_is_v4(ip) ? name.wire[0] + 1 : 32);
	add_name(zone, &name, &content);
}

static void take_line(void *whom, struct span line)
{
	struct zone *zone = whom;
	struct span word;
	struct name name;
	struct ip ip;

	if (!span_word(&line, &word) || ip_parse(&ip, word.at, word.length))
		return;
	while (span_word(&line, &word)) {
		if (name_parse_plain(&name, word.at, word.length))
			continue;
		name_lower(&name);
		add_host(zone, &name, &ip);
		if (zone->domain->length && !name.wire[name.wire[0] + 1] &&
			!name_append(&name, zone->domain))
			add_host(zone, &name, &ip);
		add_reverse(zone, &ip, &name);
	}
}

int zone_read(struct zone *zone, const char *path)
{
	zone->used = sizeof(*zone);
	if (zone->domain->length)
		add_soa(zone, zone->domain, 0);
	errno = ENOMEM;
	return lines_read(path, take_line, zone) || zone->is_full ? -1 : 0;
}
