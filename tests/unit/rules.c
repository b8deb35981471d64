/* Rules of access: what decides, the variables, and what a file must not say. */
#include "server/rules.c"

#include "child.h"
#include "files.h"
#include "tap.h"

#include <fcntl.h>
#include <sys/stat.h>

static const struct text_list none;

static const struct {
	const char *file, *address, *want; /* - or +, then the variables, each after a space */
} table[] = {
	{"", "192.0.2.1", "+"},
	{"\n\r\n # nothing\n\t\n", "192.0.2.1", "+"},
	{"deny 192.0.2.0/24\n", "192.0.2.1", "-"},
	{"deny 192.0.2.0/24\n", "192.0.3.1", "+"},
	{"deny 192.0.2.0/24\n", "2001:db8::1", "+"},
	{"allow 192.0.2.0/24\n", "192.0.2.1", "+"},
	{"allow 192.0.2.0/24\n", "192.0.3.1", "-"},
	{"allow 192.0.2.0/24\n", "2001:db8::1", "-"},
	/* The longest decides, wherever it stands. */
	{"allow 0.0.0.0/0\ndeny 10.0.0.0/8\nallow 10.1.0.0/16\n", "10.1.2.3", "+"},
	{"allow 10.1.0.0/16\ndeny 10.0.0.0/8\nallow 0.0.0.0/0\n", "10.1.2.3", "+"},
	{"allow 0.0.0.0/0\ndeny 10.0.0.0/8\nallow 10.1.0.0/16\n", "10.2.2.3", "-"},
	{"allow 0.0.0.0/0\ndeny 10.0.0.0/8\nallow 10.1.0.0/16\n", "11.2.2.3", "+"},
	/* Of two that are as long, the one that denies. */
	{"allow 10.0.0.0/8\ndeny 10.0.0.0/8\n", "10.0.0.1", "-"},
	{"deny 10.0.0.0/8\nallow 10.0.0.0/8\n", "10.0.0.1", "-"},
	{"deny 10.0.0.0/8\nallow 10.0.0.0/8\n", "11.0.0.1", "-"},
	/* The families are apart. */
	{"deny ::/0\n", "192.0.2.1", "+"},
	{"deny ::/0\n", "2001:db8::1", "-"},
	{"deny 0.0.0.0/0\n", "192.0.2.1", "-"},
	{"deny 0.0.0.0/0\n", "::1", "+"},
	{"deny ::ffff:192.0.2.0/120\n", "192.0.2.1", "-"},
	{"deny 192.0.2.0/24\n", "::ffff:192.0.2.1", "-"},
	/* Its end may be missing; the blanks may be any. */
	{"deny 192.0.2.1", "192.0.2.1", "-"},
	{" \tdeny\t 192.0.2.1 \r\nallow\t192.0.2.2\r\n", "192.0.2.1", "-"},
	{"deny 192.0.2.1 # office\n#deny 192.0.2.2\n", "192.0.2.1", "-"},
	{"deny 192.0.2.1 # office\n#deny 192.0.2.2\n", "192.0.2.2", "+"},
	{"deny ::\ndeny ::\ndeny ::\ndeny ::", "::", "-"},
	/* Variables. */
	{"allow 192.0.2.1 +A=1 +B_2=two\n", "192.0.2.1", "+ +A=1 +B_2=two"},
	{"allow 192.0.2.1 +A=1", "192.0.2.1", "+ +A=1"},
	{"allow 192.0.2.1 +A=1\n", "192.0.2.2", "-"},
	{"allow 192.0.2.1\t+A=1\t  +_=\t+b==#+ # C=3\nallow 192.0.2.2\n", "192.0.2.1",
		"+ +A=1 +_= +b==#+"},
	{"allow 192.0.2.1 +A=\"two words\" +B=x\" \"y \"+C=z\"\n", "192.0.2.1",
		"+ +A=two words +B=x y +C=z"},
	{"allow 192.0.2.1 +A='\"' +B=\\\" +C=\\\\\\ x +D=\"\t\"\nallow ::1", "192.0.2.1",
		"+ +A=\" +B=\" +C=\\ x +D=\t"},
	{"allow 192.0.2.1 +A=\"\"\nallow 192.0.2.2 +B=2", "192.0.2.2", "+ +B=2"},
	{"allow 192.0.2.1 +A=\"\" +B=\nallow 192.0.2.2 +B=2", "192.0.2.1", "+ +A= +B="},
	{"allow 192.0.2.1 +A='a\\b' +C=d\\\nallow ::1 +E=\\", "192.0.2.1", "+ +A=a\\b +C=d\\"},
	{"allow 192.0.2.1 +A='a\\b' +C=d\\\nallow ::1 +E=\\", "::1", "+ +E=\\"},
	{"allow 192.0.2.1 +A=\xc3\xa4\n", "192.0.2.1", "+ +A=\xc3\xa4"},
	{"deny 192.0.2.1 +A=1\n", "192.0.2.1", "-"},
	{"allow 192.0.2.0/24 +A=1\nallow 192.0.2.1 +B=2\n", "192.0.2.1", "+ +B=2"},
	{"allow 192.0.2.0/24 +A=1\nallow 192.0.2.1\n", "192.0.2.1", "+"},
};

