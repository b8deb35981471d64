/* packet: DNS messages put together by hand, right and wrong ones. */
#ifndef UNIT_PACKET_H
#define UNIT_PACKET_H

#include "dns/message.h"

#include <string.h>

struct packet {
	size_t length;
	unsigned char bytes[4096];
};

static inline void put8(struct packet *packet, unsigned value)
{
	if (packet->length < sizeof(packet->bytes))
		packet->bytes[packet->length++] = value;
}

static inline void put16(struct packet *packet, unsigned value)
{
	put8(packet, value >> 8);
	put8(packet, value);
}

static inline void put32(struct packet *packet, unsigned value)
{
	put16(packet, value >> 16);
	put16(packet, value);
}

static inline void put_bytes(struct packet *packet, const void *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		put8(packet, ((const unsigned char *)bytes)[i]);
}

/* A name from its text, without compression. */
static inline void put_name(struct packet *packet, const char *text)
{
	struct name name;

	name_parse(&name, text, strlen(text));
	put_bytes(packet, name.wire, name.length);
}

static inline void put_pointer(struct packet *packet, unsigned offset)
{
	put16(packet, 0xc000 | offset);
}

static inline void put_header(struct packet *packet, unsigned id, unsigned flags,
	unsigned questions, unsigned answers, unsigned authorities)
{
	packet->length = 0;
	put16(packet, id);
	put16(packet, flags);
	put16(packet, questions);
	put16(packet, answers);
	put16(packet, authorities);
	put16(packet, 0);
}

static inline void put_question(struct packet *packet, const char *name, unsigned type)
{
	put_name(packet, name);
	put16(packet, type);
	put16(packet, CLASS_IN);
}

/*
 * What stands before the data of a record, whose length is filled in by put_end. Returns where that
 * is.
 */
static inline size_t put_record(struct packet *packet, const char *name, unsigned type)
{
	put_question(packet, name, type);
	put32(packet, 300);
	put16(packet, 0);
	return packet->length;
}

static inline void put_end(struct packet *packet, size_t data)
{
	packet->bytes[data - 2] = (packet->length - data) >> 8;
	packet->bytes[data - 1] = packet->length - data;
}

static inline void put_a(struct packet *packet, const char *name, unsigned value)
{
	size_t data = put_record(packet, name, TYPE_A);

	put32(packet, value);
	put_end(packet, data);
}

static inline void put_aaaa(struct packet *packet, const char *name, const unsigned char bytes[16])
{
	size_t data = put_record(packet, name, TYPE_AAAA);

	put_bytes(packet, bytes, 16);
	put_end(packet, data);
}

static inline void put_alias(
	struct packet *packet, const char *name, unsigned type, const char *target)
{
	size_t data = put_record(packet, name, type);

	put_name(packet, target);
	put_end(packet, data);
}

static inline void put_soa(struct packet *packet, const char *name)
{
	size_t data = put_record(packet, name, TYPE_SOA);

	put_name(packet, name);
	put_name(packet, name);
	for (int i = 0; i < 5; i++)
		put32(packet, 1);
	put_end(packet, data);
}

#endif
