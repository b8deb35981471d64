/* load-stream: 16 conversations over TCP at once, one begun when another ends. */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define LINE "I want a HTTP service\n"
#define PATIENCE_US 3000000 /* then a conversation has failed */

enum state { CONNECTING, LISTENING, ENDING };

struct conversation {
	int fd;
	enum state state;
	uint64_t began;
};

struct clients {
	struct load *load;
	struct sockaddr_in address;
	int set;
	int speaks_first, answers; /* as the kind of conversation has it */
	struct conversation all[64];
};

static void watch(const struct clients *clients, struct conversation *talk, int operation)
{
	struct epoll_event event = {
		.events = talk->state == CONNECTING ? EPOLLOUT : EPOLLIN,
		.data.ptr = talk,
	};

	epoll_ctl(clients->set, operation, talk->fd, &event);
}

static void begin(struct clients *clients, struct conversation *talk, uint64_t now)
{
	talk->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	talk->began = now;
	talk->state = clients->speaks_first ? CONNECTING : LISTENING;
	connect(talk->fd, (struct sockaddr *)&clients->address, sizeof(clients->address));
	watch(clients, talk, EPOLL_CTL_ADD);
}

static void end(struct clients *clients, struct conversation *talk, int is_good)
{
	close(talk->fd);
	if (is_good)
		clients->load->done++;
	else
		clients->load->failed++;
	begin(clients, talk, now_us());
}

static int say(const struct conversation *talk)
{
	return send(talk->fd, LINE, sizeof(LINE) - 1, MSG_NOSIGNAL) < 0;
}

/* What has come. Above 0: how much; 0: the end; -1: nothing yet; -2: an error. */
static ssize_t hear(const struct conversation *talk, char *buffer, size_t room)
{
	ssize_t got = recv(talk->fd, buffer, room, 0);

	return got >= 0 ? got : errno == EAGAIN ? -1 : -2;
}

static void go_on(struct clients *clients, struct conversation *talk)
{
	char buffer[4096];
	ssize_t got;

	if (talk->state == CONNECTING) {
		if (say(talk)) {
			end(clients, talk, 0);
			return;
		}
		talk->state = LISTENING;
		watch(clients, talk, EPOLL_CTL_MOD);
		return;
	}
	got = hear(talk, buffer, sizeof(buffer));
	if (got == -1)
		return;
	if (talk->state == ENDING) {
		if (got <= 0)
			end(clients, talk, !got);
	} else if (got <= 0 || !memchr(buffer, '\n', got)) {
		end(clients, talk, 0);
	} else if (clients->speaks_first) {
		end(clients, talk, 1);
	} else {
		talk->state = ENDING;
		if (clients->answers && say(talk))
			end(clients, talk, 0);
	}
}

static void give_up(struct clients *clients, uint64_t now)
{
	for (unsigned i = 0; i < clients->load->at_once; i++)
		if (now - clients->all[i].began > PATIENCE_US)
			end(clients, &clients->all[i], 0);
}

void load_streams(struct load *load)
{
	struct clients clients = {
		.load = load,
		.address = server_address(load),
		.set = epoll_create1(EPOLL_CLOEXEC),
		.speaks_first = !strcmp(load->kind, "echo"),
		.answers = strcmp(load->kind, "daytime") != 0,
	};
	struct epoll_event events[64];

	for (unsigned i = 0; i < load->at_once; i++)
		begin(&clients, &clients.all[i], now_us());
	while (load_goes_on(load)) {
		int count = epoll_wait(clients.set, events, 64, 500);

		for (int i = 0; i < count; i++)
			go_on(&clients, events[i].data.ptr);
		if (count <= 0)
			give_up(&clients, now_us());
	}
}

int wait_for_stream(const struct load *load)
{
	struct sockaddr_in address = server_address(load);

	for (int tries = 0; tries < 1000; tries++) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		int failed = connect(fd, (struct sockaddr *)&address, sizeof(address));

		close(fd);
		if (!failed)
			return 1;
		nap(5);
	}
	return 0;
}
