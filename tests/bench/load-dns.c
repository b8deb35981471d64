/*
 * load-dns: runs dnsperf, which stands in the folder of -d beside `queries`, against the
 * server, and takes its figures.
 */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whether host1.lan has an address; the server may still be reading its files. */
int wait_for_name(const struct load *load)
{
	static const char question[] = "\x12\x34\x01\0\0\1\0\0\0\0\0\0\5host1\3lan\0\0\1\0\1";
	struct sockaddr_in address = server_address(load);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), is_answered = 0;
	unsigned char reply[512];

	connect(fd, (struct sockaddr *)&address, sizeof(address));
	for (int tries = 0; tries < 100 && !is_answered; tries++) {
		send(fd, question, sizeof(question) - 1, 0);
		nap(10 + tries);
		is_answered = recv(fd, reply, sizeof(reply), MSG_DONTWAIT) > 12 &&
			!memcmp(reply, question, 2);
	}
	close(fd);
	return is_answered;
}

static double figure(const char *text, const char *name)
{
	const char *found = strstr(text, name);

	return found ? strtod(found + strlen(name), 0) : 0;
}

/* dnsperf with the options that it has by itself, but for a second; both cores are for both. */
static void start_dnsperf(const struct load *load, int output)
{
	char address[INET_ADDRSTRLEN], port[8], program[256], queries[256];
	struct sockaddr_in server = server_address(load);

	inet_ntop(AF_INET, &server.sin_addr, address, sizeof(address));
	snprintf(port, sizeof(port), "%u", load->port);
	snprintf(program, sizeof(program), "%s/dnsperf", load->folder);
	snprintf(queries, sizeof(queries), "%s/queries", load->folder);
	dup2(output, 1);
	execl(program, program, "-s", address, "-p", port, "-d", queries, "-l", "1", "-t", "1",
		(char *)0);
	_exit(111);
}

void load_dns(struct load *load)
{
	char text[8192];
	uint64_t before = waited_us();
	size_t used = 0;
	ssize_t got;
	int ways[2], status;
	pid_t pid;

	if (pipe(ways))
		return;
	pid = fork();
	if (!pid)
		start_dnsperf(load, ways[1]);
	close(ways[1]);
	while ((got = read(ways[0], text + used, sizeof(text) - 1 - used)) > 0)
		used += got;
	text[used] = 0;
	close(ways[0]);
	if (waitpid(pid, &status, 0) != pid || status)
		return;
	load->before += waited_us() - before;
	load->done = figure(text, "Queries completed:");
	load->failed = figure(text, "Queries lost:");
	load->elapsed = figure(text, "Run time (s):") * 1000000;
}
