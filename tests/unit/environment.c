/* The environment of a program: what it is told, what it does not inherit, what a rule changes. */
#define _GNU_SOURCE
#include "server/clients.c"
#include "server/environment.c"
#include "server/peer.c"
#include "server/rules.c"
#include "server/spawn.c"

#include "tap.h"

#include <stdlib.h>

static struct job job;
static const char **made;

/* For spawn.c; nothing is started here. */
void job_become(const struct job *unused)
{
	abort();
}

/* As the service does it. */
static void make(const struct talk *talk)
{
	static struct child child;
	struct spawn *how = &child.how;

	*how = (struct spawn){.job = &job};
	if (talk) {
		environment_put(talk, how->text);
		how->variables[0] = talk->variables;
		how->variables[1] = how->text;
	}
	make_environment(&child);
	made = child.environment;
}

/* How often the name is there. */
static unsigned count_name(const char *name)
{
	unsigned count = 0;

	for (const char **at = made; at && *at; at++)
		count += !strncmp(*at, name, strlen(name)) && (*at)[strlen(name)] == '=';
	return count;
}

/* Each name at most once, with that value; 0: not there. */
static void has(const char *name, const char *want)
{
	const char *got = 0;

	for (const char **at = made; at && *at; at++)
		if (!strncmp(*at, name, strlen(name)) && (*at)[strlen(name)] == '=')
			got = *at + strlen(name) + 1;
	is(count_name(name), want != 0, "%s is there %s", name, want ? "once" : "never");
	if (want)
		ok(got && !strcmp(got, want), "%s=%s: %s", name, want, got ? got : "-");
}

static void side(struct peer *peer, const char *ip, unsigned port)
{
	*peer = (struct peer){.port = port};
	if (ip_parse(&peer->ip, ip, strlen(ip)))
		abort();
}

/* A conversation over a real socket, of which only one end is looked at. */
static int connect_to_self(const char *listen_on, const char *local, struct peer *peer)
{
	struct address address;
	struct ip ip;
	int listener, fd;

	(void)!ip_parse(&ip, listen_on, strlen(listen_on));
	address_from_ip(&address, &ip, 0, 0);
	listener = socket(address.is.any.sa_family, SOCK_STREAM, 0);
	if (bind(listener, &address.is.any, address.length) || listen(listener, 1))
		return -1;
	address.length = sizeof(address.is);
	getsockname(listener, &address.is.any, &address.length);
	(void)!ip_parse(&ip, local, strlen(local));
	address_from_ip(&address, &ip, address_port(&address), 0);
	fd = socket(address.is.any.sa_family, SOCK_STREAM, 0);
	if (connect(fd, &address.is.any, address.length))
		return -1;
	address.length = sizeof(address.is);
	fd = accept(listener, &address.is.any, &address.length);
	close(listener);
	peer_from_address(peer, &address);
	return fd;
}

static void test_tcp(const char *listen_on, const char *ip)
{
	struct talk talk = {.job = &job};
	struct address address = {.length = sizeof(address.is)};
	char text[100];

	talk.fd = connect_to_self(listen_on, ip, &talk.peer);
	if (talk.fd < 0) {
		printf("# there is no %s here\n", listen_on);
		return;
	}
	getsockname(talk.fd, &address.is.any, &address.length);
	make(&talk);
	has("PROTO", "TCP");
	has("TCPLOCALIP", ip);
	has("TCPREMOTEIP", ip);
	snprintf(text, sizeof(text), "%u", address_port(&address));
	has("TCPLOCALPORT", text);
	snprintf(text, sizeof(text), "%u", talk.peer.port);
	has("TCPREMOTEPORT", text);
	/* This one is not in the table of conversations. */
	has("TCPCONNNUM", "0");
	has("TCPORIGDSTADDR", 0);
	has("TCPLOCALADDR", 0);
	has("TCPREMOTEADDR", 0);
	has("IPCLOCALPATH", 0);
	close(talk.fd);
}

