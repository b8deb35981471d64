/*
 * file: a file of a folder as the reply to a request (RFC 9110, 8 to 14).
 */
#define _GNU_SOURCE
#include "server/http/file.h"

#include "lib/system.h"

#include <errno.h>
#include <linux/openat2.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define CACHE_MS 50 /* less than a person needs to save a file and to load it */

/* Never waits for a FIFO's other end, nor takes a terminal as its own. */
#define OPEN_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | O_LARGEFILE)

/* Suffixes behind what their type begins with, and its rest where that is not the suffix itself. */
static const char types[] = "text/\0html\0htm=html\0css\0js=javascript\0mjs=javascript\0"
			    "txt=plain\0"
			    "image/\0png\0jpg=jpeg\0jpeg\0gif\0svg=svg+xml\0webp\0ico=x-icon\0"
			    "application/\0json\0xml\0pdf\0wasm\0"
			    "font/\0woff2\0audio/\0mp3=mpeg\0video/\0mp4\0";

static void find_type(struct http_file *file, const char *path)
{
	const char *suffix = strrchr(path, '.'), *group = 0;

	file->group = "application/";
	file->type = "octet-stream";
	for (const char *at = types; suffix && *at; at += strlen(at) + 1) {
		const char *rest = strchr(at, '=');
		size_t length = rest ? (size_t)(rest - at) : strlen(at);

		if (at[length - 1] == '/') {
			group = at;
		} else if (!strncasecmp(suffix + 1, at, length) && !suffix[1 + length]) {
			file->group = group;
			file->type = rest ? rest + 1 : at;
			break;
		}
	}
}

/* Component by component, each no symbolic link; nobody asks for `..` here (http_path). */
static int walk(int folder, char *path, int flags)
{
	int at = folder, fd;

	for (;;) {
		char *slash = strchr(path, '/');

		if (slash)
			*slash = 0;
		fd = syscall(SYS_openat, at, *path ? path : ".",
			slash ? O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC : flags, 0);
		if (at != folder)
			system_close(at);
		if (!slash)
			return fd;
		*slash = '/';
		if (fd < 0)
			return fd;
		at = fd;
		path = slash + 1;
	}
}

