/*
 * dns: a name server for the names of a hosts file (RFC 1035; over TCP: RFC 7766), which asks
 * others for the rest, or refuses it; stream and datagram. The file is read again when it has
 * changed, which is looked at once a second at most, and only if there is a question. Left out on
 * purpose: a cache, DNSSEC, transfers, updates; see dns/reply.c.
 *
 * config SERVICE_DNS
 *	bool "dns"
 *	default y
 *	depends on DATAGRAM
 *	select FORK_STARTING
 *	select JOB_STATE
 *	select TALK_STATE
 *	help
 *	  A name server for the names of /etc/hosts and of a domain of one's own. Costs about 5,700
 *	  bytes with what is below it.
 *
 * config SERVICE_DNS_FORWARD
 *	bool "--upstream of dns"
 *	default y
 *	depends on SERVICE_DNS
 *	help
 *	  Asks other name servers for the rest. Costs about 1,800 bytes.
 */
#include "server/forward.h"

#include "dns/hosts.h"
#include "lib/process.h"
#include "lib/system.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

enum {
	STATUS_MS = 1000,
	QUESTION_ROOM = 2048, /* of a conversation: what was read and is not answered yet; */
	BUFFER = 61440,       /* behind it a reply: what others say has to fit in it */
	QUESTION_MS = 10000,  /* in which the rest of a question must come; */
	SERVER_MS = 5000,     /* a server must have answered */
};

/* How far a conversation is: questions come, or the first is one for another server. */
enum { READING, BEGINNING, ASKING, HEARING };

/* The memory of a conversation. */
struct exchange {
	uint16_t got;         /* bytes of questions at the start of the buffer */
	unsigned char server; /* whom to ask next, for the first of them */
};

/* From all that tells of a change up to the time of the last one. */
#define STATUS_LENGTH (offsetof(struct statx, stx_rdev_major) - offsetof(struct statx, stx_ino))

/*
 * Reads the hosts file, unless it is the same as before; one that is not there is so, too. What was
 * read before stays where it cannot be. Returns 0, or -1 and errno, once.
 */
static int load(struct dns *dns)
{
	struct statx status = {0};
	struct zone *zone;

	syscall(SYS_statx, AT_FDCWD, dns->path, 0, STATX_BASIC_STATS, &status);
	memset(&status.stx_atime, 0, sizeof(status.stx_atime));
	if (dns->zone && !memcmp(&status.stx_ino, &dns->status.stx_ino, STATUS_LENGTH))
		return 0;
	dns->status = status;
	zone = system_map(ZONE_SIZE, MAP_PRIVATE);
	if (zone == MAP_FAILED)
		return -1;
	zone->domain = &dns->domain;
	zone->ttl = htonl(dns->ttl);
	zone->is_recursive = is_forwarder(dns);
	if (zone_read(zone, dns->path)) {
		system_unmap(zone, ZONE_SIZE); /* leaves errno alone where it can */
		return -1;
	}
	if (dns->zone)
		system_unmap(dns->zone, ZONE_SIZE);
	dns->zone = zone;
	return 0;
}

/* Once a second, what is known becomes what the file says. */
static void refresh(struct job *job)
{
	struct dns *dns = job->own;
	uint32_t now = job->server->now;

	if (now - dns->looked < STATUS_MS)
		return;
	dns->looked = now;
	if (load(dns))
		log_line(LEVEL_WARNING, "dns: cannot read %s: %m", dns->path);
}

static size_t answer(const struct datagram *question, unsigned char *bytes, size_t room)
{
	struct dns *dns = question->job->own;
	struct reply reply = {.bytes = bytes, .limit = REPLY_PLAIN};
	int rcode;

	(void)room;
	refresh(question->job);
	rcode = reply_make(&reply, dns->zone, question->bytes, question->length);
	if (rcode == RCODE_REFUSED && is_forwarder(dns)) {
		if (!forward_begin(question))
			return NO_REPLY;
		reply_fail(&reply, RCODE_SERVFAIL);
	}
	return rcode == REPLY_NONE ? NO_REPLY : reply.used;
}

