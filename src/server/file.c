/*
 * file: the configuration file. A line is a service: a command line without the program's name. It
 * is read at the start, and again on SIGHUP, with the files of rules.
 *
 * Words stand apart by blanks; '…' and "…" hold blanks, in the latter and outside \ makes the next
 * character an ordinary one; # at the start of a word begins a comment. Left out on purpose:
 * variables, lines that go on.
 *
 * A line's job lies in a mapping of its own with the line's text, and goes when its line and the
 * last of its conversations are gone.
 *
 * config SERVER_FILE
 *	bool "-f FILE, --check"
 *	default y
 *	help
 *	  Many services in one process, a line of a file each; SIGHUP reads it again.
 */
#include "server/job.h"

#include "lib/file.h"
#include "lib/process.h"
#include "lib/system.h"
#include "lib/word.h"
#include "server/loop.h"
#include "server/spawn.h"

#include <poll.h>
#include <string.h>

#define FILE_MAX 65536 /* bytes of the configuration file */
#define SETTLE_MS 50   /* in which programs that are being started have begun ... */
#define AGAIN_MS 1000  /* ... or it is tried again after this time */

/* Room for the job, the words of its line, the line itself, and the words' bytes. */
static struct job *reserve_job(const char *line, size_t length)
{
	size_t words = length / 2 + 2,
	       size = sizeof(struct job) + words * sizeof(char *) + 2 * length + 1;
	struct job *job = reserve(size);

	job->mapped = size;
	job->words = (char **)(job + 1);
	job->text = (char *)(job->words + words);
	job->text_length = length;
	memcpy(job->text, line, length);
	return job;
}

/* Makes a job of a line, in server->making; that stays 0 where there is no word in it. */
static void judge(void *whom, void *data)
{
	struct server *server = whom;
	struct job *job = server->making = reserve_job(data, strlen(data));
	const char *at = job->text, *end = at + job->text_length;
	char *to = job->text + job->text_length, **words = job->words;

	job->line = process.place_line;
	while ((*words = word_take(&at, end, &to)))
		words++;
	job->settings = server->job.settings;
	if (words > job->words)
		job_prepare(
			server, job, options_parse_line(&server_usage, job->words, &job->settings));
	else
		server->making = 0;
	if (!server->making)
		job_free(job);
}

/* Makes a job of every line at *list, in their order. Returns how many lines are wrong. */
static unsigned make_jobs(struct server *server, char *text, struct job **list)
{
	unsigned wrong = 0;

	process.place_line = 0;
	while (*text) {
		char *line = text;

		while (*text && *text != '\n')
			text++;
		if (*text)
			*text++ = 0;
		process.place_line++;
		server->making = 0;
		if (attempt(judge, server, line)) {
			wrong++;
			if (server->making)
				job_free(server->making);
		} else if (server->making) {
			*list = server->making;
			list = &server->making->next;
		}
	}
	return wrong;
}

/* Reads the file into a list of jobs; ends the program where it, or one of its lines, is wrong. */
static void read_jobs(void *whom, void *list)
{
	struct server *server = whom;
	const char *path = server->job.settings.file;
	char *text = file_map(path, 0, FILE_MAX);
	unsigned wrong;

	process.place = path;
	wrong = make_jobs(server, text, list);
	process.place = 0;
	system_unmap(text, FILE_MAX + 1);
	if (wrong)
		die(STATUS_USAGE, "%s: wrong lines: %u", path, wrong);
	if (!*(struct job **)list)
		die(STATUS_USAGE, "%s: there is no service in it", path);
}

void file_read(struct server *server)
{
	read_jobs(server, &server->jobs);
	if (server->job.settings.is_checked)
		_exit(STATUS_DONE);
}

/* The jobs of a list that are not wanted any more, or could not be opened. */
static void drop(struct job *list, const struct job *heirs)
{
	while (list) {
		struct job *next = list->next;

		job_close(list, heirs);
		job_free(list);
		list = next;
	}
}