/* What a proxy said. */
static void test_proxied(void)
{
	struct talk talk = {.job = &job, .fd = -1, .has_local = 1};

	side(&talk.peer, "2001:db8:0:0:1:0:0:1", 65535);
	side(&talk.local, "::ffff:192.0.2.1", 80);
	make(&talk);
	has("TCPREMOTEIP", "2001:db8::1:0:0:1");
	has("TCPREMOTEPORT", "65535");
	has("TCPLOCALIP", "192.0.2.1");
	has("TCPLOCALPORT", "80");
	job.settings.busybox = 1;
	make(&talk);
	has("PROTO", "TCP");
	has("TCPREMOTEADDR", "[2001:db8::1:0:0:1]:65535");
	has("TCPLOCALADDR", "192.0.2.1:80");
	has("TCPCONCURRENCY", "0");
	has("TCPREMOTEIP", 0);
	has("TCPREMOTEPORT", 0);
	has("TCPCONNNUM", 0);
	job.settings.busybox = 0;
}

/* As many as have that address, this one too, and not those that have ended. */
static void test_count(void)
{
	static struct talk talks[5];

	for (size_t i = 0; i < COUNT(talks); i++) {
		talks[i] = (struct talk){.job = &job,
			.fd = -1,
			.has_local = 1,
			.phase = i == 1 ? PHASE_FREE : PHASE_PROCESS};
		side(&talks[i].peer, i < 4 ? "192.0.2.1" : "192.0.2.2", i);
		side(&talks[i].local, "192.0.2.2", 2);
	}
	job.talks = talks;
	job.talk_end = talks + COUNT(talks);
	make(&talks[3]);
	has("TCPCONNNUM", "3");
	make(&talks[4]);
	has("TCPCONNNUM", "1");
	job.talk_end = talks;
}

static int local_pair(const char *server, const char *client, int *other)
{
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), fd;
	struct address address;

	*other = socket(AF_UNIX, SOCK_STREAM, 0);
	if (client) {
		if (address_from_path(&address, client) ||
			bind(*other, &address.is.any, address.length))
			abort();
	}
	if (address_from_path(&address, server) ||
		bind(listener, &address.is.any, address.length) || listen(listener, 1) ||
		connect(*other, &address.is.any, address.length))
		abort();
	fd = accept(listener, 0, 0);
	close(listener);
	return fd;
}

static void test_local(void)
{
	char folder[] = "/tmp/environment-XXXXXX", server[60], client[60], number[20];
	struct talk talk = {.job = &job, .peer = {.is_local = 1}};
	gid_t group;
	int other;

	if (!mkdtemp(folder))
		abort();
	snprintf(server, sizeof(server), "%s/server", folder);
	snprintf(client, sizeof(client), "%s/cli\nent\xff", folder);
	/* Root has two of the same number. */
	group = getegid();
	if (!geteuid() && setegid(4343))
		abort();
	talk.fd = local_pair(server, client, &other);
	make(&talk);
	has("PROTO", "IPC");
	has("IPCLOCALPATH", server);
	snprintf(number, sizeof(number), "%u", (unsigned)geteuid());
	has("IPCREMOTEEUID", number);
	snprintf(number, sizeof(number), "%u", (unsigned)getegid());
	has("IPCREMOTEEGID", number);
	if (setegid(group))
		abort();
	unlink(client);
	unlink(server);
	rmdir(folder);
	snprintf(client, sizeof(client), "%s/cli\\x0aent\\xff", folder);
	has("IPCREMOTEPATH", client);
	has("TCPREMOTEIP", 0);
	has("TCPCONNNUM", 0);
	close(talk.fd);
	close(other);

	talk.fd = local_pair("@mote environment", 0, &other);
	make(&talk);
	has("IPCLOCALPATH", "@mote environment");
	has("IPCREMOTEPATH", "");
	close(talk.fd);
	close(other);
}

