/*
 * mdns: this machine as NAME.local on the links that it is on (Multicast DNS, RFC 6762), without a
 * name server: the name is asked for, announced, defended, and changed to NAME-2.local where
 * another machine has it. Packets are read and written by dns/mdns.c, addresses come from
 * lib/addresses.c; here is when which is sent, and where to.
 *
 * Several responders may share the port on a machine, so what we ask is to be answered by multicast
 * (15.1), and answers by unicast are nobody's that we asked. Whatever changes of the addresses, the
 * name is asked for again on all links, and meanwhile answered for. Left out on purpose: other
 * names of the machine, and asking for those of others.
 *
 * config SERVICE_MDNS
 *	bool "mdns"
 *	default y
 *	depends on TRANSPORT_UDP
 *	select DATAGRAM
 *	select JOB_STATE
 *	help
 *	  This machine is found as NAME.local in its network (RFC 6762). Costs about 4,900
 *	  bytes, 3,800 where names are looked up, too.
 */
#define _GNU_SOURCE
#include "server/server.h"

#include "dns/mdns.h"
#include "lib/clock.h"
#include "lib/option.h"
#include "lib/prefix.h"
#include "lib/process.h"
#include "lib/system.h"

#include <string.h>
#include <sys/utsname.h>

#define PROBE_MS 250
#define SECOND_MS 1000
#define CONFLICTS_MAX 15   /* in so many ms, ... */
#define CONFLICTS_MS 10000 /* ... then the next is asked for later (8.1) */
#define LATER_MS 5000
#define BASE_MAX 52 /* of a label, so that a number has room behind it */

/* How many packets were sent: probes, then announcements. */
enum { PROBES = 3, ANNOUNCEMENTS = 2, SETTLED = PROBES + ANNOUNCEMENTS };

static const struct ip groups[] = {
	{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 224, 0, 0, 251}},
	{{0xff, 0x02, [15] = 0xfb}},
};

struct responder {
	unsigned step;            /* packets sent */
	uint32_t due;             /* the next, where there is one */
	unsigned char is_claimed; /* the name is ours */
	unsigned char base;       /* how much of its first label we were asked for */
	unsigned number;          /* behind it */
	unsigned conflicts;
	uint32_t conflict; /* when the last was */
	struct watch watch;
	struct mdns mdns;
};

/* With a number behind it, from the second on. */
static void make_name(struct responder *own)
{
	struct name *name = &own->mdns.name;
	char *label = (char *)name->wire + 1;
	struct output out = {-1, own->base, LABEL_MAX_LENGTH, label};

	if (own->number++) {
		/* Not within a character of UTF-8. */
		if (out.used > BASE_MAX)
			for (out.used = BASE_MAX; (label[out.used] & 0xc0) == 0x80; out.used--)
				;
		output_format(&out, "-%u", own->number);
	}
	name->wire[0] = out.used;
	memcpy(label + out.used, "\5local", sizeof("\5local"));
	name->length = out.used + 1 + sizeof("\5local");
	own->is_claimed = 0;
}

static void say(const struct responder *own, const char *what)
{
	const unsigned char *wire = own->mdns.name.wire;

	log_line(LEVEL_NORMAL, "mdns: %s %.*s.local", what, *wire, wire + 1);
}

/* Asks for the name, after a while. */
static void restart(struct job *job, unsigned ms)
{
	struct responder *own = job->own;

	own->step = 0;
	own->due = job->server->now + ms;
	job_due(job, ms);
}

static unsigned some_ms(void)
{
	unsigned char ms = 0;

	syscall(SYS_getrandom, &ms, sizeof(ms), 0);
	return ms;
}

static void set(const struct job *job, int level, int name, const void *value, size_t length)
{
	system_set_option(job->listeners->fd, level, name, value, length);
}

/* One that the system refuses is lost: there is no IPv6, or no such link any more. */
static void multicast(const struct job *job, unsigned link, const void *bytes, size_t length)
{
	const struct listener *listener = job->listeners;
	const struct ip_mreqn through = {.imr_ifindex = link};
	struct address address;

	set(job, IPPROTO_IP, IP_MULTICAST_IF, &through, sizeof(through));
	for (unsigned i = 0; length && i < 2; i++) {
		address_from_ip(&address, &groups[i], address_port(&listener->bound), link);
		syscall(SYS_sendto, listener->fd, bytes, length, MSG_DONTWAIT, &address.is.any,
			address.length);
	}
}

