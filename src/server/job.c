/*
 * job: a service as it was asked for: its command line judged, its sockets and tables opened.
 *
 * config SERVER_USER
 *	bool "-u USER[:GROUP]"
 *	default y
 *	help
 *	  Gives up root once the endpoints are bound.
 *
 * config SERVER_USER_NAMES
 *	bool "names for -u, too"
 *	default y
 *	depends on SERVER_USER
 *	help
 *	  Users and groups by their names in /etc/passwd and /etc/group. Costs about 450 bytes.
 */
#include "server/job.h"
#include "server/spawn.h"

#include "lib/file.h"
#include "lib/process.h"
#include "lib/system.h"

#include <string.h>

/* One more than are allowed, which is counted before it is refused. */
#define LISTENERS_SIZE ((ENDPOINTS_MAX + 1) * sizeof(struct listener))

/* The entry of that name; ends the program where there is none. */
static const void *choose(const struct named_table *table, const char *name)
{
	char buffer[256];
	struct output why = OUTPUT(-1, buffer);
	const void *entry = named_find(table, name, strlen(name), &why);

	if (!entry)
		die(STATUS_USAGE, "%.*s", (int)why.used, buffer);
	return entry;
}

/* Takes the endpoints from the front of the arguments. */
static void take_endpoints(struct job *job, char **arguments)
{
	for (; arguments + 1 < job->arguments; arguments++) {
		struct listener *listener = &job->listeners[job->listener_count++];

		listener->fd = -1;
		if (job->listener_count > ENDPOINTS_MAX)
			die(STATUS_USAGE, "more than %u endpoints", ENDPOINTS_MAX);
		endpoint_require(&listener->endpoint, *arguments);
	}
}

/* Finds the service, behind the endpoints: the tables are as it needs them. */
static void find_service(struct job *job, char **arguments)
{
	char **first = arguments;

	while (*arguments && strchr(*arguments, ':'))
		arguments++;
	if (arguments == first)
		die(STATUS_USAGE, "an ENDPOINT is missing, such as tcp:8080");
	if (!*arguments)
		die(STATUS_USAGE, "a SERVICE is missing; see --help");
	job->service = choose(&service_table, *arguments);
	job->arguments = arguments + 1;
}

static void prepare_service(struct job *job)
{
	const struct keeping *keeps = job->service->keeps;

	if (CONFIG_JOB_STATE && keeps && keeps->own_size)
		job->own = reserve(keeps->own_size);
	if (job->service->prepare)
		job->service->prepare(job);
	else if (*job->arguments)
		die(STATUS_USAGE, "%s takes no argument: what is %s?", job->service->name,
			*job->arguments);
}

size_t job_buffer_size(const struct job *job)
{
	const struct keeping *keeps = job->service->keeps;

	return CONFIG_TALK_STATE && keeps && keeps->buffer_size ? keeps->buffer_size : TALK_BUFFER;
}

size_t job_state_size(const struct job *job)
{
	const struct keeping *keeps = job->service->keeps;

	return CONFIG_TALK_STATE && keeps ? keeps->state_size : 0;
}

size_t job_tables_size(const struct job *job)
{
	size_t talks = CONFIG_STREAM ? job->talk_max : 0;

	return LISTENERS_SIZE +
		talks * (sizeof(struct talk) + job_state_size(job) + job_buffer_size(job));
}

static size_t traffic_size(const struct job *job)
{
	return job->talk_max * sizeof(struct traffic);
}

/*
 * The endpoints, the table of conversations, then their buffers, which are never in memory unless
 * they are used; apart, as a process of the fork model counts for us, what each sends and receives.
 */
static void reserve_tables(struct job *job)
{
	char *memory;

	job->talk_max = job->model->is_single ? 1 : job->settings.max;
	memory = reserve(job_tables_size(job));
	job->listeners = (struct listener *)memory;
	job->talks = job->talk_end = (struct talk *)(memory + LISTENERS_SIZE);
	job->states = (char *)(job->talks + job->talk_max);
	job->buffers = job->states + job->talk_max * job_state_size(job);
	if (CONFIG_STREAM)
		job->traffic = reserve_as(
			traffic_size(job), CONFIG_MODEL_FORK ? MAP_SHARED : MAP_PRIVATE);
}

/*
 * A line's own -u and -r are its processes', as this one goes on serving the others; those of the
 * command line are this process's.
 */
static void take_identity(struct server *server, struct job *job)
{
	const struct settings *own = &job->settings, *whole = &server->job.settings;

	if (CONFIG_SERVER_USER && own->user)
		identity_parse(&job->identity, own->user, (char *)server->question, DATAGRAM_MAX);
	job->has_identity = CONFIG_SERVER_FILE && own->user != whole->user;
	job->has_root = CONFIG_SERVER_FILE && own->root != whole->root;
	if (!CONFIG_SERVER_FILE || (!job->has_identity && !job->has_root))
		return;
	FOR_EACH_LISTENER (listener, job)
		if (!job->service->start &&
			(!job->model->has_process || job->service->is_inline ||
				listener->endpoint.transport->type != SOCK_STREAM))
			die(STATUS_USAGE, "-u and -r in a line are for exec and the fork model");
}

