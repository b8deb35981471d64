/*
 * load [-a AT-ONCE] [-b BYTES] [-c CORES] [-d FOLDER] [-k KIND] [-m MILLISECONDS] [-n COUNT]
 * [-p PORT] COMMAND...: starts a server in a new network namespace, puts load on it, ends it,
 * and prints one line of figures:
 *
 *	conversations failed microseconds server's-CPU-microseconds all-conversations
 *
 * KIND says what a conversation is: greet (read a line, say one, read to the end), daytime
 * (read to the end), echo (say a line, read it), udp (64 bytes there and back), http and
 * httpeach (a request for the file of -b), relay (a line through a forwarder and one back),
 * bulk (a thousand bytes through one), dns (a query of dnsperf's, which is in the folder of
 * -d); or what is measured of memory, see load-memory.c: held, relayheld, idle. CORES is a mask
 * of the processors for both sides.
 *
 * The namespace is new so that every server finds the same: no connection in TIME_WAIT, and
 * every port free. Something listens on port 10008 there, for what is forwarded. The server's
 * CPU time is that of all its processes, dead ones too, as wait4(2) has it, without what it
 * took to start.
 */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WARM_US 50000
#define AT_ONCE 16
#define HELD 1000
#define ADDRESS 0xc0000201 /* 192.0.2.1; some servers do not answer 127.0.0.1 over UDP */

static void fail(const char *what)
{
	fprintf(stderr, "load: cannot %s: %s\n", what, strerror(errno));
	exit(111);
}

uint64_t now_us(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

void nap(unsigned milliseconds)
{
	struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};

	nanosleep(&time, 0);
}

struct sockaddr_in server_address(const struct load *load)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(load->port),
		.sin_addr.s_addr = htonl(ADDRESS),
	};
}

int load_goes_on(struct load *load)
{
	uint64_t now = now_us();

	if (!load->elapsed && now - load->began >= WARM_US && !load->count) {
		load->extra += load->done;
		load->done = load->failed = 0;
		load->began = now;
		load->elapsed = 1;
		return 1;
	}
	if (load->count ? load->done + load->failed < load->count
			: !load->elapsed || now - load->began < load->milliseconds * 1000ULL)
		return 1;
	load->elapsed = now - load->began;
	return 0;
}

static void write_setting(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		fail(path);
	close(fd);
}

static void bring_up_loopback(void)
{
	struct ifreq flags = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
	struct ifreq more = {.ifr_name = "lo:1"};
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(ADDRESS)};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	memcpy(&more.ifr_addr, &address, sizeof(address));
	if (ioctl(fd, SIOCSIFFLAGS, &flags) || ioctl(fd, SIOCSIFADDR, &more))
		fail("bring up the loopback device");
	close(fd);
}

static void make_network(void)
{

	if (unshare(CLONE_NEWNET))
		fail("make a network namespace");
	bring_up_loopback();
	write_setting("/proc/sys/net/core/somaxconn", "4096");
	write_setting("/proc/sys/net/ipv4/tcp_max_syn_backlog", "4096");
	write_setting("/proc/sys/net/ipv4/ip_local_port_range", "11000 65000");
}

static void pin(unsigned long cores)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (unsigned i = 0; i < 8 * sizeof(cores); i++)
		if (cores & (1UL << i))
			CPU_SET(i, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("stay on those cores");
}

/* What the server says goes to /dev/null, or to the file of LOAD_LOG. */
static pid_t start(char **command)
{
	const char *log = getenv("LOAD_LOG");
	pid_t pid = fork();
	int fd;

	if (pid < 0)
		fail("fork");
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	fd = open("/dev/null", O_RDONLY);
	dup2(fd, 0);
	fd = open(log ? log : "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0666);
	dup2(fd, 1);
	dup2(fd, 2);
	execvp(command[0], command);
	fail(command[0]);
	return -1;
}

static int reap_for(unsigned milliseconds)
{
	for (unsigned i = 0; i < milliseconds; i += 2) {
		pid_t pid;

		while ((pid = waitpid(-1, 0, WNOHANG)) > 0)
			;
		if (pid < 0)
			return 0;
		nap(2);
	}
	return -1;
}

/* The server first, and what it has left behind; then whoever has not listened. */
static void end(pid_t server)
{
	static int pids[8192];

	kill(server, SIGTERM);
	for (int tries = 0; tries < 20; tries++) {
		if (!reap_for(tries ? 100 : 300))
			return;
		for (unsigned i = descendants(pids, 8192); i-- > 0;)
			kill(pids[i], SIGKILL);
	}
	fprintf(stderr, "load: the server does not end\n");
}

/* The time of children that were waited for: the server's dead processes, and dnsperf. */
uint64_t waited_us(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
		usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static const struct kind {
	const char *name;
	int (*wait)(const struct load *load);
	void (*load)(struct load *load); /* or one of memory, or dnsperf */
} kinds[] = {
	{"greet", wait_for_stream, load_streams},
	{"daytime", wait_for_stream, load_streams},
	{"echo", wait_for_stream, load_streams},
	{"udp", wait_for_datagram, load_datagrams},
	{"http", wait_for_stream, load_http},
	{"httpeach", wait_for_stream, load_http},
	{"relay", wait_for_stream, load_relay},
	{"bulk", wait_for_stream, load_relay},
	{"dns", wait_for_name, load_dns},
	{"held", wait_for_stream, measure_held},
	{"relayheld", wait_for_stream, measure_held},
	{"idle", wait_for_stream, measure_idle},
};

static const struct kind *find_kind(const char *name)
{
	for (unsigned i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(name, kinds[i].name))
			return &kinds[i];
	exit(100);
}

/* What the server has used before is in the sum that is taken in the end: it is counted off. */
static int measure(struct load *load, const struct kind *kind)
{
	if (!kind->wait(load)) {
		fprintf(stderr, "load: the server does not answer\n");
		return 1;
	}
	load->before = waited_us() + living_us();
	load->began = now_us();
	kind->load(load);
	return 0;
}

int main(int argc, char **argv)
{
	struct load load = {
		.kind = "greet", .port = 10007, .at_once = AT_ONCE, .milliseconds = 200};
	const struct kind *kind;
	unsigned long cores = 0;
	int option, status;
	pid_t server;

	while ((option = getopt(argc, argv, "+a:b:c:d:k:m:n:p:")) > 0) {
		if (option == 'a')
			load.at_once = atoi(optarg);
		else if (option == 'b')
			load.length = atoi(optarg);
		else if (option == 'd')
			load.folder = optarg;
		else if (option == 'c')
			cores = strtoul(optarg, 0, 0);
		else if (option == 'k')
			load.kind = optarg;
		else if (option == 'm')
			load.milliseconds = atoi(optarg);
		else if (option == 'n')
			load.count = atoi(optarg);
		else if (option == 'p')
			load.port = atoi(optarg);
		else
			return 100;
	}
	kind = find_kind(load.kind);
	if (kind->load == measure_held)
		load.at_once = load.count ? load.count : HELD;
	setrlimit(RLIMIT_NOFILE, &(struct rlimit){8192, 8192});
	make_network();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	load.sink = open_sink();
	if (cores)
		pin(cores);
	server = start(argv + optind);
	status = measure(&load, kind);
	end(server);
	if (load.elapsed)
		printf("%u %u %llu %llu %u\n", load.done, load.failed,
			(unsigned long long)load.elapsed,
			(unsigned long long)(waited_us() - load.before), load.done + load.extra);
	return status;
}
