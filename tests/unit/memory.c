/* Memory: what the kernel says is read as it stands, not too often, and never guessed. */
#include "server/memory.c"

#include "child.h"
#include "files.h"
#include "tap.h"

#include <fcntl.h>
#include <sys/resource.h>

static int with(const char *text)
{
	return open(file_with(text, strlen(text)), O_RDONLY);
}

static const struct {
	const char *text;
	int result;
	unsigned available;
} table[] = {
	{"MemTotal:  64000 kB\nMemFree:  2000 kB\nMemAvailable:  12345 kB\nBuffers: 9 kB\n", 0,
		12345},
	{"MemAvailable:0 kB", 0, 0},
	{"MemAvailable:\t7", 0, 7},
	{"MemTotal:  64000 kB\nMemFree:  2000 kB\n", -1, 5},
	{"", -1, 5},
	{"MemAvailabl", -1, 5},
};

static void prepare_closed(void *unused)
{
	const struct rlimit none = {3, 3};
	struct memory memory = {0};

	/* Nothing can be opened. */
	setrlimit(RLIMIT_NOFILE, &none);
	memory_prepare(&memory);
}

int main(void)
{
	struct memory memory = {0};
	struct child child;

	process.name = "memory";
	for (size_t i = 0; i < COUNT(table); i++) {
		memory.fd = with(table[i].text);
		memory.available = 5;
		is(look(&memory), table[i].result, "'%.*s...'", (int)strcspn(table[i].text, "\n"),
			table[i].text);
		is(memory.available, table[i].available, "and as much is there");
		close(memory.fd);
	}
	memory = (struct memory){0};
	memory_prepare(&memory);
	ok(memory.fd > 0 && memory.available > 1000, "this host has some (%u)", memory.available);
	is(memory_available(&memory, 50) < 1, 0, "more than nothing");
	is(memory_available(&memory, 50) < 0xffffffff, 1, "less than anything");
	close(memory.fd);
	memory.fd = with(table[0].text);
	memory.looked_at = 1000;
	memory.available = 5;
	is(memory_available(&memory, 1099) < 6, 1, "what was seen stands");
	is(memory_available(&memory, 1100) < 6, 0, "for 100 ms");
	is(memory_available(&memory, 1101) < 12345, 0, "as much as is asked for is enough");
	is(memory_available(&memory, 1101) < 12346, 1, "less is not");
	run_child(&child, prepare_closed, 0);
	is(child.status, STATUS_SYSTEM, "without /proc there is no --min-free: %s", child.text);
	return tap_done();
}
