/* load-datagram: 16 clients that send 64 bytes over UDP and wait until the same come back. */
#define _GNU_SOURCE
#include "load.h"

#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define LENGTH 64
#define PATIENCE_US 100000 /* then one is lost */

struct client {
	int fd;
	uint32_t number; /* of the datagram that it waits for */
	uint64_t sent;
};

static void ask(struct client *client, uint64_t now)
{
	char question[LENGTH] = {0};

	client->number++;
	client->sent = now;
	memcpy(question, &client->number, sizeof(client->number));
	send(client->fd, question, sizeof(question), 0);
}

static int is_answered(const struct client *client)
{
	char reply[LENGTH + 1];

	return recv(client->fd, reply, sizeof(reply), MSG_DONTWAIT) == LENGTH &&
		!memcmp(reply, &client->number, sizeof(client->number));
}

static int open_client(const struct load *load)
{
	struct sockaddr_in address = server_address(load);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	connect(fd, (struct sockaddr *)&address, sizeof(address));
	return fd;
}

/* The time is looked at once for all that has come. */
static void turn(struct load *load, struct client *clients, int set)
{
	struct epoll_event events[64];
	int count = epoll_wait(set, events, 64, 50);
	uint64_t now = now_us();

	for (int i = 0; i < count; i++) {
		struct client *client = events[i].data.ptr;

		if (!is_answered(client))
			continue;
		load->done++;
		ask(client, now);
	}
	for (unsigned i = 0; i < load->at_once; i++) {
		if (now - clients[i].sent < PATIENCE_US)
			continue;
		load->failed++;
		ask(&clients[i], now);
	}
}

void load_datagrams(struct load *load)
{
	struct client clients[64] = {{0}};
	int set = epoll_create1(EPOLL_CLOEXEC);

	for (unsigned i = 0; i < load->at_once; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[i]};

		clients[i].fd = open_client(load);
		epoll_ctl(set, EPOLL_CTL_ADD, clients[i].fd, &event);
		ask(&clients[i], now_us());
	}
	while (load_goes_on(load))
		turn(load, clients, set);
}

int wait_for_datagram(const struct load *load)
{
	struct client client = {.fd = open_client(load)};
	int answered = 0;

	for (int tries = 0; tries < 100 && !answered; tries++) {
		ask(&client, 0);
		nap(10 + tries);
		answered = is_answered(&client);
	}
	close(client.fd);
	return answered;
}
