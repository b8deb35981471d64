/*
 * status: how the server is, over HTTP: a page for people, /, and /metrics in the text format of
 * Prometheus (version 0.0.4). The page is one file without scripts, and is loaded again by itself.
 *
 * What is counted are the conversations and datagrams of the whole process since its start; bytes
 * are those of conversations that are over. It has to see the server's tables, so its own
 * conversations run in the server's process under every model.
 *
 * config SERVICE_STATUS
 *	bool "status"
 *	default y
 *	depends on STREAM && SERVER_COUNTERS && SERVER_MEMORY
 *	select TALK_STATE
 *	select JOB_STATE
 *	help
 *	  A page, and metrics for Prometheus, that tell how the server is. Costs about 6,000 bytes,
 *	  and 2,300 where http is there, too.
 */
#include "server/http/reply.h"
#include "server/job.h"

#include "lib/clock.h"
#include "lib/date.h"
#include "lib/option.h"
#include "lib/system.h"

#include <string.h>

#define BODY_ROOM 24576 /* some 200 services */

#define SECONDS_OF_DAY 86400

/* job->own. */
struct status_job {
	struct http_job http;
	int fd; /* of our /proc/self/status, which may be out of reach later; 0: not open */
};

static const char page_begin[] =
	"<!DOCTYPE html><html lang=en><meta charset=utf-8><meta name=viewport "
	"content=width=device-width><meta http-equiv=refresh content=10><title>mote-server</title>"
	"<style>:root{color-scheme:light dark}body{font:1em sans-serif;max-width:44em;margin:1em "
	"auto;padding:0 1em}table{border-collapse:collapse;width:100%;margin:1em 0}td,th{text-"
	"align:left;padding:.4em .6em .4em 0;border-bottom:1px solid #8888;vertical-align:top}"
	"td+td:not(:last-child){overflow-wrap:anywhere}</style><h1>mote-server</h1>\n";

static const char page_jobs[] = "</table>\n<table><tr><th>service<th>endpoints<th>now\n";

/* A page, or metrics: what the two have in common is put together once. */
struct report {
	struct output *out;
	int is_page;
};

/* Text of the command line, or of the kernel; what would end a quotation or begin a tag is a ?. */
static void put_plain(const struct report *report, const struct output *text)
{
	for (size_t i = 0; i < text->used; i++) {
		char byte = text->buffer[i];

		output_byte(report->out, byte < ' ' || strchr("\"\\<&", byte) ? '?' : byte);
	}
}

/* On the page a name is in words. */
static void put_name(const struct report *report, const char *name)
{
	if (!report->is_page)
		output_text(report->out, "mote_");
	for (; *name; name++)
		output_byte(report->out, report->is_page && *name == '_' ? ' ' : *name);
}

/* Prometheus wants to know what is only ever counted up: what ends in _total, alone of all in l. */
static void put_type(const struct report *report, const char *name)
{
	output_text(report->out, "# TYPE ");
	put_name(report, name);
	output_text(report->out, name[strlen(name) - 1] == 'l' ? " counter\n" : " gauge\n");
}

/* One figure. reason: one of several of that name, or 0; the first is the first of refusals. */
static void put_figure(
	const struct report *report, const char *name, const char *reason, uint64_t value)
{
	struct output *out = report->out;

	if (report->is_page)
		output_text(out, "<tr><th>");
	else if (!reason || reason == *refusals)
		put_type(report, name);
	put_name(report, name);
	if (reason)
		output_format(out, report->is_page ? ": %s" : "{reason=\"%s\"}", reason);
	output_text(out, report->is_page ? "<td>" : " ");
	output_big(out, value);
	output_byte(out, '\n');
}

static void put_memory(const struct report *report, const char *name, unsigned kib)
{
	put_figure(report, name, 0, (uint64_t)kib << 10);
}

