/*
 * datagram PORT [reply]: the bare recvfrom/sendto loop that a UDP echo is held against; with
 * `reply` the bit of DNS that says so is set in what goes back.
 */
#include "bare.h"

int main(int argc, char **argv)
{
	static unsigned char buffer[65536];
	int fd = bare_listen(SOCK_DGRAM, argv[1], 0);

	for (;;) {
		struct sockaddr_in from;
		socklen_t length = sizeof(from);
		ssize_t got = recvfrom(
			fd, buffer, sizeof(buffer), 0, (struct sockaddr *)&from, &length);

		if (argc > 2)
			buffer[2] |= 0x80;
		if (got >= 0)
			sendto(fd, buffer, got, 0, (struct sockaddr *)&from, length);
	}
}
