/* file: a file of a folder as the reply to a request. */
#ifndef SERVER_HTTP_FILE_H
#define SERVER_HTTP_FILE_H

#include "lib/metadata.h"
#include "server/http/reply.h"

#define CACHE_PLACES 16
#define CACHE_PATH 128
#define CACHE_BYTES 3072 /* what fits behind a head, see HTTP_BUFFER */

/* A file, and for a moment, where it is small, its bytes. */
struct http_file {
	uint32_t opened;          /* when, see clock_ms */
	unsigned char may_unpack; /* NAME.gz was allowed to be taken for NAME */
	unsigned char is_packed;  /* and it was */
	struct metadata metadata;
	const char *group, *type; /* of its media type: "text/", "html" */
	int kept;                 /* a larger one's descriptor, or 0 */
	char path[CACHE_PATH];    /* empty: it is not here */
	char bytes[CACHE_BYTES];
};

/* Memory that is only there once it is used; a path can be in one place alone. */
struct http_cache {
	struct http_file places[CACHE_PLACES];
};

/*
 * Opens what is at a path below a folder, for reading; flags: more of open(2)'s. Returns a
 * descriptor, or -1 and errno. The path is changed meanwhile.
 */
int beneath_open(int folder, char *path, int flags);

/*
 * Finds a regular file below job->kept; there must be room for .gz behind the path. Returns it,
 * with its bytes, or open as talk->far; or 0 and errno, EISDIR where it is a folder.
 */
struct http_file *file_find(struct http_request *request, struct http_cache *cache, char *path);

/* Closes what was kept for long enough, so that no space of a file that is gone is held. */
void files_forget(struct job *job, struct http_cache *cache, uint32_t now);

/* Makes the reply: the file, a range of it, or that it has not changed. */
void file_answer(struct http_request *request, const struct http_file *file);

#endif