/* The length of what is there over TCP, with those two bytes before it. */
static unsigned length_at(const char *at)
{
	const unsigned char *bytes = (const unsigned char *)at;

	return 2 + (bytes[0] << 8 | bytes[1]);
}

/* The first question is over. */
static void forget(struct talk *talk)
{
	struct exchange *exchange = talk->own;
	unsigned length = length_at(talk->buffer);

	talk_due(talk, 0);
	exchange->got -= length;
	memmove(talk->buffer, talk->buffer + length, exchange->got);
}

/* Makes the reply to it, from the zone, or that the servers have failed. Returns as reply_make. */
static int reply_to(struct talk *talk, const struct zone *zone)
{
	unsigned char *bytes = (unsigned char *)talk->buffer + QUESTION_ROOM;
	struct reply reply = {.bytes = bytes + 2, .limit = REPLY_TCP};
	int rcode = reply_make(&reply, zone, talk->buffer + 2, length_at(talk->buffer) - 2);

	if (CONFIG_SERVICE_DNS_FORWARD && !zone)
		reply_fail(&reply, RCODE_SERVFAIL);
	bytes[0] = reply.used >> 8;
	bytes[1] = reply.used;
	talk->sent = QUESTION_ROOM;
	talk->used = QUESTION_ROOM + 2 + reply.used;
	return rcode;
}

/* Sends the first question and reads the answer. Returns 1 once it is whole, 0, or -1 and errno. */
static int ask(struct talk *talk)
{
	ssize_t length;

	if (talk->state == ASKING) {
		length = send(talk->far, talk->buffer, length_at(talk->buffer), 0);
		if (length <= 0)
			return length;
		talk->state = HEARING;
	}
	do {
		length = recv(talk->far, talk->buffer + talk->used, BUFFER - talk->used, 0);
		if (length <= 0)
			return length;
		talk->used += length;
	} while (talk->used < QUESTION_ROOM + 2 ||
		talk->used < QUESTION_ROOM + length_at(talk->buffer + QUESTION_ROOM));
	return 1;
}

/*
 * Asks one server after the other for the first question. Returns 0 where it has to be waited for,
 * or 1: there is a reply.
 */
static int pursue(struct talk *talk)
{
	struct exchange *exchange = talk->own;
	const struct dns *dns = talk->job->own;
	int done = -1;

	if (talk->state == BEGINNING)
		exchange->server = 0;
	else if (!talk->is_late)
		done = ask(talk);
	while (done <= 0) {
		if (done && errno == EAGAIN && talk->state != BEGINNING && !talk->is_late) {
			talk->far_want = talk->state == ASKING ? WANT_WRITE : WANT_READ;
			return 0;
		}
		talk_close_far(talk);
		talk->used = talk->sent = QUESTION_ROOM;
		if (exchange->server == dns->upstreams.count) {
			reply_to(talk, 0);
			break;
		}
		talk->far = nameserver_connect(&dns->servers[exchange->server++], SOCK_STREAM);
		talk->state = ASKING;
		talk_due(talk, SERVER_MS);
		done = ask(talk);
	}
	talk_close_far(talk);
	talk->state = READING;
	forget(talk);
	return 1;
}

static enum want run(struct talk *talk)
{
	struct exchange *exchange = talk->own;
	const struct dns *dns = talk->job->own;
	int has_read = 0, rcode;
	ssize_t got;

