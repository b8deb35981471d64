/*
 * Questions asked of servers that misbehave in every way we could think of, each a small child of
 * this test on the loopback device. What a server does is picked by the first label of the name it
 * is asked for.
 */
#include "dns/search.h"

#include "lib/clock.h"
#include "lib/process.h"
#include "packet.h"
#include "print.h"
#include "tap.h"

#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const unsigned char address6[16] = {0x20, 1, 0x0d, 0xb8, [15] = 1};

/* A question as a server sees it. */
struct asked {
	int fd;
	struct sockaddr_storage peer;
	socklen_t peer_length;
	unsigned id, type, has_edns;
	unsigned nth; /* how often this server was asked anything, from 1 */
	char name[300], label[100];
	struct packet reply;
};

static void start(struct asked *asked, unsigned flags, unsigned answers, unsigned authorities)
{
	put_header(&asked->reply, asked->id, 0x8080 | flags, 1, answers, authorities);
	put_question(&asked->reply, asked->name, asked->type);
}

static void send_reply(struct asked *asked)
{
	sendto(asked->fd, asked->reply.bytes, asked->reply.length, 0,
		(struct sockaddr *)&asked->peer, asked->peer_length);
}

static void put_address(struct asked *asked, const char *name)
{
	if (asked->type == TYPE_A)
		put_a(&asked->reply, name, 0xc0000201);
	else if (asked->type == TYPE_AAAA)
		put_aaaa(&asked->reply, name, address6);
	else
		put_alias(&asked->reply, name, asked->type, "target.test");
}

static void good(struct asked *asked)
{
	start(asked, 0, 1, 0);
	put_address(asked, asked->name);
	send_reply(asked);
}

static void failure(struct asked *asked, unsigned rcode)
{
	start(asked, rcode, 0, 0);
	send_reply(asked);
}

static void servfail(struct asked *asked)
{
	failure(asked, 2);
}

static void refused(struct asked *asked)
{
	failure(asked, 5);
}

static void rcode11(struct asked *asked)
{
	failure(asked, 11);
}

static void nxdomain(struct asked *asked)
{
	failure(asked, RCODE_NXDOMAIN);
}

static void nodata(struct asked *asked)
{
	failure(asked, RCODE_NOERROR);
}

static void header_only(struct asked *asked)
{
	put_header(&asked->reply, asked->id, 0x8081, 0, 0, 0);
	send_reply(asked);
}

/* Does not know EDNS0, and says so; as the other, says nothing. */
static void no_edns(struct asked *asked)
{
	if (asked->has_edns)
		header_only(asked);
	else
		good(asked);
}

static void no_edns_silent(struct asked *asked)
{
	if (!asked->has_edns)
		good(asked);
}

/* Says no without naming the question: that could be anybody's. */
static void header_only_no(struct asked *asked)
{
	put_header(&asked->reply, asked->id, 0x8083, 0, 0, 0);
	send_reply(asked);
	good(asked);
}

static void wrong_id(struct asked *asked)
{
	start(asked, RCODE_NXDOMAIN, 0, 0);
	asked->reply.bytes[0] ^= 0x55;
	send_reply(asked);
	good(asked);
}

static void wrong_name(struct asked *asked)
{
	put_header(&asked->reply, asked->id, 0x8083, 1, 0, 0);
	put_question(&asked->reply, "other.test", asked->type);
	send_reply(asked);
	good(asked);
}

static void wrong_type(struct asked *asked)
{
	put_header(&asked->reply, asked->id, 0x8083, 1, 0, 0);
	put_question(&asked->reply, asked->name, TYPE_NS);
	send_reply(asked);
	good(asked);
}

static void wrong_class(struct asked *asked)
{
	start(asked, RCODE_NXDOMAIN, 0, 0);
	asked->reply.bytes[asked->reply.length - 1] = 3;
	send_reply(asked);
	good(asked);
}

static void no_response_bit(struct asked *asked)
{
	start(asked, RCODE_NXDOMAIN, 0, 0);
	asked->reply.bytes[2] &= 0x7f;
	send_reply(asked);
	good(asked);
}

static void wrong_opcode(struct asked *asked)
{
	start(asked, RCODE_NXDOMAIN, 0, 0);
	asked->reply.bytes[2] |= 0x28;
	send_reply(asked);
	good(asked);
}

