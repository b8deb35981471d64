/*
 * load-http: 16 clients that ask for the same file over HTTP/1.1: `http` over connections that
 * are kept, `httpeach` over one for each request.
 *
 * A reply counts if it is 200, announces the file's length and has exactly that, no byte more;
 * its header has to come in one piece, as it does from every server that writes it so. A server
 * that ends a connection between two replies is asked again over a new one.
 */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define PATIENCE_US 3000000 /* then a request has failed */
#define ROOM (256 * 1024)

struct client {
	int fd;
	unsigned replies; /* that this connection has brought */
	int is_waiting;   /* until it can ask the first time */
	int is_begun;     /* the header has come */
	unsigned missing; /* what has not come of the body */
	uint64_t began;
};

struct clients {
	struct load *load;
	struct sockaddr_in address;
	int set;
	int keeps;
	char request[256];
	int request_length;
	char announced[64];
	size_t place; /* of the announced length in the last header, and likely in the next */
	struct client all[64];
};

static int ask(struct clients *clients, struct client *client)
{
	client->is_begun = 0;
	return send(client->fd, clients->request, clients->request_length, MSG_NOSIGNAL) !=
		clients->request_length;
}

/* Over the loopback device a connection is there at once, unless the server's queue is full. */
static void begin(struct clients *clients, struct client *client)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};

	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	client->replies = 0;
	client->began = now_us();
	connect(client->fd, (struct sockaddr *)&clients->address, sizeof(clients->address));
	client->is_waiting = ask(clients, client);
	if (client->is_waiting)
		event.events = EPOLLOUT;
	epoll_ctl(clients->set, EPOLL_CTL_ADD, client->fd, &event);
}

static void begin_anew(struct clients *clients, struct client *client)
{
	close(client->fd);
	begin(clients, client);
}

static void fail(struct clients *clients, struct client *client)
{
	clients->load->failed++;
	begin_anew(clients, client);
}

static int is_announced(struct clients *clients, const char *header, size_t length)
{
	size_t wanted = strlen(clients->announced);
	const char *found;

	if (clients->place + wanted <= length &&
		!memcmp(header + clients->place, clients->announced, wanted))
		return 1;
	found = memmem(header, length, clients->announced, wanted);
	clients->place = found ? found - header : 0;
	return found != 0;
}

/* The length of a good reply's header, or 0. */
static size_t judge_header(struct clients *clients, const char *text, size_t length)
{
	const char *end = memmem(text, length, "\r\n\r\n", 4);
	size_t header = end ? end + 4 - text : 0;

	if (!header || memcmp(text, "HTTP/1.", 7) || memcmp(text + 8, " 200", 4) ||
		!is_announced(clients, text, header))
		return 0;
	return header;
}

static void count_reply(struct clients *clients, struct client *client)
{
	clients->load->done++;
	client->replies++;
	client->began = now_us();
	if (ask(clients, client))
		begin_anew(clients, client);
}

static void take(struct clients *clients, struct client *client, const char *text, size_t length)
{
	if (!client->is_begun) {
		size_t header = judge_header(clients, text, length);

		client->is_begun = 1;
		client->missing = header ? clients->load->length : 0;
		length -= header;
	}
	if (length > client->missing) {
		fail(clients, client);
		return;
	}
	client->missing -= length;
	if (!client->missing && clients->keeps)
		count_reply(clients, client);
}

static void ask_now(struct clients *clients, struct client *client)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};

	client->is_waiting = 0;
	if (ask(clients, client))
		fail(clients, client);
	else
		epoll_ctl(clients->set, EPOLL_CTL_MOD, client->fd, &event);
}

static void hear(struct clients *clients, struct client *client)
{
	static char text[ROOM];
	ssize_t got = recv(client->fd, text, sizeof(text), 0);

	if (got > 0) {
		take(clients, client, text, got);
	} else if (got < 0 && errno == EAGAIN) {
		return;
	} else if (!got && !clients->keeps && client->is_begun && !client->missing) {
		clients->load->done++;
		begin_anew(clients, client);
	} else if (clients->keeps && client->replies && !client->is_begun) {
		begin_anew(clients, client);
	} else {
		fail(clients, client);
	}
}

static void go_on(struct clients *clients, struct client *client)
{
	(client->is_waiting ? ask_now : hear)(clients, client);
}

static void give_up(struct clients *clients)
{
	uint64_t now = now_us();

	for (unsigned i = 0; i < clients->load->at_once; i++)
		if (now - clients->all[i].began > PATIENCE_US)
			fail(clients, &clients->all[i]);
}

void load_http(struct load *load)
{
	struct clients clients = {
		.load = load,
		.address = server_address(load),
		.set = epoll_create1(EPOLL_CLOEXEC),
		.keeps = !strcmp(load->kind, "http"),
	};
	struct epoll_event events[64];

	clients.request_length = snprintf(clients.request, sizeof(clients.request),
		"GET /%u.html HTTP/1.1\r\nHost: bench.lan:10007\r\nUser-Agent: load/1\r\n"
		"Accept: */*\r\n%s\r\n",
		load->length, clients.keeps ? "" : "Connection: close\r\n");
	snprintf(clients.announced, sizeof(clients.announced), "ontent-Length: %u\r\n",
		load->length);
	for (unsigned i = 0; i < load->at_once; i++)
		begin(&clients, &clients.all[i]);
	while (load_goes_on(load)) {
		int count = epoll_wait(clients.set, events, 64, 500);

		for (int i = 0; i < count; i++)
			go_on(&clients, events[i].data.ptr);
		if (count <= 0)
			give_up(&clients);
	}
}
