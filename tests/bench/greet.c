/*
 * greet PORT [fork]: the bare loop that the greeting servers are held against: accept, write, read,
 * close, and nothing else; or the same with a process for each.
 */
#include "bare.h"

#include <sys/wait.h>

static void converse(int fd)
{
	static const char message[] = "welcome to network server!!\n";
	char said[512];

	if (write(fd, message, sizeof(message) - 1) > 0)
		(void)!read(fd, said, sizeof(said));
}

static void in_a_process(int listener, int fd)
{
	if (!fork()) {
		close(listener);
		converse(fd);
		_exit(0);
	}
	while (waitpid(-1, 0, WNOHANG) > 0)
		;
}

int main(int argc, char **argv)
{
	int listener = bare_listen(SOCK_STREAM, argv[1], 128);

	for (;;) {
		int fd = accept(listener, 0, 0);

		if (fd < 0)
			continue;
		if (argc > 2)
			in_a_process(listener, fd);
		else
			converse(fd);
		close(fd);
	}
}
