/*
 * memory: what the kernel thinks programs could still get without swapping: MemAvailable (proc(5),
 * since Linux 3.14). sysinfo(2) does not count the page cache, so it always looks like too little.
 *
 * config SERVER_MEMORY
 *	bool "no new conversation when memory is short: --min-free"
 *	default y
 *	depends on STREAM
 *	help
 *	  Costs about 350 bytes on ARMv7.
 */
#include "server/memory.h"

#include "lib/process.h"
#include "lib/system.h"

#include <string.h>

#define LOOK_MS 100

int memory_figure(int fd, const char *name, unsigned *kib)
{
	char text[1024], *at = text;
	size_t length = strlen(name);
	ssize_t got = syscall(SYS_pread64, fd, text, sizeof(text) - 1, 0, 0, 0);

	text[got < 0 ? 0 : got] = 0;
	while (strncmp(at, name, length))
		if (!*at++)
			return -1;
	*kib = 0;
	for (at += length; *at && *at != '\n'; at++)
		if (*at >= '0' && *at <= '9')
			*kib = *kib * 10 + (*at - '0');
	return 0;
}

/* Looks anew. Returns 0, or -1 where nothing was found: what was known stays. */
static int look(struct memory *memory)
{
	return memory_figure(memory->fd, "MemAvailable:", &memory->available);
}

void memory_open(struct memory *memory)
{
	if (memory->fd <= 0)
		memory->fd = system_open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
}

void memory_prepare(struct memory *memory)
{
	memory_open(memory);
	if (look(memory))
		die(STATUS_SYSTEM, "--min-free: no MemAvailable in /proc/meminfo");
}

unsigned memory_available(struct memory *memory, uint32_t now)
{
	if (now - memory->looked_at >= LOOK_MS) {
		memory->looked_at = now;
		look(memory);
	}
	return memory->available;
}
