/*
 * corpus: the main of a fuzz target as a unit test: feeds it each file of tests/fuzz/corpus/NAME,
 * and each beginning of each, where NAME is how the program is called, without `fuzz-`; or of
 * another folder. It is started at the top of the tree.
 */
#include "fuzz.h"

#include <dirent.h>

#define MOST 65536

/* Feeds a file and all its beginnings. Returns 0, or -1 where it cannot be read. */
static int feed(const char *folder, const char *name)
{
	static unsigned char bytes[MOST];
	char path[4096];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "rb");
	if (!file)
		return -1;
	length = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	for (size_t i = 0; i <= length; i++) {
		char *copy = exact_copy(bytes, i);

		LLVMFuzzerTestOneInput((const uint8_t *)copy, i);
		free(copy);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
	char folder[2048];
	struct dirent *entry;
	int run = 0, failed = 0;
	DIR *open;

	name += strncmp(name, "fuzz-", 5) ? 0 : 5;
	snprintf(folder, sizeof(folder), "tests/fuzz/corpus/%s", name);
	if (argc > 1)
		snprintf(folder, sizeof(folder), "%s", argv[1]);
	open = opendir(folder);
	while (open && (entry = readdir(open)) != 0) {
		int result;

		if (*entry->d_name == '.')
			continue;
		result = feed(folder, entry->d_name);
		failed |= result;
		printf("%sok %d - %s\n", result ? "not " : "", ++run, entry->d_name);
	}
	if (open)
		closedir(open);
	printf("1..%d\n", run);
	return failed || !run;
}
