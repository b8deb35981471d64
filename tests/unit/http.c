/* Requests of HTTP: where a head ends, what a request says, and what a path is. */
#include "server/http/request.c"

#include "tap.h"

static const struct {
	const char *bytes;
	int end;
} ends[] = {
	{"", 0},
	{"GET / HTTP/1.1\r\n", 0},
	{"GET / HTTP/1.1\r\nHost: a\r\n\r", 0},
	{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 27},
	{"GET / HTTP/1.1\r\n\r\nGET", 18},
	{"\r", 0},
	{"\r\n", 2},
	{"\r\n\r\n", 2},
	{"\r\nGET / HTTP/1.1\r\n\r\n", 2},
	{"a\r\r\n", -1},
	{"a\nb", -1},
	{"\n", -1},
	{"a\rb", -1},
	{"a\tb", 0},
	{"a\x01", -1},
	{"a\x7f", -1},
	{"a\x80\xff", 0},
};

static void scan(void)
{
	for (size_t i = 0; i < COUNT(ends); i++) {
		size_t length = strlen(ends[i].bytes);
		ssize_t slow = 0;

		is(http_scan(ends[i].bytes, 0, length), ends[i].end, "the end of head %zu", i);
		for (size_t at = 0; at < length && !slow; at++)
			slow = http_scan(ends[i].bytes, at, at + 1);
		is(slow, ends[i].end, "the same, byte by byte");
	}
	is(http_scan("\0", 0, 1), -1, "a NUL is a control byte");
}

static unsigned parse(struct http_request *request, char *buffer, const char *head)
{
	memset(request, 0, sizeof(*request));
	strcpy(buffer, head);
	return http_parse(request, buffer);
}

static void fields(void)
{
	static char buffer[512];
	struct http_request request;

	is(parse(&request, buffer,
		   "HEAD /a%20b?c=d?e HTTP/1.1\r\nhost: x:1\r\nRANGE:bytes=0-1 \t\r\nRange2: no\r\n"
		   "If-None-Match:\t\"a\", \"b\"\r\n\r\n"),
		HTTP_OK, "a request");
	ok(request.is_head && request.minor == 1 && !request.is_closing, "HEAD, 1.1, kept");
	ok(!strcmp(request.path, "/a%20b") && !strcmp(request.query, "c=d?e"), "path and query");
	ok(!strcmp(request.fields[HTTP_HOST], "x:1"), "host");
	ok(!strcmp(request.fields[HTTP_RANGE], "bytes=0-1"), "blanks at the end are none of it");
	ok(!strcmp(request.fields[HTTP_IF_NONE_MATCH], "\"a\", \"b\""), "a list is left whole");
	ok(!request.fields[HTTP_IF_RANGE], "what is not there is 0");
	is(parse(&request, buffer, "GET http://h HTTP/1.0\r\n\r\n"), HTTP_OK, "absolute, no path");
	ok(!strcmp(request.path, "/") && !*request.query, "is that of the root");
	ok(!request.is_head && !request.minor && request.is_closing, "1.0 closes");
	is(parse(&request, buffer, "GET http://h?q HTTP/1.0\r\nConnection: x, keep-alive\r\n\r\n"),
		HTTP_OK, "absolute, a query alone");
	ok(!strcmp(request.path, "/") && !strcmp(request.query, "q"), "is told apart");
	ok(!request.is_closing, "1.0 is kept where it asks for it");
	is(parse(&request, buffer,
		   "GET / HTTP/1.0\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n"),
		HTTP_OK, "Connection twice");
	ok(request.is_closing, "close is close");
}

static void words(void)
{
	static const char list[] = "br, gzip;q=0 ,x-gzip";

	ok(http_word(list, "gzip") == list + 8, "a word, and what follows it");
	ok(!http_word(list, "zip") && !http_word(list, "brx"), "no part of one, nor more than one");
	ok(http_word("GZIP", "gzip"), "whatever its case");
	ok(!http_word("", "gzip") && !http_word(0, "gzip"), "no list has none");
}

static const struct {
	const char *path, *want;
	unsigned status;
} paths[] = {
	{"/", "", HTTP_OK},
	{"///", "", HTTP_OK},
	{"/a/b", "a/b", HTTP_OK},
	{"//a//b/", "a//b/", HTTP_OK},
	{"/%61%2fb", "a/b", HTTP_OK},
	{"/%2f%2Fa", "a", HTTP_OK},
	{"/a%25b", "a%b", HTTP_OK},
	{"/..a/b../...", "..a/b../...", HTTP_OK},
	{"/..", 0, 403},
	{"/../a", 0, 403},
	{"/a/..", 0, 403},
	{"/a/%2e./b", 0, 403},
	{"/%2f..", 0, 403},
	{"/a%00", 0, 400},
	{"/1234567890123456", 0, 414},
	{"/123456789012345", "123456789012345", HTTP_OK},
};

int main(void)
{
	scan();
	fields();
	words();
	for (size_t i = 0; i < COUNT(paths); i++) {
		char path[16];
		unsigned status = http_path(paths[i].path, path, sizeof(path));

		is(status, paths[i].status, "%s", paths[i].path);
		if (status == HTTP_OK)
			ok(!strcmp(path, paths[i].want), "is %s", paths[i].want);
	}
	return tap_done();
}