static void garbage(struct asked *asked)
{
	for (int length = 0; length < 20; length++) {
		asked->reply.length = length;
		memset(asked->reply.bytes, 0xff, length);
		asked->reply.bytes[0] = asked->id >> 8;
		asked->reply.bytes[1] = asked->id;
		send_reply(asked);
	}
	good(asked);
}

/* From another port: a connected socket never sees it. */
static void wrong_source(struct asked *asked)
{
	int fd = asked->fd;

	asked->fd = socket(AF_INET, SOCK_DGRAM, 0);
	start(asked, RCODE_NXDOMAIN, 0, 0);
	send_reply(asked);
	close(asked->fd);
	asked->fd = fd;
	good(asked);
}

static void other_case(struct asked *asked)
{
	char name[sizeof(asked->name)];

	strcpy(name, asked->name);
	for (char *at = asked->name; *at; at++)
		if (*at >= 'a' && *at <= 'z')
			*at -= 32;
	start(asked, 0, 1, 0);
	put_address(asked, name);
	send_reply(asked);
}

static void late(struct asked *asked)
{
	usleep(400000);
	good(asked);
}

/* Answers only when asked again, and then twice. */
static void second_time(struct asked *asked)
{
	if (asked->nth < 2)
		return;
	good(asked);
	good(asked);
}

/* What was asked first is answered after it was asked again: the id must still be the same. */
static void very_late(struct asked *asked)
{
	usleep(1200000);
	good(asked);
}

static void silent(struct asked *asked)
{
}

/* Wrong answers for as long as anybody listens, and never a right one. */
static void flood(struct asked *asked)
{
	for (uint32_t end = clock_ms() + 1500; clock_until(end, clock_ms());) {
		start(asked, RCODE_NXDOMAIN, 0, 0);
		asked->reply.bytes[0] ^= 0x55;
		send_reply(asked);
	}
}

static void aaaa_servfail(struct asked *asked)
{
	if (asked->type == TYPE_AAAA)
		servfail(asked);
	else
		good(asked);
}

static void aaaa_nxdomain(struct asked *asked)
{
	if (asked->type == TYPE_AAAA)
		nxdomain(asked);
	else
		good(asked);
}

static void aaaa_silent(struct asked *asked)
{
	if (asked->type != TYPE_AAAA)
		good(asked);
}

static void aaaa_mapped(struct asked *asked)
{
	static const unsigned char mapped[16] = {[10] = 0xff, 0xff, 192, 0, 2, 66};

	start(asked, 0, 1, 0);
	if (asked->type == TYPE_AAAA)
		put_aaaa(&asked->reply, asked->name, mapped);
	else
		put_address(asked, asked->name);
	send_reply(asked);
}

/* Stops after the alias. */
static void alias(struct asked *asked)
{
	start(asked, 0, 1, 0);
	put_alias(&asked->reply, asked->name, TYPE_CNAME, "good.test");
	send_reply(asked);
}

static void alias_twice(struct asked *asked)
{
	start(asked, 0, 1, 0);
	put_alias(&asked->reply, asked->name, TYPE_CNAME, "alias.test");
	send_reply(asked);
}

/* The records of the chain come in the wrong order. */
static void alias_backward(struct asked *asked)
{
	start(asked, 0, 3, 0);
	put_address(asked, "end.test");
	put_alias(&asked->reply, "middle.test", TYPE_CNAME, "END.test");
	put_alias(&asked->reply, asked->name, TYPE_CNAME, "middle.test");
	send_reply(asked);
}

/*
 * Says who is in charge: there is no such data at the alias's end, and asking on would be in vain.
 */
static void alias_nodata(struct asked *asked)
{
	start(asked, 0, 1, 1);
	put_alias(&asked->reply, asked->name, TYPE_CNAME, "good.test");
	put_soa(&asked->reply, "test");
	send_reply(asked);
}

static void alias_self(struct asked *asked)
{
	start(asked, 0, 1, 0);
	put_alias(&asked->reply, asked->name, TYPE_CNAME, asked->name);
	send_reply(asked);
}

/* A new alias each time, without an end. */
static void alias_endless(struct asked *asked)
{
	char name[100];

	snprintf(name, sizeof(name), "alias-endless.%u.test", asked->nth);
	start(asked, 0, 1, 0);
	put_alias(&asked->reply, asked->name, TYPE_CNAME, name);
	send_reply(asked);
}

