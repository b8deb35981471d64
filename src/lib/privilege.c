/*
 * privilege: gives up root for good.
 *
 * Reads /etc/passwd and /etc/group itself: getpwnam and initgroups are 13,900 bytes. One read each:
 * no line is put together from two, and a file longer than the buffer is looked at up to there. The
 * system calls are made directly, as libc's setuid first stops all other threads, of which there
 * are none.
 */
#include "lib/privilege.h"

#include "lib/number.h"
#include "lib/process.h"
#include "lib/system.h"

#include <string.h>

/* On 32-bit ARM and x86 the plain calls take 16-bit numbers. */
#ifdef SYS_setuid32
#define CALL(name) SYS_##name##32
#else
#define CALL(name) SYS_##name
#endif

/* Where a file is read to, and what is looked for in it. */
struct search {
	char *buffer;
	size_t room;
	const char *text;
	size_t length;
};

static size_t until_colon(const char *text)
{
	size_t length = 0;

	while (text[length] && text[length] != ':' && text[length] != '\n')
		length++;
	return length;
}

/* The start of a line's field, counted from 0, or of its last one. */
static const char *field(const char *line, int number)
{
	for (; number; number--) {
		line += until_colon(line);
		line += *line == ':';
	}
	return line;
}

static int field_is(const char *field, const struct search *search)
{
	return until_colon(field) == search->length && !memcmp(field, search->text, search->length);
}

/*
 * The line of a file in which the name (field 0) or the number (field 2) is the one looked for, or
 * 0.
 */
static const char *find_line(const struct search *search, const char *path)
{
	int fd = system_open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = read(fd, search->buffer, search->room - 1);
	const char *line = search->buffer;

	system_close(fd);
	/* A line that was cut is none. */
	if (got == (ssize_t)search->room - 1)
		while (got && search->buffer[got - 1] != '\n')
			got--;
	search->buffer[got < 0 ? 0 : got] = 0;
	while (*line && !field_is(line, search) && !field_is(field(line, 2), search)) {
		while (*line && *line++ != '\n')
			;
	}
	return *line ? line : 0;
}

static int to_number(const char *text, unsigned *value)
{
	return number_parse(text, until_colon(text), ~0U - 1, value);
}

static void parse_numbers(struct identity *identity, const char *text)
{
	const char *group = text + until_colon(text);

	if (!*group || to_number(text, &identity->user) || to_number(group + 1, &identity->group))
		die(STATUS_USAGE,
			"user %s is not NUMBER:NUMBER (a name needs CONFIG_SERVER_USER_NAMES)",
			text);
}

void identity_parse(struct identity *identity, const char *text, char *buffer, size_t room)
{
	if (!CONFIG_SERVER_USER_NAMES) {
		parse_numbers(identity, text);
		return;
	}

	struct search search = {buffer, room, text, until_colon(text)};
	const char *line = find_line(&search, "/etc/passwd");
	const char *group = text + search.length;

	/* Fields 2 and 3 are the user's number and that of its group. */
	if (line ? to_number(field(line, 2), &identity->user) ||
				to_number(field(line, 3), &identity->group)
		 : to_number(text, &identity->user) || !*group)
		die(STATUS_USAGE, "user %s is not in /etc/passwd%s", text,
			*group ? "" : " (numbers: USER:GROUP)");
	if (!*group++ || !to_number(group, &identity->group))
		return;
	search.text = group;
	search.length = until_colon(group);
	line = find_line(&search, "/etc/group");
	if (!line || to_number(field(line, 2), &identity->group))
		die(STATUS_USAGE, "group %s is not in /etc/group", group);
}

void identity_become(const struct identity *identity)
{
	if (syscall(CALL(setgroups), 0, 0) || syscall(CALL(setgid), identity->group) ||
		syscall(CALL(setuid), identity->user))
		die(STATUS_SYSTEM, "cannot become %u:%u: %m", identity->user, identity->group);
}
