/*
 * load-relay: both ends of what a port forwarder forwards, in one process: the clients, and
 * what they are forwarded to, on port 10008.
 *
 * relay: 16 conversations at once; the client says a line, the other end reads it, answers with
 * one and ends, and the client reads to the end. bulk: one connection carries bytes to the
 * other end as fast as it can; the client sends whatever the kernel takes, so that there is
 * always a queue, longer than a processor's cache. Counted are the thousands of bytes that
 * arrive, and some of each piece are compared with what was sent.
 */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define LINE "is this forwarded?\n"
#define ANSWER "it is forwarded\n"
#define PATIENCE_US 3000000 /* then a conversation has failed */
#define PIECE 65536
#define COMPARED 16 /* bytes at the begin of each piece that comes */

struct end {
	int fd;
	int is_sink;
	int is_waiting; /* until it can say its line */
	int has_line;
	uint64_t began;
	uint64_t offset; /* of the stream: sent, or received */
};

struct ends {
	struct load *load;
	struct sockaddr_in address;
	int set, listener;
	int is_bulk;
	uint64_t received;
	struct end clients[64];
	struct end sinks[4096]; /* by descriptor */
};

static char pattern[PIECE + COMPARED];

int open_sink(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(SINK_PORT)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) || listen(fd, 4096))
		return -1;
	return fd;
}

void drop_sink(int listener)
{
	struct pollfd waiting = {.fd = listener, .events = POLLIN};
	int fd, on = 1;

	poll(&waiting, 1, 1000);
	fd = accept(listener, 0, 0);
	setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &on, sizeof(on));
	close(fd);
}

static void watch(const struct ends *ends, struct end *end, int operation, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = end};

	epoll_ctl(ends->set, operation, end->fd, &event);
}

static int say(const struct end *end, const char *line, size_t length)
{
	return send(end->fd, line, length, MSG_NOSIGNAL) != (ssize_t)length;
}

/* Over the loopback device a connection is there at once, unless the forwarder's queue is full. */
static void begin(struct ends *ends, struct end *client)
{
	*client = (struct end){
		.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0),
		.began = now_us(),
	};
	connect(client->fd, (struct sockaddr *)&ends->address, sizeof(ends->address));
	client->is_waiting = !ends->is_bulk && say(client, LINE, sizeof(LINE) - 1);
	watch(ends, client, EPOLL_CTL_ADD,
		ends->is_bulk || client->is_waiting ? EPOLLOUT : EPOLLIN);
}

static void finish(struct ends *ends, struct end *client, int is_good)
{
	close(client->fd);
	if (!is_good)
		ends->load->failed++;
	else if (!ends->is_bulk)
		ends->load->done++;
	begin(ends, client);
}

static void accept_sinks(struct ends *ends)
{
	for (;;) {
		int fd = accept4(ends->listener, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd < 0)
			return;
		if (fd >= 4096) {
			close(fd);
			continue;
		}
		ends->sinks[fd] = (struct end){.fd = fd, .is_sink = 1};
		watch(ends, &ends->sinks[fd], EPOLL_CTL_ADD, EPOLLIN);
	}
}

static void send_pieces(struct ends *ends, struct end *client)
{
	ssize_t put;

	do {
		size_t place = client->offset % PIECE;

		put = send(client->fd, pattern + place, PIECE - place, MSG_NOSIGNAL);
		if (put > 0)
			client->offset += put;
	} while (put > 0);
	if (errno != EAGAIN)
		finish(ends, client, 0);
}

static void receive_piece(struct ends *ends, struct end *sink)
{
	static char buffer[PIECE];
	ssize_t got = recv(sink->fd, buffer, sizeof(buffer), 0);

	if (got < 0 && errno == EAGAIN)
		return;
	if (got <= 0) {
		close(sink->fd);
		return;
	}
	if (memcmp(buffer, pattern + sink->offset % PIECE, got < COMPARED ? got : COMPARED))
		ends->load->failed++;
	sink->offset += got;
	ends->received += got;
	ends->load->done += ends->received / 1000;
	ends->received %= 1000;
}

static void answer(struct end *sink)
{
	char buffer[256];
	ssize_t got = recv(sink->fd, buffer, sizeof(buffer), 0);

	if (got < 0 && errno == EAGAIN)
		return;
	if (got == sizeof(LINE) - 1 && !memcmp(buffer, LINE, got))
		say(sink, ANSWER, sizeof(ANSWER) - 1);
	close(sink->fd);
}

static void say_now(struct ends *ends, struct end *client)
{
	client->is_waiting = 0;
	if (say(client, LINE, sizeof(LINE) - 1))
		finish(ends, client, 0);
	else
		watch(ends, client, EPOLL_CTL_MOD, EPOLLIN);
}

static void hear(struct ends *ends, struct end *client)
{
	char buffer[256];
	ssize_t got = recv(client->fd, buffer, sizeof(buffer), 0);

	if (got < 0 && errno == EAGAIN)
		return;
	if (got == sizeof(ANSWER) - 1 && !memcmp(buffer, ANSWER, got))
		client->has_line = 1;
	else
		finish(ends, client, !got && client->has_line);
}

static void go_on(struct ends *ends, struct end *end)
{
	if (!end)
		accept_sinks(ends);
	else if (ends->is_bulk)
		(end->is_sink ? receive_piece : send_pieces)(ends, end);
	else if (end->is_sink)
		answer(end);
	else
		(end->is_waiting ? say_now : hear)(ends, end);
}

static void give_up(struct ends *ends)
{
	uint64_t now = now_us();

	for (unsigned i = 0; i < ends->load->at_once; i++)
		if (!ends->is_bulk && now - ends->clients[i].began > PATIENCE_US)
			finish(ends, &ends->clients[i], 0);
}

void load_relay(struct load *load)
{
	static struct ends ends;
	struct epoll_event events[64], listening = {.events = EPOLLIN};

	ends.load = load;
	ends.address = server_address(load);
	ends.set = epoll_create1(EPOLL_CLOEXEC);
	ends.listener = load->sink;
	ends.is_bulk = !strcmp(load->kind, "bulk");
	if (ends.is_bulk)
		load->at_once = 1;
	for (unsigned i = 0; i < PIECE; i++)
		pattern[i] = i * 2654435761U >> 24;
	memcpy(pattern + PIECE, pattern, COMPARED);
	epoll_ctl(ends.set, EPOLL_CTL_ADD, ends.listener, &listening);
	for (unsigned i = 0; i < load->at_once; i++)
		begin(&ends, &ends.clients[i]);
	while (load_goes_on(load)) {
		int count = epoll_wait(ends.set, events, 64, 500);

		for (int i = 0; i < count; i++)
			go_on(&ends, events[i].data.ptr);
		if (count <= 0)
			give_up(&ends);
	}
}