static void put_figures(const struct report *report, struct server *server, int fd)
{
	const struct counters *counters = &server->counters;
	unsigned kib;

	put_figure(report, "conversations_begun_total", 0, counters->begun);
	put_figure(report, "datagrams_total", 0, counters->datagrams);
	put_figure(report, "received_bytes_total", 0, counters->ended.in);
	put_figure(report, "sent_bytes_total", 0, counters->ended.out);
	for (int i = 0; i < NOT_REFUSED; i++)
		put_figure(report, "refused_total", refusals[i], counters->refused[i]);
	if (!memory_figure(fd, "VmRSS:", &kib))
		put_memory(report, "memory_resident_bytes", kib);
	kib = memory_available(&server->memory, server->now);
	if (kib)
		put_memory(report, "memory_available_bytes", kib);
}

/* Where it listens, as it is bound. */
static void put_endpoints(const struct report *report, const struct job *job)
{
	char buffer[256];
	struct output text = OUTPUT(-1, buffer);

	FOR_EACH_LISTENER (listener, (struct job *)job) {
		if (listener->fd < 0)
			continue;
		text.used = 0;
		if (listener != job->listeners)
			output_byte(report->out, ' ');
		listener_print(&text, listener);
		text.used--; /* its newline */
		put_plain(report, &text);
	}
}

static void put_row(const struct report *report, const struct job *job)
{
	struct output *out = report->out;

	output_format(out, "<tr><td>%s, %s<td>", job->service->name, job->model->name);
	put_endpoints(report, job);
	output_format(out, "<td>%u of %u\n", job->live, job->talk_max);
}

/* One figure of every job. */
static void put_jobs(
	const struct report *report, struct server *server, const char *metric, int is_max)
{
	struct output *out = report->out;

	put_type(report, metric);
	FOR_EACH_JOB (job, server->jobs) {
		output_format(
			out, "mote_%s{service=\"%s\",endpoints=\"", metric, job->service->name);
		put_endpoints(report, job);
		output_text(out, "\"} ");
		output_format(out, "%u\n", is_max ? job->talk_max : job->live);
	}
}

static void put_report(const struct report *report, struct server *server, int fd)
{
	uint32_t up = clock_monotonic_seconds() - server->counters.start;
	struct date date = date_of(up);

	if (report->is_page) {
		output_text(report->out, page_begin);
		output_format(report->out, "up %u days, %02u:%02u:%02u", up / SECONDS_OF_DAY,
			date.hour, date.minute, date.second);
		output_text(report->out, "<table>\n");
	} else {
		put_figure(report, "uptime_seconds", 0, up);
	}
	put_figures(report, server, fd);
	if (report->is_page) {
		output_text(report->out, page_jobs);
		FOR_EACH_JOB (job, server->jobs)
			put_row(report, job);
		output_text(report->out, "</table>\n");
	} else {
		put_jobs(report, server, "conversations", 0);
		put_jobs(report, server, "conversations_max", 1);
	}
}

static void answer(struct http_request *request)
{
	struct job *job = request->talk->job;
	const struct status_job *status = job->own;
	struct report report = {&request->body, !strcmp(request->path, "/")};

	if (!report.is_page && strcmp(request->path, "/metrics") != 0) {
		http_refuse(request, 404);
		return;
	}
	put_report(&report, job->server, status->fd);
	http_begin(request, 200);
	output_format(&request->head, "Content-Type: text/%s; charset=utf-8",
		report.is_page ? "html" : "plain; version=0.0.4");
	output_text(&request->head, "\r\nCache-Control: no-store\r\n");
	http_end(request, request->body.used);
}

static enum want run(struct talk *talk)
{
	return http_run(talk, answer);
}

static void opened(struct job *job)
{
	struct status_job *status = job->own;

	streams_opened(job);
	memory_open(&job->server->memory);
	status->fd = system_open("/proc/self/status", O_RDONLY | O_CLOEXEC);
}

static void release(struct job *job)
{
	struct status_job *status = job->own;

	if (status->fd)
		system_close(status->fd);
}

static const struct keeping keeping = {
	.state_size = sizeof(struct http_talk),
	.buffer_size = HTTP_BUFFER(BODY_ROOM),
	.own_size = sizeof(struct status_job),
	.opened = opened,
	.release = release,
};

const struct service service_status = {
	.name = "status",
	.help = HELP_TEXT("how the server is, as a page (/) and for Prometheus (/metrics)"),
	.run = run,
	.is_inline = 1,
	.keeps = &keeping,
};