static const struct {
	const char *file, *want; /* a part of what is said; the file's name is @ */
} wrongs[] = {
	{"allow\n", "@:1: : not ADDRESS[/BITS] with zeros behind it"},
	{"\n# x\nallow 10.0.0.0/8\nallow 10.0.0/8\n",
		"@:4: 10.0.0/8: not ADDRESS[/BITS] with zeros behind it"},
	{"deny 10.1.2.3/8", "@:1: 10.1.2.3/8: not ADDRESS[/BITS] with zeros behind it"},
	{"permit 10.0.0.0/8\n", "@:1: permit: not allow or deny"},
	{"Allow 10.0.0.0/8\n", "@:1: Allow: not allow or deny"},
	{"allowed 10.0.0.0/8\n", "@:1: allowed: not allow or deny"},
	{"\"\" 10.0.0.0/8\n", "@:1: : not allow or deny"},
	{"10.0.0.0/8:allow\n", "@:1: 10.0.0.0/8:allow: not allow or deny"},
	{"allow 10.0.0.0/8 deny\n", "@:1: deny: not +NAME=VALUE"},
	{"allow 10.0.0.0/8 A=1\n", "@:1: A=1: not +NAME=VALUE"},
	{"allow 10.0.0.0/8 +A\n", "@:1: +A: not +NAME=VALUE"},
	{"allow 10.0.0.0/8 +=1\n", "@:1: +=1: not +NAME=VALUE"},
	{"allow 10.0.0.0/8 +\n", "@:1: +: not +NAME=VALUE"},
	{"allow 10.0.0.0/8 +1A=1\n", "@:1: +1A=1: not +NAME=VALUE"},
	{"allow 10.0.0.0/8 +A-B=1\n", "@:1: +A-B=1: not +NAME=VALUE"},
	{"allow 10.0.0.0/8 +A=1 + B=2\n", "@:1: +: not +NAME=VALUE"},
	{"allow 10.0.0.0/8 +A=1 \"\" +B=2\n", "@:1: : not +NAME=VALUE"},
	{"allow 10.0.0.0/8 +A=\"b c\n", "@:1: a \" is not closed"},
	{"allow 10.0.0.0/8\nallow 10.0.0.0/8 +A='b\nc'\n", "@:2: a ' is not closed"},
	{"allow 10.0.0.0/8, 11.0.0.0/8\n",
		"@:1: 10.0.0.0/8,: not ADDRESS[/BITS] with zeros behind it"},
	{"deny \xff\n", "@:1: \\xff: not ADDRESS[/BITS] with zeros behind it"},
};

/* A text as one line. */
static const char *shown(const char *text)
{
	static char print[400];
	struct output out = OUTPUT(-1, print);

	output_escaped(&out, text, strlen(text));
	output_byte(&out, 0);
	return print;
}

static void test_files(void)
{
	for (size_t i = 0; i < COUNT(table); i++) {
		char print[80];
		struct output out = OUTPUT(-1, print);
		const char *variables;
		struct rules rules;
		struct ip ip;

		rules_load(&rules, &none, 0, file_with(table[i].file, strlen(table[i].file)));
		ip_parse(&ip, table[i].address, strlen(table[i].address));
		output_byte(&out, (variables = rules_allow(&rules, &ip)) ? '+' : '-');
		for (; variables && *variables; variables += strlen(variables) + 1) {
			output_byte(&out, ' ');
			output_text(&out, variables);
		}
		is_text(&out, table[i].want, "'%s': %s", shown(table[i].file), table[i].address);
		rules_free(&rules);
	}
}

static void load(void *file)
{
	struct rules rules;

	rules_load(&rules, &none, 0, file);
}

static void load_wrong_option(void *text)
{
	struct text_list list = {1, {text}};
	struct rules rules;

	rules_load(&rules, &none, &list, 0);
}

/* It ends with that status and says so. */
static void ends(enum status status, void (*function)(void *), const char *argument,
	const char *want, const char *name)
{
	struct child child;

	/* The name first: the text of both is made in one place. */
	printf("# %s\n", name);
	run_child(&child, function, (void *)argument);
	is(child.status, status, "its status");
	ok(strstr(child.text, want) != 0, "and it says: %s", shown(child.text));
}

static void test_wrong(void)
{
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		const char *file = file_with(wrongs[i].file, strlen(wrongs[i].file));
		char want[200];

		snprintf(want, sizeof(want), "fatal: %s%s\n", file, wrongs[i].want + 1);
		ends(STATUS_USAGE, load, file, want, shown(wrongs[i].file));
	}
	ends(STATUS_USAGE, load, file_with("deny ::\n\0\0\0\0", 12), "not text", "a file of NULs");
	ends(STATUS_USAGE, load, "/dev/zero", "/dev/zero: not text, or over 262144 bytes",
		"/dev/zero");
	ends(STATUS_SYSTEM, load, "/proc", "cannot read /proc: ", "a folder");
	ends(STATUS_SYSTEM, load, "/nonexistent", "cannot read /nonexistent: No such file",
		"no file");
	ends(STATUS_USAGE, load_wrong_option, "10.1.2.3/8",
		": 10.1.2.3/8: not ADDRESS[/BITS] with zeros", "-d 10.1.2.3/8");
	ends(STATUS_USAGE, load_wrong_option, "", ": : not ADDRESS[/BITS] with zeros behind it",
		"an empty -d");
}