/* An alias that is followed by more than its name. */
static void alias_malformed(struct asked *asked)
{
	size_t data;

	start(asked, 0, 1, 0);
	data = put_record(&asked->reply, asked->name, TYPE_CNAME);
	put_name(&asked->reply, "good.test");
	put8(&asked->reply, 0);
	put_end(&asked->reply, data);
	send_reply(asked);
}

static void stranger(struct asked *asked)
{
	start(asked, 0, 1, 0);
	put_address(asked, "stranger.test2");
	send_reply(asked);
}

static void short_address(struct asked *asked)
{
	size_t data;

	start(asked, 0, 1, 0);
	data = put_record(&asked->reply, asked->name, asked->type);
	put16(&asked->reply, 0xc000);
	put_end(&asked->reply, data);
	send_reply(asked);
}

static void lying_count(struct asked *asked)
{
	start(asked, 0, 7, 0);
	put_address(asked, asked->name);
	send_reply(asked);
}

static void referral(struct asked *asked)
{
	put_header(&asked->reply, asked->id, 0x8000, 1, 0, 1);
	put_question(&asked->reply, asked->name, asked->type);
	put_alias(&asked->reply, "test", TYPE_NS, "ns.other.test");
	send_reply(asked);
}

static void truncated(struct asked *asked)
{
	start(asked, FLAG_TRUNCATED, 0, 0);
	send_reply(asked);
}

static void truncated_part(struct asked *asked)
{
	start(asked, FLAG_TRUNCATED, 1, 0);
	put_address(asked, asked->name);
	send_reply(asked);
}

static void truncated_record(struct asked *asked)
{
	start(asked, FLAG_TRUNCATED, 2, 0);
	put_address(asked, asked->name);
	put_address(asked, asked->name);
	asked->reply.length -= 3;
	send_reply(asked);
}

/* A hundred addresses in one datagram, more than we have room for. */
static void crowd(struct asked *asked)
{
	start(asked, 0, 100, 0);
	for (int i = 0; i < 100; i++)
		put_a(&asked->reply, asked->name, 0x0a000000 + i);
	send_reply(asked);
}

static const struct behaviour {
	const char *label;
	void (*reply)(struct asked *asked);
} behaviours[] = {
	{"good", good},
	{"servfail", servfail},
	{"refused", refused},
	{"rcode11", rcode11},
	{"nxdomain", nxdomain},
	{"nodata", nodata},
	{"header-only", header_only},
	{"header-only-no", header_only_no},
	{"no-edns", no_edns},
	{"no-edns-silent", no_edns_silent},
	{"wrong-id", wrong_id},
	{"wrong-name", wrong_name},
	{"wrong-type", wrong_type},
	{"wrong-class", wrong_class},
	{"no-response-bit", no_response_bit},
	{"wrong-opcode", wrong_opcode},
	{"garbage", garbage},
	{"wrong-source", wrong_source},
	{"other-case", other_case},
	{"late", late},
	{"second-time", second_time},
	{"very-late", very_late},
	{"silent", silent},
	{"flood", flood},
	{"aaaa-servfail", aaaa_servfail},
	{"aaaa-nxdomain", aaaa_nxdomain},
	{"aaaa-silent", aaaa_silent},
	{"aaaa-mapped", aaaa_mapped},
	{"alias", alias},
	{"alias-twice", alias_twice},
	{"alias-backward", alias_backward},
	{"alias-nodata", alias_nodata},
	{"alias-self", alias_self},
	{"alias-endless", alias_endless},
	{"alias-malformed", alias_malformed},
	{"stranger", stranger},
	{"short-address", short_address},
	{"lying-count", lying_count},
	{"referral", referral},
	{"truncated", truncated},
	{"truncated-part", truncated_part},
	{"truncated-record", truncated_record},
	{"crowd", crowd},
};

