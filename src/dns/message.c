/*
 * message: the wire format of DNS (RFC 1035, 4). Left out on purpose: all that a stub does not
 * need.
 */
#include "dns/message.h"

#include <string.h>

void message_header(struct message *message, const void *bytes, size_t length)
{
	struct cursor *cursor = &message->cursor;

	cursor_open(cursor, bytes, length);
	message->id = cursor_u16(cursor);
	message->flags = cursor_u16(cursor);
	for (int i = 0; i < SECTIONS; i++)
		message->count[i] = cursor_u16(cursor);
}

void message_question(struct message *message)
{
	name_read(&message->name, &message->cursor);
	message->type = cursor_u16(&message->cursor);
	message->class = cursor_u16(&message->cursor);
}

void message_open(struct message *message, const void *bytes, size_t length)
{
	message_header(message, bytes, length);
	if (message->count[SECTION_QUESTION] > 1)
		message->cursor.broken = 1;
	if (message->count[SECTION_QUESTION] == 1)
		message_question(message);
}

int message_next(struct message *message, struct record *record)
{
	struct cursor *cursor = &message->cursor;
	enum section section = SECTION_ANSWER;
	size_t length;

	while (section < SECTIONS && !message->count[section])
		section++;
	if (section == SECTIONS)
		return 0;
	message->count[section]--;
	record->section = section;
	name_read(&record->owner, cursor);
	record->type = cursor_u16(cursor);
	record->class = cursor_u16(cursor);
	record->ttl = cursor_u32(cursor);
	length = cursor_u16(cursor);
	record->data = *cursor;
	if (!cursor_take(cursor, length))
		return 0;
	record->data.end = cursor->at;
	return 1;
}

size_t message_ask(unsigned char *packet, unsigned id, const struct name *name, unsigned type,
	unsigned class, unsigned wants)
{
	static const unsigned char header[12] = {0, 0, FLAG_RECURSION_DESIRED >> 8, 0, 0, 1};
	static const unsigned char edns[EDNS_RECORD] = {
		0, 0, TYPE_OPT, EDNS_SIZE >> 8, EDNS_SIZE & 0xff};
	unsigned char *at = packet + sizeof(header);

	memcpy(packet, header, sizeof(header));
	packet[0] = id >> 8;
	packet[1] = id;
	memcpy(at, name->wire, name->length);
	at += name->length;
	*at++ = type >> 8;
	*at++ = type;
	*at++ = 0;
	*at++ = class;
	if (!(wants & ASK_EDNS))
		return at - packet;
	packet[11] = 1;
	memcpy(at, edns, sizeof(edns));
	if (wants & ASK_SIGNATURES) {
		packet[3] = FLAG_AUTHENTIC;
		at[7] = 0x80;
	}
	return at + sizeof(edns) - packet;
}
