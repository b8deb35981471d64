/* attempt: what may die() without that being the end of the program. */
#include "lib/process.h"

/* Apart from attempt, as nothing that it changes may be used after the jump. */
static int dies(void (*run)(void *whom, void *data), void *whom, void *data)
{
	/* The compiler's own: libc's save 16 registers for floating point, too. */
	void *again[5];

	process.again = again;
	if (__builtin_setjmp(again))
		return 1;
	run(whom, data);
	return 0;
}

int attempt(void (*run)(void *whom, void *data), void *whom, void *data)
{
	const struct process before = process;
	int has_died = dies(run, whom, data);

	process.again = before.again;
	process.place = before.place;
	process.place_line = before.place_line;
	return has_died;
}
