/* idle PORT: listens and waits: the least that a server has in memory. */
#include "bare.h"

int main(int argc, char **argv)
{
	(void)argc;
	bare_listen(SOCK_STREAM, argv[1], 128);
	pause();
	return 0;
}
