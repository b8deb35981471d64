/*
 * runtime: a program that holds toolchain/runtime against the plainest way to do the same. It
 * prints what differs, and ends with 0 if nothing does. runtime.t puts it in the place of mote.c.
 */
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ROOM 80

static int failed;

static void expect(int good, const char *what)
{
	if (good)
		return;
	write(STDOUT_FILENO, what, strlen(what));
	failed = 1;
}

static void fill(unsigned char *bytes)
{
	for (unsigned i = 0; i < ROOM; i++)
		bytes[i] = i * 7 + 3;
}

static int same(const unsigned char *one, const unsigned char *other)
{
	for (unsigned i = 0; i < ROOM; i++)
		if (one[i] != other[i])
			return 0;
	return 1;
}

/* Every distance and length, both ways, so that all overlaps are among them. */
static void check_memory(void)
{
	unsigned char got[ROOM], wanted[ROOM], before[ROOM];
	void *volatile to;

	fill(before);
	for (unsigned from = 0; from < 40; from++)
		for (unsigned target = 0; target < 40; target++)
			for (unsigned length = 0; length < 40; length++) {
				fill(got);
				fill(wanted);
				for (unsigned i = 0; i < length; i++)
					wanted[target + i] = before[from + i];
				to = got + target;
				expect(memmove(to, got + from, length) == to, "memmove's result\n");
				expect(same(got, wanted), "memmove\n");
				fill(got);
				to = got + target;
				expect(memcpy(to, before + from, length) == to,
					"memcpy's result\n");
				expect(same(got, wanted), "memcpy\n");
			}
	fill(got);
	fill(wanted);
	for (unsigned i = 5; i < 50; i++)
		wanted[i] = 0xfe;
	to = got + 5;
	expect(memset(to, 0xffffffe, 45) == to, "memset's result\n");
	expect(same(got, wanted), "memset\n");
}

/* number = quotient * divisor + remainder decides, with the remainder's size and sign. */
static void check_division(int number, int divisor)
{
	volatile int n = number, d = divisor;
	volatile unsigned un = number, ud = divisor;
	unsigned uq = un / ud, ur = un % ud;

	expect(ur < ud && uq * ud + ur == un && (unsigned long long)uq * ud + ur == un,
		"unsigned\n");
	if (number == (int)0x80000000 && divisor == -1)
		return;
	int q = n / d, r = n % d;
	unsigned size = r < 0 ? -(unsigned)r : (unsigned)r,
		 most = d < 0 ? -(unsigned)d : (unsigned)d;

	expect((long long)q * d + r == n && size < most && (!r || (r < 0) == (n < 0)), "signed\n");
}

/*
 * A constant that is relocated where the program loads at any address: it must be read-only after
 * that.
 */
static const char *const relocated[] = {"one", "two"};

static void write_constant(void)
{
	const char *volatile *entry = (const char *volatile *)&relocated[environ[0][0] == 'x'];

	*entry = "three";
}

int main(int argc, char **argv, char **environment)
{
	static const unsigned edges[] = {1, 2, 3, 7, 10, 255, 256, 1000, 65535, 65536, 1000000,
		0x7ffffffe, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff};
	unsigned count = sizeof(edges) / sizeof(*edges), random = 12345;

	if (argc == 3)
		write_constant();
	expect(argc == 2 && !strcmp(argv[1], "argument") && !argv[2], "arguments\n");
	expect(environment == environ && environ[0] && !strcmp(environ[0], "NAME=value"),
		"environment\n");
	errno = 0;
	expect(close(12345) == -1 && errno == EBADF, "errno\n");
	check_memory();
	for (unsigned i = 0; i < count; i++) {
		check_division(0, edges[i]);
		for (unsigned j = 0; j < count; j++)
			check_division(edges[i], edges[j]);
	}
	for (unsigned i = 0; i < 20000; i++) {
		unsigned number = random = random * 1103515245 + 12345;

		random = random * 1103515245 + 12345;
		check_division(number, (random >> (random & 31)) | 1);
	}
	return failed;
}
