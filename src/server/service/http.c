/*
 * http: the files of a folder (RFC 9110, 9112).
 *
 * config SERVICE_HTTP
 *	bool "http"
 *	default y
 *	depends on STREAM
 *	select TALK_STATE
 *	select JOB_STATE
 *	help
 *	  Serves the files of a folder to web browsers.
 *
 * config SERVICE_HTTP_LIST
 *	bool "http: listings"
 *	default y
 *	depends on SERVICE_HTTP
 *	help
 *	  With -l folders without an index.html are listed.
 */
#include "server/http/reply.h"

#include "lib/option.h"

static void answer(struct talk *talk, const struct http_request *request)
{
	http_refuse(talk, request, 404);
}

static enum want run(struct talk *talk)
{
	return http_run(talk, answer);
}

const struct service service_http = {
	.name = "http",
	.help = HELP_TEXT("[-l] DIR: the files of a folder to browsers"),
	.state_size = sizeof(struct http_talk),
	.buffer_size = HTTP_BUFFER(4096),
	.own_size = sizeof(struct http_job),
	.opened = http_opened,
	.run = FOR_STREAMS(run),
};