static void test_inherited(void)
{
	static const char *const gone[] = {"TCPREMOTEHOST", "TCPREMOTEINFO", "TCPLOCALHOST",
		"TCPORIGDSTADDR", "TCPREMOTEIP", "UDPREMOTEADDR", "IPCREMOTEEUID", "IPCLOCALPATH",
		"PROTO", "NOTIFY_SOCKET", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"},
				 *const kept[] = {"PATH", "HOME", "PROTOCOL", "LISTEN",
					 "LISTEN_ADDR", "NOTIFY", "SSL_CERT_FILE", "tcpremoteip",
					 "A_TCP", "EMPTY"};
	struct talk talk = {.job = &job, .fd = -1, .has_local = 1};

	side(&talk.peer, "192.0.2.1", 1);
	side(&talk.local, "192.0.2.2", 2);
	clearenv();
	for (size_t i = 0; i < COUNT(gone); i++)
		setenv(gone[i], "inherited", 1);
	for (size_t i = 0; i < COUNT(kept); i++)
		setenv(kept[i], "kept", 1);
	make(&talk);
	for (size_t i = 0; i < COUNT(gone); i++)
		has(gone[i],
			!strcmp(gone[i], "PROTO")                 ? "TCP"
				: !strcmp(gone[i], "TCPREMOTEIP") ? "192.0.2.1"
								  : 0);
	for (size_t i = 0; i < COUNT(kept); i++)
		has(kept[i], "kept");
	make(0);
	for (size_t i = 0; i < COUNT(gone); i++)
		has(gone[i], 0);
	has("PATH", "kept");
}

static void test_rule(void)
{
	struct talk talk = {.job = &job, .fd = -1, .has_local = 1};

	side(&talk.peer, "192.0.2.1", 1);
	side(&talk.local, "192.0.2.2", 2);
	talk.variables = "+RELAYCLIENT=\0+TCPREMOTEIP=1.2.3.4\0+PATH=/other\0+X=two words\0"
			 "+PROTO=X\0";
	make(&talk);
	has("RELAYCLIENT", "");
	has("TCPREMOTEIP", "1.2.3.4");
	has("TCPREMOTEPORT", "1");
	has("PATH", "/other");
	has("X", "two words");
	has("PROTO", "X");
	has("HOME", "kept");
	talk.variables = "";
	make(&talk);
	has("PROTO", "TCP");
}

/* What is inherited and what a rule adds, beyond the last place of the list. */
static void test_room(void)
{
	static char variables[6 * 500 + 1];
	struct talk talk = {.job = &job, .fd = -1, .has_local = 1};
	unsigned wrong = 0, count = 0;
	char name[20];

	side(&talk.peer, "192.0.2.1", 1);
	side(&talk.local, "192.0.2.2", 2);
	clearenv();
	for (unsigned i = 0; i < VARIABLES_MAX - 300; i++) {
		snprintf(name, sizeof(name), "N%u", i);
		setenv(name, "x", 1);
	}
	talk.variables = variables;
	for (unsigned i = 0; i < 500; i++) {
		sprintf(variables + 6 * i, "+%c%c%c=", 'A' + i / 100, 'A' + i / 10 % 10,
			'A' + i % 10);
		make(&talk);
		wrong += count_name("PROTO") != 1 || count_name("TCPCONNNUM") != 1;
		wrong += count_name("AAA") != 1;
	}
	is(wrong, 0, "ours are there");
	while (made[count])
		count++;
	is(count, VARIABLES_MAX, "and of the others as many as there is room for");
}

int main(void)
{
	setenv("PATH", "/bin", 1);
	test_tcp("127.0.0.1", "127.0.0.1");
	test_tcp("::1", "::1");
	test_tcp("::", "127.0.0.1");
	test_proxied();
	test_count();
	test_local();
	test_inherited();
	test_rule();
	test_room();
	return tap_done();
}
