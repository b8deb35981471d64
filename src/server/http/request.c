/*
 * request: the head of an HTTP/1 request, by RFC 9112 and 9110.
 *
 * Strict, as what two programs read differently is how requests are smuggled: lines end with CR LF,
 * a name is followed by its colon, nothing is folded, no control byte is anywhere, and no body is
 * taken. Left out on purpose: bodies, trailers, upgrades, and what only proxies have to know.
 */
#include "server/http/request.h"

#include "lib/number.h"

#include <string.h>
#include <strings.h>

/* The bytes that a token is made of (RFC 9110, 5.6.2), as bits. */
static const unsigned char token_bytes[] = {
	0, 0, 0, 0, 0xfa, 0x6c, 0xff, 0x03, 0xfe, 0xff, 0xff, 0xc7, 0xff, 0xff, 0xff, 0x57};

/* Those of a host's name or IPv4 address (RFC 3986, 3.2.2). */
static const unsigned char host_bytes[] = {
	0, 0, 0, 0, 0xf2, 0x7f, 0xff, 0x2b, 0xfe, 0xff, 0xff, 0x87, 0xfe, 0xff, 0xff, 0x47};

/* By enum http_field. */
static const char field_names[] = "host\0content-length\0transfer-encoding\0connection\0"
				  "accept-encoding\0range\0if-range\0if-none-match\0"
				  "if-modified-since\0";

enum { GET, HEAD, KNOWN_METHODS = 9 };

static const char methods[] = "GET\0HEAD\0POST\0PUT\0DELETE\0CONNECT\0OPTIONS\0TRACE\0PATCH\0";

ssize_t http_scan(const char *bytes, size_t from, size_t length)
{
	for (; from < length; from++) {
		unsigned char byte = bytes[from], before = from ? bytes[from - 1] : 0;

		/* No CR without its LF, no LF without its CR; of the rest the tab alone (5.5). */
		if (byte == '\n' && before == '\r') {
			if (from == 1 || bytes[from - 2] == '\n')
				return from + 1;
		} else if (before == '\r' || byte == 127 ||
			(byte < ' ' && byte != '\t' && byte != '\r')) {
			return -1;
		}
	}
	return 0;
}

/* Where the first byte is that is none of that kind. */
static char *after(const char *text, const unsigned char *bits)
{
	while ((signed char)*text >= 0 && bits[*text >> 3] >> (*text & 7) & 1)
		text++;
	return (char *)text;
}

/* Cuts off what is before the delimiter, or all there is, and goes on behind it. */
static char *cut(char **at, char delimiter)
{
	char *start = *at, *end = start;

	while (*end && *end != delimiter)
		end++;
	if (*end)
		*end++ = 0;
	*at = end;
	return start;
}

/*
 * The place of a word in a list of words, which "" ends; or that of the end. but: bits in which
 * bytes may differ: CASE, as no byte of a token but a letter is one of a name's with it changed.
 */
static unsigned place_of(const char *word, const char *list, unsigned but)
{
	unsigned place = 0;

	for (; *list; place++, list += strlen(list) + 1) {
		size_t at = 0;

		while (list[at] && !((word[at] ^ list[at]) & ~but))
			at++;
		if (!list[at] && !word[at])
			break;
	}
	return place;
}

#define CASE 0x20U

static int is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

static int is_digit(char byte)
{
	return (unsigned char)(byte - '0') < 10;
}

static int is_number(const char *text)
{
	while (is_digit(*text))
		text++;
	return !*text;
}

/* A host, and perhaps a colon and a port (RFC 9110, 7.2). */
static int is_host(const char *text)
{
	if (*text == '[') {
		do
			text = after(text + 1, host_bytes);
		while (*text == ':');
		if (*text++ != ']')
			return 0;
	} else {
		text = after(text, host_bytes);
	}
	return !*text || (*text == ':' && is_number(text + 1));
}

/* Whether it is made of visible bytes, without a fragment, and each % has its two digits. */
static int is_target(const char *target)
{
	for (; *target; target++) {
		unsigned char byte = *target;

		if (byte <= ' ' || byte > '~' || byte == '#' ||
			(byte == '%' && (hex_digit(target[1]) < 0 || hex_digit(target[2]) < 0)))
			return 0;
	}
	return 1;
}

