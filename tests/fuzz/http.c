/*
 * Requests of HTTP: read at once or byte by byte they have the same end; what is found stands
 * within them; and no path leads out of a folder.
 */
#include "fuzz.h"

#include "server/http/request.c"

static void check_text(const char *text, const char *bytes, size_t length)
{
	must(text >= bytes && text < bytes + length && memchr(text, 0, bytes + length - text));
}

static void check_path(const char *raw)
{
	char path[64];
	unsigned status = http_path(raw, path, sizeof(path));

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

static void check_head(char *head, size_t length)
{
	struct http_request request = {.talk = 0};
	unsigned status = http_parse(&request, head);

	must(status == HTTP_OK || (status >= 400 && status <= 505));
	if (status != HTTP_OK)
		return;
	must(length >= sizeof("GET / HTTP/1.0\r\n\r\n") - 1);
	check_text(request.path, head, length);
	check_text(request.query, head, length);
	must(*request.path == '/');
	for (int i = 0; i < HTTP_FIELDS; i++)
		if (request.fields[i])
			check_text(request.fields[i], head, length);
	must(!request.minor || request.fields[HTTP_HOST]);
	must(!request.fields[HTTP_TRANSFER_ENCODING]);
	check_path(request.path);
	http_word(request.fields[HTTP_ACCEPT_ENCODING], "gzip");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = exact_copy(data, size), *head;
	ssize_t end = http_scan(bytes, 0, size), slow = 0;

	for (size_t length = 0; length < size && !slow; length++) {
		char *part = exact_copy(data, length + 1);

		slow = http_scan(part, length, length + 1);
		free(part);
	}
	must(slow == end);
	must(end <= 0 || !memcmp(bytes + end - 2, "\r\n", 2));
	free(bytes);
	if (end <= 2)
		return 0;
	head = exact_copy(data, end);
	check_head(head, end);
	free(head);
	return 0;
}
