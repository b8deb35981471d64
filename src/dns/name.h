/* name: a domain name, between text, message and comparison. */
#ifndef DNS_NAME_H
#define DNS_NAME_H

#include "dns/cursor.h"
#include "lib/ip.h"
#include "lib/output.h"

#define NAME_MAX_LENGTH 255 /* RFC 1035, 2.3.4 */
#define LABEL_MAX_LENGTH 63

/* As on the wire and without compression: labels, each after its length, then a zero byte. */
struct name {
	unsigned char length; /* of all of it, 1 to 255 */
	unsigned char wire[NAME_MAX_LENGTH];
};

/*
 * Reads the whole of text[0..length): labels between dots; \DDD is a byte in decimal and \X is X
 * itself (RFC 1035, 5.1). Returns 1 where it ends in a dot, so is absolute, 0 where it does not, or
 * -1: an empty label, one above 63 bytes, a name above 255, or an escape that is none. The name is
 * then the root.
 */
int name_parse(struct name *name, const char *text, size_t length);

/* The same without escapes, as in the files of a host: a backslash is a byte like others. */
int name_parse_plain(struct name *name, const char *text, size_t length);

/*
 * Takes a name, compressed or not, out of a message. Returns 0, or -1 and the cursor is broken: it
 * does not end, is too long, has a label of unknown kind, or a pointer that does not go backward.
 * The name is then the root.
 */
int name_read(struct name *name, struct cursor *cursor);

/* 1 where they are the same but for the case of ASCII letters (RFC 4343). */
int name_equal(const struct name *a, const struct name *b);

/* Makes small letters of capitals. */
void name_lower(struct name *name);

/* How many dots stand between its labels. */
unsigned name_dots(const struct name *name);

/*
 * Puts another name behind it. Returns 0, or -1 where that is too long; the name is then as before.
 */
int name_append(struct name *name, const struct name *suffix);

/* The name that an address has in the reverse tree (RFC 1035, 3.5; RFC 3596, 2.5). */
void name_reverse(struct name *name, const struct ip *ip);

/*
 * Appends it as text without the last dot (the root is "."). Bytes that are special in a master
 * file get a backslash, those outside of printable ASCII are \DDD, as dig prints them.
 */
void name_print(struct output *output, const struct name *name);

/* The same with the last dot. */
void name_print_absolute(struct output *output, const struct name *name);

#endif
