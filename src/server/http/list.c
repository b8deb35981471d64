/*
 * list: the names in a folder as a page, for CONFIG_SERVICE_HTTP_LIST (see service/http.c).
 *
 * How long it becomes is not known before, so it ends with the connection. Left out on purpose:
 * sizes and dates, which would be a look at each file, and names that begin with a dot. The order
 * is the file system's.
 */
#define _GNU_SOURCE
#include "server/http/list.h"

#include "lib/system.h"

#include <dirent.h>
#include <string.h>

/* What all names of one read become is below that: 8 bytes for each of theirs. */
#define ROOM 4096
#define ENTRIES_ROOM 400
#define SHOWN_MAX 200 /* of the folder's path */

/* A name within a URL (RFC 3986, 2.1), or as text of HTML. */
static void put_name(struct output *body, const char *name, const char *escape)
{
	for (; *name; name++) {
		unsigned char byte = *name;

		if ((byte | 32U) - 'a' < 26 || byte - '-' + 0U < 13 ||
			(byte > 127 && *escape == '&'))
			output_byte(body, byte);
		else
			output_format(body, escape, byte);
	}
}

static void put_entry(struct output *body, const char *name, const char *end)
{
	output_text(body, "<li><a href=\"./");
	put_name(body, name, "%%%02x");
	output_text(body, end);
	output_text(body, "\">");
	put_name(body, name, "&#%u;");
	output_text(body, end);
	output_text(body, "</a>\n");
}

void list_more(struct talk *talk)
{
	struct http_talk *own = talk->own;
	_Alignas(struct dirent) char entries[ENTRIES_ROOM];
	struct output body = {-1, 0, ROOM, talk->buffer + HTTP_REQUEST_MAX};
	long got = syscall(SYS_getdents64, talk->far, entries, sizeof(entries));

	own->is_list = got > 0;
	for (long at = 0; at < got;) {
		const struct dirent *entry = (const struct dirent *)(entries + at);

		if (*entry->d_name != '.')
			put_entry(&body, entry->d_name, entry->d_type == DT_DIR ? "/" : "");
		at += entry->d_reclen;
	}
	talk->sent = HTTP_REQUEST_MAX;
	talk->used = HTTP_REQUEST_MAX + body.used;
}

void list_begin(struct http_request *request, const char *path)
{
	struct http_talk *own = request->talk->own;
	struct output *body = &request->body;
	size_t length = strlen(path);

	own->is_list = !request->is_head;
	request->is_closing = 1;
	output_text(body,
		"<!DOCTYPE html><meta charset=utf-8>"
		"<meta name=viewport content=\"width=device-width\">"
		"<style>body{font:1em/2 sans-serif;overflow-wrap:anywhere}</style>"
		"<title>Files</title><h1>/");
	put_name(body, length > SHOWN_MAX ? path + length - SHOWN_MAX : path, "&#%u;");
	output_text(body, "</h1><ul>\n");
	if (length)
		put_entry(body, "..", "/");
	http_begin(request, 200);
	output_text(&request->head, "Content-Type: text/html; charset=utf-8\r\n");
	http_end_open(request);
}