static void serve_one(int fd, const char *always, unsigned nth)
{
	unsigned char bytes[600];
	struct asked asked = {.fd = fd, .peer_length = sizeof(asked.peer), .nth = nth};
	struct output name = OUTPUT(-1, asked.name);
	struct message message;
	ssize_t got = recvfrom(
		fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&asked.peer, &asked.peer_length);

	message_open(&message, bytes, got);
	if (message.cursor.broken)
		abort();
	asked.id = message.id;
	asked.type = message.type;
	asked.has_edns = message.count[SECTION_ADDITIONAL];
	name_print(&name, &message.name);
	asked.name[name.used] = 0;
	snprintf(asked.label, sizeof(asked.label), "%.*s", message.name.wire[0],
		message.name.wire + 1);
	for (size_t i = 0; i < COUNT(behaviours); i++)
		if (!strcmp(behaviours[i].label, always ? always : asked.label))
			behaviours[i].reply(&asked);
}

/* A server that behaves as the first label says, or always in the same way. */
struct server {
	pid_t pid;
	struct nameserver at;
};

static struct server serve(const char *always)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct server server = {0};

	if (bind(fd, (struct sockaddr *)&address, length))
		abort();
	getsockname(fd, (struct sockaddr *)&address, &length);
	server.pid = fork();
	if (!server.pid) {
		/*
		 * Twice what any test takes: it never outlives a parent that was killed for long.
		 */
		alarm(120);
		for (unsigned nth = 1;; nth++)
			serve_one(fd, always, nth);
	}
	close(fd);
	ip_from_v4(&server.at.ip, INADDR_LOOPBACK);
	server.at.port = ntohs(address.sin_port);
	return server;
}

static void end(struct server *server)
{
	kill(server->pid, SIGKILL);
	waitpid(server->pid, 0, 0);
}

/* A port at which nobody listens. */
static struct nameserver nobody(void)
{
	struct server server = serve("silent");

	end(&server);
	return server.at;
}

static struct ip list[16];
static struct name aliases[32];

/* What a look-up came to, in a line: "official alias… | address…", or the reason. */
struct result {
	char text[4096];
	struct output out;
	struct host host;
	struct search search;
	uint32_t took; /* milliseconds */
};

static void look_up(struct result *result, struct resolvconf *conf, const char *text, int family)
{
	struct name name;
	int absolute = name_parse(&name, text, strlen(text));
	uint32_t began = clock_ms();

	result->out = (struct output)OUTPUT(-1, result->text);
	host_open(&result->host, list, COUNT(list));
	result->host.aliases = aliases;
	result->host.alias_room = COUNT(aliases);
	memset(&result->search, 0xaa, sizeof(result->search));
	result->search.conf = conf;
	result->search.host = &result->host;
	search_open_addresses(&result->search, family);
	if (search_run(&result->search, &name, absolute)) {
		search_collect(&result->search);
		print_host(&result->out, &result->host);
	} else {
		struct verdict verdict = result->search.verdict;

		output_format(&result->out, "%u ", verdict.status);
		verdict.server = 0;
		verdict_print(&result->out, &verdict);
	}
	result->took = clock_ms() - began;
}

static struct resolvconf conf_of(const struct nameserver *first, const struct nameserver *second)
{
	struct resolvconf conf = {.count = second ? 2 : 1, .ndots = 1, .timeout = 1, .attempts = 2};

	conf.servers[0] = *first;
	if (second)
		conf.servers[1] = *second;
	return conf;
}

#define FOUND(name) name " | 2001:db8::1 192.0.2.1"

