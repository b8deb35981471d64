/*
 * environment: what a program is told of its conversation, in the names of UCSPI (tcpserver, and
 * s6's programs for UNIX sockets), or in those of BusyBox's tcpsvd, and where netfilter redirected.
 *
 * Of what the peer says nothing gets in but its addresses.
 *
 * config SERVER_ENVIRONMENT
 *	bool "variables for programs: UCSPI"
 *	default y
 *	depends on SERVICE_EXEC
 *	help
 *	  PROTO, TCPREMOTEIP and others in the environment of programs. Costs about 850 bytes on
 *	  ARMv7.
 *
 * config SERVER_ENVIRONMENT_BUSYBOX
 *	bool "BusyBox's names: --env busybox"
 *	default y
 *	depends on SERVER_ENVIRONMENT
 *	help
 *	  TCPREMOTEADDR, TCPLOCALADDR and TCPCONCURRENCY instead. Costs next to nothing.
 */
#define _GNU_SOURCE
#include "server/environment.h"

#include "lib/system.h"

#include <string.h>

/* SO_ORIGINAL_DST and IP6T_SO_ORIGINAL_DST, in the kernel's headers of netfilter. */
#define ORIGINAL_DESTINATION 80

/* Asks for the socket's own address, or its peer's, by the number of the system call. */
static void ask_address(struct address *address, long call, int fd)
{
	address->length = sizeof(address->is);
	syscall(call, fd, &address->is.any, &address->length);
}

/* One side as UCSPI has it, or, in one variable, BusyBox. */
static void put_side(
	struct output *texts, const char *side, const struct peer *peer, int is_busybox)
{
	struct address address;

	if (is_busybox) {
		output_format(texts, "+TCP%sADDR=", side);
		address_from_ip(&address, &peer->ip, peer->port, 0);
		address_print(texts, &address);
	} else {
		output_format(texts, "+TCP%sPORT=%u\n+TCP%sIP=", side, peer->port, side);
		ip_print(texts, &peer->ip);
	}
	output_byte(texts, '\n');
}

/* Where the client wanted to go, if netfilter brought it here instead. */
static void put_origin(struct output *texts, int fd, const struct peer *local)
{
	struct address address = {.length = sizeof(address.is)};
	struct peer origin;

	if (syscall(SYS_getsockopt, fd, ip_is_v4(&local->ip) ? IPPROTO_IP : IPPROTO_IPV6,
		    ORIGINAL_DESTINATION, &address.is.any, &address.length))
		return;
	peer_from_address(&origin, &address);
	if (memcmp(&origin, local, sizeof(origin)))
		put_side(texts, "ORIGDST", &origin, 1);
}

/* Conversations of the same address, this one too. */
static unsigned count_alike(const struct talk *talk)
{
	const struct job *job = talk->job;
	unsigned count = 0;

	FOR_EACH_TALK (other, job)
		count += other->phase != PHASE_FREE &&
			!memcmp(&other->peer.ip, &talk->peer.ip, sizeof(talk->peer.ip));
	return count;
}

static void put_tcp(struct output *texts, const struct talk *talk)
{
	const struct job *job = talk->job;
	int is_busybox = CONFIG_SERVER_ENVIRONMENT_BUSYBOX && job->settings.busybox;
	struct peer local = talk->local;
	struct address address;

	if (!talk->has_local) {
		ask_address(&address, SYS_getsockname, talk->fd);
		peer_from_address(&local, &address);
		put_origin(texts, talk->fd, &local);
	}
	put_side(texts, "LOCAL", &local, is_busybox);
	put_side(texts, "REMOTE", &talk->peer, is_busybox);
	output_format(texts, "+PROTO=TCP\n+TCP%s=%u", is_busybox ? "CONCURRENCY" : "CONNNUM",
		count_alike(talk));
}

/* A path is empty where there is none; what is odd in it is escaped. */
static void put_local(struct output *texts, int fd)
{
	struct ucred peer = {0, -1, -1};
	socklen_t length = sizeof(peer);
	struct address address;

	syscall(SYS_getsockopt, fd, SOL_SOCKET, SO_PEERCRED, &peer, &length);
	output_format(texts,
		"+PROTO=IPC\n+IPCREMOTEEUID=%u\n+IPCREMOTEEGID=%u\n+IPCLOCALPATH=", peer.uid,
		peer.gid);
	ask_address(&address, SYS_getsockname, fd);
	address_print(texts, &address);
	output_text(texts, "\n+IPCREMOTEPATH=");
	ask_address(&address, SYS_getpeername, fd);
	address_print(texts, &address);
}

void environment_put(const struct talk *talk, char text[ENVIRONMENT_ROOM])
{
	/* With room for the end of the last one, and an empty one. */
	struct output out = {-1, 0, ENVIRONMENT_ROOM - 2, text};

	if (talk->peer.is_local)
		put_local(&out, talk->fd);
	else
		put_tcp(&out, talk);
	text[out.used] = text[out.used + 1] = 0;
	while (out.used--)
		if (text[out.used] == '\n')
			text[out.used] = 0;
}
