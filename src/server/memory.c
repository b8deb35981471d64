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

/* Looks anew. Returns 0, or -1 where nothing was found: what was known stays. */
static int look(struct memory *memory)
{
	char text[256], *at = text;
	ssize_t got = syscall(SYS_pread64, memory->fd, text, sizeof(text) - 1, 0, 0, 0);

	text[got < 0 ? 0 : got] = 0;
	while (strncmp(at, "MemAvailable:", 13))
		if (!*at++)
			return -1;
	memory->available = 0;
	for (at += 13; *at && *at != '\n'; at++)
		if (*at >= '0' && *at <= '9')
			memory->available = memory->available * 10 + (*at - '0');
	return 0;
}

void memory_prepare(struct memory *memory)
{
	if (memory->fd > 0)
		return;
	memory->fd = system_open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
	if (memory->fd < 0 || look(memory)) {
		system_close(memory->fd);
		memory->fd = 0;
		die(STATUS_SYSTEM, "--min-free: no MemAvailable");
	}
}

int memory_is_short(struct memory *memory, unsigned kib, uint32_t now)
{
	if (now - memory->looked_at >= LOOK_MS) {
		memory->looked_at = now;
		look(memory);
	}
	return memory->available < kib;
}