/* NAME: VALUE. What begins with a blank, which continued a line once, has no name (5.2). */
static int take_field(struct http_request *request, char *name)
{
	char *value = after(name, token_bytes), *end;
	unsigned field;

	if (value == name || *value != ':')
		return -1;
	*value++ = 0;
	while (is_blank(*value))
		value++;
	end = value + strlen(value);
	while (end > value && is_blank(end[-1]))
		*--end = 0;
	field = place_of(name, field_names, CASE);
	if (field == HTTP_FIELDS)
		return 0;
	if (field <= HTTP_TRANSFER_ENCODING && request->fields[field])
		return -1;
	request->fields[field] = value;
	if (field == HTTP_CONNECTION && http_word(value, "close"))
		request->is_closing = 1;
	return 0;
}

/* The path and the query of `/path?query` or `http://host/path?query` (3.2.1, 3.2.2). */
static int split_target(struct http_request *request, char *target)
{
	if (!strncasecmp(target, "http://", 7)) {
		char *host = target + 7, end;

		target = host;
		while (*target && *target != '/' && *target != '?')
			target++;
		end = *target;
		*target = 0;
		if (!*host || !is_host(host))
			return -1;
		*target = end;
		/* A path that is left away is a / (RFC 9110, 4.2.3); the host is not needed. */
		if (end != '/')
			*--target = '/';
	}
	if (*target != '/')
		return -1;
	request->path = cut(&target, '?');
	request->query = target;
	return 0;
}

/*
 * The head is whole: first its framing, then what is asked for. A body of GET or HEAD means
 * nothing (RFC 9110, 9.3.1), and we would have to trust its length.
 */
static unsigned judge(const struct http_request *request, unsigned method)
{
	const char *host = request->fields[HTTP_HOST];
	const char *length = request->fields[HTTP_CONTENT_LENGTH];
	const char *coding = request->fields[HTTP_TRANSFER_ENCODING];

	if (host ? !is_host(host) : request->minor)
		return 400;
	if (length && (coding || !*length || !is_number(length)))
		return 400;
	if (coding) {
		const char *end = http_word(coding, "chunked");

		/* Only where chunked is last can its end be known (6.1, 6.3). */
		if (!end || *end || !request->minor)
			return 400;
		if (coding + 7 != end)
			return 501;
	}
	if (method > HEAD)
		return method < KNOWN_METHODS ? 405 : 501;
	while (length && *length == '0')
		length++;
	return coding || (length && *length) ? 413 : HTTP_OK;
}

/* Apart, as its caller needs the registers, too: 40 bytes. */
__attribute__((noinline)) unsigned http_parse(struct http_request *request, char *head)
{
	char *line = cut(&head, '\r'), *name = cut(&line, ' '), *target = cut(&line, ' ');
	unsigned method = place_of(name, methods, 0), status;

	request->is_head = method == HEAD;
	/* METHOD SP TARGET SP HTTP/1.x */
	if (!*name || *after(name, token_bytes) || !*target || !is_target(target) ||
		strncmp(line, "HTTP/", 5) != 0 || !is_digit(line[5]) || line[6] != '.' ||
		!is_digit(line[7]) || line[8])
		return 400;
	request->minor = line[7] - '0';
	if (line[5] != '1' || request->minor > 1)
		return 505;
	while (head++, *(line = cut(&head, '\r')))
		if (take_field(request, line))
			return 400;
	if (!request->minor && !http_word(request->fields[HTTP_CONNECTION], "keep-alive"))
		request->is_closing = 1;
	status = judge(request, method);
	return status == HTTP_OK && split_target(request, target) ? 400 : status;
}

const char *http_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	while (list && *list) {
		const char *end = after(list, token_bytes);

		if ((size_t)(end - list) == length && !strncasecmp(list, word, length))
			return end;
		list = *end ? end + 1 : end;
	}
	return 0;
}

unsigned http_path(const char *path, char *decoded, size_t room)
{
	char *at = decoded, *part = decoded;

	do {
		char byte = *path++;

		if (byte == '%') {
			byte = hex_digit(path[0]) << 4 | hex_digit(path[1]);
			path += 2;
			if (!byte)
				return 400;
		}
		/* Of several / at the start none is left, so that it is below a folder. */
		if (byte == '/' && at == decoded)
			continue;
		if ((!byte || byte == '/') && at - part == 2 && !memcmp(part, "..", 2))
			return 403;
		if (at == decoded + room)
			return 414;
		*at++ = byte;
		if (byte == '/')
			part = at;
	} while (at == decoded || at[-1]);
	return HTTP_OK;
}
