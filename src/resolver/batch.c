/*
 * batch: all questions of a command line or of a list, many at once, and their answers in order.
 *
 * config RESOLVER_LIST
 *	bool "a list of names: -F"
 *	default y
 *	help
 *	  Asks for all names of a file, 64 at once. Costs about 600 bytes on ARMv7.
 */
#include "resolver/resolver.h"

#include "lib/file.h"
#include "lib/process.h"

#include <string.h>

/* Without lists one question follows another. */
static unsigned room(const struct request *request)
{
	return CONFIG_RESOLVER_LIST ? request->room : 1;
}

static void worsen(struct request *request, int status)
{
	if (status > request->status)
		request->status = status;
}

static void settle(void *request, void *job)
{
	answer_settle(request, job);
}

/* Lets one question that is wrong not be the end of a list. */
static void judge(struct request *request, struct job *job)
{
	if (!CONFIG_RESOLVER_LIST || !request->list) {
		answer_settle(request, job);
		return;
	}
	if (attempt(settle, request, job)) {
		job->is_void = 1;
		job->state = JOB_DONE;
		worsen(request, STATUS_USAGE);
	}
}

/* Prints what is done, each in its turn if there is an order. */
static void print_done(struct request *request)
{
	int more;

	do {
		more = 0;
		for (struct job *job = request->jobs; job < request->jobs + room(request); job++) {
			if (job->state != JOB_DONE ||
				(!request->is_unordered && job->number != request->printed))
				continue;
			if (!job->is_void)
				worsen(request, answer_print(request, job));
			request->printed++;
			job->state = JOB_FREE;
			more = 1;
		}
	} while (more);
}

/*
 * Waits until something comes, also from `input`, if that is none of -1. Returns 0 where nothing is
 * waited for; *is_ready: there is input.
 */
static int pump(struct request *request, int input, int *is_ready)
{
	struct job *end = request->jobs + room(request);
	struct query *list[SEARCH_QUERIES * QUESTIONS_MAX];
	size_t count = 0;
	int waiting;

	for (struct job *job = request->jobs; job < end; job++)
		if (job->state == JOB_ASKS)
			count += search_list(&job->search, list + count);
	waiting = queries_await(&request->settings, list, count, input, is_ready);
	for (struct job *job = request->jobs; job < end; job++) {
		if (job->state != JOB_ASKS || search_list(&job->search, list))
			continue;
		waiting = 1;
		if (!search_step(&job->search))
			job->state = JOB_DONE;
	}
	print_done(request);
	return waiting;
}

static struct job *free_job(struct request *request)
{
	int is_ready;

	for (;;) {
		for (struct job *job = request->jobs; job < request->jobs + room(request); job++)
			if (job->state == JOB_FREE)
				return job;
		pump(request, -1, &is_ready);
	}
}

static void submit(struct request *request, const struct question *question)
{
	struct job *job = free_job(request);
	size_t length = strlen(question->text);

	job->question = *question;
	job->number = request->number++;
	job->is_void = 0;
	/* A list's line is gone when it is read on. */
	if (CONFIG_RESOLVER_LIST && request->list && length < sizeof(job->text))
		job->question.text = memcpy(job->text, question->text, length + 1);
	judge(request, job);
	if (job->state == JOB_FREE)
		answer_start(request, job);
	print_done(request);
}

/* Asks what was taken, where it has no type of its own once for each type of -t. */
static void submit_all(struct request *request)
{
	const struct text_list *types = &request->types;

	for (unsigned i = 0; i < request->question_count; i++) {
		struct question question = request->questions[i];

		if (question.type || !types->count) {
			submit(request, &question);
			continue;
		}
		for (unsigned j = 0; j < types->count; j++) {
			question.type = question_type(types->items[j]);
			submit(request, &question);
		}
	}
	request->question_count = 0;
}

/* A line of the list has what could be on a command line. */
static void take_line(void *whom, struct span line)
{
	struct request *request = whom;
	char text[1024], *to = text;
	struct span word;

	while (span_word(&line, &word) && word.length < (size_t)(text + sizeof(text) - to)) {
		memcpy(to, word.at, word.length);
		to[word.length] = 0;
		question_add(request, to, 0);
		to += word.length + 1;
	}
	submit_all(request);
}

static void run_list(struct request *request)
{
	struct lines lines;
	int more = lines_open(&lines, request->list, take_line, request) ? -1 : 1;

	while (more > 0) {
		int is_ready;

		pump(request, lines.fd, &is_ready);
		if (is_ready)
			more = lines_more(&lines);
	}
	if (more < 0)
		die(STATUS_SYSTEM, "cannot read %s: %m", request->list);
}

int batch_run(struct request *request)
{
	int is_list = CONFIG_RESOLVER_LIST && request->list, is_ready;
	unsigned types = request->types.count + !request->types.count;

	request->room = is_list ? QUESTIONS_MAX : request->question_count * types;
	request->is_several = request->room > 1;
	if (request->room > QUESTIONS_MAX)
		request->room = QUESTIONS_MAX;
	request->jobs = reserve(room(request) * sizeof(*request->jobs));
	submit_all(request);
	if (is_list)
		run_list(request);
	while (pump(request, -1, &is_ready))
		;
	return request->status;
}