static void test_pipe(void)
{
	char path[] = "/tmp/rules-XXXXXX", fifo[40];

	ok(mkdtemp(path) != 0, "a folder");
	snprintf(fifo, sizeof(fifo), "%s/fifo", path);
	ok(!mkfifo(fifo, 0600), "a pipe");
	ends(STATUS_SYSTEM, load, fifo, "cannot read", "a pipe without a writer");
	unlink(fifo);
	rmdir(path);
}

/* The longest file, and one byte more. */
static void test_longest(void)
{
	static char text[FILE_MAX + 1];
	struct rules rules;
	struct ip ip = {{0}};

	for (size_t i = 0; i < sizeof(text); i += 8)
		memcpy(text + i, "deny ::\n", i + 8 <= sizeof(text) ? 8 : sizeof(text) - i);
	rules_load(&rules, &none, 0, file_with(text, FILE_MAX));
	is(rules.count, FILE_MAX / 8, "as many rules as there can be");
	is(rules_allow(&rules, &ip) != 0, 0, "and they count");
	rules_free(&rules);
	ends(STATUS_USAGE, load, file_with(text, FILE_MAX + 1), "over 262144 bytes", "a byte more");
}

/* As a reload does it: what is wrong does not end the program. */
static void try_load(struct rules *rules, const char *file)
{
	void *again[5];

	process.again = again;
	if (!__builtin_setjmp(again))
		rules_load(rules, &none, 0, file);
	process.again = 0;
}

static unsigned count_lines(const char *path)
{
	unsigned lines = 0;
	FILE *file = fopen(path, "r");
	int c;

	while (file && (c = getc(file)) != EOF)
		lines += c == '\n';
	if (file)
		fclose(file);
	return lines;
}

static int free_descriptor(void)
{
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	return fd;
}

/* What the reload of a wrong file leaves behind: nothing. */
static void test_nothing_stays(void)
{
	static struct rules rules, old;
	static unsigned maps;
	static int fd, round;
	struct ip ip;
	const char *file = file_with("deny 192.0.2.1\nnonsense\n", 24);
	int error = dup(STDERR_FILENO), silence = open("/dev/null", O_WRONLY);

	rules_load(&old, &none, &(struct text_list){1, {"192.0.2.1"}}, 0);
	dup2(silence, STDERR_FILENO);
	/* The first round is for what the C library and the sanitizers keep. */
	for (round = 0; round < 20; round++) {
		process.place = 0;
		try_load(&rules, file);
		rules_free(&rules);
		rules_free(&rules);
		if (!round) {
			maps = count_lines("/proc/self/maps");
			fd = free_descriptor();
		}
	}
	process.place = 0;
	is(free_descriptor(), fd, "no descriptor stays");
	dup2(error, STDERR_FILENO);
	close(error);
	close(silence);
	is(count_lines("/proc/self/maps"), maps, "no mapping stays");
	ip_from_v4(&ip, 0xc0000201);
	is(rules_allow(&old, &ip) != 0, 0, "the old rules stand");
	rules_free(&old);
}

static void test_options(void)
{
	static const char text[] = "allow 192.0.2.1 +A=1\ndeny 192.0.2.2\n";
	struct text_list allow = {2, {"192.0.2.0/24", "2001:db8::/32"}}, deny = {1, {"192.0.2.1"}};
	const char *place = "somewhere";
	struct rules rules;
	struct ip ip;

	process.place = place;
	process.place_line = 7;
	rules_load(&rules, &allow, &deny, file_with(text, sizeof(text) - 1));
	ip_from_v4(&ip, 0xc0000201);
	is(rules_allow(&rules, &ip) != 0, 0, "-d and an allow of the file: -d decides");
	ip_from_v4(&ip, 0xc0000202);
	is(rules_allow(&rules, &ip) != 0, 0, "-a and the file together");
	ip_from_v4(&ip, 0xc0000203);
	is(rules_allow(&rules, &ip) != 0, 1, "-a");
	ip_from_v4(&ip, 0xc0000303);
	is(rules_allow(&rules, &ip) != 0, 0, "none matches where there is an -a");
	rules_free(&rules);
	rules_load(&rules, &none, &none, 0);
	is(process.place == place && process.place_line == 7, 1, "the place is what it was");
	process.place = 0;
	is(rules.table != 0, 0, "no rules, no memory");
	is(rules_allow(&rules, &ip) != 0, 1, "and everybody may");
	rules_free(&rules);
}

int main(void)
{
	process.name = "rules";
	test_files();
	test_wrong();
	test_pipe();
	test_longest();
	test_options();
	test_nothing_stays();
	return tap_done();
}
