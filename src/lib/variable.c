/* variable: the environment that we were started with, without libc's, which may grow a copy. */
#define _GNU_SOURCE
#include "lib/variable.h"

#include <string.h>
#include <unistd.h>

const char *variable(const char *name)
{
	size_t length = strlen(name);

	for (char **entry = environ; *entry; entry++)
		if (!strncmp(*entry, name, length) && (*entry)[length])
			return *entry + length;
	return 0;
}
