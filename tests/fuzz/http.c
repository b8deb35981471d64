/*
 * Requests of HTTP: cut anywhere they say the same, or that more is needed; what is found stands
 * within them; and no path leads out of a folder.
 */
#include "fuzz.h"

#include "server/http/request.c"

static void check_span(struct span span, const char *bytes, size_t length)
{
	static const char root[] = "/";

	if (!span.at || (span.length == 1 && !memcmp(span.at, root, 1)))
		return; /* that of http://host is none of the request's */
	must(span.at >= bytes && span.at + span.length <= bytes + length);
}

static void check_path(const struct http_request *request)
{
	char path[64];
	unsigned status = http_path(request, path, sizeof(path));

	must(status == HTTP_OK || status == 400 || status == 403 || status == 414);
	if (status != HTTP_OK)
		return;
	must(*path != '/' && memchr(path, 0, sizeof(path)));
	for (char *part = path; part;) {
		char *end = strchr(part, '/');

		must(strncmp(part, "..", 2) != 0 || (part[2] && part[2] != '/'));
		part = end ? end + 1 : 0;
	}
}

static void check_whole(const struct http_request *request, const char *bytes)
{
	struct http_request again;

	must(request->length >= sizeof("GET / HTTP/1.0\r\n\r\n") - 1);
	must(!memcmp(bytes + request->length - 4, "\r\n\r\n", 4));
	must(request->path.length && *request->path.at == '/');
	must(!request->query.length || *request->query.at == '?');
	check_span(request->path, bytes, request->length);
	check_span(request->query, bytes, request->length);
	for (int i = 0; i < HTTP_FIELDS; i++)
		check_span(request->fields[i], bytes, request->length);
	check_path(request);
	http_list_has(request->fields[HTTP_ACCEPT_ENCODING], "gzip");
	/* What follows is the next request's. */
	must(http_parse(&again, bytes, request->length) == HTTP_OK);
	must(again.length == request->length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_request request, cut;
	char *bytes = exact_copy(data, size);
	unsigned status = http_parse(&request, bytes, size), before = HTTP_MORE;

	must(status == HTTP_MORE || status == HTTP_OK || (status >= 400 && status <= 505));
	must(status == HTTP_OK || request.is_closing);
	for (size_t length = 0; length < size && length < 512; length++) {
		char *part = exact_copy(data, length);
		unsigned said = http_parse(&cut, part, length);

		must(before == HTTP_MORE || said == before);
		must(said == HTTP_MORE || said == status);
		before = said;
		free(part);
	}
	if (status == HTTP_OK)
		check_whole(&request, bytes);
	free(bytes);
	return 0;
}
