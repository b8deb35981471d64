/*
 * mote-server: serves TCP, UDP and UNIX sockets: one conversation at a time, many in one process, a
 * process for each, or a program started for each.
 *
 * config PROGRAM_SERVER
 *	bool "mote-server"
 *	default y
 *	help
 *	  Serves TCP, UDP and UNIX sockets.
 *
 * config SERVER_CHROOT
 *	bool "-r DIR"
 *	default y
 *	help
 *	  Serves from a folder as its root, once the endpoints are bound. Costs about 60 bytes.
 */
#include "server/job.h"
#include "server/life.h"
#include "server/loop.h"
#include "server/sandbox.h"

#include "lib/descriptor.h"
#include "lib/file.h"
#include "lib/process.h"
#include "lib/program.h"
#include "lib/signals.h"
#include "lib/syslog.h"
#include "lib/system.h"

#include <unistd.h>

/* What the command line, or the file, asks to be served. */
static void take_jobs(struct server *server, char **arguments)
{
	struct settings *settings = &server->job.settings;

	/* Apart, so that what a process of the fork model writes is on one page. */
	server->reply = reserve((2 + DATAGRAMS_AT_ONCE) * DATAGRAM_MAX);
	server->question = server->reply + 2 * DATAGRAM_MAX;
	settings_default(settings);
	arguments = options_parse(&server_usage, arguments, settings);
	process.verbosity = LEVEL_PLAIN + settings->verbose - 2 * settings->quiet;
	if (CONFIG_SERVER_FILE && settings->file) {
		if (*arguments)
			die(STATUS_USAGE, "%s: not with --file", *arguments);
		if (CONFIG_SERVER_USER && settings->user)
			identity_parse(&server->job.identity, settings->user,
				(char *)server->question, DATAGRAM_MAX);
		file_read(server);
		return;
	}
	if (CONFIG_SERVER_FILE && settings->is_checked)
		die(STATUS_USAGE, "--check is for a --file");
	job_prepare(server, &server->job, arguments);
	server->jobs = &server->job;
}

/* Programs would inherit the filter: with one among the services there is none. */
static void enter_sandbox(struct server *server)
{
	const struct settings *settings = &server->job.settings;
	int may_fork = settings->file != 0;
	int may_open = settings->pid_file || reload_is_asked(server);

	sandbox_no_new_privileges();
	FOR_EACH_JOB (job, server->jobs) {
		if (job->service->start)
			return;
		may_fork |= job->model->has_process;
		FOR_EACH_LISTENER (listener, job)
			may_open |= listener->endpoint.path != 0;
	}
	server->is_confined = 1;
	sandbox_enter(settings->file ? 0 : server->jobs, may_fork, may_open);
}

/* Gives up what is not needed to serve. */
static void confine(struct server *server)
{
	const struct settings *settings = &server->job.settings;

	if (CONFIG_SERVER_CHROOT && settings->root)
		root_enter(settings->root);
	if (CONFIG_SERVER_USER && settings->user)
		identity_become(&server->job.identity);
	if (CONFIG_SERVER_BACKGROUND && settings->background)
		life_detach();
	if (CONFIG_SANDBOX)
		enter_sandbox(server);
}

static int server_main(int argc, char **argv)
{
	static struct server server;
	const struct settings *settings = &server.job.settings;

	(void)argc;
	process.name = "mote-server";
	descriptors_open();
	take_jobs(&server, argv + 1);
	if (CONFIG_SERVER_READINESS)
		server.notify = life_open(settings->notify_fd);
	if (HAS_PROGRAMS)
		descriptors_close_on_exec();
	jobs_open(&server, server.jobs);
	if (CONFIG_SYSLOG && settings->syslog) {
		syslog_open();
		process.log = syslog_send;
	}
	if (settings->is_announced && jobs_print(server.jobs))
		die(STATUS_SYSTEM, "cannot write output: %m");
	if (CONFIG_SERVER_BACKGROUND && settings->background)
		life_background();
	if (CONFIG_SERVER_PIDFILE && settings->pid_file)
		life_write_pid(settings->pid_file);
	server.signals = signals_open(reload_is_asked(&server));
	loop_open(&server);
	confine(&server);
	if (CONFIG_SERVER_READINESS)
		life_ready(server.notify, settings->notify_fd);
	loop_serve(&server);
	if (CONFIG_SERVER_PIDFILE && settings->pid_file)
		life_remove_pid(settings->pid_file);
	return CONFIG_SERVER_DRAIN && server.was_cut && settings->drain ? STATUS_TIMEOUT
									: server.status;
}

const struct program program_server = {"server", server_main};