static const struct {
	const char *name, *want;
	uint32_t least, most; /* milliseconds */
} cases[] = {
	{"good.test", FOUND("good.test"), 0, 500},
	{"servfail.test", "2 SERVFAIL", 0, 500},
	{"refused.test", "2 REFUSED", 0, 500},
	{"rcode11.test", "2 RCODE 11", 0, 500},
	{"nxdomain.test", "1 NXDOMAIN", 0, 500},
	{"nodata.test", "1 NOERROR", 0, 500},
	{"header-only.test", "2 FORMERR", 0, 500},
	{"header-only-no.test", FOUND("header-only-no.test"), 0, 500},
	{"no-edns.test", FOUND("no-edns.test"), 0, 500},
	{"no-edns-silent.test", FOUND("no-edns-silent.test"), 1000, 1500},
	{"wrong-id.test", FOUND("wrong-id.test"), 0, 500},
	{"wrong-name.test", FOUND("wrong-name.test"), 0, 500},
	{"wrong-type.test", FOUND("wrong-type.test"), 0, 500},
	{"wrong-class.test", FOUND("wrong-class.test"), 0, 500},
	{"no-response-bit.test", FOUND("no-response-bit.test"), 0, 500},
	{"wrong-opcode.test", FOUND("wrong-opcode.test"), 0, 500},
	{"garbage.test", FOUND("garbage.test"), 0, 500},
	{"wrong-source.test", FOUND("wrong-source.test"), 0, 500},
	{"other-case.test", FOUND("other-case.test"), 0, 500},
	{"late.test", FOUND("late.test"), 400, 1000},
	{"silent.test", "99 no answer", 2000, 2600},
	{"aaaa-servfail.test", "aaaa-servfail.test | 192.0.2.1", 0, 500},
	{"aaaa-nxdomain.test", "aaaa-nxdomain.test | 192.0.2.1", 0, 500},
	{"aaaa-silent.test", "aaaa-silent.test | 192.0.2.1", 2000, 2600},
	{"aaaa-mapped.test", "aaaa-mapped.test | 192.0.2.1", 0, 500},
	{"alias.test", FOUND("good.test alias.test"), 0, 500},
	{"alias-twice.test", FOUND("good.test alias-twice.test alias.test"), 0, 500},
	{"alias-backward.test", FOUND("END.test alias-backward.test middle.test"), 0, 500},
	{"alias-nodata.test", "1 NOERROR", 0, 500},
	{"alias-self.test", "2 endless aliases", 0, 500},
	{"alias-endless.test", "2 endless aliases", 0, 500},
	{"alias-malformed.test", "2 malformed answer", 0, 500},
	{"stranger.test", "1 NOERROR", 0, 500},
	{"short-address.test", "2 malformed answer at byte 68", 0, 500},
	{"lying-count.test", "2 malformed answer at byte 78", 0, 500},
	{"referral.test", "2 referral", 0, 500},
	{"truncated.test", "2 truncated answer", 0, 500},
	{"truncated-part.test", FOUND("truncated-part.test"), 0, 500},
	{"truncated-record.test", "2 truncated answer", 0, 500},
};

static void check_cases(void)
{
	struct server server = serve(0);
	struct resolvconf conf = conf_of(&server.at, 0);
	struct result result;

	for (size_t i = 0; i < COUNT(cases); i++) {
		look_up(&result, &conf, cases[i].name, AF_UNSPEC);
		is_text(&result.out, cases[i].want, "%s", cases[i].name);
		ok(result.took >= cases[i].least && result.took <= cases[i].most, "%s took %u ms",
			cases[i].name, result.took);
	}
	look_up(&result, &conf, "truncated-part.test", AF_INET);
	is(result.search.queries[0].truncated, 1, "that an answer is cut is known");
	look_up(&result, &conf, "aaaa-servfail.test", AF_UNSPEC);
	is(result.search.queries[0].verdict.status, STATUS_PEER, "that the AAAA failed is known");
	look_up(&result, &conf, "good.test.", AF_INET6);
	is_text(&result.out, "good.test | 2001:db8::1", "IPv6 alone, absolute");
	look_up(&result, &conf, "crowd.test", AF_INET);
	is(result.host.count, 0, "an answer above 1,232 bytes is cut by the system, and malformed");
	end(&server);
}

/* Whole seconds: each of these has a server of its own, as it waits on purpose. */
static void check_slow(void)
{
	struct server second = serve("second-time"), very_late = serve("very-late"),
		      flood = serve("flood");
	struct resolvconf conf = conf_of(&second.at, 0);
	struct result result;

	look_up(&result, &conf, "a.test", AF_INET);
	is_text(&result.out, "a.test | 192.0.2.1", "asked again after a second");
	ok(result.took >= 1000 && result.took < 1600, "asked again after %u ms", result.took);
	conf = conf_of(&very_late.at, 0);
	look_up(&result, &conf, "a.test", AF_INET);
	is_text(&result.out, "a.test | 192.0.2.1",
		"the first answer comes after it was asked again");
	ok(result.took >= 1200 && result.took < 1900, "it came after %u ms", result.took);
	conf = conf_of(&flood.at, 0);
	conf.attempts = 1;
	look_up(&result, &conf, "a.test", AF_UNSPEC);
	is_text(&result.out, "99 no answer", "a flood of wrong answers");
	ok(result.took >= 1000 && result.took < 1600, "the flood was listened to for %u ms",
		result.took);
	end(&second);
	end(&very_late);
	end(&flood);
}