void job_become(const struct job *job)
{
	if (CONFIG_SERVER_FILE && CONFIG_SERVER_CHROOT && job->has_root)
		root_enter(job->settings.root);
	if (CONFIG_SERVER_FILE && CONFIG_SERVER_USER && job->has_identity)
		identity_become(&job->identity);
}

void job_check_access(const struct job *job, const struct endpoint *endpoint)
{
	const struct settings *own = &job->settings;

	if (own->allow.count || own->deny.count || own->rules || own->per_client || own->rate ||
		own->proxy || own->proxies.count)
		die(STATUS_USAGE, "%s takes %s itself: no -a, -d, -x, -C, --rate, -P",
			job->service->name, endpoint->text);
}

void job_check_type(const struct job *job, const struct endpoint *endpoint, int type)
{
	const struct service *service = job->service;

	if (!service->start && (type == SOCK_STREAM ? !service->run : !service->answer))
		die(STATUS_USAGE, "%s: %s does not serve %s", endpoint->text, service->name,
			type == SOCK_STREAM ? "streams" : "datagrams");
}

/* The names that programs are given. */
static void take_environment(struct settings *settings)
{
	const char *names = settings->environment;

	settings->busybox = CONFIG_SERVER_ENVIRONMENT_BUSYBOX && names && !strcmp(names, "busybox");
	if (names && !settings->busybox && strcmp(names, "ucspi"))
		die(STATUS_USAGE, "option --env: not ucspi or busybox");
}

void job_prepare(struct server *server, struct job *job, char **arguments)
{
	const struct settings *settings = &job->settings;

	if (CONFIG_TALK_STATE || CONFIG_JOB_STATE)
		job->server = server;
	job->idle = settings->idle;
	job->total = settings->total;
	job->model = settings->model ? choose(&model_table, settings->model) : models[0];
	find_service(job, arguments);
	reserve_tables(job);
	take_endpoints(job, arguments);
	prepare_service(job);
	for (unsigned i = 0; HAS_PROGRAMS && job->service->start && i < job->listener_count; i++)
		if (job->service->takes_listeners ||
			job->listeners[i].endpoint.transport->type == SOCK_DGRAM)
			job_check_access(job, &job->listeners[i].endpoint);
	for (unsigned i = 0; HAS_PARTIAL && i < job->listener_count; i++)
		if (job->listeners[i].endpoint.transport->type)
			job_check_type(job, &job->listeners[i].endpoint,
				job->listeners[i].endpoint.transport->type);
	if (CONFIG_SERVER_ENVIRONMENT)
		take_environment(&job->settings);
	if (CONFIG_SANDBOX && server->is_confined && job->service->start)
		die(STATUS_USAGE, "%s needs a new start: the server is confined",
			job->service->name);
	if (CONFIG_SERVER_USER || CONFIG_SERVER_CHROOT)
		take_identity(server, job);
	if (CONFIG_SERVER_SOCKET_OWNER)
		owner_prepare(&job->owner, settings, (char *)server->question, DATAGRAM_MAX);
	if (CONFIG_SERVER_MEMORY && settings->min_free)
		memory_prepare(&server->memory);
	if (CONFIG_SERVER_CLIENTS)
		clients_prepare(&job->clients, settings);
	if (CONFIG_SERVER_RULES)
		rules_load(&job->rules, &settings->allow, &settings->deny, settings->rules);
	if (CONFIG_SERVER_PROXY)
		rules_load(&job->proxies, &settings->proxies, 0, 0);
}

void jobs_open(struct server *server, struct job *list)
{
	const struct job *older = list == server->jobs ? 0 : server->jobs;

	FOR_EACH_JOB (job, list) {
		if (CONFIG_SERVER_FILE && job->line) {
			process.place = server->job.settings.file;
			process.place_line = job->line;
		}
		for (unsigned i = 0, count = job->listener_count; i < count; i++)
			listener_open(job, &job->listeners[i], older);
	}
	if (CONFIG_SERVER_FILE)
		process.place = 0;
}

int jobs_print(struct job *list)
{
	char buffer[256];
	struct output out = OUTPUT(STDOUT_FILENO, buffer);

	FOR_EACH_JOB (job, list)
		FOR_EACH_LISTENER (listener, job)
			listener_print(&out, listener);
	return output_flush(&out);
}

void job_close(struct job *job, const struct job *heirs)
{
	FOR_EACH_LISTENER (listener, job)
		listener_close(listener, heirs);
}

void job_free(struct job *job)
{
	if (CONFIG_JOB_STATE && job->own) {
		const struct keeping *keeps = job->service->keeps;

		if (keeps->release)
			keeps->release(job);
		system_unmap(job->own, keeps->own_size);
	}
	if (CONFIG_SERVER_RULES)
		rules_free(&job->rules);
	if (CONFIG_SERVER_PROXY)
		rules_free(&job->proxies);
	if (CONFIG_SERVER_CLIENTS)
		clients_free(&job->clients);
	if (HAS_PROGRAMS)
		spawn_free(job);
	if (job->listeners)
		system_unmap(job->listeners, job_tables_size(job));
	if (job->traffic)
		system_unmap(job->traffic, traffic_size(job));
	system_unmap(job, job->mapped);
}