int beneath_open(int folder, char *path, int flags)
{
	struct open_how how = {
		.flags = OPEN_FLAGS | flags, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
	int fd = syscall(SYS_openat2, folder, *path ? path : ".", &how, sizeof(how));

	/* The second is what filters in containers say, which knew no such call. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = walk(folder, path, OPEN_FLAGS | O_NOFOLLOW | flags);
	return fd;
}

/* Opens it and finds out what it is. Returns a descriptor, or -1 and errno. */
static int open_regular(struct http_file *file, int folder, char *path)
{
	int fd = beneath_open(folder, path, 0);
	unsigned kind;

	if (fd < 0 || metadata_of(fd, &file->metadata))
		return fd;
	kind = file->metadata.mode & S_IFMT;
	if (kind == S_IFREG)
		return fd;
	system_close(fd);
	errno = kind == S_IFDIR ? EISDIR : EACCES;
	return -1;
}

static int open_file(struct http_file *file, int folder, char *path)
{
	char *end = path + strlen(path);
	int fd = -1;

	find_type(file, path);
	if (file->may_unpack) {
		memcpy(end, ".gz", 4);
		fd = open_regular(file, folder, path);
		*end = 0;
	}
	file->is_packed = fd >= 0;
	return fd >= 0 ? fd : open_regular(file, folder, path);
}

/*
 * A conversation has a descriptor of its own, as a place may be another file's before it is over.
 * What was written into the file since then is known.
 */
static struct http_file *lend(struct http_file *file, struct talk *talk)
{
	if (!file->kept)
		return file;
	metadata_of(file->kept, &file->metadata);
	talk->far = system_descriptor_flags(file->kept, F_DUPFD_CLOEXEC, 3);
	return talk->far < 0 ? 0 : file;
}

static void forget(struct http_file *file)
{
	*file->path = 0;
	if (file->kept)
		system_close(file->kept);
	file->kept = 0;
}

struct http_file *file_find(struct http_request *request, struct http_cache *cache, char *path)
{
	struct talk *talk = request->talk;
	const char *gzip = http_word(request->fields[HTTP_ACCEPT_ENCODING], "gzip");
	/* With a weight, which may be 0, it is not taken for allowed (12.5.3). */
	unsigned char unpacks = gzip && (!*gzip || *gzip == ',');
	uint32_t now = talk->job->server->now;
	struct http_file *file;
	unsigned length = 0, sum = 0;
	int fd, is_small;

	for (; path[length]; length++)
		sum = sum * 31 + (unsigned char)path[length];
	file = &cache->places[sum % CACHE_PLACES];
	if (now - file->opened < CACHE_MS && file->may_unpack == unpacks &&
		!strcmp(file->path, path))
		return lend(file, talk);
	forget(file);
	file->opened = now;
	file->may_unpack = unpacks;
	fd = open_file(file, talk->job->kept, path);
	if (fd < 0)
		return 0;
	is_small = file->metadata.size <= CACHE_BYTES;
	/* If it changes just now it is sent from where it is, and ends as it should, or early. */
	if (length >= CACHE_PATH ||
		(is_small && read(fd, file->bytes, CACHE_BYTES) != (ssize_t)file->metadata.size)) {
		talk->far = fd;
		return file;
	}
	memcpy(file->path, path, length + 1);
	if (is_small) {
		system_close(fd);
		return file;
	}
	file->kept = fd;
	job_due(talk->job, CACHE_MS);
	return lend(file, talk);
}

void files_forget(struct job *job, struct http_cache *cache, uint32_t now)
{
	for (int i = 0; i < CACHE_PLACES; i++) {
		struct http_file *file = &cache->places[i];

		if (!file->kept)
			continue;
		if (now - file->opened >= CACHE_MS)
			forget(file);
		else
			job_due(job, CACHE_MS);
	}
}

#define NONE (~(uint64_t)0)

/* A decimal number off the front, or NONE; of those too large for any file the largest. */
static uint64_t take_number(const char **text)
{
	const char *at = *text;
	uint64_t value = 0;

	for (; *at >= '0' && *at <= '9'; at++)
		value = value >> 59 ? NONE >> 1 : value * 10 + (*at - '0');
	if (at == *text)
		return NONE;
	*text = at;
	return value;
}

/*
 * Of a field Range (14.1.2) the first and the last byte. Returns 206, 416, or 200 where it asks for
 * nothing that we know, and all is sent.
 */
static unsigned range_of(const char *text, uint64_t size, uint64_t *first, uint64_t *last)
{
	uint64_t from, to;

	if (strncasecmp(text, "bytes=", 6) != 0)
		return 200;
	text += 6;
	from = take_number(&text);
	if (*text++ != '-')
		return 200;
	to = take_number(&text);
	if (*text || to < from) {
		/* The last so many, if they stand alone. */
		if (*text || from != NONE)
			return 200;
		from = to < size ? size - to : 0;
		if (!size && to)
			return 200;
		to = NONE;
	}
	if (from >= size)
		return from == NONE ? 200 : 416;
	*first = from;
	if (to < size)
		*last = to;
	return 206;
}

/* Whether a list of entity tags names this one, weak or not (13.1.2). */
static int names(const char *list, const char *tag)
{
	size_t length = strlen(tag);

	if (*list == '*')
		return 1;
	/* A quote is nowhere but around a tag. */
	for (; *list; list++)
		if (!strncmp(list, tag, length))
			return 1;
	return 0;
}

/* What tells this state of a file from others, as fields have it. */
struct validators {
	char date[sizeof("Sun, 06 Nov 1994 08:49:37 GMT")];
	char tag[sizeof("\"-------- -------- --------\"")];
};

static void make_validators(struct validators *validators, const struct metadata *metadata)
{
	struct output out = {-1, 0, sizeof(*validators), validators->date};

	http_date(&out, metadata->seconds);
	output_byte(&out, 0);
	output_format(&out, "\"%x-%x-%x\"", metadata->seconds, metadata->nanoseconds,
		(unsigned)metadata->size);
	output_byte(&out, 0);
}

/* The status, by the conditions in their order (13.2.2). */
static unsigned judge(const struct http_request *request, const struct validators *validators,
	uint64_t size, uint64_t *first, uint64_t *last)
{
	const char *const *fields = request->fields;
	const char *since = fields[HTTP_IF_MODIFIED_SINCE];

	if (fields[HTTP_IF_NONE_MATCH]) {
		if (names(fields[HTTP_IF_NONE_MATCH], validators->tag))
			return 304;
	} else if (since && !strcmp(since, validators->date)) {
		return 304;
	}
	if (request->is_head || !fields[HTTP_RANGE] ||
		(fields[HTTP_IF_RANGE] && strcmp(fields[HTTP_IF_RANGE], validators->tag) != 0))
		return 200;
	return range_of(fields[HTTP_RANGE], size, first, last);
}

void file_answer(struct http_request *request, const struct http_file *file)
{
	struct talk *talk = request->talk;
	struct http_talk *own = talk->own;
	struct output *head = &request->head;
	struct validators validators;
	uint64_t size = file->metadata.size, first = 0, last = size - 1, length;
	unsigned status;

	make_validators(&validators, &file->metadata);
	status = judge(request, &validators, size, &first, &last);
	length = status == 416 ? 0 : last - first + 1;
	http_begin(request, status);
	if (status == 206 || status == 416) {
		output_text(head, "Content-Range: bytes ");
		if (status == 416) {
			output_byte(head, '*');
		} else {
			output_big(head, first);
			output_byte(head, '-');
			output_big(head, last);
		}
		output_byte(head, '/');
		output_big(head, size);
		output_text(head, "\r\n");
	}
	if (status == 304)
		request->is_head = 1; /* a length, too, but no body (15.4.5) */
	if (file->is_packed)
		output_text(head, "Content-Encoding: gzip\r\n");
	output_format(head,
		"Vary: Accept-Encoding\r\nAccept-Ranges: bytes\r\nLast-Modified: %s\r\nETag: %s\r\n"
		"Content-Type: %s%s%s\r\n",
		validators.date, validators.tag, file->group, file->type,
		*file->group == 't' ? "; charset=utf-8" : "");
	if (talk->far >= 0) {
		own->offset = first;
		own->left = request->is_head ? 0 : length;
	} else {
		memcpy(request->body.buffer, file->bytes + first, length);
		request->body.used = length;
	}
	http_end(request, length);
}
