/* Endpoints fd: - which of the passed descriptors they mean, and what is wrong with them. */
#define _GNU_SOURCE
#include "transport/transport.h"

#include "child.h"
#include "lib/process.h"
#include "lib/system.h"
#include "tap.h"

#include <stdlib.h>

extern const struct transport transport_fd;

const struct transport *const transports[] = {&transport_fd, 0};
const char transports_absent[] = "";

/*
 * What there is: 3 a stream socket that listens, 4 one of datagrams, 5 another that listens, 6 a
 * stream socket that does not, 7 a file.
 */
static void open_all(void)
{
	struct sockaddr_in any = {.sin_family = AF_INET};
	static const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_STREAM, SOCK_STREAM};

	for (int i = 0; i < 4; i++) {
		int fd = socket(AF_INET, types[i], 0);

		bind(fd, (struct sockaddr *)&any, sizeof(any));
		if (i == 0 || i == 2)
			listen(fd, 1);
		dup2(fd, 20 + i);
		close(fd);
	}
	for (int i = 0; i < 4; i++) {
		dup2(20 + i, 3 + i);
		close(20 + i);
	}
	dup2(open("/dev/null", O_RDWR), 7);
}

#define NONE "not in LISTEN_FDS"

static const struct {
	const char *count, *names, *text;
	const char *want; /* the descriptors, a digit each; or the reason */
	int is_others;    /* LISTEN_PID is another process */
} table[] = {
	{"3", "a:b:a", "fd:*", "345", 0},
	{"3", 0, "fd:*", "345", 0},
	{"2", "a:b:a", "fd:*", "34", 0},
	{"3", "a:b:a", "fd:a", "35", 0},
	{"3", "a:b:a", "fd:b", "4", 0},
	{"3", "aa:b:a", "fd:a", "5", 0},
	{"3", "a:aa:b", "fd:aa", "4", 0},
	{"3", "aa:b", "fd:a", NONE, 0},
	{"3", "", "fd:a", NONE, 0},
	{"3", 0, "fd:a", NONE, 0},
	{"3", "a:b:a", "fd:a:b", NONE, 0},
	{"2", "a:b:c", "fd:c", NONE, 0},
	{"3", "a:b:a", "fd:4", "4", 0},
	{"3", "a:b:a", "fd:03", "3", 0},
	{"3", "5:b:c", "fd:5", "35", 0},
	{"1", "a", "fd:5", NONE, 0},
	{"3", "a:b:a", "fd:2", NONE, 0},
	{"3", "a:b:a", "fd:6", NONE, 0},
	{"3", 0, "fd:4294967299", NONE, 0},
	{0, 0, "fd:3", NONE, 0},
	{0, 0, "fd:*", NONE, 0},
	{"", 0, "fd:*", NONE, 0},
	{"0", 0, "fd:*", NONE, 0},
	{"3x", 0, "fd:*", NONE, 0},
	{"-3", 0, "fd:*", NONE, 0},
	{"3", "a:b:a", "fd:a", NONE, 1},
	{"4", 0, "fd:6", "6 does not listen", 0},
	{"4194303", "a:b:a:c", "fd:c", "6 does not listen", 0},
	{"5", 0, "fd:7", "7 does not listen", 0},
	{"4294967295", 0, "fd:*", NONE, 0},
	{"4194303", 0, "fd:60000", "60000 does not listen", 0},
};

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

/* Whether a copy is the same socket as the descriptor that it should be of. */
static int is_same(int fd, int other)
{
	struct sockaddr_in one = {0}, two = {0};
	socklen_t length = sizeof(one);

	getsockname(fd, (struct sockaddr *)&one, &length);
	length = sizeof(two);
	getsockname(other, (struct sockaddr *)&two, &length);
	return one.sin_port && one.sin_port == two.sin_port;
}

static void test_take(const struct endpoint *endpoint, const char *want)
{
	const char *name = endpoint->text;
	unsigned next = 0;
	int fd, type;

	for (; *want; want++) {
		fd = fd_take(endpoint, &next, &type);
		ok(fd > 7 && is_same(fd, *want - '0'), "%s: descriptor %c, by a copy", name, *want);
		is(type, *want == '4' ? SOCK_DGRAM : SOCK_STREAM, "%s: its type", name);
		is(fcntl(fd, F_GETFD), FD_CLOEXEC, "%s: no program gets it", name);
		close(fd);
	}
	is(fd_take(endpoint, &next, &type), -1, "%s: and no further one", name);
}

static int is_child_meant;

static void take_one(void *argument)
{
	char id[16];
	unsigned next = 0;
	int type;

	snprintf(id, sizeof(id), "%d", getpid());
	if (is_child_meant)
		set("LISTEN_PID", id);

	process.name = "test";
	fd_take(argument, &next, &type);
}

int main(void)
{
	char id[16], reason[200];
	struct output why = OUTPUT(-1, reason);
	struct endpoint endpoint;
	struct child child;

	open_all();
	for (size_t i = 0; i < COUNT(table); i++) {
		set("LISTEN_PID", "1");
		set("LISTEN_FDS", table[i].count);
		set("LISTEN_FDNAMES", table[i].names);
		is(endpoint_parse(&endpoint, table[i].text, &why), 0, "%s of %s, %s", table[i].text,
			table[i].count ? table[i].count : "none",
			table[i].names ? table[i].names : "without names");
		if (strlen(table[i].want) > 3) {
			/* In a child, whose number it must be. */
			is_child_meant = !table[i].is_others;
			run_child(&child, take_one, &endpoint);
			is(child.status, STATUS_USAGE, "%s: ends the program", table[i].text);
			ok(strstr(child.text, table[i].want), "%s: %s", table[i].text, child.text);
			continue;
		}
		snprintf(id, sizeof(id), "%d", getpid());
		set("LISTEN_PID", id);
		test_take(&endpoint, table[i].want);
	}
	return tap_done();
}