	refresh(talk->job);
	for (;;) {
		if (CONFIG_SERVICE_DNS_FORWARD && talk->state > READING && !pursue(talk))
			return WANT_NOTHING;
		got = talk_flush(talk);
		if (got)
			return got > 0 ? WANT_WRITE : DONE;
		talk->used = talk->sent = 0;
		if (exchange->got >= 2 && exchange->got >= length_at(talk->buffer)) {
			rcode = reply_to(talk, dns->zone);
			if (rcode == RCODE_REFUSED && is_forwarder(dns)) {
				talk->state = BEGINNING;
				continue;
			}
			if (rcode == REPLY_NONE)
				talk->used = talk->sent;
			forget(talk);
			continue;
		}
		/* Once in a turn: the others have theirs. */
		if (talk->is_late)
			return DONE;
		if (has_read++)
			break;
		/* There is no room behind a question that is too long, which is then the end. */
		got = talk_read(talk, talk->buffer + exchange->got, QUESTION_ROOM - exchange->got);
		if (got == -1)
			break;
		if (got <= 0)
			return DONE;
		exchange->got += got;
	}
	if (exchange->got && !talk->has_due)
		talk_due(talk, QUESTION_MS);
	return WANT_READ;
}

#define AT(member) offsetof(struct dns, member)

static const unsigned limits[] = {0x7fffffff}; /* RFC 2181, 8 */

/* clang-format off */
static const struct option options[] = {
	OPTION(0, OPTION_TEXT, AT(domain_text), 0, "domain DOMAIN", ""),
	OPTION(0, OPTION_NUMBER, AT(ttl), 0, "ttl SECONDS", ""),
	OPTION_IF(CONFIG_SERVICE_DNS_FORWARD,
	OPTION(0, OPTION_LIST, AT(upstreams), 0, "upstream ADDRESS", ""),)
	{0},
};

static const char absent[] =
	ABSENT(SERVICE_DNS_FORWARD, " upstream")
	"";
/* clang-format on */

static const struct usage usage = {
	.synopsis = "",
	.about = "",
	.options = options,
	.limits = limits,
	.absent = absent,
};

static void prepare(struct job *job)
{
	struct dns *dns = job->own;
	char **arguments;

	dns->path = HOSTS_PATH;
	dns->ttl = 60;
	arguments = options_parse_line(&usage, job->arguments, dns);
	if (*arguments)
		dns->path = *arguments++;
	if (*arguments)
		die(STATUS_USAGE, "dns: one HOSTSFILE: what is %s?", *arguments);
	if (dns->domain_text &&
		name_parse_plain(&dns->domain, dns->domain_text, strlen(dns->domain_text)) < 0)
		die(STATUS_USAGE, "dns: %s is not a DOMAIN", dns->domain_text);
	name_lower(&dns->domain);
	for (unsigned i = 0; CONFIG_SERVICE_DNS_FORWARD && i < dns->upstreams.count; i++) {
		const char *text = dns->upstreams.items[i];

		if (nameserver_parse(&dns->servers[i], (struct span){text, strlen(text)}))
			die(STATUS_USAGE, "dns: %s is not ADDRESS or ADDRESS:PORT", text);
	}
	if (load(dns))
		die(STATUS_SYSTEM, "dns: cannot read %s: %m", dns->path);
}

static void release(struct job *job)
{
	struct dns *dns = job->own;

	if (CONFIG_SERVICE_DNS_FORWARD)
		forward_release(dns);
	if (dns->zone)
		system_unmap(dns->zone, ZONE_SIZE);
}

static const uint16_t calls[] = {
	SYS_statx,
	SYS_openat,
#ifdef SYS_mmap2
	SYS_mmap2,
#else
	SYS_mmap,
#endif
	SYS_munmap,
	SYS_socket,
	SYS_bind,
	0,
};

static const struct keeping keeping = {
	.state_size = sizeof(struct exchange),
	.buffer_size = BUFFER,
	.own_size = sizeof(struct dns),
	.calls = calls,
	.opened = FOR_STREAMS(streams_opened),
	.tick = CONFIG_SERVICE_DNS_FORWARD ? forward_tick : 0,
	/* By the process that accepts, so that not each of the fork model reads the file anew. */
	.starting = refresh,
	.release = release,
};

const struct service service_dns = {
	.name = "dns",
	.help = HELP_TEXT("[--domain D] [--upstream A]... [--ttl N] [HOSTSFILE]: names of hosts"),
	.prepare = prepare,
	.run = FOR_STREAMS(run),
	.answer = FOR_DATAGRAMS(answer),
	.keeps = &keeping,
};