/* What the first server does, whether the second is asked, and what the system says of both. */
static void check_servers(void)
{
	static const struct {
		const char *first, *want;
	} table[] = {
		{"servfail", "a.test | 192.0.2.1"},
		{"refused", "a.test | 192.0.2.1"},
		{"header-only", "a.test | 192.0.2.1"},
		{"referral", "a.test | 192.0.2.1"},
		{"lying-count", "a.test | 192.0.2.1"},
		{"short-address", "a.test | 192.0.2.1"},
		{"nxdomain", "1 NXDOMAIN"},
		{"nodata", "1 NOERROR"},
		{"truncated", "2 truncated answer"},
		{"silent", "a.test | 192.0.2.1"},
	};
	struct server good = serve("good"), bad;
	struct nameserver closed = nobody();
	struct resolvconf conf;
	struct result result;

	for (size_t i = 0; i < COUNT(table); i++) {
		bad = serve(table[i].first);
		conf = conf_of(&bad.at, &good.at);
		look_up(&result, &conf, "a.test", AF_INET);
		is_text(&result.out, table[i].want, "the first server: %s", table[i].first);
		end(&bad);
	}
	conf = conf_of(&closed, &good.at);
	look_up(&result, &conf, "a.test", AF_INET);
	is_text(&result.out, "a.test | 192.0.2.1", "nobody listens at the first");
	ok(result.took < 500, "that is known after %u ms", result.took);
	conf = conf_of(&closed, 0);
	look_up(&result, &conf, "a.test", AF_UNSPEC);
	is_text(&result.out, "2 Connection refused", "nobody listens at the only one");
	bad = serve("silent");
	conf = conf_of(&bad.at, &closed);
	look_up(&result, &conf, "a.test", AF_INET);
	is_text(&result.out, "2 Connection refused", "one is silent, at the other nobody listens");
	end(&bad);
	end(&good);
}

static void check_search(void)
{
	static const struct {
		const char *name;
		char search[30]; /* domains, a NUL behind each */
		unsigned ndots;
		const char *want;
	} table[] = {
		{"good", "a.test\0", 1, FOUND("good.a.test")},
		{"good", "", 1, FOUND("good")},
		{"good.", "a.test\0", 1, FOUND("good")},
		{"good.x", "a.test\0", 1, FOUND("good.x")},
		{"good.x", "a.test\0", 2, FOUND("good.x.a.test")},
		{"good", "a.test\0", 0, FOUND("good")},
		{"nxdomain.x", "a.test\0b.test\0", 1, "1 NXDOMAIN"},
		{"servfail.x", "a.test\0", 1, "2 SERVFAIL"},
		{"good", "not..a.domain\0b.test\0", 1, FOUND("good.b.test")},
	};
	struct server server = serve(0);
	struct resolvconf conf = conf_of(&server.at, 0);
	struct result result;

	for (size_t i = 0; i < COUNT(table); i++) {
		memcpy(conf.search, table[i].search, sizeof(table[i].search));
		conf.searches = 0;
		while (conf.search[conf.searches])
			conf.searches += strlen(conf.search + conf.searches) + 1;
		conf.ndots = table[i].ndots;
		look_up(&result, &conf, table[i].name, AF_UNSPEC);
		is_text(&result.out, table[i].want, "%s, searching %s, ndots %u", table[i].name,
			table[i].search, table[i].ndots);
	}
	end(&server);
}

static void check_ptr(void)
{
	struct server server = serve(0);
	struct resolvconf conf = conf_of(&server.at, 0);
	struct host host;
	struct search search = {.conf = &conf, .host = &host};
	char print[300];
	struct output out = OUTPUT(-1, print);
	struct name name;

	host_open(&host, list, COUNT(list));
	name_parse(&name, "good.in-addr.arpa", 17);
	search_open(&search, TYPE_PTR, 0);
	is(search_run(&search, &name, 1), 1, "PTR is found");
	is(search_collect(&search), 0, "and collected");
	name_print(&out, &host.official);
	is_text(&out, "target.test", "as the host's name");
	end(&server);
}

int main(void)
{
	setvbuf(stdout, 0, _IONBF, 0);
	check_cases();
	check_slow();
	check_servers();
	check_search();
	check_ptr();
	return tap_done();
}
