/*
 * datagram: answers datagrams, one by one, from the address that each was sent to.
 *
 * On a wildcard socket the kernel says with each datagram which of our addresses was asked
 * (IP_PKTINFO, IPV6_PKTINFO), and the same words given back with the reply make it leave from
 * there; otherwise a host with several addresses answers from another one, and a client that
 * checks, as it should, throws the reply away.
 *
 * config DATAGRAM
 *	bool
 */
#define _GNU_SOURCE
#include "server/server.h"

#include "lib/clock.h"
#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <string.h>

#define ANSWERS_IN_TURN 64 /* before the other endpoints are looked at again */
#define STARTS_A_SECOND 16 /* of a program that leaves its datagram in the socket */

/* Room for one message about the destination; the larger of the two is in6_pktinfo. */
union control {
	struct cmsghdr header;
	char room[CMSG_SPACE(sizeof(struct in6_pktinfo))];
};

/*
 * Makes the destination of the question the source of the reply: the kernel takes it in the form in
 * which it gave it, but for the interface, which routing shall choose again. Returns 0 where it is
 * not there.
 */
static int turn_around(struct msghdr *message)
{
	struct cmsghdr *header = CMSG_FIRSTHDR(message);

	if (!header)
		return 0;
	if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO)
		((struct in_pktinfo *)CMSG_DATA(header))->ipi_ifindex = 0;
	else if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO)
		((struct in6_pktinfo *)CMSG_DATA(header))->ipi6_ifindex = 0;
	else
		return 0;
	return 1;
}

/*
 * The reply goes out from where the question was sent to; where that cannot be (a broadcast), from
 * any address.
 */
static void send_reply(int fd, struct msghdr *message)
{
	if (sendmsg(fd, message, MSG_DONTWAIT) >= 0 || !message->msg_controllen)
		return;
	if (errno != EINVAL && errno != EADDRNOTAVAIL && errno != ENETUNREACH)
		return;
	message->msg_control = 0;
	message->msg_controllen = 0;
	sendmsg(fd, message, MSG_DONTWAIT);
}

/*
 * A source that may answer what we answer, for ever: a small service, or we ourselves. The source
 * of a datagram is easily forged (CERT CA-1996-01).
 */
static int is_answerer(const struct peer *peer, const struct address *own)
{
	return !peer->is_local &&
		(peer->port == 7 || peer->port == 13 || peer->port == 17 || peer->port == 19 ||
			peer->port == 37 || peer->port == address_port(own));
}

/* Receives one and answers it. Returns 0 where there was none. */
static int answer_one(struct server *server, struct listener *listener)
{
	struct address address = {
		.is.any.sa_family = AF_UNIX}; /* stays so where the sender has no name */
	union control control;
	struct iovec vector = {server->question, sizeof(server->question)};
	struct msghdr message = {
		.msg_name = &address.is,
		.msg_namelen = sizeof(address.is),
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct peer peer;
	struct datagram question = {&server->job, &peer, server->question, 0};
	ssize_t got = system_receive(listener->fd, &message, MSG_DONTWAIT);
	size_t length;

	if (got < 0)
		return 0;
	if (message.msg_flags & MSG_TRUNC)
		return 1;
	address.length = message.msg_namelen;
	peer_from_address(&peer, &address);
	if (is_answerer(&peer, &listener->bound))
		return 1;
	question.length = got;
	length = server->job.service->answer(&question, server->reply, sizeof(server->reply));
	if (length == NO_REPLY || message.msg_namelen <= sizeof(sa_family_t))
		return 1;
	if (!turn_around(&message)) {
		message.msg_control = 0;
		message.msg_controllen = 0;
		if (listener->is_wildcard && !server->said_no_source) {
			server->said_no_source = 1;
			log_line(LEVEL_WARNING,
				"%s: replies may leave from another address than was asked",
				listener->endpoint.text);
		}
	}
	vector.iov_base = server->reply;
	vector.iov_len = length;
	send_reply(listener->fd, &message);
	return 1;
}

/* The program has the socket until it ends. One that does not read is not started for ever. */
static void hand_over(struct server *server, struct listener *listener)
{
	uint32_t now = clock_ms();

	if (now - listener->start_second >= 1000) {
		listener->start_second = now;
		listener->starts = 0;
	}
	if (listener->starts++ == STARTS_A_SECOND) {
		errno = EAGAIN;
		server_pause(server, "start the program so often");
		return;
	}
	listener->holder = server->job.service->start(&server->job, listener->fd);
	if (listener->holder < 0) {
		listener->holder = 0;
		server_pause(server, "start a process");
	}
}

void datagrams_answer(struct server *server, struct listener *listener)
{
	if (!CONFIG_DATAGRAM)
		return;
	if (CONFIG_SERVICE_EXEC && server->job.service->start) {
		hand_over(server, listener);
		return;
	}
	for (int i = 0; i < ANSWERS_IN_TURN && answer_one(server, listener); i++)
		;
}
