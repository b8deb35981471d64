/* program [hold]: what is started for each connection: says a line, or waits for its input's end */
#include <unistd.h>

int main(int argc, char **argv)
{
	char buffer[64];

	(void)argv;
	if (argc == 1)
		return write(1, "hello\n", 6) != 6;
	while (read(0, buffer, sizeof(buffer)) > 0)
		;
	return 0;
}
