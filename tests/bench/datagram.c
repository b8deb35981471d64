/* datagram PORT: the bare recvfrom/sendto loop that a UDP echo is held against. */
#include "bare.h"

int main(int argc, char **argv)
{
	static char buffer[65536];
	int fd = bare_listen(SOCK_DGRAM, argv[1], 0);

	(void)argc;
	for (;;) {
		struct sockaddr_in from;
		socklen_t length = sizeof(from);
		ssize_t got = recvfrom(
			fd, buffer, sizeof(buffer), 0, (struct sockaddr *)&from, &length);

		if (got >= 0)
			sendto(fd, buffer, got, 0, (struct sockaddr *)&from, length);
	}
}