static struct job *find_same(struct job *list, const struct job *job)
{
	for (; list; list = list->next)
		if (!list->is_kept && !list->is_retired && list->text_length == job->text_length &&
			!memcmp(list->text, job->text, job->text_length))
			return list;
	return 0;
}

/* Takes out of the list what is served already, and marks that as kept. Returns the rest. */
static struct job *keep_same(struct server *server, struct job *list)
{
	struct job *added = 0, **end = &added;

	while (list) {
		struct job *job = list, *same = find_same(server->jobs, job);

		list = job->next;
		job->next = 0;
		if (same) {
			same->is_kept = 1;
			job_free(job);
		} else {
			*end = job;
			end = &job->next;
		}
	}
	return added;
}

static void open_jobs(void *whom, void *list)
{
	jobs_open(whom, list);
}

static void reload_file(struct server *server)
{
	struct job *list = 0, **end = &server->jobs;
	int failed = attempt(read_jobs, server, &list);

	if (!failed) {
		list = keep_same(server, list);
		failed = attempt(open_jobs, server, list);
		process.place = 0;
	}
	if (failed) {
		drop(list, server->jobs);
		log_line(LEVEL_WARNING, "%s: all stays as it was", server->job.settings.file);
	}
	FOR_EACH_JOB (job, server->jobs) {
		if (!failed && !job->is_kept && !job->is_retired) {
			job->is_retired = 1;
			loop_close(server, job, list);
		}
		job->is_kept = 0;
		end = &job->next;
	}
	if (!failed) {
		*end = list;
		if (server->job.settings.is_announced && output_is_ready(STDOUT_FILENO))
			jobs_print(list);
		log_line(LEVEL_NORMAL, "%s: read again", server->job.settings.file);
	}
}

static int is_held(const struct job *job)
{
	FOR_EACH_LISTENER (listener, job)
		if (HAS_PROGRAMS && listener->holder)
			return 1;
	return 0;
}

/* Frees what no conversation, nor a program that has an endpoint, needs any more. */
static void free_retired(struct server *server)
{
	for (struct job **link = &server->jobs; *link;) {
		struct job *job = *link;

		if (job->is_retired && !job->live && !is_held(job)) {
			*link = job->next;
			job_free(job);
		} else {
			link = &job->next;
		}
	}
}

static void load_rules(void *whom, void *data)
{
	struct job *job = data;

	(void)whom;
	rules_load(&job->rules, &job->settings.allow, &job->settings.deny, job->settings.rules);
}

/* The rules of the jobs that stay. */
static void reload_rules(struct server *server)
{
	FOR_EACH_JOB (job, server->jobs) {
		struct rules old = job->rules;

		if (!job->settings.rules)
			continue;
		if (attempt(load_rules, server, job)) {
			rules_free(&job->rules);
			job->rules = old;
		} else {
			rules_free(&old);
		}
	}
}

int reload_is_asked(const struct server *server)
{
	int is_asked = CONFIG_SERVER_FILE && server->job.settings.file;

	FOR_EACH_JOB (job, server->jobs)
		is_asked |= CONFIG_SERVER_RULES && job->settings.rules;
	return is_asked;
}

/* Whether no process of ours, on its way to its program, reads what may go now. */
static int are_settled(const struct server *server)
{
	FOR_EACH_JOB (job, server->jobs)
		if (!spawn_is_settled(job))
			return 0;
	return 1;
}

void reload(struct server *server)
{
	if (CONFIG_SERVER_FILE)
		free_retired(server);
	if (!process.reload || process.stop)
		return;
	if (HAS_PROGRAMS && !are_settled(server)) {
		poll(0, 0, SETTLE_MS);
		if (!are_settled(server)) {
			loop_due_at(server, server->now + AGAIN_MS);
			return;
		}
	}
	process.reload = 0;
	if (CONFIG_SERVER_RULES)
		reload_rules(server);
	if (CONFIG_SERVER_FILE && server->job.settings.file)
		reload_file(server);
}
