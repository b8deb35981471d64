/* message: DNS messages as they are sent. */
#ifndef DNS_MESSAGE_H
#define DNS_MESSAGE_H

#include "dns/name.h"

/* Types of records (RFC 1035, 3.2.2; RFC 3596). */
enum {
	TYPE_A = 1,
	TYPE_NS = 2,
	TYPE_CNAME = 5,
	TYPE_SOA = 6,
	TYPE_PTR = 12,
	TYPE_AAAA = 28,
	TYPE_IXFR = 251,
	TYPE_AXFR = 252,
	TYPE_ANY = 255,
};

enum { CLASS_IN = 1, CLASS_CHAOS = 3 };

/* The second word of the header (RFC 1035, 4.1.1). */
enum {
	FLAG_RESPONSE = 0x8000,
	FLAG_OPCODE = 0x7800,
	FLAG_AUTHORITATIVE = 0x0400,
	FLAG_TRUNCATED = 0x0200,
	FLAG_RECURSION_DESIRED = 0x0100,
	FLAG_RECURSION_AVAILABLE = 0x0080,
	FLAG_AUTHENTIC = 0x0020,
	FLAG_RCODE = 0x000f,
};

enum { RCODE_NOERROR = 0, RCODE_FORMERR = 1, RCODE_NXDOMAIN = 3, RCODE_NOTIMP = 4 };

enum section { SECTION_QUESTION, SECTION_ANSWER, SECTION_AUTHORITY, SECTION_ADDITIONAL, SECTIONS };

/* A message that is being read: its header, its question, and where the next record stands. */
struct message {
	struct cursor cursor; /* broken: what was read up to now is malformed */
	unsigned short id, flags;
	unsigned short count[SECTIONS]; /* of the records that are still to be read */
	unsigned short type, class;     /* of the question */
	struct name name;
};

struct record {
	enum section section;
	unsigned short type, class;
	uint32_t ttl;
	struct cursor data; /* the RDATA; names in it may point back into the message */
	struct name owner;
};

/* Reads the header, then one question after another: count[SECTION_QUESTION] of them. */
void message_header(struct message *message, const void *bytes, size_t length);
void message_question(struct message *message);

/*
 * Reads the header and the question, where there is one. More than one question is malformed, as no
 * server takes or sends that (RFC 9619).
 */
void message_open(struct message *message, const void *bytes, size_t length);

/*
 * The next record of any section. Returns 1, or 0 at the end of the message, or where it is
 * malformed.
 */
int message_next(struct message *message, struct record *record);

/* EDNS0 (RFC 6891): the record that stands for it, and what no path has to fragment. */
enum { TYPE_OPT = 41, EDNS_SIZE = 1232, EDNS_RECORD = 11 };

/* What is asked for with a question. */
enum { ASK_EDNS = 1, ASK_SIGNATURES = 2 };

/* Room for a question. */
#define MESSAGE_ASK_MAX (12 + NAME_MAX_LENGTH + 4 + EDNS_RECORD)

/* Writes a question that wants recursion, perhaps with EDNS0. Returns its length. */
size_t message_ask(unsigned char *packet, unsigned id, const struct name *name, unsigned type,
	unsigned class, unsigned wants);

#endif
