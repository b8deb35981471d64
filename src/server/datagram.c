/*
 * datagram: answers datagrams, from the address that each was sent to. Several are received by one
 * system call, and their replies sent by another.
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

#define TURNS 8 /* before the other endpoints are looked at again */

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
	/* Not the padding behind it, which the kernel would allocate memory for. */
	message->msg_controllen = header->cmsg_len;
	return 1;
}

/*
 * The replies go out from where the questions were sent to; where that cannot be (a broadcast),
 * from any address. One that cannot be sent at all is lost, as datagrams are.
 */
static void send_replies(
	const struct listener *listener, struct mmsghdr *message, const struct mmsghdr *end)
{
	while (message < end) {
		int sent = syscall(
			SYS_sendmmsg, listener->fd, message, end - message, MSG_DONTWAIT);

		if (sent < 0) {
			sent = !message->msg_hdr.msg_controllen ||
				listener->job->service->is_unicast ||
				(errno != EINVAL && errno != EADDRNOTAVAIL && errno != ENETUNREACH);
			message->msg_hdr.msg_controllen = 0;
		}
		message += sent;
	}
}

/*
 * A source that may answer what we answer, for ever: a small service, or we ourselves. The source
 * of a datagram is easily forged (CERT CA-1996-01).
 */
static int is_answerer(const struct peer *peer, const struct listener *listener)
{
	return !peer->is_local &&
		(peer->port == 7 || peer->port == 13 || peer->port == 17 || peer->port == 19 ||
			peer->port == 37 ||
			(!(CONFIG_JOB_STATE && listener->job->service->takes_own_port) &&
				peer->port == address_port(&listener->bound)));
}

/* Whether the rules, and how often it has asked, let it have an answer. */
static int may_ask(struct server *server, struct job *job, const struct peer *peer)
{
	struct client *client = 0;
	enum refusal why = peer_judge(job, peer, server->now, &client);

	if (why != NOT_REFUSED) {
		refuse(server, peer, why);
		return 0;
	}
	if (CONFIG_SERVER_CLIENTS)
		clients_leave(client);
	return 1;
}

/*
 * Turns a question into its reply, which is put at the place. Returns how long it is, or NO_REPLY.
 */
static size_t answer(struct server *server, struct listener *listener, struct mmsghdr *message,
	unsigned char *reply)
{
	struct msghdr *header = &message->msg_hdr;
	struct address *address = header->msg_name;
	struct job *job = listener->job;
	struct peer peer;
	struct datagram question = {
		.job = job,
		.peer = &peer,
		.bytes = header->msg_iov->iov_base,
		.length = message->msg_len,
	};
	size_t length;

	if (header->msg_flags & MSG_TRUNC)
		return NO_REPLY;
	address->length = header->msg_namelen;
	peer_from_address(&peer, address);
	if (CONFIG_JOB_STATE) {
		question.listener = listener;
		question.address = address;
		question.header = header;
	}
	if (is_answerer(&peer, listener) || !may_ask(server, job, &peer))
		return NO_REPLY;
	length = job->service->answer(&question, reply, DATAGRAM_MAX);
	if (CONFIG_SERVER_COUNTERS) {
		server->counters.datagrams++;
		server->counters.ended.in += question.length;
	}
	if (length == NO_REPLY || header->msg_namelen <= sizeof(sa_family_t))
		return NO_REPLY;
	if (!turn_around(header)) {
		header->msg_controllen = 0;
		if (listener->is_wildcard && !server->said_no_source) {
			server->said_no_source = 1;
			log_line(LEVEL_WARNING, "%s: replies may leave from another address",
				listener->endpoint.text);
		}
	}
	header->msg_iov->iov_base = reply;
	header->msg_iov->iov_len = length;
	if (CONFIG_SERVER_COUNTERS)
		server->counters.ended.out += length;
	return length;
}

void datagram_keep(const struct datagram *question, struct way_back *way)
{
	const struct address *address = question->address;
	struct msghdr header = *question->header;

	memset(way, 0, sizeof(*way));
	way->listener = question->listener;
	memcpy(&way->address.is, &address->is, address->length);
	way->address.length = address->length;
	if (turn_around(&header)) {
		way->control_length = header.msg_controllen;
		memcpy(&way->control, header.msg_control, way->control_length);
	}
}

ssize_t datagram_send(const struct way_back *way, const void *bytes, size_t length)
{
	struct iovec vector = {(void *)bytes, length};
	struct mmsghdr message = {
		.msg_hdr.msg_name = (void *)&way->address.is,
		.msg_hdr.msg_namelen = way->address.length,
		.msg_hdr.msg_iov = &vector,
		.msg_hdr.msg_iovlen = 1,
		.msg_hdr.msg_control = (void *)&way->control,
		.msg_hdr.msg_controllen = way->control_length,
	};

	if (syscall(SYS_sendmmsg, way->listener->fd, &message, 1, MSG_DONTWAIT) < 0)
		return -1;
	if (CONFIG_SERVER_COUNTERS)
		way->listener->job->server->counters.ended.out += length;
	return length;
}

/* What belongs to one of the messages that are received at once. */
struct place {
	struct iovec vector;
	struct address address;
	union control control;
};

static void prepare(
	struct mmsghdr *message, struct place *place, unsigned char *question, int is_asked)
{
	place->address.is.any.sa_family = AF_UNIX; /* stays so where the sender has no name */
	place->vector = (struct iovec){question, DATAGRAM_MAX};
	message->msg_hdr = (struct msghdr){
		.msg_name = &place->address,
		.msg_namelen = sizeof(place->address.is),
		.msg_iov = &place->vector,
		.msg_iovlen = 1,
		.msg_control = &place->control,
		/* Else nothing: descriptors that a peer passes would stay open. */
		.msg_controllen = is_asked ? sizeof(place->control) : 0,
	};
}

/* Receives some and answers them. Returns 0 where there are no more. */
static int answer_some(struct server *server, struct listener *listener)
{
	struct mmsghdr messages[DATAGRAMS_AT_ONCE], *next = messages;
	struct place places[DATAGRAMS_AT_ONCE];
	unsigned char *reply = server->reply;
	int count;

	for (int i = 0; i < DATAGRAMS_AT_ONCE; i++)
		prepare(&messages[i], &places[i], server->question + i * DATAGRAM_MAX,
			listener->is_wildcard);
	count = syscall(SYS_recvmmsg, listener->fd, messages, DATAGRAMS_AT_ONCE, MSG_DONTWAIT, 0);
	for (int i = 0; i < count; i++) {
		size_t length = answer(server, listener, &messages[i], reply);

		if (length == NO_REPLY)
			continue;
		*next++ = messages[i];
		reply += length;
		/* The next one may be as long as a datagram can be. */
		if (reply > server->reply + DATAGRAM_MAX) {
			send_replies(listener, messages, next);
			reply = server->reply;
			next = messages;
		}
	}
	send_replies(listener, messages, next);
	return count < 0 ? errno != EAGAIN : count == DATAGRAMS_AT_ONCE;
}

void datagrams_answer(struct server *server, struct listener *listener)
{
	for (int i = 0; i < TURNS && listener->is_ready; i++)
		listener->is_ready = answer_some(server, listener);
}
