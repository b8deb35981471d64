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

/* The bytes that a token (RFC 9110, 5.6.2) and a host (RFC 3986, 3.2.2) are made of, as bits. */
static const unsigned char token_bytes[] = {
	0, 0, 0, 0, 0xfa, 0x6c, 0xff, 0x03, 0xfe, 0xff, 0xff, 0xc7, 0xff, 0xff, 0xff, 0x57};
static const unsigned char host_bytes[] = {
	0, 0, 0, 0, 0xf2, 0x7f, 0xff, 0x2b, 0xfe, 0xff, 0xff, 0x87, 0xfe, 0xff, 0xff, 0x47};

/* By enum http_field. */
static const char field_names[] = "host\0content-length\0transfer-encoding\0connection\0"
				  "accept-encoding\0range\0if-range\0if-none-match\0"
				  "if-modified-since\0";

enum { GET, HEAD, KNOWN_METHODS = 9 };

static const char methods[] = "GET\0HEAD\0POST\0PUT\0DELETE\0CONNECT\0OPTIONS\0TRACE\0PATCH\0";

#define CASE 0x20U

static int is_in(const unsigned char *bits, unsigned char byte)
{
	return byte < 128 && bits[byte >> 3] >> (byte & 7) & 1;
}

/* How many bytes at the start are all of that kind. */
static size_t run_of(struct span text, const unsigned char *bits)
{
	size_t count = 0;

	while (count < text.length && is_in(bits, text.at[count]))
		count++;
	return count;
}

static void skip(struct span *text, size_t count)
{
	text->at += count;
	text->length -= count;
}

/*
 * The place of a word in a list of words, which "" ends; or that of the end. Bits in which bytes
 * may differ: CASE, as no byte of a token but a letter is one of these names' with that bit changed.
 */
static unsigned place_of(struct span word, const char *list, unsigned but)
{
	unsigned place = 0;

	for (; *list; place++, list += strlen(list) + 1) {
		size_t count = 0;

		while (count < word.length && list[count] &&
			!((word.at[count] ^ list[count]) & ~but))
			count++;
		if (count == word.length && !list[count])
			break;
	}
	return place;
}

/*
 * Takes the next line off the front, without its end. HTTP_OK, HTTP_MORE or 400: no line holds a
 * control byte, but for the tab in a field (RFC 9110, 5.5), and none ends with less than CR LF.
 */
static unsigned take_line(struct span *rest, struct span *line)
{
	*line = (struct span){rest->at, 0};
	for (;; line->length++) {
		unsigned char byte;

		if (line->length == rest->length)
			return HTTP_MORE;
		byte = line->at[line->length];
		if (byte == '\r')
			break;
		if ((byte < ' ' && byte != '\t') || byte == 127)
			return 400;
	}
	skip(rest, line->length + 1);
	if (!rest->length)
		return HTTP_MORE;
	if (*rest->at != '\n')
		return 400;
	skip(rest, 1);
	return HTTP_OK;
}

static int is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static int is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* How many bytes come before the first of these two. */
static size_t run_to(struct span text, char one, char other)
{
	size_t count = 0;

	while (count < text.length && text.at[count] != one && text.at[count] != other)
		count++;
	return count;
}

static int all_digits(struct span text)
{
	for (; text.length; skip(&text, 1))
		if (!is_digit(*text.at))
			return 0;
	return 1;
}

/* A host and, after a colon, a port (RFC 9110, 7.2); both may be empty. */
static int is_host(struct span text)
{
	size_t length;

	if (text.length && *text.at == '[') {
		for (skip(&text, 1); text.length && *text.at != ']'; skip(&text, 1))
			if (hex_digit(*text.at) < 0 && *text.at != ':' && *text.at != '.')
				return 0;
		length = text.length != 0;
	} else {
		length = run_of(text, host_bytes);
	}
	if (!length && text.length && *text.at != ':')
		return 0;
	skip(&text, length);
	if (!text.length)
		return 1;
	if (*text.at != ':')
		return 0;
	skip(&text, 1);
	return all_digits(text);
}

/* Whether it is made of visible bytes, without a fragment, and each % has its two digits. */
static int is_target(struct span target)
{
	for (; target.length; skip(&target, 1)) {
		unsigned char byte = *target.at;

		if (byte <= ' ' || byte > '~' || byte == '#')
			return 0;
		if (byte == '%' &&
			(target.length < 3 || hex_digit(target.at[1]) < 0 ||
				hex_digit(target.at[2]) < 0))
			return 0;
	}
	return 1;
}

/* METHOD SP TARGET SP HTTP/1.x. The whole target becomes the path. */
static unsigned take_request_line(struct http_request *request, struct span line, unsigned *method)
{
	struct span name = {line.at, run_of(line, token_bytes)};
	struct span *target = &request->path;

	*method = place_of(name, methods, 0);
	request->is_head = *method == HEAD;
	skip(&line, name.length);
	if (!name.length || !line.length || *line.at != ' ')
		return 400;
	skip(&line, 1);
	*target = (struct span){line.at, run_to(line, ' ', ' ')};
	skip(&line, target->length);
	if (!target->length || !is_target(*target) || line.length != 9 ||
		memcmp(line.at, " HTTP/", 6) != 0 || !is_digit(line.at[6]) || line.at[7] != '.' ||
		!is_digit(line.at[8]))
		return 400;
	request->minor = line.at[8] - '0';
	request->is_closing = !request->minor;
	return line.at[6] == '1' && request->minor < 2 ? HTTP_OK : 505;
}