/* Says all on each link: as probes (no flags), or for everyone to know, or, for 0 s, to forget. */
static void say_all(struct job *job, unsigned flags, unsigned ttl)
{
	struct responder *own = job->own;
	struct mdns *mdns = &own->mdns;
	struct own_address *address = 0;
	void *buffer = job->server->question;
	unsigned link = 0;

	mdns->is_repeated = 0;
	mdns->flags = flags;
	mdns->ttl = ttl;
	mdns->pause = flags && ttl;
	mdns->now = job->server->now;
	while ((address = addresses_next(&mdns->addresses, address, 0)))
		address->wanted = 1 << MDNS_ADDRESS;
	while ((address = addresses_next(&mdns->addresses, address, 0))) {
		if (address->link == link)
			continue;
		link = address->link;
		multicast(job, link, buffer, mdns_write(mdns, link, buffer, DATAGRAM_MAX));
	}
}

static void tick(struct job *job)
{
	struct responder *own = job->own;
	int is_probe = own->step < PROBES;

	if (clock_is_over(own->due, job->server->now)) {
		own->due = job->server->now + (is_probe ? PROBE_MS : SECOND_MS);
		if (own->step++ == PROBES && !own->is_claimed) {
			own->is_claimed = 1;
			say(own, "this is");
		}
		say_all(job, is_probe ? 0 : MDNS_RESPONSE, MDNS_TTL);
	}
	if (own->step < SETTLED)
		job_due(job, clock_until(own->due, job->server->now));
}

/* option: IP_ADD_MEMBERSHIP and IPV6_JOIN_GROUP, or the numbers behind them, the reverse. */
static void join(const struct job *job, int is_leave)
{
	const struct responder *own = job->own;
	struct own_address *address = 0;
	struct ip_mreqn four = {.imr_ifindex = 0};
	struct ipv6_mreq six;

	memcpy(&four.imr_multiaddr, groups[0].bytes + 12, sizeof(four.imr_multiaddr));
	memcpy(&six.ipv6mr_multiaddr, &groups[1], sizeof(six.ipv6mr_multiaddr));
	while ((address = addresses_next(&own->mdns.addresses, address, 0))) {
		four.imr_ifindex = six.ipv6mr_interface = address->link;
		set(job, IPPROTO_IP, IP_ADD_MEMBERSHIP + is_leave, &four, sizeof(four));
		set(job, IPPROTO_IPV6, IPV6_JOIN_GROUP + is_leave, &six, sizeof(six));
	}
}

/* Something has changed: perhaps the addresses. */
static void look(struct watch *watch)
{
	struct job *job = watch->job;
	struct responder *own = job->own;
	struct addresses now;

	addresses_read(&now, watch->fd, job->settings.socket.interface);
	if (!addresses_compare(&now, &own->mdns.addresses, 0))
		return;
	join(job, 1);
	own->mdns.addresses = now;
	join(job, 0);
	restart(job, some_ms());
}

static void opened(struct job *job)
{
	/* Who checks, as RFC 6762, 11 once asked for, takes only what has come this far. */
	static const unsigned char hops[][2] = {{IPPROTO_IP, IP_TTL},
		{IPPROTO_IP, IP_MULTICAST_TTL}, {IPPROTO_IPV6, IPV6_UNICAST_HOPS},
		{IPPROTO_IPV6, IPV6_MULTICAST_HOPS}};
	struct responder *own = job->own;

	for (unsigned i = 0; i < sizeof(hops) / sizeof(*hops); i++)
		system_set_flag(job->listeners->fd, hops[i][0], hops[i][1], 255);
	own->watch.fd = addresses_open();
	own->watch.job = job;
	own->watch.happened = look;
	if (watch_add(&own->watch))
		log_line(LEVEL_WARNING, "mdns: no word of addresses: %m");
	else
		look(&own->watch);
}

static void closing(struct job *job)
{
	const struct responder *own = job->own;

	if (own->is_claimed)
		say_all(job, MDNS_RESPONSE, 0);
}

static void release(struct job *job)
{
	struct responder *own = job->own;

	watch_close(&own->watch);
}

/* The interface by which it came, 0: not known, and whether it was sent to a group. */
static unsigned arrival(const struct datagram *question, int *is_group)
{
	const struct cmsghdr *header = CMSG_FIRSTHDR(question->header);
	const struct in6_pktinfo *six;
	const struct in_pktinfo *four;
	const unsigned char *to;
	unsigned link;
	int is_v4 = 1;

	if (!header)
		return 0;
	six = (const void *)CMSG_DATA(header);
	four = (const void *)CMSG_DATA(header);
	if (header->cmsg_level == IPPROTO_IPV6) {
		is_v4 = ip_is_v4((const struct ip *)&six->ipi6_addr);
		to = six->ipi6_addr.s6_addr + (is_v4 ? 12 : 0);
		link = six->ipi6_ifindex;
	} else {
		to = (const unsigned char *)&four->ipi_addr;
		link = four->ipi_ifindex;
	}
	*is_group = *to == (is_v4 ? 224 : 0xff);
	return link;
}

