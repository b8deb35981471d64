/*
 * http: the files of a folder, to GET and HEAD (RFC 9110, 9112), with a single range, validators,
 * and NAME.gz in place of NAME for who can unpack it.
 *
 * Nothing outside of the folder is reached, and nothing but regular files is read: openat2(2) with
 * RESOLVE_BENEATH; before Linux 5.6 a walk that follows no symbolic link at all. Small files are
 * kept for a moment, so that a busy one is not opened each time. Left out on purpose: several
 * ranges at once, dates of If-Modified-Since other than the one that we told, programs (CGI),
 * passwords.
 *
 * config SERVICE_HTTP
 *	bool "http"
 *	default y
 *	depends on STREAM
 *	select TALK_STATE
 *	select JOB_STATE
 *	help
 *	  Serves the files of a folder to web browsers. Costs about 7,400 bytes, of which some 3,600
 *	  are shared with status.
 *
 * config SERVICE_HTTP_LIST
 *	bool "http: -l, listings"
 *	default y
 *	depends on SERVICE_HTTP
 *	help
 *	  With -l a folder without an index.html is listed. Costs about 700 bytes.
 */
#define _GNU_SOURCE
#include "server/http/file.h"
#include "server/http/list.h"

#include "lib/option.h"
#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <string.h>

#define PATH_ROOM 1024
#define LOCATION_MAX 512 /* of a path and a query that are sent back */
#define INDEX "index.html"
#define CACHE_LONG 1000000 /* ms in which nothing is kept any more */

struct http_files {
	struct http_job job;
	struct http_cache cache;
};

static void prepare(struct job *job)
{
	char **arguments = job->arguments;

	if (*arguments && !strcmp(*arguments, "-l")) {
		if (!CONFIG_SERVICE_HTTP_LIST)
			die(STATUS_USAGE, "http: -l is not compiled in (CONFIG_SERVICE_HTTP_LIST)");
		job->flags = 1;
		arguments++;
	}
	if (!*arguments || arguments[1])
		die(STATUS_USAGE, "http: one DIR is expected");
	job->kept = system_open(*arguments, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (job->kept < 0) {
		job->kept = 0;
		die(STATUS_USAGE, "http: cannot open the folder %s: %m", *arguments);
	}
}

static void tick(struct job *job)
{
	struct http_files *own = job->own;

	files_forget(job, &own->cache, job->server->now);
}

static void release(struct job *job)
{
	struct http_files *own = job->own;

	files_forget(job, &own->cache, job->server->now + CACHE_LONG);
	if (job->kept)
		system_close(job->kept);
}

/* To the same path with a / at its end, for links that are relative to the folder. */
static void redirect(struct http_request *request)
{
	const char *path = request->path;

	/* Two would begin the name of another host. */
	while (path[1] == '/')
		path++;
	if (strlen(path) + strlen(request->query) > LOCATION_MAX) {
		http_refuse(request, 414);
		return;
	}
	http_begin(request, 301);
	output_format(&request->head,
		*request->query ? "Location: %s/?%s\r\n" : "Location: %s/\r\n", path,
		request->query);
	http_end(request, 0);
}

/* What was not found: a folder without a / is told so, one without index is listed or not shown. */
static void answer_folder(struct http_request *request, char *path, char *end)
{
	struct talk *talk = request->talk;
	int is_folder = end == path || end[-1] == '/';
	unsigned status = 403;

	*end = 0;
	if (errno == EISDIR && !is_folder) {
		redirect(request);
		return;
	}
	if (errno == ENOENT && is_folder) {
		talk->far = beneath_open(talk->job->kept, path, O_DIRECTORY);
		if (CONFIG_SERVICE_HTTP_LIST && talk->far >= 0 && talk->job->flags) {
			list_begin(request, path);
			return;
		}
		if (talk->far >= 0)
			errno = EACCES;
	}
	if (errno == EMFILE || errno == ENFILE)
		status = 503;
	if (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG)
		status = 404;
	http_refuse(request, status);
}

static void answer(struct http_request *request)
{
	struct http_files *own = request->talk->job->own;
	char path[PATH_ROOM + sizeof(INDEX ".gz")], *end;
	unsigned status = http_path(request->path, path, PATH_ROOM);
	struct http_file *file;

	if (status != HTTP_OK) {
		http_refuse(request, status);
		return;
	}
	end = path + strlen(path);
	if (end == path || end[-1] == '/')
		memcpy(end, INDEX, sizeof(INDEX));
	file = file_find(request, &own->cache, path);
	if (file)
		file_answer(request, file);
	else
		answer_folder(request, path, end);
}

static enum want run(struct talk *talk)
{
	return http_run(talk, answer);
}

static const uint16_t calls[] = {
	SYS_openat2,
	SYS_openat,
	SYS_fcntl,
#ifdef SYS_fstat64
	SYS_fstat64,
	SYS_sendfile64,
#else
	SYS_fstat,
	SYS_sendfile,
#endif
	OPTION_IF(CONFIG_SERVICE_HTTP_LIST, SYS_getdents64, ) 0,
};

static const struct keeping keeps = {
	.state_size = sizeof(struct http_talk),
	.buffer_size = HTTP_BUFFER(4096),
	.own_size = sizeof(struct http_files),
	.calls = calls,
	.opened = streams_opened,
	.tick = tick,
	.release = release,
};

const struct service service_http = {
	.name = "http",
	.help = HELP_TEXT(CONFIG_SERVICE_HTTP_LIST ? "[-l] DIR: files to web browsers; -l: listings"
						   : "DIR: files to web browsers"),
	.prepare = prepare,
	.run = FOR_STREAMS(run),
	.keeps = &keeps,
};