/* NAME: VALUE. What begins with a blank, which continued a line once, has no name (5.2). */
static unsigned take_field(struct http_request *request, struct span line)
{
	struct span name = {line.at, run_of(line, token_bytes)};
	unsigned field;

	skip(&line, name.length);
	if (!name.length || !line.length || *line.at != ':')
		return 400;
	do
		skip(&line, 1);
	while (line.length && is_blank(*line.at));
	while (line.length && is_blank(line.at[line.length - 1]))
		line.length--;
	field = place_of(name, field_names, CASE);
	if (field == HTTP_FIELDS)
		return HTTP_OK;
	if (field <= HTTP_TRANSFER_ENCODING && request->fields[field].at)
		return 400;
	request->fields[field] = line;
	if (field == HTTP_CONNECTION && http_list_has(line, "close"))
		request->is_closing = 1;
	else if (field == HTTP_CONNECTION && !request->minor && http_list_has(line, "keep-alive"))
		request->is_closing = 0;
	return HTTP_OK;
}

/* The path and the query of `/path?query` or `http://host/path?query` (3.2.1, 3.2.2). */
static unsigned split_target(struct http_request *request)
{
	static const char scheme[] = "http://";
	struct span rest = request->path, *path = &request->path;
	struct span start = {rest.at, sizeof(scheme) - 1};

	if (rest.length > start.length && span_is(start, scheme, start.length)) {
		skip(&rest, start.length);
		start = (struct span){rest.at, run_to(rest, '/', '?')};
		skip(&rest, start.length);
		if (!start.length || !is_host(start))
			return 400;
		if (!rest.length || *rest.at == '?')
			*path = (struct span){scheme + 5, 1};
		else
			path->length = 0;
	} else {
		path->length = 0;
	}
	if (!path->length) {
		*path = (struct span){rest.at, run_to(rest, '?', '?')};
		skip(&rest, path->length);
		if (!path->length || *path->at != '/')
			return 400;
	}
	request->query = rest;
	return HTTP_OK;
}

/*
 * The head is whole: first its framing, then what is asked for. A body of GET or HEAD means
 * nothing (RFC 9110, 9.3.1), and we would have to trust its length.
 */
static unsigned judge(struct http_request *request, unsigned method)
{
	struct span host = request->fields[HTTP_HOST];
	struct span length = request->fields[HTTP_CONTENT_LENGTH];
	struct span coding = request->fields[HTTP_TRANSFER_ENCODING];

	if (host.at ? !is_host(host) : request->minor)
		return 400;
	if (length.at && (coding.at || !length.length || !all_digits(length)))
		return 400;
	if (coding.at && !request->minor)
		return 400;
	if (coding.at && !span_is(coding, "chunked", 7))
		/* Only where chunked is last can its end be known (6.3). */
		return coding.length > 7 && !memcmp(coding.at + coding.length - 7, "chunked", 7)
			? 501
			: 400;
	if (method > HEAD)
		return method < KNOWN_METHODS ? 405 : 501;
	while (length.length && *length.at == '0')
		skip(&length, 1);
	if (coding.at || length.length)
		return 413;
	return split_target(request);
}

static unsigned parse(struct http_request *request, struct span rest)
{
	const char *bytes = rest.at;
	struct span line;
	unsigned method, status;

	/* A robust server ignores empty lines before a request (2.2). */
	do {
		status = take_line(&rest, &line);
		if (status != HTTP_OK)
			return status;
	} while (!line.length);
	status = take_request_line(request, line, &method);
	while (status == HTTP_OK) {
		status = take_line(&rest, &line);
		if (status != HTTP_OK)
			break;
		if (!line.length) {
			request->length = rest.at - bytes;
			return judge(request, method);
		}
		status = take_field(request, line);
	}
	return status;
}

unsigned http_parse(struct http_request *request, const char *bytes, size_t length)
{
	unsigned status;

	memset(request, 0, sizeof(*request));
	status = parse(request, (struct span){bytes, length});
	if (status != HTTP_OK)
		request->is_closing = 1;
	return status;
}

int http_list_has(struct span list, const char *word)
{
	while (list.length) {
		struct span element = {list.at, run_to(list, ',', ',')}, token, weight;

		skip(&list, element.length + (element.length < list.length));
		while (element.length && is_blank(*element.at))
			skip(&element, 1);
		token = (struct span){element.at, run_of(element, token_bytes)};
		weight = element;
		skip(&weight, run_to(weight, '=', '='));
		while (weight.length && strchr("=0. ", *weight.at))
			skip(&weight, 1);
		if (span_is(token, word, strlen(word)) &&
			(weight.length || !memchr(element.at, '=', element.length)))
			return 1;
	}
	return 0;
}

unsigned http_path(const struct http_request *request, char *path, size_t room)
{
	struct span rest = request->path;
	size_t used = 0;

	while (rest.length) {
		char byte = *rest.at;

		if (byte == '%') {
			byte = hex_digit(rest.at[1]) << 4 | hex_digit(rest.at[2]);
			skip(&rest, 2);
		}
		skip(&rest, 1);
		if (!byte)
			return 400;
		if (used + 1 == room)
			return 414;
		/* Of several / at the start none is left, so that it is below a folder. */
		if (byte != '/' || used)
			path[used++] = byte;
	}
	path[used] = 0;
	for (const char *at = path; at; at = strchr(at, '/')) {
		at += *at == '/';
		if (at[0] == '.' && at[1] == '.' && (!at[2] || at[2] == '/'))
			return 403;
	}
	return HTTP_OK;
}