/* Whether it is in a network of the link: others cannot be told by unicast (11). */
static int is_near(const struct addresses *addresses, unsigned link, const struct ip *ip)
{
	struct own_address *address = 0;

	while ((address = addresses_next(addresses, address, link))) {
		struct ip base = address->ip;

		prefix_fill(&base, address->bits, 0);
		if (prefix_has(&base, address->bits, ip))
			return 1;
	}
	return 0;
}

/*
 * Another has our name, or asks for it at the same time: while we ask, it is theirs; later we ask
 * again, and they are heard.
 */
static void weigh(struct job *job)
{
	struct responder *own = job->own;
	uint32_t now = job->server->now;

	/* Before our first question nobody has answered it, or asks at the same time. */
	if (!own->step)
		return;
	if (own->mdns.is_conflict) {
		say(own, "another machine is");
		if (own->step <= PROBES)
			make_name(own);
		own->is_claimed = 0;
		if (now - own->conflict > CONFLICTS_MS)
			own->conflicts = 0;
		own->conflict = now;
		restart(job, own->conflicts++ < CONFLICTS_MAX ? some_ms() : LATER_MS);
	} else if (own->mdns.is_later && !own->is_claimed) {
		restart(job, SECOND_MS);
	}
}

static size_t answer(const struct datagram *question, unsigned char *reply, size_t room)
{
	struct job *job = question->job;
	struct responder *own = job->own;
	struct mdns *mdns = &own->mdns;
	int is_group;
	unsigned link = arrival(question, &is_group);
	size_t length;

	if (!link || !addresses_next(&mdns->addresses, 0, link) ||
		mdns_hear(mdns, link, question->bytes, question->length))
		return NO_REPLY;
	if (is_group)
		weigh(job);
	mdns->is_repeated = question->peer->port != address_port(&question->listener->bound);
	mdns->pause = 0;
	if (is_group && !mdns->is_repeated && (mdns->is_shared || mdns->is_probe))
		mdns->pause = mdns->is_probe ? PROBE_MS : SECOND_MS;
	if (!own->is_claimed ||
		(!mdns->pause && !is_near(&mdns->addresses, link, &question->peer->ip)))
		return NO_REPLY;
	mdns->flags = MDNS_RESPONSE;
	mdns->ttl = mdns->is_repeated ? MDNS_LEGACY_TTL : MDNS_TTL;
	mdns->now = job->server->now;
	length = mdns_write(mdns, link, reply, room);
	if (length && !mdns->pause)
		return length;
	multicast(job, link, reply, length);
	return NO_REPLY;
}

/* Letters, digits, the hyphen, and UTF-8. */
static int is_of_name(unsigned byte)
{
	return byte - '0' < 10U || (byte | ' ') - 'a' < 26U || byte == '-' || byte >= 0x80;
}

/* NAME, or the host's up to its first dot. */
static void prepare(struct job *job)
{
	struct responder *own = job->own;
	const struct endpoint *endpoint = &job->listeners->endpoint;
	const char *name = *job->arguments;
	struct utsname host;
	char *dot;
	size_t length = 0;

	if (job->listener_count != 1 || endpoint->host_length || endpoint->path ||
		(name && job->arguments[1]))
		die(STATUS_USAGE, "mdns: one endpoint without a host, udp:5353, and one NAME");
	if (!name) {
		syscall(SYS_uname, &host);
		name = host.nodename;
		dot = strchr(name, '.');
		if (dot)
			*dot = 0;
	}
	while (length < LABEL_MAX_LENGTH && is_of_name((unsigned char)name[length]))
		length++;
	if (!length || name[length])
		die(STATUS_USAGE, "mdns: %s: a NAME is 1 to 63 letters, digits and -", name);
	memcpy(own->mdns.name.wire + 1, name, length);
	own->base = length;
	make_name(own);
}

static const uint16_t calls[] = {SYS_ioctl, SYS_uname, 0};

static const struct keeping keeping = {
	.own_size = sizeof(struct responder),
	.shares_port = 1,
	.calls = calls,
	.opened = opened,
	.tick = tick,
	.closing = closing,
	.release = release,
};

const struct service service_mdns = {
	.name = "mdns",
	.help = HELP_TEXT("[NAME]: this machine is NAME.local (RFC 6762)"),
	.prepare = prepare,
	.answer = answer,
	.takes_own_port = 1,
	.keeps = &keeping,
};
