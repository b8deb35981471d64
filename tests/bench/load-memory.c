/*
 * load-memory: what a server has in memory.
 *
 * idle prints the kilobytes of all its processes, each page divided by how many processes share
 * it (PSS). held opens connections that say nothing, and prints two numbers of bytes for each
 * of them: what the server's processes have grown by, and what the kernel's memory has grown by
 * meanwhile (of slabs, stacks, page tables and per-CPU data), with both sides' sockets in it.
 * relayheld is the same through a forwarder, without the sockets of what it forwards to.
 */
#define _GNU_SOURCE
#include "load.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PROCESSES 8192

static size_t read_file(const char *path, char *buffer, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t got;

	while (fd >= 0 && used < room - 1 && (got = read(fd, buffer + used, room - 1 - used)) > 0)
		used += got;
	close(fd);
	buffer[used] = 0;
	return used;
}

static unsigned children(int pid, int *pids, unsigned room)
{
	static char text[65536];
	char path[64], *next = text;
	unsigned count = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	read_file(path, text, sizeof(text));
	while (count < room && (pids[count] = strtol(next, &next, 10)) > 0)
		count++;
	return count;
}

unsigned descendants(int *pids, unsigned room)
{
	unsigned count = children(getpid(), pids, room);

	for (unsigned i = 0; i < count; i++)
		count += children(pids[i], pids + count, room - count);
	return count;
}

/* The number of kilobytes in the line of that name. */
static unsigned long field(const char *text, const char *name)
{
	const char *found = strstr(text, name);

	return found ? strtoul(found + strlen(name), 0, 10) : 0;
}

static unsigned long processes_kb(unsigned *count)
{
	static int pids[PROCESSES];
	unsigned long sum = 0;

	*count = descendants(pids, PROCESSES);
	for (unsigned i = 0; i < *count; i++) {
		char path[64], text[4096];

		snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", pids[i]);
		read_file(path, text, sizeof(text));
		sum += field(text, "\nPss:");
	}
	return sum;
}

/* schedstat begins with the time on a CPU, in nanoseconds. */
uint64_t living_us(void)
{
	static int pids[PROCESSES];
	unsigned count = descendants(pids, PROCESSES);
	uint64_t sum = 0;

	for (unsigned i = 0; i < count; i++) {
		char path[64], text[256];

		snprintf(path, sizeof(path), "/proc/%d/schedstat", pids[i]);
		read_file(path, text, sizeof(text));
		sum += strtoull(text, 0, 10) / 1000;
	}
	return sum;
}

static unsigned long kernel_kb(void)
{
	static const char *const names[] = {
		"\nSlab:", "\nKernelStack:", "\nPageTables:", "\nPercpu:"};
	unsigned long sum = 0;
	char text[8192];

	read_file("/proc/meminfo", text, sizeof(text));
	for (unsigned i = 0; i < 4; i++)
		sum += field(text, names[i]);
	return sum;
}

/* Waits until the server has done what it does: nothing has changed for a while. */
static unsigned long settled_kb(void)
{
	unsigned count, before = 0;
	unsigned long kb = 0, last = 1;

	for (int tries = 0; tries < 50; tries++) {
		nap(60);
		kb = processes_kb(&count);
		if (kb == last && count == before)
			break;
		before = count;
		last = kb;
	}
	return kb;
}

void measure_idle(struct load *load)
{
	(void)load;
	printf("%lu\n", settled_kb());
}

void measure_held(struct load *load)
{
	struct sockaddr_in address = server_address(load);
	unsigned long own = settled_kb(), kernel = kernel_kb();
	int is_forwarded = !strcmp(load->kind, "relayheld");
	unsigned held = 0;

	if (is_forwarded)
		drop_sink(load->sink);
	while (held < load->at_once) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

		if (connect(fd, (struct sockaddr *)&address, sizeof(address)))
			break;
		if (is_forwarded)
			drop_sink(load->sink);
		held++;
	}
	own = settled_kb() - own;
	printf("%u %lu %ld\n", held, own * 1024 / held, (long)(kernel_kb() - kernel) * 1024 / held);
}
